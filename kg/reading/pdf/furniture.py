"""Running headers and footers of a PDF: rows at a page's edge that other pages repeat in the same place, and page numbers.

They are kept as lines. It matters only where they stand: beside columns they belong to none, and a bullet that runs over the end
of a page goes on after them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from kg.marks import PAGE_NUMBER
from kg.reading.pdf.lines import PageRows
from kg.reading.pdf.rows import Row

# Headers lie in this share of the page from the top, footers in that share from the bottom, and have at most so many rows.
HEADER_ZONE, FOOTER_ZONE, ROWS = 0.2, 0.15, 5
# Rows of one header are at most so many sizes apart; one that is set apart stands on this share of the pages.
TOGETHER, USUAL = 1.6, 0.4

Parts = tuple[list[Row], list[Row], list[Row]]
Key = tuple[bool, str, int]


def parted(pages: Sequence[PageRows]) -> list[Parts]:
    """Each page's rows as header, body and footer."""
    counts: Counter[Key] = Counter()
    for page in pages:
        counts.update({key for top in (True, False) for row in _edge(page, top) for key in _keys(row, top)})
    usual = max(2.0, USUAL * len(pages))
    return [_part(page, counts, usual) for page in pages]


def _part(page: PageRows, counts: Counter[Key], usual: float) -> Parts:
    header = _repeated(_edge(page, True), counts, usual, True)
    footer = [row for row in _repeated(_edge(page, False), counts, usual, False) if row not in header]
    return header, [row for row in page.rows if row not in header and row not in footer], footer[::-1]


def _edge(page: PageRows, top: bool) -> list[Row]:
    """The outermost rows, from the edge inwards."""
    height = page.printed.height
    rows = page.rows[:ROWS] if top else page.rows[::-1][:ROWS]
    return [row for row in rows if (row.baseline > (1 - HEADER_ZONE) * height if top else row.baseline < FOOTER_ZONE * height)]


def _keys(row: Row, top: bool) -> Iterator[Key]:
    """What a row is known by on other pages: its words without figures, and its height, to which a point or two do not matter."""
    words = re.sub(r"[\d\W_]+", " ", row.text.lower()).strip()
    if words and not row.spans[0].marked:
        yield from ((top, words, round(row.baseline / 8) + step) for step in (0, 1))


def _repeated(rows: list[Row], counts: Counter[Key], usual: float, top: bool) -> list[Row]:
    """The rows from the edge inwards as long as they are repeated or page numbers; set apart from these, only what most pages repeat."""
    found: list[Row] = []
    for row in rows:
        numbered = not found and bool(PAGE_NUMBER.fullmatch(row.text))
        together = not found or abs(row.baseline - found[-1].baseline) <= TOGETHER * row.size
        repeats = max((counts[key] for key in _keys(row, top)), default=0)
        if not numbered and repeats < (2 if together else usual):
            break
        found.append(row)
    return found
