"""The receipt: which updates were searched, how many bullets in each, and which periods are not held."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kg.period import Period, quarters_missing
from kg.versions import VersionRecord
from search.interpretation import Interpretation, Key
from search.library import Library


@dataclass(frozen=True, slots=True)
class Coverage:
    """One period of one force: whether it is held, how many bullets were searched, how many matched, what is in doubt."""

    force: str
    period: Period
    held: bool
    searched: int
    matched: int
    doubts: tuple[str, ...] = ()

    def with_matched(self, matched: int) -> Coverage:
        """The same, of which so many bullets matched."""
        return Coverage(self.force, self.period, self.held, self.searched, matched, self.doubts)

    def to_json(self) -> dict[str, Any]:
        """The form that every door prints."""
        return {
            **{"force": self.force, "period": self.period.label, "held": self.held},
            **{"searched": self.searched, "matched": self.matched, "doubts": list(self.doubts)},
        }


def coverage_of(library: Library, read: Interpretation, searched: Sequence[VersionRecord], matched: Mapping[str, int]) -> tuple[Coverage, ...]:
    """The receipt of an answer: the versions searched, and the quarters not held between the first and the last that were asked for."""
    wanted = {version.id for version in searched}
    kept = {version: row for version, row in library.once(_unmatched).items() if version in wanted}
    rows = [row.with_matched(matched[version]) if version in matched else row for version, row in kept.items()]
    named = {p.entity for p in read.parts if p.key is Key.FORCES and p.entity}
    missing = [Coverage(force, period, False, 0, 0) for force in sorted(named or library.periods) for period in missing_quarters(library, force, read)]
    return tuple(sorted([*rows, *missing], key=_place)) if missing else tuple(rows)


def _place(row: Coverage) -> tuple[dt.date, dt.date, str]:
    return row.period.start, row.period.end, row.force


def _unmatched(library: Library) -> dict[str, Coverage]:
    """Version -> its row of a receipt where nothing matched, in the order of a receipt."""
    rows = {
        v.id: Coverage(v.colophon.force.slug, v.colophon.period, True, library.order.count(v.id), 0, tuple(d.message for d in library.doubts[v.id]))
        for v in library.versions
    }
    return dict(sorted(rows.items(), key=lambda item: _place(item[1])))


def _gaps(library: Library) -> dict[str, tuple[Period, ...]]:
    """Force -> the quarters between its first and last update of which nothing is held."""
    return {force: tuple(quarters_missing(held)) for force, held in library.periods.items()}


@lru_cache(maxsize=1024)
def _missing(held: tuple[Period, ...], first: dt.date | None, last: dt.date | None) -> tuple[Period, ...]:
    """As `quarters_missing`; the same for many questions."""
    return tuple(quarters_missing(held, first, last))


def missing_quarters(library: Library, force: str, read: Interpretation) -> Iterator[Period]:
    """The quarters of a force of which nothing is held: between its first and last update, and within the ranges asked for."""
    if not read.periods:
        yield from library.once(_gaps).get(force, ())
        return
    held = library.periods.get(force, ())
    asked = [r for r in read.periods if not r.excluded]
    first = min((r.first for r in asked if r.first.year > 1), default=None)
    last = max((r.last for r in asked if r.last.year < 9999), default=None)
    for quarter in _missing(held, first, last):
        out = any(quarter.overlaps(r.first, r.last) for r in read.periods if r.excluded)
        if not out and (not asked or any(quarter.overlaps(r.first, r.last) for r in asked)):
            yield quarter
