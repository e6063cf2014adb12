"""Tables without rules: a stretch of rows with white space running down through all of them.

Their rows are harder to tell than their columns, for a cell may wrap: white space tells where there is more of it between rows
than within, else how full the lines are.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from kg.marks import FIGURE
from kg.model import Box
from kg.reading.pdf.rows import Span, box_of

# In parts of the size: the least white space between aligned columns; a row this far below another is a new block.
COLUMN_GAP, BLOCK_GAP = 0.6, 2.6
# Two rows make an aligned table only when their gaps are as wide as this; three need not.
SURE_GAP = 1.5
# Rows of one cell stand closer than rows of a table by at least this factor.
WRAP_GAP = 1.3
# Lines at most so many sizes apart are lines of one text.
TEXT_SPACING = 1.35

Interval = tuple[float, float]
Printed = Sequence[list[Span]]


@dataclass(slots=True)
class Table:
    """A table as it is written: each row's cells, and where the row stands."""

    rows: list[tuple[list[str], Box]]


def aligned_table(rows: Printed, start: int) -> tuple[Table, int] | None:
    """The aligned table that begins at a row, and the row after it; None where none begins."""
    first = start
    if len(rows[start]) == 1 and start + 1 < len(rows) and not rows[start][0].marked and _close(rows, start + 1):
        first = start + 1
    if len(rows[first]) < 2 or any(span.marked and span.words[0].symbol for span in rows[first]):
        return None
    columns, end = _columns(rows[first]), first + 1
    last_full = first
    while end < len(rows) and (wider := _with(columns, rows, end)):
        columns = wider
        last_full = end if len(rows[end]) > 1 else last_full
        end += 1
    if not _is_table([row for row in rows[first : last_full + 1] if len(row) > 1], columns):
        return None
    if first > start and not _leads(rows[start], rows[first], columns):
        return None
    end = last_full + 1
    while end < len(rows) and len(rows[end]) == 1 and _with(columns, rows, end) and _close(rows, end) and _wraps(rows[last_full:end], rows[end][0], columns):
        end += 1
    return _table(rows[start:end], columns), end


def _is_table(full: Printed, columns: list[Interval]) -> bool:
    if len(full) < 2 or len(columns) < 2:
        return False
    narrowest = min(b.left - a.right for row in full for a, b in pairwise(row))
    return len(full) > 2 or narrowest >= SURE_GAP * full[0][0].face.size


def _columns(row: list[Span]) -> list[Interval]:
    return sorted((span.left, span.right) for span in row)


def _with(columns: list[Interval], rows: Printed, n: int) -> list[Interval] | None:
    """The columns widened by one more row; None where the row is none of this table."""
    row, above = rows[n], rows[n - 1]
    size = row[0].face.size
    if above[0].baseline - row[0].baseline > BLOCK_GAP * size or (row[0].marked and row[0].words[0].symbol):
        return None
    merged: list[Interval] = []
    for left, right in sorted([*columns, *_columns(row)]):
        if merged and left - merged[-1][1] < COLUMN_GAP * size:
            merged[-1] = merged[-1][0], max(merged[-1][1], right)
        else:
            merged.append((left, right))
    filled = {_column(span, merged) for span in row}
    kept = len(merged) >= max(2, min(len(columns), max(len(row), 2))) and len(filled) == len(row)
    return merged if kept and (len(row) > 1 or len(merged) == len(columns)) else None


def _close(rows: Printed, n: int) -> bool:
    """Whether a row stands as close under the one above as a wrapped line does."""
    return rows[n - 1][0].baseline - rows[n][0].baseline <= TEXT_SPACING * rows[n][0].face.size


def _leads(row: list[Span], below: list[Span], columns: list[Interval]) -> bool:
    """Whether a single text over the first full row is the start of its first cell: it was broken where the column ends."""
    lead, first = row[0], below[0]
    limit = columns[1][0] - COLUMN_GAP * lead.face.size
    wrapped = lead.right + 0.25 * lead.face.size + _first(first) > columns[0][1]
    return lead.right <= limit and wrapped and abs(lead.left - first.left) <= lead.face.size


def _first(span: Span) -> float:
    return span.words[0].right - span.words[0].left


def _table(lines: Printed, columns: list[Interval]) -> Table:
    table = Table([])
    for group in _logical(lines, columns):
        cells = [""] * len(columns)
        for span in (span for line in group for span in line):
            at = _column(span, columns)
            cells[at] = f"{cells[at]} {span.text}".strip()
        table.rows.append((cells, box_of(span for line in group for span in line)))
    return table


def _column(span: Span, columns: Iterable[Interval]) -> int:
    return max(0, bisect_right([left for left, _ in columns], (span.left + span.right) / 2) - 1)


def _logical(lines: Printed, columns: list[Interval]) -> list[list[list[Span]]]:
    """The printed lines gathered to rows: by white space where rows stand further apart than wrapped lines, else by what is full."""
    gaps = [a[0].baseline - b[0].baseline for a, b in pairwise(lines)]
    least = min(gaps)
    if least <= 1.4 * median(span.face.size for line in lines for span in line) and max(gaps) > WRAP_GAP * least:
        groups: list[list[list[Span]]] = [[lines[0]]]
        for gap, line in zip(gaps, lines[1:], strict=True):
            if gap > (1 + WRAP_GAP) / 2 * least:
                groups.append([])
            groups[-1].append(line)
        if all(_one_row(group, columns) for group in groups):
            return groups
    return _by_fullness(lines, columns)


def _one_row(group: Printed, columns: list[Interval]) -> bool:
    """Whether no column but the first has two figures."""
    figures = [at for line in group for span in line if (at := _column(span, columns)) and FIGURE.fullmatch(span.text)]
    return len(figures) == len(set(figures))


def _by_fullness(lines: Printed, columns: list[Interval]) -> list[list[list[Span]]]:
    """A line with several cells is a row; one with one is the wrap of the row above, if it would not have fitted there, else begins the next."""
    groups: list[list[list[Span]]] = []
    waiting: list[list[Span]] = []
    for n, line in enumerate(lines):
        below = any(len(other) > 1 for other in lines[n + 1 :])
        if len(line) > 1:
            groups.append([*waiting, line])
            waiting = []
        elif groups and not waiting and (not below or _wraps(groups[-1], line[0], columns)):
            groups[-1].append(line)
        else:
            waiting.append(line)
    return groups


def _wraps(group: Printed, span: Span, columns: list[Interval]) -> bool:
    at = _column(span, columns)
    above = [s for line in group for s in line if _column(s, columns) == at and (s.face.size, s.face.bold) == (span.face.size, span.face.bold)]
    return bool(above) and above[-1].right + 0.25 * span.face.size + _first(span) > columns[at][1]
