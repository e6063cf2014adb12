"""From runs of letters to words, and from words to rows of spans: what stands side by side on one line of a page.

A span is text without a wide gap in it: a line of prose is one, a row of a table is one a cell, a line that runs over two columns
of prose is two. Nothing here knows which; it only sees where white space is.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kg.marks import LIST_NUMBER, SYMBOL
from kg.model import Box
from kg.reading.blocks import superscript
from kg.reading.pdf.page import Face, Letter, Printed, Run

# In parts of the letters' size: a gap as wide as this parts words, one as wide as that parts spans.
WORD_GAP, SPAN_GAP = 0.18, 1.0
# Baselines so far apart (in parts of the size) are one line; small letters may stand higher or lower on it.
SAME_LINE, RAISED, LOWERED, SMALL = 0.25, 0.7, 0.4, 0.85
# How far from its text a bullet may stand; the widest seen is half an inch at 11 points.
MARKER_GAP = 3.5

_SYMBOL = re.compile(rf"{SYMBOL}|\ufffd")
_MARKER = re.compile(rf"[-–—*+o»›>]|{LIST_NUMBER}")


@dataclass(slots=True)
class Word:
    """Letters without a gap between them; `symbol` where it is a glyph of a symbol font or one that bullets are made of."""

    text: str
    left: float
    right: float
    face: Face
    symbol: bool = False


@dataclass(slots=True)
class Span:
    """Words side by side without a wide gap. `row` is the number of their row on the page, from the top."""

    words: list[Word]
    baseline: float
    row: int

    @property
    def left(self) -> float:
        """Left edge."""
        return self.words[0].left

    @property
    def right(self) -> float:
        """Right edge."""
        return max(word.right for word in self.words)

    @property
    def face(self) -> Face:
        """How most of it is set."""
        weights: dict[Face, int] = {}
        for word in self.words:
            weights[word.face] = weights.get(word.face, 0) + len(word.text)
        return max(weights, key=lambda face: (weights[face], face.size))

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.baseline - max(word.face.below for word in self.words)

    @property
    def top(self) -> float:
        """Upper edge."""
        return self.baseline + max(word.face.above for word in self.words)

    @property
    def text(self) -> str:
        """Its words with one space between."""
        return " ".join(word.text for word in self.words)

    @property
    def marked(self) -> bool:
        """Whether it begins with a bullet's glyph or number."""
        return len(self.words) > 1 and is_marker(self.words[0])


@dataclass(slots=True)
class Row:
    """What stands on one line of the page, from left to right."""

    baseline: float
    size: float
    runs: list[Run]
    spans: list[Span] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All of it, with wide gaps as three spaces."""
        return "   ".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Cuts:
    """Between these heights, spans end at these places: the upright rules of a table."""

    bottom: float
    top: float
    places: tuple[float, ...]


def is_marker(word: Word) -> bool:
    """Whether a word may be a bullet's glyph or number."""
    return word.symbol or bool(_MARKER.fullmatch(word.text))


def is_symbol(text: str) -> bool:
    """Whether it is one glyph that bullets are made of; fonts of symbols often place theirs in Unicode's private area, or nowhere."""
    return bool(_SYMBOL.fullmatch(text))


def box_of(spans: Iterable[Span]) -> Box:
    """The rectangle around spans."""
    held = list(spans)
    return min(s.left for s in held), min(s.bottom for s in held), max(s.right for s in held), max(s.top for s in held)


def read_rows(printed: Printed, cuts: Sequence[Cuts]) -> list[Row]:
    """The rows of upright text on a page, from the top."""
    rows = _rows([run for run in printed.runs if run.upright])
    for dot in printed.dots:
        _mark(rows, dot)
    for number, row in enumerate(rows):
        row.spans = _spans(_words(row), row, number, [c for c in cuts if c.bottom <= row.baseline <= c.top])
    return [row for row in rows if row.spans]


def _mark(rows: list[Row], dot: Box) -> None:
    """Gives a drawn bullet to the row whose text begins right of it."""
    left, bottom, right, top = dot
    for row in rows:
        if not row.baseline - 0.1 * row.size <= (bottom + top) / 2 <= row.baseline + row.size:
            continue
        letters = [letter for run in row.runs for letter in run.letters if letter.text != " "]
        clear = not any(letter.left < right and letter.right > left for letter in letters)
        if clear and any(0 < letter.left - right <= MARKER_GAP * row.size for letter in letters):
            row.runs.append(Run(row.runs[0].face, row.baseline, [Letter("•", left, right)]))
            return


def turned_text(printed: Printed) -> list[Span]:
    """What is printed upwards, downwards or aslant, a span a run."""
    return [
        Span([Word("".join(letter.text for letter in run.letters).strip(), run.left, run.right, run.face)], run.baseline, -1)
        for run in printed.runs
        if not run.upright
    ]


def _rows(runs: list[Run]) -> list[Row]:
    """Runs gathered by baseline, the largest letters first, so that small raised ones find the line that they stand on."""
    rows: list[Row] = []
    heights: list[float] = []
    reach = RAISED * max((run.face.size for run in runs), default=0.0)
    for run in sorted(runs, key=lambda run: -run.face.size):
        first, last = bisect_left(heights, run.baseline - reach), bisect_left(heights, run.baseline + reach)
        near = sorted(rows[first:last], key=lambda row: abs(row.baseline - run.baseline))
        home = next((row for row in near if _stands_on(run, row)), None)
        if home is not None:
            home.runs.append(run)
            continue
        at = bisect_left(heights, run.baseline)
        heights.insert(at, run.baseline)
        rows.insert(at, Row(run.baseline, run.face.size, [run]))
    return rows[::-1]


def _stands_on(run: Run, row: Row) -> bool:
    size, up = run.face.size, run.baseline - row.baseline
    if abs(up) <= SAME_LINE * size:
        return True
    if size > SMALL * row.size or not -LOWERED * row.size <= up <= RAISED * row.size:
        return False
    level = (other for other in row.runs if abs(other.baseline - row.baseline) <= SAME_LINE * other.face.size)
    return any(-0.3 * size <= run.left - other.right <= SAME_LINE * row.size for other in level)


def _words(row: Row) -> list[Word]:
    """The words of a row. A raised number is written in brackets, or it would be read as a digit more.

    A letter drawn twice in one place is one, for so weight is faked; two letters in one place of one run are a ligature.
    """
    placed = [(letter, run) for run in row.runs for letter in run.letters]
    placed.sort(key=lambda pair: pair[0].left)
    words: list[Word] = []
    spaced, last, drawn = True, Letter("", 0, 0), row.runs[0]
    for letter, run in placed:
        size = min(run.face.size, words[-1].face.size) if words else run.face.size
        if letter.text == " ":
            spaced = spaced or letter.right - letter.left > 0.05 * size
            continue
        if run is not drawn and letter.text == last.text and abs(letter.left - last.left) < 0.1 * size:
            continue
        raised = run.face.size < SMALL * row.size and run.baseline > row.baseline + 0.1 * row.size and letter.text.isdecimal()
        if spaced or not words or letter.left - last.right > WORD_GAP * size or words[-1].symbol:
            words.append(Word("", letter.left, letter.right, run.face, is_symbol(letter.text) or run.face.symbol))
        words[-1].text += superscript(words[-1].text, letter.text) if raised else letter.text
        words[-1].right = max(words[-1].right, letter.right)
        spaced, last, drawn = False, letter, run
    for word in words:
        word.text = word.text.replace("][", "")
    return words


def _spans(words: list[Word], row: Row, number: int, cuts: list[Cuts]) -> list[Span]:
    spans: list[Span] = []
    for word in words:
        before = spans[-1].words[-1] if spans else None
        if before is None or _parted(before, word, cuts) or (_wide(before, word) and not _marks(spans[-1], word)):
            spans.append(Span([], row.baseline, number))
        spans[-1].words.append(word)
    return spans


def _wide(before: Word, word: Word) -> bool:
    return word.left - before.right > SPAN_GAP * max(before.face.size if not before.symbol else 0, word.face.size)


def _marks(span: Span, word: Word) -> bool:
    """Whether a span is a bullet's glyph that belongs to the word after it."""
    glyph = span.words[0]
    if len(span.words) != 1 or word.left - glyph.right > MARKER_GAP * word.face.size:
        return False
    return glyph.symbol or (is_marker(glyph) and word.text[0].isalpha())


def _parted(before: Word, word: Word, cuts: list[Cuts]) -> bool:
    return any(before.right - 1 <= place <= word.left + 1 for cut in cuts for place in cut.places)
