"""A figure: a number a reader would follow across quarters, with its place in the bullet."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

# The units that are shares and their differences; everything else is an amount.
PERCENT, POINTS = "%", "percentage points"


class Standing(StrEnum):
    """What a figure tells: how much there is, by how much it changed, or how much is wanted or foreseen."""

    LEVEL = "level"
    CHANGE = "change"
    EXPECTED = "expected"


class Reach(StrEnum):
    """How a period bounds a figure: counted within it, as it stood on its last day, or up to its end from some beginning."""

    WITHIN = "within"
    AT = "at"
    TO_DATE = "to_date"


@dataclass(frozen=True, slots=True)
class Spoken:
    """The period that a figure speaks of, in the bullet's words; first and last day where they can be told."""

    said: str
    reach: Reach
    first: dt.date | None = None
    last: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a bullet.

    `value` is in `unit`: "%", "percentage points", "GBP", "hours", "people", or the plural of what is counted. `high` is the upper end of a
    range. A change has a sign. `counted` are the words of what is measured, `per` of a rate what it is per, `compared` what the bullet compares
    it with, `of` whom a table's row names; `prior` marks a level that another is compared with,
    `part` one that a total before it is made of. `measure` is the id of a concept of the vocabulary, None where none is known; `start` and `end` are
    offsets in the bullet's text, end exclusive.
    """

    value: Decimal
    unit: str
    standing: Standing
    counted: str
    start: int
    end: int
    high: Decimal | None = None
    qualifier: str | None = None
    spoken: Spoken | None = None
    compared: str | None = None
    per: str | None = None
    of: str | None = None
    measure: str | None = None
    prior: bool = False
    part: bool = False
    # How many decimals were printed; what is compared by arithmetic is no more exact.
    decimals: int = field(default=0)

    @property
    def number(self) -> int | float:
        """The value as JSON takes it."""
        return plain(self.value)


def plain(value: Decimal) -> int | float:
    """A decimal as JSON takes it: whole numbers without a point."""
    return int(value) if value == value.to_integral_value() else float(value)
