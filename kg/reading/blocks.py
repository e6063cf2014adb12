"""Blocks as Word and HTML know them, written as the lines that the outline's grammar reads.

Both formats say outright what a text file only shows: this is a heading of that level, a list item of that depth, a row of a
table. Here it is shown again: `## `, `- ` with two spaces a level, tabs between cells, a blank line between blocks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from kg.marks import SYMBOL
from kg.reading.source import RawLine

# A heading or a bold line of at most so many words stays one line although it holds line breaks; it is the grammar's longest.
HEADING_WORDS = 18
# A row that is one cell across the table is a heading in the table when it has at most so many words.
BANNER_WORDS = 12
# Word has nine levels of lists; deeper items are drawn no further in.
MAX_DEPTH = 20
# No real table spans more; a file may claim a million.
MAX_SPAN = 100

# Of so many texts, none longer than a line of print, this share is nearly as long as the longest without ending a sentence: broken lines.
MANY_TEXTS, LONGEST_LINE, FULL_LINE, BROKEN_SHARE = 20, 140, 0.8, 0.4

_SPACES = re.compile(r"\s+")
# A bullet that an author typed.
TYPED_GLYPH = re.compile(rf"{SYMBOL}|[-–—*+o](?=\s)")
_UNIT = re.compile(r"(?:^|[^A-Za-z])(?:[cmk]?m|ft)$")


class Form(Enum):
    """What a block is."""

    HEADING = auto()
    TEXT = auto()
    ITEM = auto()
    ROW = auto()


@dataclass(slots=True)
class Block:
    """One block. `level` is 1 to 6 of a heading, else the depth from 0; `marker` stands before an item; `first` opens a table."""

    form: Form
    lines: list[str]
    page: int | None = None
    level: int = 0
    marker: str = "-"
    strong: bool = False
    first: bool = False

    @property
    def text(self) -> str:
        """Its lines as one, without tabs or double spaces."""
        return _SPACES.sub(" ", " ".join(self.lines)).strip()


@dataclass(slots=True)
class TableCell:
    """One cell of a table and over how many columns and rows it reaches."""

    blocks: list[Block]
    columns: int = 1
    rows: int = 1

    @property
    def text(self) -> str:
        """All of its text as one line."""
        return " ".join(block.text for block in self.blocks)

    @property
    def is_plain(self) -> bool:
        """Whether it holds neither a list nor a table."""
        return not any(block.form in (Form.ITEM, Form.ROW) for block in self.blocks)


def superscript(before: str, text: str) -> str:
    """A raised number after `before` as text: "[1]", so that a note's mark is not read as a digit more; m2 stays m2."""
    number = text.strip().strip("[]")
    if not number.isdecimal() or not number.isascii() or _UNIT.search(before) or not before.strip():
        return text
    return f"[{number}]"


def raw_lines(blocks: Iterable[Block]) -> Iterator[RawLine]:
    """The lines of the blocks, with a blank line between any two that are not items of a list or rows of a table."""
    kept = [block for block in blocks if any(line.strip() for line in block.lines)]
    _even_markers(kept)
    begins = not _broken_at_margin(kept)
    previous: Block | None = None
    for block in kept:
        tight = previous is not None and block.form is previous.form and (block.form is Form.ITEM or (block.form is Form.ROW and not block.first))
        if previous is not None and not tight:
            yield RawLine("", block.page)
        for n, line in enumerate(_written(block)):
            yield RawLine(line, block.page, begins=begins and not n)
        previous = block


def _broken_at_margin(blocks: list[Block]) -> bool:
    """Whether the lines of a page were made paragraphs each, as converters do: many are as long as the longest and end amid a sentence."""
    texts = [block.text for block in blocks if block.form is Form.TEXT]
    widest = max(map(len, texts), default=0)
    if len(texts) < MANY_TEXTS or widest > LONGEST_LINE:
        return False
    broken = [text for text in texts if len(text) >= FULL_LINE * widest and not text.endswith((".", "!", "?", ":", ";"))]
    return len(broken) >= BROKEN_SHARE * len(texts)


def _written(block: Block) -> list[str]:
    lines = [line for line in block.lines if line.strip()]
    short = len(block.text.split()) <= HEADING_WORDS
    indent = "  " * min(block.level, MAX_DEPTH)
    if block.form is Form.HEADING:
        return [f"{'#' * block.level} {line}" for line in ([block.text] if short else lines)]
    if block.form is Form.ITEM:
        hanging = indent + " " * (len(block.marker) + 1)
        return [f"{indent}{block.marker} {lines[0].strip()}", *(hanging + line.strip() for line in lines[1:])]
    if block.form is Form.TEXT and block.strong and not any(TYPED_GLYPH.match(line) for line in lines) and (short or len(lines) == 1):
        return [f"**{block.text}**"]
    return [indent + line for line in lines] if block.form is Form.TEXT else lines


def _even_markers(blocks: list[Block]) -> None:
    """One kind of marker a depth in each stretch of items: the grammar takes a change of marker for a deeper level."""
    stretch: list[Block] = []
    for block in [*blocks, Block(Form.TEXT, [])]:
        if block.form is Form.ITEM:
            stretch.append(block)
        elif block.form is not Form.ROW:
            _even(stretch)
            stretch = []


def _even(items: list[Block]) -> None:
    kinds: dict[int, set[str]] = {}
    for item in items:
        kinds.setdefault(item.level, set()).add(re.sub(r"[a-z]+", "a", re.sub(r"\d+", "1", item.marker)))
    for item in items:
        if len(kinds[item.level]) > 1:
            item.marker = "-"


def table_blocks(rows: list[list[TableCell]]) -> list[Block]:
    """A table's blocks: a line a row, merged cells once; a table that never sets two texts side by side gives what its cells hold."""
    grid = _grid(rows)
    if not any(sum(bool(cell.text) for cell in row) > 1 for row in grid):
        return [block for row in grid for cell in row for block in cell.blocks]
    blocks: list[Block] = []
    for row in grid:
        blocks += _row_blocks(row, first=not any(block.form is Form.ROW for block in blocks))
    return blocks


def _grid(rows: list[list[TableCell]]) -> list[list[TableCell]]:
    """The rows with an empty cell at each place that a cell before or above reaches into."""
    grid: list[list[TableCell]] = []
    reaching: dict[int, int] = {}
    for row in rows:
        placed: list[TableCell] = []
        below: dict[int, int] = {}
        for cell in row:
            while len(placed) in reaching:
                placed.append(TableCell([]))
            width = max(1, min(cell.columns, MAX_SPAN))
            below.update(dict.fromkeys(range(len(placed), len(placed) + width), min(cell.rows, MAX_SPAN) - 1))
            placed += [cell, *(TableCell([]) for _ in range(width - 1))]
        grid.append(placed)
        left = {column: count - 1 for column, count in reaching.items()} | below
        reaching = {column: count for column, count in left.items() if count > 0}
    return grid


def _row_blocks(row: list[TableCell], first: bool) -> list[Block]:
    """One line of the plain cells, then what the cells with lists hold."""
    plain = [cell for cell in row if cell.is_plain and cell.text]
    held = [block for cell in row if not cell.is_plain for block in cell.blocks]
    if not plain:
        return held
    page = next((block.page for cell in plain for block in cell.blocks), None)
    only = plain[0]
    if len(plain) == 1 and only.columns > 1 and not held and len(only.text.split()) <= BANNER_WORDS and not only.text.endswith("."):
        return [Block(Form.TEXT, [only.text], page, strong=True)]
    if len(plain) == 1 and held:
        return [*only.blocks, *held]
    line = "\t".join(cell.text if cell.is_plain else "" for cell in row)
    return [Block(Form.ROW, [line], page, first=first), *held]
