"""The body of a Word file: paragraphs, lists and tables in the order of the document, as blocks.

Levels come from what the file says (styles, outline levels, numbering) and, where it says nothing, from how far in a paragraph
stands. An indented paragraph under a list item is more of that item.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from kg.reading.blocks import TYPED_GLYPH, Block, Form, TableCell, table_blocks
from kg.reading.word.runs import NOTED_BREAK, SET_BREAK, draw, inside
from kg.reading.word.styles import ListPlace, Styles, child, local, marker_of, numeral, switched, value, whole

# Further in than this (twips, a tenth of an inch) is seen as deeper; Word's own list styles differ by 283.
INDENT_STEP = 144
# Tables stand in tables to lay out a page; deeper than this nobody can see them.
MAX_TABLES = 12

_UNSEEN = frozenset(("del", "moveFrom", "sdtPr", "sdtEndPr", "tblPr", "tblGrid", "trPr", "tcPr"))
_BREAK = re.compile(f"([{SET_BREAK}{NOTED_BREAK}])")


@dataclass(slots=True)
class Pages:
    """Which page is being read. A break that was set and then noted by Word is one."""

    known: bool
    page: int = 1
    begun: bool = False
    just_set: bool = False

    def turn(self, noted: bool) -> None:
        """A page ends."""
        if not (noted and self.just_set):
            self.page += 1
        self.just_set = not noted

    def read(self, text: str) -> tuple[str, int | None]:
        """The text without its breaks, and the page on which it begins."""
        first: int | None = None
        parts = _BREAK.split(text)
        for part in parts:
            if part in (SET_BREAK, NOTED_BREAK):
                self.turn(part == NOTED_BREAK)
            elif part.strip():
                first = first or self.page
                self.begun, self.just_set = True, False
        return "".join(part for part in parts if not _BREAK.fullmatch(part)), (first or self.page) if self.known else None


@dataclass(slots=True)
class _Open:
    """An item that deeper ones may stand under."""

    depth: int
    indent: int
    block: Block


@dataclass(slots=True)
class Body:
    """Blocks from a document's elements; knows the page, the open items and the notes that wait."""

    styles: Styles
    pages: Pages
    notes: dict[tuple[str, str], etree._Element]
    open: list[_Open] = field(default_factory=list)
    waiting: list[Block] = field(default_factory=list)
    numbered: dict[str, int] = field(default_factory=dict)
    carried: str = ""

    def blocks(self, container: etree._Element, tables: int = 0) -> list[Block]:
        """The blocks of a body, cell, text box or note."""
        if tables > MAX_TABLES:
            return [Block(Form.TEXT, [draw(each, self.styles).text]) for each in container.iter("{*}p")]
        found: list[Block] = []
        for each in _content(container):
            new = self._table(each, tables) if local(each) == "tbl" else self._paragraph(each, tables)
            if self.waiting and not tables and any(block.form is Form.HEADING or block.strong for block in new):
                found += self._notes()
            found += new
        return found if tables else [*found, *self._notes()]

    def _notes(self) -> list[Block]:
        waiting, self.waiting = self.waiting, []
        return waiting

    def _paragraph(self, paragraph: etree._Element, tables: int) -> list[Block]:
        properties = child(paragraph, "pPr")
        if switched(properties, "pageBreakBefore") and self.pages.begun:
            self.pages.turn(noted=False)
        drawn = draw(paragraph, self.styles)
        text, page = self.pages.read(self.carried + self._marked(drawn.text, drawn.notes))
        self.carried = text if child(properties, "rPr", "del") is not None else ""
        found: list[Block] = []
        if text.strip() and not self.carried and (block := self._block(paragraph, text, drawn.strong)) is not None:
            block.page = page
            found.append(block)
        for box in drawn.boxes:
            found += self._aside(box, tables)
        section = child(properties, "sectPr")
        if section is not None and value(child(section, "type")) not in ("continuous", "nextColumn"):
            self.pages.turn(noted=False)
        return found

    def _aside(self, box: etree._Element, tables: int) -> list[Block]:
        """What a text box holds; the list around it goes on after it."""
        kept, self.open = self.open, []
        found = self.blocks(box, tables + 1)
        self.open = kept
        return found

    def _block(self, paragraph: etree._Element, text: str, strong: bool) -> Block | None:
        """The paragraph's block; None where it is more of an item that stands already."""
        lines = text.split("\n")
        place = self.styles.place(paragraph)
        label = self.styles.numbering.label(place) if place else ""
        heading = self.styles.heading(paragraph)
        indent = self.styles.indent(paragraph, place)
        worded = place is not None and re.search(r"[^\W\d_]{2,}", re.sub(r"%\d", "", place.drawn.text)) is not None
        if heading or (worded and label):
            lines[0] = f"{label} {lines[0]}".strip()
        if heading:
            self.open.clear()
            return Block(Form.HEADING, lines, level=heading)
        if place and not worded:
            return self._item(place, label, indent, lines)
        if TYPED_GLYPH.match(text.lstrip()):
            block = Block(Form.TEXT, [line.strip() for line in lines])
            block.level = self._deepen(_Open(0, indent, block))
            return block
        return self._text(lines, strong, indent)

    def _item(self, place: ListPlace, label: str, indent: int, lines: list[str]) -> Block:
        counted = self.styles.numbering.counts.get((self.styles.numbering.family.get(place.number, place.number), place.level), 1)
        block = Block(Form.ITEM, lines, marker=marker_of(label, counted))
        block.level = self._deepen(_Open(place.depth, indent, block))
        return block

    def _deepen(self, item: _Open) -> int:
        """How deep an item stands in the list that is open, which it joins."""
        while self.open:
            last = self.open[-1]
            if item.depth > last.depth or (item.depth == last.depth and item.indent > last.indent + INDENT_STEP):
                break
            self.open.pop()
        self.open.append(item)
        return len(self.open) - 1

    def _text(self, lines: list[str], strong: bool, indent: int) -> Block | None:
        """A plain paragraph: more of the innermost item it stands as far in as, else the end of the list."""
        owner = next((item for item in reversed(self.open) if 0 < item.indent <= indent and not strong), None)
        if owner is not None:
            owner.block.lines += [line.strip() for line in lines]
            return None
        self.open.clear()
        return Block(Form.TEXT, lines, strong=strong)

    def _marked(self, text: str, notes: list[tuple[str, str]]) -> str:
        """The text with its notes' marks; the notes themselves wait for the end of what they stand under."""
        for kind, name in notes:
            self.numbered[kind] = self.numbered.get(kind, 0) + 1
            mark = f"[{numeral(self.numbered[kind], 'decimal' if kind == 'footnote' else 'lowerRoman')}]"
            text = text.replace("\0", mark, 1)
            note = self.notes.get((kind, name))
            lines = [] if note is None else [draw(each, self.styles).text.replace("\0", "").strip() for each in note.iter("{*}p")]
            self.waiting.append(Block(Form.TEXT, [f"{mark} {' '.join(filter(None, lines))}"], self.pages.page if self.pages.known else None))
        return text

    def _table(self, table: etree._Element, tables: int) -> list[Block]:
        kept, self.open = self.open, []
        rows: list[list[TableCell]] = []
        for row in inside(table, _UNSEEN, ("tr",)):
            if local(row) == "tr" and child(row, "trPr", "del") is None:
                rows.append([self._cell(cell, tables) for cell in inside(row, _UNSEEN, ("tc",)) if local(cell) == "tc"])
        self.open = kept if tables else []
        return table_blocks(rows)

    def _cell(self, cell: etree._Element, tables: int) -> TableCell:
        """A cell; one merged into the cell above is empty."""
        properties = child(cell, "tcPr")
        merged = child(properties, "vMerge")
        hidden = merged is not None and value(merged) != "restart"
        self.open = []
        blocks = [] if hidden else self.blocks(cell, tables + 1)
        return TableCell(blocks, whole(value(child(properties, "gridSpan"))) or 1)


def _content(container: etree._Element) -> Iterator[etree._Element]:
    """The paragraphs and tables of a container in order, also those in content controls and in what was inserted."""
    stops = ("p", "tbl")
    return (each for each in inside(container, _UNSEEN, stops) if local(each) in stops)
