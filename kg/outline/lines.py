"""What each line looks like: indentation, glyph, heading marks, emphasis, cells; and its text without them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.marks import FIGURE, LIST_NUMBER, SYMBOL
from kg.model import SourceLine, SourceText
from kg.outline.grammar import grammar
from kg.traced import Traced

# Prose is not set in lines this long, and a scraped page comes as one line: only such lines are searched for bullets inside.
SCRAPED_LENGTH = 400
# One glyph or heading inside a line may be chance; a scraped page has many.
SCRAPED_PARTS = 4

_GAP = re.compile(r"\s{2,}")
_HASHES = re.compile(r"(#{1,6})\s+(?=\S)")
_GLYPH = re.compile(
    rf"(?P<symbol>{SYMBOL})\s*"
    r"|(?P<dash>[-–—*+]|o(?=\s+[A-Z0-9'\"‘“]))(?:\s+|$)"
    rf"|(?P<number>{LIST_NUMBER})\s+(?=\S)"
)
_MARKUP = re.compile(
    r"</?(?:b|i|u|em|strong|sup|sub|span|br|p|div|font)\b[^>\n]{0,200}>"
    r"|\*\*|(?<!\w)__(?=\S)|(?<=\S)__(?!\w)"
    r"|(?<![\w*])\*(?=[^\s*])([^*\n]*[^\s*])\*(?![\w*])"
    r"|(?<![\w_])_(?=[^\s_])([^_\n]*[^\s_])_(?![\w_])"
    r"|\\(?=[-*_#.\[\]])"
)
_STRONG = re.compile(r"(?:\*\*|__|<(?:b|strong|u)>).*(?:\*\*|__|</(?:b|strong|u)>)\s*:?", re.I)
_PIPE_RULE = re.compile(r"\|?(?:\s*:?-{2,}:?\s*\|)+\s*(?::?-{2,}:?)?\s*")


_YEAR_CELL = re.compile(r"(?:19|20)\d{2}")


@dataclass(frozen=True, slots=True)
class Looks:
    """One line as it looks. `content` is its text without glyph and markup; `cells` are given for lines of a table."""

    number: int
    page: int | None
    indent: int
    level: int
    strong: bool
    glyph: str
    content: Traced
    cells: tuple[Traced, ...]
    width: int
    begins: bool = False

    @property
    def text(self) -> str:
        """The clean text."""
        return self.content.text

    @property
    def printed(self) -> str:
        """The clean text after its glyph."""
        return f"{self.glyph} {self.text}" if self.glyph else self.text

    @property
    def blank(self) -> bool:
        """Whether nothing is printed on it."""
        return not self.content.text and not self.glyph

    @property
    def words(self) -> int:
        """How many words."""
        return len(self.content.text.split())

    @property
    def glyph_class(self) -> str:
        """Glyphs of one look: every number is alike, every letter is alike."""
        return re.sub(r"\d+", "1", re.sub(r"[a-z]+(?=\))", "a", self.glyph))

    @property
    def ends_open(self) -> bool:
        """Whether the sentence seems to go on after this line."""
        return not self.text.rstrip("\"'”’)").endswith((".", "!", "?", ":", ";"))

    @property
    def has_figures(self) -> bool:
        """Whether it is a table's line with a figure in some column after the first."""
        return any(FIGURE.fullmatch(c.text) for c in self.cells[1:])

    @property
    def has_years(self) -> bool:
        """Whether it is a table's line whose only figures are years, as the head of a table may be."""
        figures = [cell.text for cell in (self.cells or self.columns)[1:] if FIGURE.fullmatch(cell.text)]
        return bool(figures) and all(_YEAR_CELL.fullmatch(figure) for figure in figures)

    @property
    def columns(self) -> tuple[Traced, ...]:
        """The line cut at gaps of two spaces and more: the cells of a table that is only aligned."""
        cells, start = [], 0
        for gap in _GAP.finditer(self.text):
            cells.append(self.content.cut(start, gap.start()))
            start = gap.end()
        return (*cells, self.content.cut(start)) if cells and not self.glyph else ()

    @property
    def is_aligned_row(self) -> bool:
        """Whether it looks like a row of an aligned table: a name, then figures and nothing else."""
        columns = self.columns
        return len(columns) > 1 and not FIGURE.fullmatch(columns[0].text) and all(FIGURE.fullmatch(c.text) for c in columns[1:])


def _cells(content: Traced) -> tuple[Traced, ...]:
    text = content.text
    separator = "\t" if "\t" in text else "|" if text.count("|") >= 2 else ""
    if not separator or (separator == "|" and not text.startswith("|")):
        return ()
    cells, start = [], 0
    for end in [i for i, c in enumerate(text) if c == separator] + [len(text)]:
        cells.append(content.cut(start, end).strip())
        start = end + 1
    if separator == "|":
        cells = cells[1:-1] if text.rstrip().endswith("|") else cells[1:]
    return tuple(cells) if len(cells) > 1 else ()


def _looks(raw: Traced, line: SourceLine) -> Looks:
    body = raw.strip()
    indent = len(raw.text.expandtabs(4)) - len(raw.text.expandtabs(4).lstrip())
    if _PIPE_RULE.fullmatch(body.text):
        body = body.cut(0, 0)
    level = 0
    if hashes := _HASHES.match(body.text):
        level, body = len(hashes[1]), body.cut(hashes.end())
    strong = bool(_STRONG.fullmatch(body.text))
    glyph = ""
    if not level and (found := _GLYPH.match(body.text)):
        glyph, body = (found["symbol"] or found["dash"] or found["number"]), body.cut(found.end())
    cells = _cells(raw.without(_MARKUP)) if "\t" in body.text or body.text.startswith("|") else ()
    return Looks(line.number, line.page, indent, level, strong, glyph, body.without(_MARKUP).strip(), cells, len(raw.text.rstrip()), line.begins)


def _split(line: Traced) -> list[Traced]:
    """A line scraped without its breaks, cut before each bullet, heading and lead inside it; any other line as it is."""
    if len(line.text) < SCRAPED_LENGTH:
        return [line]
    starts = [0, *(m.start() for m in grammar().inline.finditer(line.text) if m.start())]
    if len(starts) < SCRAPED_PARTS:
        return [line]
    return [line.cut(a, b) for a, b in zip(starts, [*starts[1:], None], strict=True)]


def look(source: SourceText) -> tuple[Looks, ...]:
    """Every line of a source as it looks, in order; a scraped line gives several with one number."""
    found: list[Looks] = []
    for line in source.lines:
        pieces = _split(Traced.of(source.text[line.start : line.end], line.start))
        found.extend(_looks(piece if n == 0 else piece.strip(), line) for n, piece in enumerate(pieces))
    return tuple(found)
