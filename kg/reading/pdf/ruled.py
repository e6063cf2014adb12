"""Tables of a page that are drawn with rules.

A ruled table is found before the words are, because its rules part words that stand close. A cell is what rules enclose, so
merged cells are one; a cell that wraps is joined.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kg.reading.pdf.page import Rule
from kg.reading.pdf.rows import Cuts, Span

# Rules that miss each other by so much (points) still meet; drawings are not exact.
MEETS = 3.0
# More crossings than this to look at, and it is a chart or a map.
MAX_CROSSINGS = 60_000


@dataclass(slots=True)
class Grid:
    """The rules of one table: the places of its columns from the left, the heights of its rows from the top."""

    places: list[float]
    heights: list[float]
    across: list[Rule]
    down: list[Rule]
    spans: list[Span] = field(default_factory=list)

    @property
    def cuts(self) -> Cuts:
        """Where it parts words."""
        return Cuts(self.heights[-1], self.heights[0], tuple(self.places))

    def holds(self, span: Span) -> bool:
        """Whether a span stands inside."""
        return self.places[0] <= (span.left + span.right) / 2 <= self.places[-1] and self.heights[-1] <= span.baseline + 1 <= self.heights[0]

    def cell_of(self, span: Span) -> tuple[int, int]:
        """The row and column of the cell a span stands in, of merged cells the first."""
        x, y = min(span.left + 2, (span.left + span.right) / 2), span.baseline + 1
        column = max(0, min(bisect_right(self.places, x) - 1, len(self.places) - 2))
        row = max(0, min(sum(height > y for height in self.heights) - 1, len(self.heights) - 2))
        while column and not any(abs(r.at - self.places[column]) <= MEETS and r.start - MEETS <= y <= r.end + MEETS for r in self.down):
            column -= 1
        while row and not any(abs(r.at - self.heights[row]) <= MEETS and r.start - MEETS <= x <= r.end + MEETS for r in self.across):
            row -= 1
        return row, column

    def cells(self) -> list[dict[int, list[Span]]]:
        """For each row its cells that hold text: column -> spans."""
        rows: list[dict[int, list[Span]]] = [{} for _ in self.heights[1:]]
        for span in self.spans:
            row, column = self.cell_of(span)
            rows[row].setdefault(column, []).append(span)
        return [row for row in rows if row]


def find_grids(rules: Sequence[Rule]) -> list[Grid]:
    """The ruled tables of a page: rules that meet, with at least two columns between them."""
    across, down = _joined(r for r in rules if r.across), _joined(r for r in rules if not r.across)
    if len(across) * len(down) > MAX_CROSSINGS:
        return []
    groups: list[tuple[list[Rule], set[int]]] = []
    for rule in across:
        touching = {n for n, d in enumerate(down) if d.start - MEETS <= rule.at <= d.end + MEETS and rule.start - MEETS <= d.at <= rule.end + MEETS}
        met = [group for group in groups if group[1] & touching]
        groups = [group for group in groups if not group[1] & touching]
        groups.append(([rule, *(r for group in met for r in group[0])], touching.union(*(group[1] for group in met))))
    return [grid for rules_across, meeting in groups if (grid := _grid(rules_across, [down[n] for n in meeting]))]


def _grid(across: list[Rule], down: list[Rule]) -> Grid | None:
    if not down:
        return None
    places = _places([r.at for r in down] + [min(r.start for r in across), max(r.end for r in across)])
    heights = _places([r.at for r in across] + [min(r.start for r in down), max(r.end for r in down)])
    return Grid(places, heights[::-1], across, down) if len(places) > 2 and len(heights) > 1 else None


def _places(values: Iterable[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > MEETS:
            found.append(value)
    return found


def _joined(rules: Iterable[Rule]) -> list[Rule]:
    """Rules drawn in pieces, cell by cell, as one."""
    found: list[Rule] = []
    for rule in sorted(rules, key=lambda r: (round(r.at), r.start)):
        last = found[-1] if found else None
        if last and abs(last.at - rule.at) <= 1.5 and rule.start <= last.end + MEETS:
            found[-1] = Rule(rule.across, last.at, last.start, max(last.end, rule.end))
        else:
            found.append(rule)
    return found
