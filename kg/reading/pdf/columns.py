"""From what stands on a page to its columns in reading order.

A page is cut at the text that runs across it; between two such cuts it may stand in columns, told by a gutter with prose on both
sides, and each column is cut again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from statistics import median

from kg.model import Box
from kg.reading.pdf.rows import Span, box_of
from kg.reading.pdf.ruled import Grid

# A gutter is at least so wide (in parts of the size), and has at least so many lines on each side.
GUTTER, COLUMN_LINES = 0.6, 3
# It stands between these shares of the width.
GUTTER_FROM, GUTTER_TO = 0.2, 0.85
# Prose fills this share of its column, or has so many words a line; the cells of a table do not.
COLUMN_FILL, COLUMN_WORDS = 0.5, 3.5
# Text larger than its neighbours by this factor with nothing beside it is a heading over both columns.
BARRIER = 1.15
# Lines that begin within so many points of each other begin at one edge.
SAME_START = 3.0


@dataclass(frozen=True, slots=True)
class Column:
    """A column of text on a page of width `sheet`: its edges, its shift from the first column, its place among the columns."""

    page: int
    left: float
    right: float
    sheet: float
    shift: float = 0.0
    order: int = 0


Item = Span | Grid


def place_of(item: Item) -> Box:
    """The rectangle of text or of a table."""
    return box_of([item]) if isinstance(item, Span) else (item.places[0], item.heights[-1], item.places[-1], item.heights[0])


def from_the_top(items: Iterable[Item]) -> list[Item]:
    """The items by height, then from the left."""
    return sorted(items, key=lambda item: (-(item.baseline if isinstance(item, Span) else item.heights[0]), place_of(item)[0]))


def columns_of(items: list[Item], within: Column) -> list[tuple[Column, list[Item]]]:
    """The items by columns in reading order, each column with its edges."""
    if not items:
        return []
    left = min(place_of(item)[0] for item in items)
    gutter = _gutter(items)
    if gutter is None:
        return [(replace(within, left=within.left if within.order else left, right=max(place_of(item)[2] for item in items)), items)]
    found: list[tuple[Column, list[Item]]] = []
    for band, sided in _bands(items, gutter):
        if not sided:
            found.append((replace(within, left=left, right=max(place_of(item)[2] for item in band)), band))
            continue
        one = replace(within, left=left, right=gutter, order=2 * within.order + 1)
        two = replace(within, left=gutter, shift=within.shift + gutter - left, order=2 * within.order + 2)
        found += columns_of([item for item in band if place_of(item)[0] < gutter], one)
        found += columns_of([item for item in band if place_of(item)[0] >= gutter], two)
    return found


def _gutter(items: list[Item]) -> float | None:
    """Where the second column begins, if there are two."""
    spans = [item for item in items if isinstance(item, Span)]
    if len(spans) < 2 * COLUMN_LINES:
        return None
    low, high = min(s.left for s in spans), max(s.right for s in spans)
    starts = sorted(s.left for s in spans if low + GUTTER_FROM * (high - low) < s.left < low + GUTTER_TO * (high - low))
    candidates = [a for a, b in zip(starts, starts[COLUMN_LINES - 1 :], strict=False) if b - a <= SAME_START]
    apart = [value for n, value in enumerate(candidates) if not n or value - candidates[n - 1] > SAME_START]
    best: tuple[int, float] | None = None
    for place in apart:
        count = _columned(items, place - 0.5)
        if count and (best is None or count > best[0]):
            best = count, place - 0.5
    return best[1] if best else None


def _columned(items: list[Item], gutter: float) -> int:
    """How many lines stand in columns on either side of a place, 0 where it is no gutter."""
    sided = [item for band, both in _bands(items, gutter) if both for item in band if isinstance(item, Span)]
    left = [span for span in sided if span.left < gutter]
    right = [span for span in sided if span.left >= gutter]
    if min(len(left), len(right)) < COLUMN_LINES:
        return 0
    size = median(span.face.size for span in sided)
    if gutter - max(span.right for span in left) < GUTTER * size:
        return 0
    return min(len(left), len(right)) if _is_prose(left) and _is_prose(right) else 0


def _is_prose(spans: list[Span]) -> bool:
    width = max(s.right for s in spans) - min(s.left for s in spans)
    fill = median(s.right - s.left for s in spans) / max(width, 1.0)
    words = median(len(s.words) for s in spans)
    listed = sum(s.marked for s in spans) >= len(spans) / 2
    return listed or (words >= COLUMN_WORDS and fill >= COLUMN_FILL) or words >= 2 * COLUMN_WORDS


def _bands(items: list[Item], gutter: float) -> list[tuple[list[Item], bool]]:
    """The items from the top, cut where something runs across the gutter; with each band whether both sides of it are filled."""
    spans = [item for item in items if isinstance(item, Span)]
    usual = median(span.face.size for span in spans)
    bands: list[tuple[list[Item], bool]] = []
    for item in from_the_top(items):
        left, _, right, _ = place_of(item)
        across = left < gutter <= right or _is_barrier(item, spans, gutter, usual)
        if not bands or bands[-1][1] == across:
            bands.append(([], not across))
        bands[-1][0].append(item)
    merged: list[tuple[list[Item], bool]] = []
    for band, sided in bands:
        both = sided and all(sum(isinstance(i, Span) and (i.left < gutter) is side for i in band) >= 2 for side in (True, False))
        if merged and not both and not merged[-1][1]:
            merged[-1][0].extend(band)
        else:
            merged.append((band, both))
    return merged


def _is_barrier(item: Item, spans: list[Span], gutter: float, usual: float) -> bool:
    if not isinstance(item, Span) or item.left >= gutter or item.face.size < BARRIER * usual:
        return False
    pad = 0.3 * item.face.size
    return not any(span.left >= gutter and span.bottom < item.top + pad and span.top > item.bottom - pad for span in spans)
