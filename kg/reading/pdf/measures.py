"""How a document is set: the size of its body, its right margins, its line spacing, the depths of its bullets, its headings.

A line means little alone; what is large, wide, far apart or far in is so only beside the rest of the document.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from kg.marks import LIST_NUMBER
from kg.reading.blocks import HEADING_WORDS
from kg.reading.pdf.lines import Line

# A heading is larger than the body by this factor at least; sizes closer than so many points are one rank.
LARGER, SAME_SIZE = 1.1, 0.6
# Where fewer pairs of lines than this tell the line spacing, it is so many times the size.
SURE_SPACING, USUAL_SPACING = 3, 1.22
# Edges this close (points) are the same edge.
SAME_EDGE = 3.0
# Of so many lines the two that reach furthest may be accidents.
MANY_LINES = 50
# Lines of a wrapped heading are at most this many sizes apart.
HEADING_SPACING = 1.6

_SENTENCE_END = re.compile(r"[.!?:;][\"'”’)\]]*$")
_OPEN_WORDS = re.compile(r"(?:[,–—&-]|\b(?:and|of|for|the|in|on|to|with|our|a|an|by|from|or))$", re.I)


def ends_sentence(text: str) -> bool:
    """Whether a text ends where a sentence, a clause or a label does."""
    return bool(_SENTENCE_END.search(text))


def is_numbered(marker: str) -> bool:
    """Whether a marker is a number or a letter."""
    return bool(re.fullmatch(LIST_NUMBER, marker))


@dataclass(frozen=True, slots=True)
class Measures:
    """The measures of one document, from its body lines."""

    size: float
    bold: bool
    margins: dict[tuple[int, int, int], float]
    spacings: dict[int, float]
    list_gap: float

    @classmethod
    def of(cls, lines: Sequence[Line]) -> Measures:
        """The measures of these lines, which are in reading order."""
        weights: Counter[float] = Counter()
        heavy = 0
        prose = [line for line in lines if not line.turned]
        sentences = [line for line in prose if not line.cells and (line.marker or ends_sentence(line.text))]
        for line in sentences or prose:
            weights[round(line.size * 2) / 2] += len(line.text)
            heavy += len(line.text) * (1 if line.bold else -1)
        size = weights.most_common(1)[0][0] if weights else 10.0
        margins = _margins(prose)
        bare = cls(size, heavy > 0, margins, {}, 0.0)
        spacings = bare._spacings(prose)
        with_spacings = replace(bare, spacings=spacings)
        gaps = [a.foot - b.baseline for a, b in _pairs(prose) if b.marker and not b.cells]
        return replace(with_spacings, list_gap=median(gaps) if gaps else 0.0)

    def _spacings(self, lines: Sequence[Line]) -> dict[int, float]:
        gaps: dict[int, list[float]] = {}
        for a, b in _pairs(lines):
            if not (b.marker or b.cells or a.cells) and abs(a.size - b.size) < 0.3 and abs(a.inner - b.inner) <= SAME_EDGE and self.full(a, b):
                gaps.setdefault(round(b.size), []).append(a.foot - b.baseline)
        return {size: median(held) for size, held in gaps.items() if len(held) >= SURE_SPACING}

    def spacing(self, a: Line, b: Line) -> float:
        """The usual distance of two lines set as these."""
        size = max(a.size, b.size)
        return self.spacings.get(round(size), USUAL_SPACING * size)

    def full(self, line: Line, following: Line) -> bool:
        """Whether the first word of the next line would not have fitted on this one: the margin broke it, nobody meant to."""
        return line.box[2] + line.space + following.first > self.margins.get(_place(line), line.column.right) - 1.5

    def stands_out(self, line: Line) -> bool:
        """Whether a line is set as a heading is: larger than the body, or bold where the body is not."""
        if line.cells or line.turned or (line.marker and not is_numbered(line.marker)):
            return False
        return line.size >= LARGER * self.size or (line.bold and not self.bold)


def _pairs(lines: Sequence[Line]) -> Iterable[tuple[Line, Line]]:
    """Lines that stand under one another in one column."""
    return ((a, b) for a, b in pairwise(lines) if a.column == b.column and a.foot > b.baseline)


def _place(line: Line) -> tuple[int, int, int]:
    """Lines that end at one margin: of one column, in pages of one width."""
    column = line.column
    return (column.order, round(column.left / 12) if column.order else 0, round(column.sheet))


def _margins(lines: Iterable[Line]) -> dict[tuple[int, int, int], float]:
    rights: dict[tuple[int, int, int], list[float]] = {}
    for line in lines:
        if not line.cells:
            rights.setdefault(_place(line), []).append(line.box[2])
    return {place: sorted(held)[-3 if len(held) >= MANY_LINES else -1] for place, held in rights.items()}


def with_headings(lines: Sequence[Line], measures: Measures) -> list[Line]:
    """The lines with wrapped headings joined and each heading's rank set: by size, then bold lines of the body's size (rank 7)."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups and _wraps(groups[-1], line, measures):
            groups[-1].append(line)
        else:
            groups.append([line])
    headings = {id(group[0]) for n, group in enumerate(groups) if _is_heading(group, groups[n - 1][-1] if n else None, measures)}
    sizes = _ranks(group[0].size for group in groups if id(group[0]) in headings and group[0].size >= LARGER * measures.size)
    found: list[Line] = []
    for group in groups:
        if id(group[0]) not in headings:
            found += group
            continue
        large = group[0].size >= LARGER * measures.size
        level = min(6, 1 + next(n for n, size in enumerate(sizes) if group[0].size >= size - SAME_SIZE)) if large else 7
        found.append(_joined(group, level))
    return found


def _ranks(sizes: Iterable[float]) -> list[float]:
    found: list[float] = []
    for size in sorted(sizes, reverse=True):
        if not found or found[-1] - size > SAME_SIZE:
            found.append(size)
    return found


def _wraps(group: list[Line], line: Line, measures: Measures) -> bool:
    """Whether a line goes on a heading that was broken by the margin."""
    last = group[-1]
    alike = abs(last.size - line.size) <= 0.3 and last.bold == line.bold and last.column == line.column
    if not (alike and measures.stands_out(last) and measures.stands_out(line)) or line.marker:
        return False
    if not 0 < last.foot - line.baseline <= HEADING_SPACING * line.size:
        return False
    return measures.full(last, line) or bool(_OPEN_WORDS.search(last.text)) or line.text[:1].islower()


def _is_heading(group: list[Line], before: Line | None, measures: Measures) -> bool:
    first = group[0]
    if not measures.stands_out(first) or sum(len(line.text.split()) for line in group) > HEADING_WORDS:
        return False
    if first.size >= LARGER * measures.size or before is None or before.column != first.column or before.cells:
        return True
    in_prose = not measures.stands_out(before) and not ends_sentence(before.text) and measures.full(before, first)
    return not (in_prose and 0 < before.foot - first.baseline <= 1.2 * measures.spacing(before, first))


def _joined(group: list[Line], level: int) -> Line:
    boxes = [line.box for line in group]
    box = (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
    first = group[0]
    text = " ".join([first.whole, *(line.text for line in group[1:])])
    return replace(first, text=" ".join(text.split()), marker="", box=box, foot=group[-1].foot, level=level)


def depths(lines: Iterable[Line]) -> list[float]:
    """The left edges at which bullets stand in the document, from the left: the first is depth 0."""
    edges = sorted(line.left for line in lines if line.marker)
    return [edge for n, edge in enumerate(edges) if not n or edge - edges[n - 1] > SAME_EDGE]


def depth_of(line: Line, edges: Sequence[float]) -> int:
    """The depth of a bullet from 0."""
    return max(0, sum(edge <= line.left + 0.01 for edge in edges) - 1)
