"""The forms of bullets and of lists of them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from ui.service.forms.base import FigureForm, Form, PriorityForm


class CellForm(Form):
    """One cell of a table's row."""

    header: str
    value: str


class MentionForm(Form):
    """One entity in one bullet."""

    entity: str = Field(examples=["operation/essex-raptor"])
    kind: Literal["operation", "partner", "district", "area", "place", "theme"]
    surface: str = Field(description="As it was printed.")
    start: int | None = Field(description="Offset in the text; null where it is inherited.")
    end: int | None
    source_start: int | None = Field(description="Offset in the version's text.")
    source_end: int | None
    by: Literal["text", "label", "heading", "parent", "place", "shape"]
    via: str | None
    role: Literal["works_with", "mentioned"]


class BulletFigureForm(FigureForm):
    """A figure with its place in the source."""

    source_start: int
    source_end: int


class BulletForm(Form):
    """A bullet as `beatbook bullets --format jsonl` prints it."""

    id: str = Field(examples=["essex-sample-2018-19-q4-13f900c55d29"])
    source: str
    lines: tuple[int, int]
    page: int | None
    span: tuple[int, int] = Field(description="Offsets in the version's text, end exclusive.")
    force: str
    period: str
    plan: str | None
    priority: PriorityForm | None
    commitment: str | None
    headings: list[str]
    label: str | None
    label_only: bool
    parent: str | None
    kind: Literal["bullet", "paragraph", "list_item", "table_row", "footnote"]
    text: str
    marking: str | None = Field(description="The protective marking of its update.")
    cells: list[CellForm]
    operations: list[str]
    partners: list[str]
    districts: list[str]
    areas: list[str]
    cross_border: bool
    mentions: list[MentionForm]
    figures: list[BulletFigureForm]


class PageForm(Form):
    """A page of bullets in reading order."""

    build: str
    count: int = Field(description="How many bullets meet the filters, on all pages.")
    bullets: list[BulletForm]
    next: str | None = Field(description="Give it as `after` for the next page; null on the last.")


class ContextForm(Form):
    """A bullet and what stands around it."""

    build: str
    bullet: BulletForm
    citation: str = Field(examples=["sample-2018-19-q4.txt, lines 31-32, priority 2"])
    marking: str | None = Field(description="The protective marking of its update.")
    version: str = Field(description="The id of the version it is in; /api/v1/updates/{id}/source gives its text.")
    parent: BulletForm | None
    children: list[BulletForm]
    before: BulletForm | None = Field(description="The bullet before it in the update.")
    after: BulletForm | None
