"""The forms of questions and answers."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from search.question import MAX_LENGTH
from ui.service.forms.base import Form, PriorityForm


class Asked(BaseModel):
    """A question, and how it is to be read."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"question": "RAPTOR in Basildon", "interpretation": {"operations": ["RAPTOR"], "districts": ["Harlow"]}}]},
    )

    question: str = Field(max_length=MAX_LENGTH, description="A question in plain words.", examples=["all cross-border work with the Met"])
    interpretation: dict[str, Any] | None = Field(
        None, description="How it is to be read, in the form of an answer's `interpretation`; keys may be left out. Without it the question's words decide."
    )


class RangeForm(Form):
    """A stretch of days."""

    said: str = Field(description="The words that it was read from.", examples=["since 2019"])
    from_: str | None = Field(alias="from", description="First day (ISO), null where the end is open.")
    to: str | None = Field(description="Last day (ISO), null where the end is open.")


class NamesForm(Form):
    """What is named, by its preferred names."""

    forces: list[str]
    operations: list[str]
    partners: list[str]
    partner_classes: list[str]
    districts: list[str]
    areas: list[str]
    places: list[str]
    themes: list[str]
    priorities: list[str]
    measures: list[str]


class ExcludedForm(NamesForm):
    """What a bullet must not meet."""

    periods: list[RangeForm]
    rest: str


class AlternativeForm(Form):
    """One of several of which one must hold."""

    kind: str
    name: str


class SaidForm(AlternativeForm):
    """Which words a part was read from."""

    said: str
    narrowed: bool = Field(description="Whether the words ask for a side of it only.")


class InterpretationForm(NamesForm):
    """How a question was read. It may be changed and sent back."""

    periods: list[RangeForm]
    exclude: ExcludedForm
    any_of: list[list[AlternativeForm]]
    said: list[SaidForm]
    required: list[list[str]] = Field(description="Names that nothing known bears; of each group one has to be printed in the bullet.")
    rest: str = Field(description="The words that are left as the topic.")
    intent: Literal["list", "trace", "which", "count", "figure", "when", "compare", "define"]
    wanted: str | None = Field(description="The kind of name that is asked for.")
    every_period: bool
    working: bool


class EvidenceForm(Form):
    """One bullet of an answer, with its citation."""

    id: str = Field(examples=["essex-sample-2018-19-q4-13f900c55d29"])
    source: str = Field(description="The file's name.")
    lines: tuple[int, int] = Field(description="First and last line in the source, from 1.")
    page: int | None
    force: str
    period: str = Field(examples=["2018-19-Q4"])
    priority: PriorityForm | None
    marking: str | None = Field(description="The protective marking of its update.")
    text: str
    score: float = Field(description="1 where all is exact, else the strength of the topic.")
    why: list[str] = Field(description="Which parts of the question it meets, and by which words.")


class CoverageForm(Form):
    """One period of the receipt."""

    force: str
    period: str
    held: bool
    searched: int = Field(description="Bullets that were gone through.")
    matched: int
    doubts: list[str] = Field(description="What could not be settled when the update was read.")


class CountForm(Form):
    """A name and how many bullets of the answer bear it."""

    name: str
    count: int


class AnswerFacetsForm(Form):
    """Counts over the evidence."""

    operations: list[CountForm]
    partners: list[CountForm]
    districts: list[CountForm]
    priorities: list[CountForm]
    periods: list[CountForm]


class AnswerForm(Form):
    """An answer: the whole set of bullets, and the account of why there are no others. The same as `beatbook ask --format json`."""

    question: str
    status: Literal["answered", "no_evidence", "not_held", "not_understood"]
    interpretation: InterpretationForm
    marking: str | None = Field(description="The highest protective marking of the bullets.")
    count: int = Field(description="How many bullets answer; the length of `evidence`.")
    evidence: list[EvidenceForm]
    result: Any = Field(description="Names, figures, dates or a comparison, where the question asks for more than bullets; else null.")
    coverage: list[CoverageForm]
    facets: AnswerFacetsForm
    close: list[EvidenceForm] = Field(description="What falls just short; not counted.")
    did_you_mean: list[str]
    build: str = Field(description="The version of the library.", examples=["0c93fdb6b9bb"])
