"""A period among those held: which names come first in it, and which the period before had and it has not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.errors import UnknownNameError
from kg.period import Period
from kg.versions import VersionRecord
from search.names import closest
from search.roll import Named, Roll


@dataclass(frozen=True, slots=True)
class HeldPeriod:
    """A period with its versions in force and the rows of their bullets, labels left out."""

    period: Period
    versions: tuple[VersionRecord, ...]
    rows: frozenset[int]


@dataclass(frozen=True, slots=True)
class Turn:
    """A period, the periods held before and after it, the names that are new with it, and those that the one before had; each with a count."""

    here: HeldPeriod
    before: HeldPeriod | None
    after: HeldPeriod | None
    new: tuple[tuple[Named, int], ...]
    silent: tuple[tuple[Named, int], ...]


def held_periods(roll: Roll) -> list[HeldPeriod]:
    """Every period held, in order."""
    found: dict[Period, HeldPeriod] = {}
    for version, rows in roll.periods:
        period = version.colophon.period
        old = found.get(period, HeldPeriod(period, (), frozenset()))
        found[period] = HeldPeriod(period, (*old.versions, version), old.rows | rows)
    return sorted(found.values(), key=lambda held: (held.period.start, held.period.end))


def held_period(roll: Roll, label: str) -> HeldPeriod:
    """The period of that label. UnknownNameError when it is not held."""
    held = {one.period.label: one for one in held_periods(roll)}
    if label not in held:
        raise UnknownNameError(label, closest(label, list(held)))
    return held[label]


def turn(roll: Roll, label: str) -> Turn:
    """What a period brought and what it is silent about. UnknownNameError when it is not held."""
    here = held_period(roll, label)
    held = held_periods(roll)
    at = held.index(here)
    before = held[at - 1] if at else None
    earlier = frozenset[int]().union(*(one.rows for one in held[:at]))
    named = [one for names in roll.names.values() for one in names.values()]
    new = [(one, len(one.rows & here.rows)) for one in named if one.rows & here.rows and not one.rows & earlier]
    silent = [(one, len(one.rows & before.rows)) for one in named if before and one.rows & before.rows and not one.rows & here.rows]
    return Turn(here, before, held[at + 1] if at + 1 < len(held) else None, _ordered(new), _ordered(silent))


def _ordered(found: Sequence[tuple[Named, int]]) -> tuple[tuple[Named, int], ...]:
    return tuple(sorted(found, key=lambda one: (one[0].kind, -one[1], one[0].name)))
