"""From the columns of a page to its lines: what stands in one row of a column is a line, rows in line are a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kg.model import Box
from kg.reading.pdf.aligned import Table, aligned_table
from kg.reading.pdf.columns import Column, Item, columns_of, from_the_top
from kg.reading.pdf.page import Printed
from kg.reading.pdf.rows import Row, Span, Word, box_of, is_marker, read_rows, turned_text
from kg.reading.pdf.ruled import Grid, find_grids

# Gaps in a line of prose so wide (in parts of the size) stay visible as three spaces; so far a list's text stands from its marker.
WIDE_GAP, TAB_GAP = 2.5, 0.45
# A cell of more words is a text, not a value: such a table is a frame around columns.
CELL_WORDS = 80


@dataclass(slots=True)
class Line:
    """One line as printed: its marker, its text after it, where they begin, and how it is set; `cells` of a table's row.

    `foot` is the baseline of the last where it is several that were joined; `first` the width of its first word; `opens` tells
    the first row of a table, `tabbed` a marker that stands off from its text, `level` a heading's rank from 1.
    """

    page: int
    column: Column
    box: Box
    baseline: float
    foot: float
    marker: str
    text: str
    text_left: float
    first: float
    size: float
    bold: bool
    cells: tuple[str, ...] = ()
    opens: bool = False
    tabbed: bool = False
    turned: bool = False
    level: int = 0

    @property
    def left(self) -> float:
        """Left edge as if in the first column."""
        return self.box[0] - self.column.shift

    @property
    def inner(self) -> float:
        """Left edge of the text after the marker, as if in the first column."""
        return self.text_left - self.column.shift

    @property
    def space(self) -> float:
        """About how wide a space is."""
        return 0.25 * self.size

    @property
    def whole(self) -> str:
        """The marker and the text."""
        return f"{self.marker} {self.text}" if self.marker else self.text


@dataclass(slots=True)
class PageRows:
    """A page's rows before they are ordered, with its ruled tables."""

    printed: Printed
    rows: list[Row]
    grids: list[Grid]


def rows_of(printed: Printed) -> PageRows:
    """The rows and the ruled tables of a page."""
    grids = find_grids(printed.rules)
    return PageRows(printed, read_rows(printed, [grid.cuts for grid in grids]), grids)


def furniture_lines(rows: Iterable[Row], page: Printed) -> list[Line]:
    """Running headers or footers as they stand, a line a row."""
    return [_line(row.spans, Column(page.number, 0, page.width, page.width)) for row in rows]


def body_lines(page: PageRows, rows: Sequence[Row]) -> list[Line]:
    """The lines of these rows of a page in reading order; turned text comes last."""
    items: list[Item] = []
    grids = [replace(grid, spans=[]) for grid in page.grids]
    for span in (span for row in rows for span in row.spans):
        home = next((grid for grid in grids if grid.holds(span)), None)
        if home is None:
            items.append(span)
        else:
            home.spans.append(span)
    for grid in grids:
        if any(len(row) > 1 for row in grid.cells()):
            items.append(grid)
        else:
            items.extend(grid.spans)
    whole = Column(page.printed.number, 0, page.printed.width, page.printed.width)
    lines = [line for column, held in columns_of(items, whole) for line in _column_lines(held, column)]
    return [*lines, *(replace(_line([span], whole), turned=True) for span in turned_text(page.printed))]


def _column_lines(items: Iterable[Item], column: Column) -> list[Line]:
    """The lines of one column: rows, aligned tables and ruled tables by height."""
    lines: list[Line] = []
    held: dict[int, list[Span]] = {}
    for item in from_the_top(items):
        if isinstance(item, Span):
            held.setdefault(item.row, []).append(item)
        else:
            lines += [*_rows_lines(list(held.values()), column), *_grid_lines(item, column)]
            held = {}
    return [*lines, *_rows_lines(list(held.values()), column)]


def _rows_lines(rows: list[list[Span]], column: Column) -> list[Line]:
    lines: list[Line] = []
    n = 0
    while n < len(rows):
        if found := aligned_table(rows, n):
            lines += _table_lines(found[0], column, rows[n])
            n = found[1]
        else:
            lines.append(_line(rows[n], column))
            n += 1
    return lines


def _table_lines(table: Table, column: Column, row: list[Span]) -> list[Line]:
    size = row[0].face.size
    return [
        Line(column.page, column, box, box[1], box[1], "", "\t".join(cells), box[0], 0.0, size, False, tuple(cells), opens=not n)
        for n, (cells, box) in enumerate(table.rows)
    ]


def _grid_lines(grid: Grid, column: Column) -> list[Line]:
    """A ruled table: a line a row; cells that hold lists or long text are read as columns of their own."""
    table, lines = Table([]), []
    for row in grid.cells():
        held = [at for at, spans in row.items() if _is_list(spans) or sum(len(s.words) for s in spans) > CELL_WORDS]
        plain = {at: " ".join(span.text for span in spans) for at, spans in row.items() if at not in held}
        if len(plain) > 1 or (plain and not held):
            cells = [plain.get(at, "") for at in range(len(grid.places) - 1)]
            table.rows.append((cells, box_of(s for at in plain for s in row[at])))
        else:
            held = sorted(row)
        if held:
            lines += _table_lines(table, column, grid.spans)
            table = Table([])
        for at in sorted(held):
            inside = replace(column, left=grid.places[at], right=grid.places[at + 1], order=100 + at)
            lines += _column_lines(row[at], inside)
    return [*lines, *_table_lines(table, column, grid.spans)]


def _is_list(spans: list[Span]) -> bool:
    """Whether the text of a cell is a list; one number alone is a title's."""
    marked = [span for span in spans if span.marked]
    return len(marked) > 1 or any(span.words[0].symbol for span in marked)


def _line(spans: list[Span], column: Column) -> Line:
    words = [word for span in spans for word in span.words]
    marker, rest = _marker(words)
    text = rest[0].text
    for before, word in pairwise(rest):
        text += ("   " if word.left - before.right > WIDE_GAP * word.face.size else " ") + word.text
    letters = [word for word in rest if any(c.isalnum() for c in word.text)]
    face, baseline = Span(rest, spans[0].baseline, 0).face, spans[0].baseline
    return Line(
        page=column.page,
        column=column,
        box=box_of(spans),
        baseline=baseline,
        foot=baseline,
        marker=marker,
        text=text,
        text_left=rest[0].left,
        first=words[0].right - words[0].left,
        size=face.size,
        bold=bool(letters) and all(word.face.bold for word in letters),
        tabbed=bool(marker) and rest[0].left - words[0].right > TAB_GAP * face.size,
    )


def _marker(words: list[Word]) -> tuple[str, list[Word]]:
    """A line's bullet glyph or number, and its words after it. Glyphs of symbol fonts are written as one bullet."""
    first = words[0]
    if len(words) < 2 or not is_marker(first):
        return "", words
    gap = words[1].left - first.right
    if first.symbol and (first.face.symbol or first.text >= "\ue000"):
        return "•", words[1:]
    if first.text in "o»›>":
        return ("◦" if first.text == "o" else "•", words[1:]) if gap > TAB_GAP * words[1].face.size else ("", words)
    return first.text, words[1:]
