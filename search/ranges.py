"""Periods in questions: "in 2019/20", "Q3 2019/20", "since 2019", "before 2020", "between April 2018 and June 2020".

A bullet is in a range when its update's period overlaps it. A bare "2019" is the calendar year, "2019/20" the financial one.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from kg.period import MONTH_PATTERN, Period, month_before, month_number, printed_periods

_FIRST, _LAST = dt.date.min, dt.date.max
_YEAR = re.compile(r"\b(?:in\s+|during\s+|of\s+|for\s+)?(?P<y>(?:19|20)\d{2})\b(?!\s*[/–-]\s*\d)")
_BEFORE = re.compile(
    r"\b(?P<word>before|prior to|until|till|up to|by the end of|since|after|from|starting|between)\s+(?:the\s+)?(?:start of\s+|end of\s+|beginning of\s+)?$",
    re.I,
)
_LINKS = re.compile(r"\s*(?P<word>and|to|until|till|-|–|through)\s*(?:the\s+end\s+of\s+)?", re.I)
_OUT = re.compile(
    r"\b(?:excluding|except(?:\s+for)?|outside|other\s+than|apart\s+from|not\s+(?:in|during|for)|but\s+not)\s+(?:in\s+|during\s+|for\s+)?(?:the\s+)?$", re.I
)
# "Jul-Sep 2022", "October to December 2018": the first month takes its year from the second.
_MONTHS = re.compile(rf"\b(?P<a>{MONTH_PATTERN})\s*(?:-|–|to|until|through|and)\s*(?P<b>{MONTH_PATTERN})\s+(?P<y>20\d{{2}})\b", re.I)
# Told from the latest period held, not from today: the same library and question give the same answer.
_LATEST = re.compile(r"\b(?:last|latest|most recent|current|newest)\s+(?:quarter|update|report|period)(?:ly\s+(?:update|report))?\b(?!\s+of\b)", re.I)
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10, "twelve": 12, "couple of": 2, "few": 3}
_LATELY = re.compile(rf"\b(?:last|past|previous)\s+(?:(?P<n>\d{{1,2}}|{'|'.join(_NUMBERS)})\s+)?(?P<unit>year|quarter|month)(?P<many>s)?\b", re.I)
_MONTHS_OF = {"year": 12, "quarter": 3, "month": 1}
# "the last three months of 2022", "the first half of 2019": of a calendar year; of a financial one where two years are given.
_PART = re.compile(
    r"\b(?P<which>first|second|last|final)\s+(?:(?P<n>three|3|six|6)\s+months|half)\s+of\s+(?:the\s+)?(?:financial\s+year\s+)?(?P<y>20\d{2})(?P<y2>\s*[/–-]\s*\d{2})?\b",
    re.I,
)
# "Q3 2019": a quarter is one of the financial year, here of the one that begins in that year.
_QUARTER_OF = re.compile(r"\b(?:q(?P<q>[1-4])|(?P<w>first|second|third|fourth|last)\s+quarter)\s+(?:of\s+)?(?P<y>20\d{2})\b(?!\s*[/–-]\s*\d)", re.I)
_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4}
_SEASON = re.compile(r"\b(?P<season>spring|summer|autumn|winter)\s+(?:of\s+)?(?P<y>20\d{2})\b(?:\s*[/–-]\s*\d{2}\b)?", re.I)
# The first month; a winter is named by the year in which it begins.
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
_LEADING = re.compile(r"\b(?:in|during|for|of|over|throughout)\s+(?:the\s+)?$", re.I)


@dataclass(frozen=True, slots=True)
class Range:
    """From the first to the last day, both included; open ends are the least and the greatest date. `excluded`: all but these."""

    first: dt.date
    last: dt.date
    said: str
    excluded: bool = False

    def to_json(self) -> dict[str, str | None]:
        """Days as ISO dates, None where the end is open."""
        return {
            "said": self.said,
            "from": None if self.first == _FIRST else self.first.isoformat(),
            "to": None if self.last == _LAST else self.last.isoformat(),
        }

    @classmethod
    def from_json(cls, row: Mapping[str, Any], *, excluded: bool = False) -> Range:
        """The range that `to_json` wrote. ValueError where a day is no ISO date."""
        first, last = (dt.date.fromisoformat(row[key]) if row.get(key) else end for key, end in (("from", _FIRST), ("to", _LAST)))
        return cls(first, last, str(row.get("said") or f"{first} to {last}"), excluded)


@dataclass(frozen=True, slots=True)
class _Point:
    first: dt.date
    last: dt.date
    start: int
    end: int
    closed: bool = False


def _lately(text: str, latest: Period) -> Iterator[_Point]:
    """What is told from the latest period held: itself, or so many years, quarters or months up to its end."""
    yield from (_Point(latest.start, latest.end, m.start(), m.end(), closed=True) for m in _LATEST.finditer(text))
    for match in _LATELY.finditer(text):
        said = (match["n"] or "").lower()
        if bool(said) is bool(match["many"]):
            months = _MONTHS_OF[match["unit"].lower()] * (_NUMBERS.get(said) or int(said or 1))
            first = latest.after.year * 12 + latest.after.month - 1 - months
            yield _Point(dt.date(first // 12, first % 12 + 1, 1), latest.end, match.start(), match.end(), closed=True)


def _points(text: str, latest: Period | None, eras: Mapping[str, tuple[Period, Period]]) -> Iterator[_Point]:
    """Every period, year and era that the text names, with its place."""
    for pattern, (first, last) in eras.items():
        yield from (_Point(first.start, last.end, m.start("era"), m.end()) for m in re.finditer(pattern, text, re.I))
    lately: list[_Point] = []
    for point in _lately(text, latest) if latest else ():
        if all(point.end <= p.start or point.start >= p.end for p in lately):
            lately.append(point)
    found = [*_parts_of_years(text), *(_Point(*_months(m), m.start(), m.end(), closed=True) for m in _MONTHS.finditer(text))]
    printed = [_Point(p.period.start, p.period.end, p.start, p.end) for p in printed_periods(text)]
    years = [_Point(dt.date(int(m["y"]), 1, 1), dt.date(int(m["y"]), 12, 31), m.start("y"), m.end()) for m in _YEAR.finditer(text)]
    for point in (*lately, *printed, *years):
        if all(point.end <= p.start or point.start >= p.end for p in found):
            found.append(point)
    yield from found


def _parts_of_years(text: str) -> Iterator[_Point]:
    """Halves, stretches of months, quarters and seasons of a year."""
    for m in _PART.finditer(text):
        months = {"three": 3, "3": 3}.get((m["n"] or "").lower(), 6)
        begin = 4 if m["y2"] else 1
        first = begin if m["which"].lower() == "first" else begin + 12 - months
        yield _stretch(int(m["y"]), first, months, m)
    for m in _QUARTER_OF.finditer(text):
        yield _stretch(int(m["y"]), 3 * int(m["q"] or _QUARTERS[m["w"].lower()]) + 1, 3, m)
    for m in _SEASON.finditer(text):
        yield _stretch(int(m["y"]), _SEASONS[m["season"].lower()], 3, m)


def _stretch(year: int, month: int, months: int, match: re.Match[str]) -> _Point:
    """So many months from a month of a year; a month over 12 lies in the next."""
    first, after = year * 12 + month - 1, year * 12 + month - 1 + months
    last = dt.date(after // 12, after % 12 + 1, 1) - dt.timedelta(days=1)
    return _Point(dt.date(first // 12, first % 12 + 1, 1), last, match.start(), match.end(), closed=True)


def _months(match: re.Match[str]) -> tuple[dt.date, dt.date]:
    last = Period.month(int(match["y"]), month_number(match["b"]))
    return month_before(match["a"], last).start, last.end


def _range(text: str, point: _Point, following: _Point | None) -> tuple[Range, int, int, bool]:
    """The range that begins with a point; where its words begin and end; whether the following point is its end."""
    if out := _OUT.search(text[: point.start]):
        return Range(point.first, point.last, text[out.start() : point.end].strip(), excluded=True), out.start(), point.end, False
    before = _BEFORE.search(text[: point.start])
    start = before.start() if before else point.start
    word = before["word"].lower() if before else ""
    if point.closed and word in ("between", "from", ""):
        return Range(point.first, point.last, text[start : point.end].strip()), start, point.end, False
    link = _LINKS.fullmatch(text[point.end : following.start]) if following else None
    if following and link and (word == "between" or (link["word"].lower() != "and" and word in ("from", "since", ""))):
        return Range(point.first, following.last, text[start : following.end].strip()), start, following.end, True
    said = text[start : point.end].strip()
    if word in ("before", "prior to"):
        return Range(_FIRST, point.first - dt.timedelta(days=1), said), start, point.end, False
    if word in ("until", "till", "up to", "by the end of"):
        return Range(_FIRST, point.last, said), start, point.end, False
    if word in ("since", "from", "starting", "between"):
        return Range(point.first, _LAST, said), start, point.end, False
    if word == "after":
        return Range(point.last + dt.timedelta(days=1), _LAST, said), start, point.end, False
    leading = _LEADING.search(text[: point.start])
    start = leading.start() if leading else point.start
    return Range(point.first, point.last, text[point.start : point.end]), start, point.end, False


def find_ranges(text: str, latest: Period | None = None, eras: Mapping[str, tuple[Period, Period]] = MappingProxyType({})) -> tuple[tuple[Range, ...], str]:
    """The ranges of a question, and the question with their words blanked out.

    `latest`: the latest period held, for "last quarter". `eras`: how a question speaks of an era (its words as the group "era") ->
    the first and the last period of it, for "during the pandemic".
    """
    placed: list[tuple[int, Range]] = []
    left, before = text, None
    while left != before:
        before = left
        found, left = _found(left, sorted(_points(left, latest, eras), key=lambda p: p.start))
        placed += found
    return tuple(found for _, found in sorted(placed, key=lambda one: one[0])), left


def _found(text: str, points: Sequence[_Point]) -> tuple[list[tuple[int, Range]], str]:
    """The ranges of these points with their places, and the text with their words blanked out."""
    ranges: list[tuple[int, Range]] = []
    left = text
    i = 0
    while i < len(points):
        found, start, end, both = _range(text, points[i], points[i + 1] if i + 1 < len(points) else None)
        ranges.append((start, found))
        left = left[:start] + " " * (end - start) + left[end:]
        i += 1 + both
    return ranges, left
