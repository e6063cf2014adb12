"""The roll of a build: every bullet in reading order, and every name with the bullets that bear it. Made once a build.

A name's bullets are those that the constraint of that name finds (`search.criteria`), so that a count beside a name is the length of its list.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from functools import cached_property

from kg.colophon import slug
from kg.errors import UnknownNameError
from kg.model import By, Kind
from kg.versions import VersionRecord
from search.criteria import OWN
from search.library import Library
from search.names import closest

# The kinds of which there are lists.
LISTED = (Kind.OPERATION, Kind.PARTNER, Kind.DISTRICT, Kind.AREA, Kind.THEME)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a bullet stands in the order of the library: first and last day of its period, force, position in its update."""

    start: str
    end: str
    force: str
    position: int

    @property
    def key(self) -> tuple[str, str, str, int]:
        """What places are ordered by."""
        return self.start, self.end, self.force, self.position


@dataclass(frozen=True, slots=True)
class Named:
    """One name of a kind: its slug, unique in its kind; the entities that bear it; the rows of its bullets, labels left out."""

    kind: Kind
    name: str
    slug: str
    entities: tuple[str, ...]
    rows: frozenset[int]


class Roll:
    """What lists, counts and pages of one build are made from."""

    def __init__(self, library: Library) -> None:
        self._library = library

    @cached_property
    def order(self) -> list[tuple[Place, int]]:
        """Place and row number of every bullet, labels too, in reading order."""
        found = []
        for version in self._library.versions:
            period, force = version.colophon.period, version.colophon.force.slug
            start, end = period.start.isoformat(), period.end.isoformat()
            found += [(Place(start, end, force, position), n) for position, n in enumerate(self._library.catalogue.members([version.id]))]
        return found

    @cached_property
    def labels(self) -> frozenset[int]:
        """The rows that are only a label."""
        return frozenset(self._library.catalogue.flagged("label_only"))

    @cached_property
    def evidence(self) -> frozenset[int]:
        """The rows that may be evidence."""
        return self._library.order.everything

    @cached_property
    def periods(self) -> list[tuple[VersionRecord, frozenset[int]]]:
        """Each version in force with its rows, labels left out, in order of period."""
        return [(v, frozenset(self._library.catalogue.members([v.id])) - self.labels) for v in self._library.versions]

    @cached_property
    def titles(self) -> dict[int, list[str]]:
        """Number of a priority -> its titles in the plans held."""
        return self._library.catalogue.titles(self._library.version_ids)

    @cached_property
    def priorities(self) -> dict[int, frozenset[int]]:
        """Number of a priority -> the rows under it, labels left out."""
        under = self._library.catalogue.under
        return {number: frozenset(under(number, self._library.version_ids)) - self.labels for number in self.titles}

    @cached_property
    def names(self) -> dict[Kind, dict[str, Named]]:
        """Kind -> slug -> name, in order of the alphabet."""
        return {kind: self._names(kind) for kind in LISTED}

    def named(self, kind: Kind, slug: str) -> Named:
        """The name of a kind that has this slug. UnknownNameError when there is none."""
        held = self.names[kind]
        if slug not in held:
            raise UnknownNameError(slug, closest(slug, list(held)))
        return held[slug]

    def _names(self, kind: Kind) -> dict[str, Named]:
        entities: dict[str, set[str]] = {}
        rows: dict[str, set[int]] = {}
        names: dict[str, str] = {}
        for entity, name, by, row in self._library.catalogue.named(kind, self._library.version_ids):
            if _counts(kind, by):
                names[entity] = name
                rows.setdefault(entity, set()).add(row)
        wider = self._narrower(names) if kind is Kind.THEME else {entity: {entity} for entity in names}
        for entity in sorted(names):
            entities.setdefault(names[entity], set()).update(wider[entity])
        found: dict[str, Named] = {}
        for name in sorted(entities, key=lambda n: (n.lower(), n)):
            mine = frozenset[int]().union(*(rows.get(entity, set()) for entity in entities[name]))
            one = Named(kind, name, _free(slug(name) or "-", found), tuple(sorted(entities[name])), mine)
            found[one.slug] = one
        return found

    def _narrower(self, names: Iterable[str]) -> dict[str, set[str]]:
        """Theme -> itself and the themes below it."""
        below = self._library.vocabulary.narrower
        return {entity: set(below.get(entity, (entity,))) for entity in names}

    def facets(self, rows: Set[int]) -> dict[str, list[tuple[str, str, int]]]:
        """For each kind slug, name and count over these rows, the most frequent first; of priorities and periods too. What counts none is left out."""
        found = {f"{kind.value}s": [(n.slug, n.name, len(n.rows & rows)) for n in named.values()] for kind, named in self.names.items()}
        found["priorities"] = [(str(number), "; ".join(self.titles[number]), len(under & rows)) for number, under in self.priorities.items()]
        found["periods"] = _by_period([(v, len(members & rows)) for v, members in self.periods])
        return {kind: sorted((c for c in counts if c[2]), key=lambda c: (-c[2], c[1])) for kind, counts in found.items()}


def _counts(kind: Kind, by: By) -> bool:
    return by in OWN if kind is Kind.PARTNER else True


def _free(wanted: str, taken: dict[str, Named]) -> str:
    """A slug that no other name has."""
    number, free = 1, wanted
    while free in taken:
        number += 1
        free = f"{wanted}-{number}"
    return free


def _by_period(counts: Sequence[tuple[VersionRecord, int]]) -> list[tuple[str, str, int]]:
    """Label, title and count of each period, whatever the force."""
    found: dict[str, tuple[str, str, int]] = {}
    for version, count in counts:
        period = version.colophon.period
        before = found.get(period.label, (period.label, period.title, 0))[2]
        found[period.label] = (period.label, period.title, before + count)
    return list(found.values())
