"""The bullets that meet exact filters, in reading order, a page at a time.

A filter holds for a bullet as the same name in a question does (`search.criteria`); a theme is its own bullets, none that only lie near. A
page is found by the place of the last bullet before it, so that pages neither repeat nor miss a bullet when updates come meanwhile.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kg.period import Period
from search.answer import Answerer
from search.criteria import rows_of
from search.errors import QuestionError
from search.interpretation import Key
from search.roll import Place, Roll

_CURSOR = re.compile(r"(\d{4}-\d\d-\d\d)_(\d{4}-\d\d-\d\d)_([a-z0-9-]{1,100})_(\d{1,9})")


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to: of each key one of the names, of the periods one, and all keys at once. `labels`: also lines that are only a label."""

    names: Mapping[Key, Sequence[str]] = field(default_factory=dict)
    periods: Sequence[str] = ()
    labels: bool = False


def listed(answerer: Answerer, roll: Roll, filters: Filters) -> list[tuple[Place, int]]:
    """Place and row number of the bullets that meet the filters, in reading order. UnknownNameError; QuestionError where a period is none."""
    rows: set[int] | None = None
    for key, names in filters.names.items():
        if names:
            found = set[int]().union(*(_holding(answerer, key, name) for name in names))
            rows = found if rows is None else rows & found
    periods = [_period(label) for label in filters.periods]
    if periods:
        within = set[int]()
        for version in answerer.library.versions:
            if any(version.colophon.period.overlaps(p.start, p.end) for p in periods):
                within.update(answerer.library.catalogue.members([version.id]))
        rows = within if rows is None else rows & within
    return [(place, n) for place, n in roll.order if (rows is None or n in rows) and (filters.labels or n not in roll.labels)]


def page(found: Sequence[tuple[Place, int]], after: str | None, most: int) -> tuple[list[int], str | None]:
    """At most so many row numbers after a cursor, and the cursor of the next page, None where this is the last. QuestionError when the cursor is none."""
    first = bisect_right(found, _place(after).key, key=lambda one: one[0].key) if after else 0
    here = found[first : first + most]
    more = first + most < len(found)
    return [n for _, n in here], _cursor(here[-1][0]) if more and here else None


def _holding(answerer: Answerer, key: Key, name: str) -> set[int]:
    library = answerer.library
    return rows_of(library, answerer.named(key, name), library.versions, exactly=True)


def _period(label: str) -> Period:
    try:
        return Period.from_label(label)
    except ValueError as error:
        raise QuestionError(f"{label!r} is no period; write it as 2018-19-Q4, 2018-19-H1, 2018-19 or 2016-06") from error


def _cursor(place: Place) -> str:
    return f"{place.start}_{place.end}_{place.force}_{place.position}"


def _place(cursor: str) -> Place:
    match = _CURSOR.fullmatch(cursor)
    if not match:
        raise QuestionError(f"{cursor[:80]!r} is no place in the list; take it from the `next` of a page, or leave it out for the first")
    return Place(match[1], match[2], match[3], int(match[4]))
