"""What the questions about a library may name, and the names that look like one that is not known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.period import Period
from kg.vocabulary import ConceptKind, Vocabulary
from search.interpretation import Key, Part


@dataclass(frozen=True, slots=True)
class Names:
    """What a library's questions may name: its vocabulary, its operations (printed name -> name and entities), its forces (name -> slug),
    its bodies that the vocabulary lacks (name -> entity), the latest period held, the first and last period that speak of each
    theme that is an era."""

    vocabulary: Vocabulary
    operations: dict[str, tuple[str, tuple[str, ...]]]
    forces: dict[str, str]
    bodies: dict[str, str] = field(default_factory=dict)
    latest: Period | None = None
    eras: dict[str, tuple[Period, Period]] = field(default_factory=dict)

    def operation(self, printed: str, said: str) -> Part:
        """The operation of that printed name; without an entity when there is none."""
        name, entities = self.operations.get(printed, (printed, ()))
        return Part(Key.OPERATIONS, name, entities[0] if entities else None, said, entities[1:])

    def like(self, printed: str) -> tuple[str, ...]:
        """The bodies and places of which a word looks like a name that nothing bears: "Metropolitain" -> "Metropolitan Police Service"."""
        kinds = (ConceptKind.PARTNER, ConceptKind.DISTRICT, ConceptKind.PLACE, ConceptKind.AREA)
        bearing = {word: c.name for c in reversed(self.vocabulary.of_kind(*kinds)) for word in c.name.split() if len(word) > 4 and word[0].isupper()}
        bearing |= {name: name for name in self.operation_names}
        return tuple(dict.fromkeys(bearing[word] for word in closest(printed, list(bearing))))

    @property
    def operation_names(self) -> list[str]:
        """The names of all operations, misprints left out."""
        return sorted({name for name, _ in self.operations.values()})


def closest(name: str, known: Sequence[str]) -> tuple[str, ...]:
    """Up to three known names that look like one that is not."""
    import difflib

    by_folded = {k.lower(): k for k in reversed(known)}
    return tuple(by_folded[m] for m in difflib.get_close_matches(name.lower(), list(by_folded), n=3, cutoff=0.7))
