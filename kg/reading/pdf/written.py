"""The lines of a PDF written as the lines that the outline's grammar reads: heading marks, indentation, blank lines, tabs.

A page knows where things stand; the grammar knows blank lines and spaces. What is said here is only what geometry is sure of: that
a line goes on the one above, that it stands further in, that it is set apart. Where a text runs over the end of a page, what goes
on is written before the footer and the header between.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from kg.marks import LIST_NUMBER, SYMBOL, SYMBOLS
from kg.model import Doubt
from kg.reading.pdf.lines import Line
from kg.reading.pdf.measures import SAME_EDGE, Measures, depth_of, depths, ends_sentence, with_headings
from kg.reading.pdf.page import Printed
from kg.reading.source import RawLine

# In parts of the usual spacing: text further down begins anew; a bullet further down, of the usual gap of bullets, is set apart;
# text under a bullet's text and nearer than that is its second paragraph.
APART, LIST_APART, SECOND_PARAGRAPH = 1.18, 1.4, 2.2
# A sentence that the margin broke may go on a little further down than lines usually do.
UNFINISHED_APART = 1.35
# Lines of a header at most so many sizes apart are one.
TOGETHER = 1.6
# What is shown as a picture over more than this share of a page, with so few letters beside it, is a scan.
PICTURED, STAMPED_LETTERS = 0.5, 20
BOLD_LEVEL = 7

# What the grammar would take for a bullet at the start of a line.
_LIKE_BULLET = re.compile(rf"(?:{SYMBOL}|[-–—*+]\s|o\s+[A-Z0-9'\"‘“]|(?:{LIST_NUMBER})\s)")


@dataclass(slots=True)
class PageLines:
    """A page's lines: its header, its body in reading order, its footer."""

    printed: Printed
    header: list[Line]
    body: list[Line]
    footer: list[Line]


@dataclass(slots=True)
class _Writer:
    """What was written: the last body line, the bullet that is open, the last line of furniture.

    `waiting` is furniture that an open text goes on after.
    """

    measures: Measures
    edges: list[float]
    raw: list[RawLine] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    waiting: list[Line] = field(default_factory=list)
    last: Line | None = None
    item: Line | None = None
    above: Line | None = None

    def blank(self, page: int) -> None:
        """A blank line, unless there is one."""
        if self.raw and self.raw[-1].text:
            self.raw.append(RawLine("", page))

    def furniture(self, line: Line) -> None:
        """A header's or footer's line, which stands alone unless it is one of several."""
        above = self.above
        if above is None or above.page != line.page or not 0 < above.foot - line.baseline <= TOGETHER * line.size:
            self.blank(line.page)
        self.above = line
        self.raw.append(RawLine(line.whole, line.page, line.box, begins=True))

    def flush(self, page: int) -> None:
        """Writes the furniture that waited."""
        for line in self.waiting:
            self.furniture(line)
        if self.waiting:
            self.waiting = []
            self.blank(page)

    def body(self, line: Line) -> None:
        """A line of the body."""
        last = self.last
        goes_on = last is not None and self._goes_on(last, line)
        if not goes_on:
            self.flush(line.page)
            if last is not None and self._stands_apart(last, line):
                self.blank(line.page)
            self.item = line if line.marker else None
        glued = goes_on and bool(_LIKE_BULLET.match(line.whole)) and bool(self.raw[-1].text)
        if glued:
            self.raw[-1] = replace(self.raw[-1], text=f"{self.raw[-1].text} {line.whole}")
        else:
            self.raw.append(RawLine(self._text(line, goes_on), line.page, line.box, begins=not goes_on))
        self.last = replace(line, marker="", text_left=line.box[0]) if goes_on else line

    def _text(self, line: Line, goes_on: bool) -> str:
        if line.level:
            return f"**{line.text}**" if line.level >= BOLD_LEVEL else f"{'#' * line.level} {line.text}"
        if line.cells:
            return line.text
        if self.item is not None:
            depth = depth_of(self.item, self.edges)
            return "  " * depth + (line.whole if not goes_on else f"  {line.whole}")
        return line.whole

    def _goes_on(self, last: Line, line: Line) -> bool:
        """Whether a line goes on the text of the last."""
        if line.level or last.level or line.cells or last.cells or line.turned or last.turned:
            return False
        if line.marker and not self._only_looks_marked(last, line):
            return False
        if not self._under(last, line):
            return self._goes_on_elsewhere(last, line)
        gap, spacing = last.foot - line.baseline, self.measures.spacing(last, line)
        inside = self.item is not None and self.item.tabbed and abs(line.left - self.item.inner) <= SAME_EDGE
        unfinished = not line.marker and not ends_sentence(last.text) and self.measures.full(last, line)
        if gap > (UNFINISHED_APART if unfinished else APART) * spacing:
            return inside and not line.marker and gap <= SECOND_PARAGRAPH * spacing
        if inside:
            return True
        if self.item is not None and last is not self.item and line.left < last.left - SAME_EDGE:
            return False
        if self.measures.full(last, line):
            return True
        return not (ends_sentence(last.text) and not line.text[:1].islower()) and (self.item is None or line.left >= self.item.left - SAME_EDGE)

    def _under(self, last: Line, line: Line) -> bool:
        return last.column == line.column and last.foot > line.baseline

    def _goes_on_elsewhere(self, last: Line, line: Line) -> bool:
        """Whether a line at the head of a page or column goes on the text at the foot of the one before."""
        edges = [last.inner] if self.item is None else [last.inner, self.item.inner, *([] if self.item.tabbed else [self.item.left])]
        if line.marker or abs(line.size - last.size) > 0.5 or not any(abs(line.left - edge) <= SAME_EDGE for edge in edges):
            return False
        ended = ends_sentence(last.text)
        return (not ended and line.text[:1].islower()) or (self.measures.full(last, line) and (not ended or self.item is not None))

    def _only_looks_marked(self, last: Line, line: Line) -> bool:
        """Whether what looks like a dash or number of a list is a word of running text that the margin broke before it."""
        if line.tabbed or line.marker in SYMBOLS or not self._under(last, line) or ends_sentence(last.text):
            return False
        sibling = bool(last.marker) and abs(last.left - line.left) <= SAME_EDGE
        return not sibling and abs(line.left - last.inner) <= SAME_EDGE and self.measures.full(last, line)

    def _stands_apart(self, last: Line, line: Line) -> bool:
        """Whether a blank line stands between a line and the last, which it does not go on."""
        if line.cells and last.cells and not line.opens:
            return False
        if not line.marker or line.level or last.level or last.cells or last.turned or not self._under(last, line):
            return not (line.marker and last.marker and not line.level and not last.level)
        usual = max(self.measures.spacing(last, line), self.measures.list_gap if self.item else 0.0)
        return last.foot - line.baseline > LIST_APART * usual


def written(pages: Sequence[PageLines]) -> tuple[list[RawLine], tuple[Doubt, ...]]:
    """The lines of a document, and what of it could not be read."""
    measures = Measures.of([line for page in pages for line in page.body])
    bodies = _split(with_headings([line for page in pages for line in page.body], measures))
    writer = _Writer(measures, depths(line for body in bodies.values() for line in body))
    for page in pages:
        body = bodies.get(page.printed.number, [])
        if writer.last is not None:
            writer.waiting += page.header
        else:
            for line in page.header:
                writer.furniture(line)
            writer.blank(page.printed.number)
        for line in body:
            writer.body(line)
        _doubt_scans(writer, page)
        writer.waiting += page.footer
    writer.flush(pages[-1].printed.number if pages else 1)
    return writer.raw, tuple(writer.doubts)


def _split(lines: Sequence[Line]) -> dict[int, list[Line]]:
    pages: dict[int, list[Line]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    return pages


def is_scan(printed: Printed) -> bool:
    """Whether a page shows a picture where text should be."""
    letters = printed.letters
    return (not letters and printed.pictured > 0) or (letters <= STAMPED_LETTERS and printed.pictured > PICTURED)


def _doubt_scans(writer: _Writer, page: PageLines) -> None:
    number = page.printed.number
    if is_scan(page.printed):
        writer.flush(number)
        writer.raw.append(RawLine("", number))
        writer.doubts.append(Doubt("scanned-page", f"page {number} is a picture of text and could not be read", len(writer.raw)))
