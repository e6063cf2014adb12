"""Totals with their parts: "five were arrested, three for murder and two for helping"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from kg.figures.figure import Figure, Standing
from kg.figures.naming import family
from kg.figures.sentences import sentence_of


def with_parts(text: str, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Figures with those marked that a total before them in their sentence is made of: two or more in a row that add up to it
    and count no other thing.

    A part is no figure of the total's measure: it is never set in its series.
    """
    done = list(figures)
    for at, total in enumerate(figures):
        last = sentence_of(text, total.start)[1]
        count = _parts(total, [f for f in figures[at + 1 :] if f.start < last]) if _counts(total) else 0
        for n in range(at + 1, at + 1 + count):
            done[n] = replace(figures[n], part=True, measure=None, compared=f"of the {total.value:f}")
    return tuple(done)


def _parts(total: Figure, following: Sequence[Figure]) -> int:
    """How many of the figures that follow add up to a total, 0 where they do not."""
    held = Decimal(0)
    for n, part in enumerate(following, 1):
        held += part.value
        if not _counts(part) or part.prior or held > total.value or (part.counted and part.unit != total.unit):
            return 0
        if held == total.value:
            return n if n > 1 else 0
    return 0


def _counts(figure: Figure) -> bool:
    return figure.standing is Standing.LEVEL and family(figure.unit) == "count"
