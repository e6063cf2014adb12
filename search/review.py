"""What of a library's names waits for a person, and what a decision would change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kg.decisions import Decision, Verdict, now
from kg.errors import UnknownNameError
from kg.model import HeldBullet, Kind
from kg.view import View
from search.answer import names_of
from search.criteria import OWN
from search.interpretation import Key
from search.library import Library
from search.names import closest
from search.question import find_named


@dataclass(frozen=True, slots=True)
class Pending:
    """A name to be looked at: a body that only its shape told, or an operation that may be a misprint of `other`.

    `joined` tells whether the view already counts it as the other; `shared` what the bullets of both name.
    """

    entity: str
    name: str
    kind: Kind
    bullets: tuple[HeldBullet, ...]
    other: str | None = None
    joined: bool = False
    shared: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The form that every door prints."""
        return {
            **{"entity": self.entity, "name": self.name, "kind": self.kind.value, "other": self.other, "joined": self.joined, "shared": list(self.shared)},
            "bullets": [{"id": b.bullet.id, "source": b.source, "lines": list(b.bullet.lines), "text": b.bullet.text} for b in self.bullets],
        }


@dataclass(frozen=True, slots=True)
class Effect:
    """What a decision changes: for each name concerned, how many bullets and updates bear it before and after."""

    rows: tuple[tuple[str, tuple[int, int], tuple[int, int]], ...]


def pending(library: Library) -> list[Pending]:
    """What nobody has decided on yet: misprints first, then bodies by how often they are named."""
    decided = {decision.entity for decision in library.decisions}
    catalogue, members = library.catalogue, set(library.catalogue.members(library.version_ids))
    found = [
        Pending(
            *(join.entity, join.name, Kind.OPERATION, _bullets(library, join.entity, members)),
            *(join.into_name, join.sure, tuple(catalogue_name(library, entity) for entity in join.shared)),
        )
        for join in library.joins
        if join.entity not in decided
    ]
    bodies = {entity: name for entity, name, _ in catalogue.entities(Kind.PARTNER) if entity not in library.vocabulary.concepts and entity not in decided}
    shaped = [Pending(entity, name, Kind.PARTNER, _bullets(library, entity, members)) for entity, name in bodies.items()]
    return [*found, *sorted((p for p in shaped if p.bullets), key=lambda p: (-len(p.bullets), p.name))]


def catalogue_name(library: Library, entity: str) -> str:
    """An entity's name, or its id where the vocabulary has none."""
    concept = library.vocabulary.concepts.get(entity)
    return concept.name if concept else entity


def _bullets(library: Library, entity: str, members: set[int]) -> tuple[HeldBullet, ...]:
    """The bullets whose own words name just this entity, whatever it counts as."""
    plain = library.catalogue.through(View())
    return tuple(sorted(plain.bullets(sorted(members & plain.mentioning([entity], by=OWN))), key=lambda b: b.order))


def named(library: Library, name: str) -> tuple[str, str]:
    """Entity and name of an operation or body as it was recognised, before any view. UnknownNameError when nothing bears it."""
    names = names_of(library.through(View()))
    part = find_named(names, name)
    if part.entity is None or part.key not in (Key.OPERATIONS, Key.PARTNERS):
        raise UnknownNameError(name, closest(name.upper(), names.operation_names))
    return part.entity, part.name


def decision(library: Library, verdict: Verdict, names: Sequence[str], author: str, bullet: str | None) -> Decision:
    """A decision on the first name with regard to the second, if there is one. UnknownNameError when a name is not held."""
    (entity, name), (other, other_name) = named(library, names[0]), named(library, names[1]) if len(names) > 1 else (None, None)
    return Decision(0, verdict, entity, name, other, other_name, author, now(), bullet)


def effect(library: Library, made: Decision) -> Effect:
    """What a decision would change in what is counted and traced."""
    names = [(made.entity, made.name), *([(made.other, made.other_name)] if made.other and made.other_name else [])]
    views = (library.catalogue.view, View.of(library.joins, [*library.decisions, made]))
    now, after = (tuple(_counted(library.through(view), entity, name) for entity, name in names) for view in views)
    return Effect(tuple((name, *counts) for (_, name), counts in zip(names, zip(now, after, strict=True), strict=True)))


def _counted(library: Library, entity: str, name: str) -> tuple[int, int]:
    """How many bullets and updates bear a name; none where it counts as another."""
    if library.catalogue.view.entity(entity, name)[0] != entity:
        return 0, 0
    rows = set(library.catalogue.members(library.version_ids)) & library.catalogue.mentioning([entity])
    return len(rows), len({held.version for held in library.catalogue.bullets(sorted(rows))})
