"""The figures of a table's row: each cell with what its row and its column say of it.

Where columns are periods or changes, the row names the measure. Where the rows list forces, districts or times, the columns do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kg.figures.counted import Counted, counted_after, unit_of
from kg.figures.figure import PERCENT, POINTS, Figure, Standing
from kg.figures.heads import of_heading
from kg.figures.naming import MeasuredText, MeasureNamer, Sought, family
from kg.figures.values import Printed, numbers
from kg.figures.words import figure_words
from kg.model import Bullet
from kg.period import Period

_SIGN = re.compile(r"^\s*[-–−]\s?(?=[£€$\d(])|^\s*\(")
_NUMBER_OF = re.compile(r"^\s*(?:the\s+)?(?:total\s+)?(?:number|no\.?|count|volume)\s+of\s+", re.I)
_OF_WHAT = re.compile(r"\s+(?:of|in|with|who|that|by|from|for|on|at|KSI|killed|to|aged)\b|\s*[(–-]", re.I)
# What a column's change of two values may be off by: half of the last digit printed.
_HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class _Cell:
    """One cell that is a number: its head, its place in the bullet's text, and its value with the sign."""

    head: str
    start: int
    end: int
    printed: Printed
    value: Decimal


def row_figures(bullet: Bullet, period: Period, namer: MeasureNamer) -> Iterator[Figure]:
    """The figures of a table's row, from left to right. A cell that is words, a rank or "N/A" is none."""
    words = figure_words()
    cells = list(_cells(bullet))
    label = bullet.cells[0].value if bullet.cells else ""
    title = bullet.cells[0].header
    lists = title.strip().lower() in words.lists["table.lists"] or period_of_row(label, period)
    changes = [bool(words.patterns["change.heads"].search(cell.head.lower())) for cell in cells]
    levels = [cell for cell, change in zip(cells, changes, strict=True) if not change]
    readings: dict[str, MeasuredText] = {}
    for cell, change in zip(cells, changes, strict=True):
        said_by = cell.head if lists else label
        unit = _unit(cell, change, levels, said_by)
        standing = Standing.CHANGE if change else Standing.EXPECTED if words.patterns["expected.heads"].search(cell.head.lower()) else Standing.LEVEL
        if said_by not in readings:
            readings[said_by] = namer.reading(said_by)
        measure = readings[said_by].of_label(Sought(0, len(said_by), unit, standing, True, len(said_by)))
        if measure and family(unit) == family(namer.unit(measure)) == "count":
            unit = namer.unit(measure)
        spoken = of_heading(cell.head, title, period) or (of_heading(label, title, period) if lists else None)
        if change:
            spoken = next((s for c in reversed(levels) if (s := of_heading(c.head, title, period))), spoken)
        yield Figure(
            value=cell.value,
            unit=unit,
            standing=standing,
            counted=said_by,
            start=cell.start,
            end=cell.end,
            spoken=spoken,
            compared=cell.head if change else None,
            of=label if lists else None,
            measure=measure,
            decimals=cell.printed.decimals,
        )


_ROW_OF_PERIOD = re.compile(r"\W*(?:(?:q[1-4]|[a-z]{3,9})\s*[-–]?\s*)?(?:19|20)\d{2}(?:\s*[/–-]\s*\d{2,4})?\W*", re.I)


def period_of_row(label: str, period: Period) -> bool:
    """Whether a row is named by a period alone: "June 2016", "Q1 2018/19"."""
    return bool(_ROW_OF_PERIOD.fullmatch(label)) and of_heading(label, "", period) is not None


def _cells(bullet: Bullet) -> Iterator[_Cell]:
    """The cells after the first that are numbers, with their places in the text, in which tabs part them."""
    words = figure_words()
    place = 0
    for n, cell in enumerate(bullet.cells):
        start = bullet.text.find(cell.value, place)
        if start < 0:
            continue
        place = start + len(cell.value)
        if n == 0 or cell.value.strip().lower() in words.lists["table.empty"] or words.patterns["table.ranks"].search(cell.header.lower()):
            continue
        found = list(numbers(cell.value))
        if len(found) != 1 or _is_words(cell.value, found[0]):
            continue
        negative = bool(_SIGN.match(cell.value))
        yield _Cell(cell.header, start + found[0].start, start + found[0].end, found[0], -found[0].value if negative else found[0].value)


def _is_words(value: str, printed: Printed) -> bool:
    """Whether a cell says more than a number and its unit: "Sergeant 14 led the team"."""
    rest = value[: printed.start] + value[printed.end :]
    return len(re.findall(r"[A-Za-z]{2,}", rest)) > 3


def _unit(cell: _Cell, change: bool, levels: Sequence[_Cell], label: str) -> str:
    of_row = _row_unit(levels, label)
    if not change:
        return cell.printed.unit or of_row
    return _unit_of_change(cell, levels, of_row)


def _row_unit(levels: Sequence[_Cell], label: str) -> str:
    """What a row's levels are in: as printed in its cells, else as its label says."""
    printed = next((c.printed.unit for c in levels if c.printed.unit), "")
    if printed:
        return printed
    if re.match(r"\s*(?:the\s+)?(?:%|per\s?cent|percentage|proportion)", label, re.I):
        return PERCENT
    if spans := re.search(r"\b(?:waiting|wait|response|answer)\b.*?\b(seconds|minutes|hours|days)\b", label, re.I):
        return spans[1].lower()
    return _noun(label)


def _noun(label: str) -> str:
    """The unit that a row's label tells: "incidents" of "Number of domestic abuse incidents"."""
    bare = _NUMBER_OF.sub("", label)
    head = _OF_WHAT.split(bare, maxsplit=1)[0] or bare
    counted = counted_after(f"2 {head}", Printed(Decimal(2), 0, 1))
    if not counted.noun:
        counted = counted_after(f"2 {bare}", Printed(Decimal(2), 0, 1))
    last = head.split()[-1:] or [""]
    return unit_of((counted if counted.noun else Counted(noun=last[0] or None)).noun)


def _unit_of_change(cell: _Cell, levels: Sequence[_Cell], of_row: str) -> str:
    """Whether a change is told in percent or in the row's own unit: by the arithmetic of its two levels, else by what is printed."""
    values = [c.value for c in levels]
    shares = of_row == PERCENT
    if len(values) >= 2 and not shares:
        last, this = values[-2:]
        step = Decimal(1).scaleb(-cell.printed.decimals) * _HALF
        if last and abs((this - last) / abs(last) * 100 - cell.value) <= step * 2:
            return PERCENT
        if abs(this - last - cell.value) <= step:
            return of_row
    if shares:
        return POINTS
    heads = cell.head.lower()
    return PERCENT if cell.printed.unit == PERCENT or "%" in heads else of_row if family(of_row) != "count" or "diff" in heads or "number" in heads else PERCENT
