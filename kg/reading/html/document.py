"""HTML pages: what a reader sees, with headings, lists and tables shown as the outline's grammar knows them.

The tree is walked by events, not by recursion, so that no page is too deep. An item is open from its `<li>` to its end, and all
text that stands in it but not in a deeper list is its own, also what follows that list.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree, html

from kg.errors import InputError
from kg.model import SourceText
from kg.reading.blocks import Block, Form, TableCell, raw_lines, superscript, table_blocks
from kg.reading.files import file_bytes
from kg.reading.html.page import decoded, page_parts
from kg.reading.source import source_of_lines
from kg.reading.text import MAX_BYTES

# A window's title longer than this is a description; the grammar takes no line longer for a title.
TITLE_WORDS = 15

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BREAKING_TAGS = """
address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6
header hgroup hr html legend li main menu ol p pre section summary table tbody td tfoot th thead tr ul
"""
_BREAKING = frozenset(_BREAKING_TAGS.split())
_LISTS = ("ul", "ol", "menu", "dir")
_STRONG_TAGS = ("b", "strong", "u", "dt", "summary", "legend")
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I)
# Word saves its lists as paragraphs with this style and a typed bullet.
_WORD_LIST = re.compile(r"mso-list\s*:[^;]*\blevel(\d)", re.I)
_WHITE = re.compile(r"[ \t\n\r\f]+")


@dataclass(slots=True)
class _Flow:
    """One stream of blocks: the page, or a cell of a table. `lists` and `items` are those open in it, innermost last."""

    blocks: list[Block] = field(default_factory=list)
    lists: list[int | None] = field(default_factory=list)
    items: list[Block] = field(default_factory=list)
    words: list[tuple[str, bool]] = field(default_factory=list)
    heading: int = 0
    indent: int = 0


@dataclass(slots=True)
class _Table:
    rows: list[list[TableCell]] = field(default_factory=list)


def _number(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"\s*\d{1,6}\s*", text) else default


class _Builder:
    """Blocks from the events of a walk over the tree."""

    def __init__(self) -> None:
        self.flows = [_Flow()]
        self.tables: list[_Table] = []
        self.strong = 0
        self.preformatted = 0
        self.raised: int | None = None

    @property
    def flow(self) -> _Flow:
        return self.flows[-1]

    def text(self, text: str | None) -> None:
        """Text as it is drawn: white space runs together, save in `<pre>`."""
        if not text:
            return
        shown = text if self.preformatted else _WHITE.sub(" ", text)
        self.flow.words.append((shown, self.strong > 0))

    def start(self, element: html.HtmlElement) -> None:
        """An element begins."""
        tag = element.tag
        if tag in _BREAKING:
            self.flush()
        self.strong += _is_strong(element)
        if tag == "br":
            self.flow.words.append(("\n", True))
        elif tag == "pre":
            self.preformatted += 1
        elif tag == "sup":
            self.raised = len(self.flow.words)
        elif tag in _HEADINGS:
            self.flow.heading = _HEADINGS[tag]
        elif tag == "p" and (found := _WORD_LIST.search(element.get("style", ""))):
            self.flow.indent = int(found[1]) - 1
        elif tag in _LISTS:
            self.flow.lists.append(_number(element.get("start"), 1) if tag == "ol" else None)
        elif tag == "li":
            self._item(element)
        else:
            self._start_table(element)
        self.text(element.text)

    def end(self, element: html.HtmlElement) -> None:
        """An element ends, before the text behind it."""
        tag = element.tag
        if tag in _BREAKING:
            self.flush()
        self.strong -= _is_strong(element)
        if tag == "pre":
            self.preformatted -= 1
        elif tag == "sup":
            self._raise()
        elif tag in _HEADINGS:
            self.flow.heading = 0
        elif tag == "p":
            self.flow.indent = 0
        elif tag in _LISTS:
            self.flow.lists.pop()
        elif tag == "li":
            self.flow.items.pop()
        else:
            self._end_table(element)

    def flush(self) -> None:
        """What was gathered becomes a block, or further lines of the open item."""
        flow = self.flow
        words, flow.words = flow.words, []
        lines = [line.strip(" ") if not self.preformatted else line.rstrip() for line in "".join(text for text, _ in words).split("\n")]
        lines = [re.sub(" {2,}", " ", line) if not self.preformatted else line for line in lines if line.strip()]
        if not lines:
            return
        if flow.heading:
            flow.blocks.append(Block(Form.HEADING, lines, level=flow.heading))
        elif flow.items:
            item = flow.items[-1]
            if not item.lines:
                flow.blocks.append(item)
            item.lines += lines
        else:
            strong = all(bold for text, bold in words if text.strip())
            flow.blocks.append(Block(Form.TEXT, lines, level=flow.indent, strong=strong))

    def _item(self, element: html.HtmlElement) -> None:
        flow = self.flow
        marker = "-"
        if flow.lists and (number := flow.lists[-1]) is not None:
            number = _number(element.get("value"), number)
            flow.lists[-1] = number + 1
            marker = f"{number}." if number < 100 else "-"
        flow.items.append(Block(Form.ITEM, [], level=max(0, len(flow.lists) - 1), marker=marker))

    def _raise(self) -> None:
        if self.raised is not None and self.raised <= len(self.flow.words):
            before = self.flow.words[self.raised - 1][0] if self.raised else ""
            raised = "".join(text for text, _ in self.flow.words[self.raised :])
            self.flow.words[self.raised :] = [(superscript(before, raised), self.strong > 0)]
        self.raised = None

    def _start_table(self, element: html.HtmlElement) -> None:
        if element.tag == "table":
            self.tables.append(_Table())
        elif self.tables and element.tag == "tr":
            self.tables[-1].rows.append([])
        elif self.tables and element.tag in ("td", "th"):
            self.flows.append(_Flow())

    def _end_table(self, element: html.HtmlElement) -> None:
        if element.tag == "table":
            self.flow.blocks += _under(self.flow, table_blocks(self.tables.pop().rows))
        elif self.tables and element.tag in ("td", "th"):
            cell = TableCell(self.flows.pop().blocks, _number(element.get("colspan"), 1), _number(element.get("rowspan"), 1))
            self.tables[-1].rows = self.tables[-1].rows or [[]]
            self.tables[-1].rows[-1].append(cell)


def _under(flow: _Flow, blocks: list[Block]) -> list[Block]:
    """Lists of a table that stands in a list are that much deeper."""
    for block in blocks:
        block.level += len(flow.lists) if block.form is Form.ITEM else 0
    return blocks


def _is_strong(element: html.HtmlElement) -> bool:
    return element.tag in _STRONG_TAGS or bool(_BOLD_STYLE.search(element.get("style", "")))


def _blocks(element: html.HtmlElement) -> list[Block]:
    builder = _Builder()
    for event, found in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            builder.start(found)
        else:
            builder.end(found)
            builder.text(found.tail if found is not element else None)
    builder.flush()
    return builder.flows[0].blocks


def _titled(title: str, blocks: list[Block]) -> list[Block]:
    """The window's title before the blocks, where they do not say it themselves: a period may stand only there."""
    said = re.sub(r"\W+", " ", " ".join(block.text for block in blocks)).lower()
    if not title or len(title.split()) > TITLE_WORDS or re.sub(r"\W+", " ", title).lower().strip() in said:
        return blocks
    return [Block(Form.HEADING, [title], level=1), *blocks]


def read_html(path: Path) -> SourceText:
    """The normalised text of an HTML page: what a reader sees, without navigation, scripts and site furniture.

    InputError when it is missing, empty, too large, not HTML, nested without bound, or without text.
    """
    text, doubts = decoded(file_bytes(path, MAX_BYTES))
    title, parts = page_parts(path, text)
    blocks = [block for part in parts for block in _blocks(part)]
    source = source_of_lines(path.name, raw_lines(_titled(title, blocks) if blocks else []), doubts)
    if not source.text.strip():
        raise InputError(path, "holds no text", "if scripts draw the page, save it from a browser once it is drawn")
    return source
