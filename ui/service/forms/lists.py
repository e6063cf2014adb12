"""The forms of lists, counts, traces, updates and of what the service says of itself."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from ui.service.forms.base import FigureForm, Form


class NameForm(Form):
    """A name and how many bullets bear it: the length of its list at /api/v1/bullets."""

    slug: str = Field(examples=["raptor"])
    name: str = Field(examples=["RAPTOR"])
    count: int
    first: str | None = Field(description="The first period that names it.")
    last: str | None


class NamesForm(Form):
    """Every name of a kind."""

    build: str
    count: int
    names: list[NameForm]


class NamePeriodForm(Form):
    """How many bullets of an update bear a name."""

    force: str
    period: str
    count: int


class NamedForm(NameForm):
    """A name, update by update."""

    build: str
    periods: list[NamePeriodForm]


class FacetForm(Form):
    """A name and how many bullets of the list bear it; the length of the list when it is added as a filter."""

    slug: str
    name: str
    count: int


class FacetsForm(Form):
    """Counts over the bullets that meet the filters."""

    build: str
    count: int
    operations: list[FacetForm]
    partners: list[FacetForm]
    districts: list[FacetForm]
    areas: list[FacetForm]
    themes: list[FacetForm]
    priorities: list[FacetForm]
    periods: list[FacetForm]


class PeriodForm(Form):
    """A period that is held."""

    slug: str = Field(examples=["2018-19-Q4"])
    title: str = Field(examples=["Q4 2018/19"])
    first: str
    last: str
    count: int = Field(description="Bullets, labels left out.")
    updates: list[str] = Field(description="The ids of its versions in force.")


class PeriodsForm(Form):
    """Every period that is held."""

    build: str
    count: int
    periods: list[PeriodForm]


class PeriodDetailForm(PeriodForm):
    """A period with the counts over its bullets."""

    build: str
    facets: dict[str, list[FacetForm]]


class TurnForm(Form):
    """A name that came or went with a period."""

    kind: str
    slug: str
    name: str
    count: int


class PeriodTraceForm(Form):
    """A period among those held: what comes first in it, and what the period before named and it does not."""

    build: str
    slug: str
    before: str | None = Field(description="The period held before it.")
    after: str | None
    new: list[TurnForm] = Field(description="Names that no earlier period has.")
    silent: list[TurnForm] = Field(description="Names of the period before that it does not have; it may be in doubt.")


class TraceBulletForm(Form):
    """A bullet of a trace."""

    id: str
    source: str
    lines: tuple[int, int]
    page: int | None
    marking: str | None
    text: str


class StopForm(Form):
    """One period of a trace."""

    force: str
    period: str
    state: Literal["mentioned", "silent", "doubt", "not_held"]
    count: int
    bullets: list[TraceBulletForm]
    doubts: list[str]


class RelatedForm(Form):
    """What a bullet states of two operations."""

    relation: str
    from_: str = Field(alias="from")
    to: str
    bullet: str


class TraceFigureForm(FigureForm):
    """A figure and the bullet that gives it."""

    period: str
    bullet: str


class TraceForm(Form):
    """An entity from period to period, as `beatbook trace --format json` prints it."""

    entity: str
    name: str
    marking: str | None = Field(description="The highest protective marking of its bullets.")
    count: int
    first: str | None
    last: str | None
    printed: dict[str, int] = Field(description="The forms in which it was named, and how often.")
    operations: dict[str, int]
    partners: dict[str, int]
    districts: dict[str, int]
    related: list[RelatedForm]
    priorities: dict[str, int]
    figures: list[TraceFigureForm]
    periods: list[StopForm]


class DoubtForm(Form):
    """Something that the reader of an update could not settle."""

    code: str
    message: str
    line: int | None


class VersionForm(Form):
    """One version of an update."""

    id: str
    source: str
    force: str
    publisher: str
    period: str
    title: str
    plan: str | None
    version: str | None
    produced: str | None
    marking: str | None
    evidence: dict[str, str] = Field(description="The words that settled each of these.")
    current: bool = Field(description="Whether it is in force.")
    bullets: int
    doubts: list[DoubtForm]


class StatusForm(Form):
    """What the library holds, as `beatbook status --format json` prints it, but for the folder."""

    library: str = Field(description="The folder's name.")
    build: str
    model: str
    vocabulary: str
    updates: int
    bullets: int
    searched: int = Field(description="Bullets that a question searches: all but those that are only the label of what stands under them.")
    versions: list[VersionForm]


class UpdatesForm(Form):
    """Every version of every update."""

    build: str
    count: int
    updates: list[VersionForm]


class UpdateForm(VersionForm):
    """A version, and for what its lines were taken."""

    build: str
    lines: dict[str, int]


class MarkForm(Form):
    """Where a bullet stands in a source."""

    id: str
    span: tuple[int, int]
    lines: tuple[int, int]
    page: int | None


class SourceForm(Form):
    """The text of a version with its bullets marked. Offsets count Unicode code points, ends are exclusive."""

    build: str
    id: str
    source: str
    sha256: str
    marking: str | None
    text: str
    bullets: list[MarkForm]


class StandingForm(Form):
    """Whether the service answers, and what it reads."""

    status: Literal["ok", "ready"]
    build: str | None = None


class AddedForm(Form):
    """What became of an update that was sent, as `beatbook add` tells it."""

    build: str
    added: list[VersionForm]
    unchanged: list[VersionForm]
    superseded: list[VersionForm]


class RemovedForm(Form):
    """What was taken out."""

    build: str
    removed: list[str]


class PendingForm(Form):
    """A name that waits for a person."""

    entity: str
    name: str
    kind: str
    other: str | None
    joined: bool
    shared: list[str]
    bullets: list[dict[str, Any]]


class ReviewForm(Form):
    """Names that wait for a person."""

    build: str
    count: int
    pending: list[PendingForm]


class DecisionForm(Form):
    """One decision about a name."""

    number: int
    verdict: str
    entity: str
    name: str
    other: str | None
    other_name: str | None
    author: str
    made: str
    bullet: str | None
    undone: str | None
    undone_by: str | None


class DecisionsForm(Form):
    """Every decision, in order."""

    build: str
    count: int
    decisions: list[DecisionForm]


class DecidedForm(Form):
    """A decision that was kept, or taken back."""

    build: str
    number: int
