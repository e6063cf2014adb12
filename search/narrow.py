"""An answer narrowed to some of its bullets by what a facet names. The counts beside the names are of the same bullets that are shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.model import HeldBullet, Kind
from search.answer import Answer
from search.coverage import Coverage
from search.errors import QuestionError

_KINDS = {"operations": Kind.OPERATION, "partners": Kind.PARTNER, "districts": Kind.DISTRICT}
FACETS = (*_KINDS, "priorities", "periods")


@dataclass(frozen=True, slots=True)
class Only:
    """Only bullets that bear a name of a facet; `str` gives it as an address holds it."""

    facet: str
    name: str

    @classmethod
    def from_text(cls, text: str) -> Only:
        """What "districts:Harlow" asks for. QuestionError when it is no facet."""
        facet, _, name = text.partition(":")
        if facet not in FACETS or not name:
            raise QuestionError(f"an answer cannot be narrowed by {text!r}; write one of {', '.join(FACETS)}, a colon and a name, as districts:Harlow")
        return cls(facet, name)

    def __str__(self) -> str:
        return f"{self.facet}:{self.name}"

    def holds(self, held: HeldBullet) -> bool:
        """Whether a bullet bears the name."""
        if self.facet == "periods":
            return held.period.label == self.name
        if self.facet == "priorities":
            return held.bullet.priority is not None and held.bullet.priority.title == self.name
        return self.name in held.linked.names(_KINDS[self.facet])


def narrowed(answer: Answer, wanted: Sequence[Only]) -> Answer:
    """The answer with only the bullets that bear every one of these names; its facets and receipt count what is left."""
    if not wanted:
        return answer
    evidence = tuple(e for e in answer.evidence if all(only.holds(e.held) for only in wanted))
    matched = Counter((e.held.force, e.held.period) for e in evidence)
    coverage: tuple[Coverage, ...] = tuple(replace(c, matched=matched[c.force, c.period]) for c in answer.coverage)
    return replace(answer, evidence=evidence, coverage=coverage)
