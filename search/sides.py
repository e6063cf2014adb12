"""The sides of a comparison: which priorities, periods and districts there are to name, the rows of each, and why a cell may be blank."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from kg.appearances import Place
from kg.model import Kind, Priority
from kg.period import Period, quarters_missing
from kg.tokens import fold
from kg.versions import VersionRecord
from kg.vocabulary import ConceptKind
from search.library import Library

# The key of what has none: bullets under no priority, bullets that name no district.
NONE = "none"


class Axis(StrEnum):
    """What bullets may be counted by."""

    PRIORITY = "priority"
    PERIOD = "period"
    DISTRICT = "district"


class Cell(StrEnum):
    """What a cell says: a count, or why there is none."""

    COUNTED = "counted"
    SILENT = "silent"
    DOUBT = "doubt"
    NOT_IN_PLAN = "not_in_plan"
    NOT_HELD = "not_held"


@dataclass(frozen=True, slots=True)
class Head:
    """A row or column: its key in addresses, its title, a note on it, and of a stretch that is not held its periods."""

    key: str
    title: str
    note: str = ""
    missing: tuple[Period, ...] = ()


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: its heads in order, and the row numbers of each by key."""

    heads: tuple[Head, ...]
    rows: Mapping[str, frozenset[int]]


@dataclass(frozen=True)
class Sides:
    """The sides that these versions of one force have, for bullets at these places (row number -> place)."""

    library: Library
    versions: Sequence[VersionRecord]
    places: Mapping[int, Place]
    whole: bool

    def of(self, axis: Axis) -> Side:
        """The side of an axis."""
        return {Axis.PRIORITY: self._priorities, Axis.PERIOD: self._periods, Axis.DISTRICT: self._districts}[axis]()

    def blank(self, heads: Mapping[Axis, Head]) -> Cell:
        """Why nothing stands where these heads cross."""
        period, priority = heads.get(Axis.PERIOD), heads.get(Axis.PRIORITY)
        if period is None:
            return Cell.SILENT
        if period.missing:
            return Cell.NOT_HELD
        version = next(v for v in self.versions if v.colophon.period.label == period.key)
        if priority and priority.key != NONE and priority.key not in self._of_versions[version.id]:
            return Cell.NOT_IN_PLAN
        return Cell.DOUBT if self.library.doubts[version.id] else Cell.SILENT

    def _periods(self) -> Side:
        """Every period held, and between them the stretches that are not, each as one."""
        held = [v.colophon.period for v in self.versions]
        missing = list(quarters_missing(held)) if self.whole else []
        ordered = sorted([*held, *missing], key=lambda p: (p.start, p.end))
        heads: list[Head] = []
        for gap, group in itertools.groupby(ordered, key=missing.__contains__):
            periods = tuple(group)
            heads += [_stretch(periods)] if gap else [Head(p.label, p.title) for p in periods]
        rows = {v.colophon.period.label: frozenset(n for n, place in self.places.items() if place.version == v.id) for v in self.versions}
        return Side(tuple(heads), rows)

    def _priorities(self) -> Side:
        """Every priority of the plans, the latest plan's first; those that plans share under the title of the latest."""
        plans = {v.id: v.colophon.plan for v in self.versions}
        rows: dict[str, set[int]] = {}
        for n, place in self.places.items():
            key = fold(self._title(plans[place.version], place.priority)) if place.priority else NONE
            rows.setdefault(key, set()).add(n)
        heads = [Head(key, title, note) for key, (title, note) in self._titles.items()]
        heads += [Head(NONE, "under no priority")] if NONE in rows else []
        return Side(tuple(heads), {key: frozenset(found) for key, found in rows.items()})

    def _districts(self) -> Side:
        """Every district of the force, whether named or not, and what names none."""
        base = self.versions[0].colophon.force.base
        known = [c for c in self.library.vocabulary.of_kind(ConceptKind.DISTRICT) if self.library.vocabulary.speaks_of(c, base)]
        named = {entity: (name, rows) for (entity, name), rows in self._named.items()}
        rows = {c.name: named[c.id][1] & self.places.keys() if c.id in named else frozenset() for c in known}
        rows |= {name: found & self.places.keys() for entity, (name, found) in named.items() if name not in rows}
        rest = frozenset(self.places.keys() - set[int]().union(*rows.values()))
        heads = [Head(name, name) for name in sorted(rows)]
        return Side((*heads, Head(NONE, "no district named")), {**rows, NONE: rest})

    @cached_property
    def _named(self) -> Mapping[tuple[str, str], frozenset[int]]:
        return self.library.catalogue.appearances.naming(Kind.DISTRICT, [v.id for v in self.versions])

    @cached_property
    def _plans(self) -> Mapping[str, Mapping[int, str]]:
        """Plan of the force -> number and title of each priority that the vocabulary knows of it."""
        vocabulary = self.library.vocabulary
        plans = vocabulary.plans(self.versions[0].colophon.force.base)
        found: dict[str, dict[int, str]] = {}
        for concept in vocabulary.of_kind(ConceptKind.PRIORITY):
            for plan in {vocabulary.concepts[scheme].name for scheme in concept.related("scheme")} & plans.keys():
                found.setdefault(plan, {})[int(concept.values["notation"])] = concept.name
        return found

    def _title(self, plan: str | None, priority: Priority) -> str:
        """The title under which a priority is counted: the vocabulary's for that number of the plan, and of the latest plan that it is matched with."""
        known = self._plans.get(plan or "", {}).get(priority.number, priority.title)
        return self.library.vocabulary.aligned_priorities.get(known.lower(), known) or f"Priority {priority.number}"

    @cached_property
    def _of_versions(self) -> Mapping[str, Mapping[str, tuple[str, str]]]:
        """Version -> key, title and title as printed of the priorities of its plan, by number: those the vocabulary knows, and those it prints."""
        places = self.library.catalogue.appearances.places([v.id for v in self.versions])
        printed: dict[str, dict[int, str]] = {v.id: {} for v in self.versions}
        for place in places.values():
            if place.priority:
                printed[place.version].setdefault(place.priority.number, place.priority.title)
        found: dict[str, Mapping[str, tuple[str, str]]] = {}
        for version in self.versions:
            plan = version.colophon.plan
            numbered = {**self._plans.get(plan or "", {}), **printed[version.id]}
            said = [(self._title(plan, Priority(number, title)), title) for number, title in sorted(numbered.items())]
            found[version.id] = {fold(title): (title, as_printed) for title, as_printed in said}
        return found

    @cached_property
    def _titles(self) -> Mapping[str, tuple[str, str]]:
        """Key of a priority -> its title and a note: the plan that has it where that is not the latest, other titles that are counted with it."""
        ordered = sorted(self.versions, key=lambda v: v.colophon.period.end, reverse=True)
        found: dict[str, tuple[str, list[str]]] = {}
        for version in ordered:
            plan = version.colophon.plan or ""
            for key, (title, printed) in self._of_versions[version.id].items():
                _, notes = found.setdefault(key, (title, [plan] if plan != (ordered[0].colophon.plan or "") else []))
                if fold(printed) != key and f"with “{printed}”" not in notes:
                    notes.append(f"with “{printed}”")
        return {key: (title, "; ".join(filter(None, notes))) for key, (title, notes) in found.items()}


def _stretch(periods: Sequence[Period]) -> Head:
    first, last = periods[0], periods[-1]
    title = first.title if first == last else f"{first.title} to {last.title}"
    return Head(f"not-held-{first.label}", title, "not held", tuple(periods))
