"""Whether the figures of a bullet add up: "an increase of 29% from 440" to 590 does not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kg.figures.figure import PERCENT, POINTS, Figure, Standing

# Beside these a value is not exact enough to be checked.
_LOOSE = ("about", "around", "approximately", "approx", "almost", "nearly", "over", "more than", "under", "some", "up to", "at least")


@dataclass(frozen=True, slots=True)
class Sum:
    """A change of a bullet, the levels it goes from and to, and what it should be; `right` if it is, but for rounding."""

    change: Figure
    level: Figure
    prior: Figure
    should_be: Decimal
    right: bool

    @property
    def said(self) -> str:
        """What does not add up, in words."""
        unit = "%" if self.change.unit == PERCENT else f" {self.change.unit}"
        return f"{self.change.value:+f}{unit} is said; {self.prior.value:f} to {self.level.value:f} is {self.should_be:+.{max(1, self.change.decimals)}f}{unit}"


def sums(figures: Sequence[Figure]) -> Iterator[Sum]:
    """The changes of a bullet that can be checked, because it gives both levels."""
    for at, change in enumerate(figures):
        if change.standing is not Standing.CHANGE or change.qualifier:
            continue
        level = level_of(figures, at)
        prior = _prior(figures, at, level) if level else None
        if level and prior and not _loose(level) and not _loose(prior):
            yield checked(change, level, prior)


def level_of(figures: Sequence[Figure], at: int) -> Figure | None:
    """The level that the change at a place tells the change of: the last before it of its measure."""
    change = figures[at]
    for figure in reversed(figures[:at]):
        if figure.standing is Standing.LEVEL and not figure.prior and _same(figure, change):
            return figure
    return None


def _prior(figures: Sequence[Figure], at: int, level: Figure) -> Figure | None:
    """The level that another is compared with, the nearest to the change; in a table's row the one before."""
    priors = [f for f in figures if f.prior and _same(f, level) and f.unit == level.unit and f.start > level.start - 1 - (level.end - level.start) * 4]
    if priors:
        return min(priors, key=lambda f: abs(f.start - figures[at].start))
    row = [f for f in figures[:at] if f.standing is Standing.LEVEL and f.counted == level.counted and f.spoken and level.spoken and f.spoken != level.spoken]
    return row[-1] if row and row[-1].compared is None and figures[at].compared and row[-1].start < level.start and _table(figures) else None


def _table(figures: Sequence[Figure]) -> bool:
    """Whether these are the cells of one row."""
    return len({f.counted for f in figures}) == 1


def _same(one: Figure, other: Figure) -> bool:
    return one.measure == other.measure


def _loose(figure: Figure) -> bool:
    return figure.qualifier in _LOOSE or figure.high is not None


def checked(change: Figure, level: Figure, prior: Figure) -> Sum:
    """A change against the two levels it is between. Printed shares may be rounded or cut: a unit of the last digit is allowed."""
    step = Decimal(1).scaleb(-change.decimals)
    if change.unit == PERCENT and level.unit != PERCENT:
        should_be = (level.value - prior.value) / abs(prior.value) * 100 if prior.value else Decimal(0)
        return Sum(change, level, prior, should_be, not prior.value or abs(should_be - change.value) < step)
    should_be = level.value - prior.value
    allowed = step if change.unit in (PERCENT, POINTS) else Decimal(0)
    return Sum(change, level, prior, should_be, abs(should_be - change.value) <= allowed)
