"""What of a library's names waits for a person, and what a decision would change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kg.decisions import Decision, Verdict, now
from kg.errors import UnknownNameError
from kg.model import By, HeldBullet, Kind
from kg.view import View
from search.library import Library
from search.question import closest


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
    catalogue = library.catalogue
    kept, catalogue.view = catalogue.view, View()
    try:
        own = tuple(by for by in By if by in (By.TEXT, By.LABEL, By.SHAPE))
        return tuple(sorted(catalogue.bullets(sorted(members & catalogue.mentioning([entity], by=own))), key=lambda b: b.order))
    finally:
        catalogue.view = kept


def named(library: Library, name: str) -> tuple[str, str]:
    """Entity and name of an operation or body as it was recognised, before any view. UnknownNameError when nothing bears it."""
    catalogue = library.catalogue
    kept, catalogue.view = catalogue.view, View()
    try:
        held = {shown.lower(): (entity, shown) for kind in (Kind.PARTNER, Kind.OPERATION) for entity, shown, _ in catalogue.entities(kind)}
    finally:
        catalogue.view = kept
    bare = name.lower().removeprefix("operation ").removeprefix("project ").removeprefix("op ")
    concepts = library.vocabulary.concepts.values()
    concept = next((c for c in concepts if any(label.text.lower() in (name.lower(), bare) for label in c.labels)), None)
    found = held.get(name.lower()) or held.get(bare) or ((concept.id, concept.name) if concept else None)
    if found is None:
        raise UnknownNameError(name, closest(bare.upper(), [shown.upper() for _, shown in held.values()]))
    return found


def decision(library: Library, verdict: Verdict, names: Sequence[str], author: str, bullet: str | None) -> Decision:
    """A decision on the first name with regard to the second, if there is one. UnknownNameError when a name is not held."""
    (entity, name), (other, other_name) = named(library, names[0]), named(library, names[1]) if len(names) > 1 else (None, None)
    return Decision(0, verdict, entity, name, other, other_name, author, now(), bullet)


def effect(library: Library, made: Decision) -> Effect:
    """What a decision would change in what is counted and traced."""
    after = View.of(library.joins, [*library.decisions, made])
    names = [(made.entity, made.name), *([(made.other, made.other_name)] if made.other and made.other_name else [])]
    kept, rows = library.catalogue.view, []
    members = set(library.catalogue.members(library.version_ids))
    try:
        for entity, name in names:
            counts = []
            for view in (kept, after):
                library.catalogue.view = view
                shown = view.entity(entity, name)[0] == entity
                numbers = members & library.catalogue.mentioning([entity]) if shown else set()
                counts.append((len(numbers), len({held.version for held in library.catalogue.bullets(sorted(numbers))})))
            rows.append((name, counts[0], counts[1]))
    finally:
        library.catalogue.view = kept
    return Effect(tuple(rows))
