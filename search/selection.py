"""Which part of a library is given to others: periods, names, the members of an answer, and nothing marked above a level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.errors import UnknownNameError
from kg.model import HeldBullet
from kg.period import Period
from kg.rdf.markings import within
from kg.versions import VersionRecord
from search.answer import Answerer, names_of
from search.interpretation import Key
from search.library import Library
from search.names import closest
from search.question import find_named


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be given: periods (labels), an operation, a partner, the members of an answer; all that are given must hold."""

    periods: Sequence[str] = ()
    operation: str | None = None
    partner: str | None = None
    question: str | None = None

    @property
    def words(self) -> str:
        """It in words, "" for everything."""
        parts = [f"period {', '.join(self.periods)}" if self.periods else "", f"operation {self.operation}" if self.operation else ""]
        parts += [f"partner {self.partner}" if self.partner else "", f"the answer to “{self.question}”" if self.question else ""]
        return "; ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Selection:
    """The versions that are given, the bullets of them (row numbers; None for all), and what was left out for its marking."""

    versions: tuple[VersionRecord, ...]
    rows: frozenset[int] | None
    left_out: tuple[VersionRecord, ...]


def select(library: Library, asked: Asked, max_marking: str) -> Selection:
    """The part of a library that is asked for, up to a marking.

    UnknownNameError when nothing bears a name; ValueError when a period is none or a marking is not on the ladder.
    """
    periods = [Period.from_label(label) for label in asked.periods]
    versions = [v for v in library.versions if not periods or any(v.colophon.period.overlaps(p.start, p.end) for p in periods)]
    held = [v for v in versions if within(v.colophon.marking, max_marking)]
    rows: set[int] | None = None
    for found in _narrowed(library, asked):
        rows = found if rows is None else rows & found
    if rows is not None:
        rows &= set(library.catalogue.members([v.id for v in held]))
        named = {b.version for b in library.catalogue.bullets(sorted(rows))}
        held = [v for v in held if v.id in named]
    left_out = tuple(v for v in versions if not within(v.colophon.marking, max_marking))
    return Selection(tuple(held), None if rows is None else frozenset(rows), left_out)


def _narrowed(library: Library, asked: Asked) -> list[set[int]]:
    """The rows that each name, and the question, allow."""
    found = [_mentioning(library, name, key) for name, key in ((asked.operation, Key.OPERATIONS), (asked.partner, Key.PARTNERS)) if name]
    if asked.question:
        evidence = Answerer(library).ask(asked.question).evidence
        rows = (library.catalogue.by_id(e.held.bullet.id, library.version_ids) for e in evidence)
        found.append({row for row in rows if row is not None})
    return found


def _mentioning(library: Library, name: str, key: Key) -> set[int]:
    names = names_of(library)
    part = find_named(names, name)
    if part.key is not key or part.entity is None:
        raise UnknownNameError(name, closest(name.upper(), names.operation_names) if key is Key.OPERATIONS else ())
    return library.catalogue.mentioning(part.entities)


def selection_of(library: Library, bullets: Sequence[HeldBullet], max_marking: str) -> Selection:
    """Just these bullets of a library, up to a marking. ValueError when the marking is not on the ladder."""
    found = (library.catalogue.by_id(held.bullet.id, library.version_ids) for held in bullets)
    wanted = {held.version for held in bullets}
    versions = [v for v in library.versions if v.id in wanted]
    inside, left_out = ([v for v in versions if within(v.colophon.marking, max_marking) is kept] for kept in (True, False))
    return Selection(tuple(inside), frozenset(row for row in found if row is not None), tuple(left_out))
