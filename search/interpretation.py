"""How a question was read: what it names, what it leaves out, which periods, what kind of answer, and what is left as the topic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kg.model import Kind
from search.ranges import Range


class Key(StrEnum):
    """The parts of an interpretation that name something."""

    FORCES = "forces"
    OPERATIONS = "operations"
    PARTNERS = "partners"
    PARTNER_CLASSES = "partner_classes"
    DISTRICTS = "districts"
    AREAS = "areas"
    PLACES = "places"
    THEMES = "themes"
    PRIORITIES = "priorities"
    MEASURES = "measures"


class Intent(StrEnum):
    """What kind of answer is wanted."""

    LIST = "list"
    TRACE = "trace"
    WHICH = "which"
    COUNT = "count"
    FIGURE = "figure"
    WHEN = "when"
    COMPARE = "compare"
    DEFINE = "define"


@dataclass(frozen=True, slots=True)
class Part:
    """Something named in the question. `entity` is None where nothing in the library bears the name; `said` are the words.

    `also` are further entities of the name: one operation's name in two forces is two operations. `narrowed`: a theme of which the
    words said are only a side ("cocaine smuggling" of drugs).
    """

    key: Key
    name: str
    entity: str | None
    said: str
    also: tuple[str, ...] = ()
    narrowed: bool = False

    @property
    def entities(self) -> tuple[str, ...]:
        """Every entity it may mean."""
        return (self.entity, *self.also) if self.entity else ()


@dataclass(frozen=True, slots=True)
class Interpretation:
    """How a question was read. `any_of` holds groups of which one part must hold, `required` groups of names of which one must be
    printed; `rest` is the topic left over, `without` words of what it is not about. `otherwise` are other things that bear a name that was
    read as one of the parts: a place and an operation of one name."""

    parts: tuple[Part, ...] = ()
    exclude: tuple[Part, ...] = ()
    any_of: tuple[tuple[Part, ...], ...] = ()
    periods: tuple[Range, ...] = ()
    every_period: bool = False
    required: tuple[tuple[str, ...], ...] = ()
    rest: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    intent: Intent = Intent.LIST
    wanted: Kind | None = None
    working: bool = False
    otherwise: tuple[Part, ...] = ()

    @property
    def named(self) -> tuple[Part, ...]:
        """Every part that must or may hold."""
        return (*self.parts, *(part for group in self.any_of for part in group))

    @property
    def themes(self) -> tuple[Part, ...]:
        """The themes that it names."""
        return tuple(p for p in self.parts if p.key is Key.THEMES)

    @property
    def measure(self) -> Part | None:
        """The measure of which it wants the figures, if it names one that is known."""
        return next((p for p in self.parts if p.key is Key.MEASURES), None)

    @property
    def of_operation(self) -> bool:
        """Whether it asks about an operation, so that the rest of its words only tells which side of it."""
        return any(p.key is Key.OPERATIONS for p in self.parts)

    @property
    def exact(self) -> tuple[Part, ...]:
        """The parts that a bullet must meet. Not forces, which an update meets; nor themes beside which words are left: they go into the topic."""
        soft = {Key.FORCES} if self.of_operation or not self.rest else {Key.FORCES, Key.THEMES}
        return tuple(p for p in self.parts if p.key not in soft)

    @property
    def empty(self) -> bool:
        """Whether nothing of the question was understood."""
        return not (self.parts or self.exclude or self.any_of or self.periods or self.required or self.rest or self.without or self.every_period or self.wanted)

    def to_json(self) -> dict[str, Any]:
        """The form that every door prints."""

        def by_key(parts: Sequence[Part]) -> dict[str, list[str]]:
            return {key.value: [p.name for p in parts if p.key is key] for key in Key}

        return {
            **by_key(self.parts),
            "periods": [r.to_json() for r in self.periods if not r.excluded],
            "exclude": {**by_key(self.exclude), "periods": [r.to_json() for r in self.periods if r.excluded], "rest": " ".join(self.without)},
            "any_of": [[{"kind": p.key.value, "name": p.name} for p in group] for group in self.any_of],
            "said": [
                {"kind": p.key.value, "name": p.name, "said": p.said, "narrowed": p.narrowed}
                for p in sorted((*self.named, *self.exclude), key=lambda p: (p.key, p.name))
            ],
            "required": [list(names) for names in self.required],
            "rest": " ".join((*(" or ".join(names) for names in self.required), *self.rest)),
            "intent": self.intent.value,
            "wanted": self.wanted.value if self.wanted else None,
            "every_period": self.every_period,
            "working": self.working,
        }
