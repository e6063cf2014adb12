"""Periods: months, quarters, halves and years of the British financial year, which begins on 1 April.

An update reports on one period; a question names ranges of them. Both come to the same thing here: a span of whole months.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class PeriodKind(StrEnum):
    """How long a period is."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


_MONTHS = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.HALF: 6, PeriodKind.YEAR: 12}
_MONTH_NAMES = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
_LABEL = re.compile(r"(?P<y>\d{4})-(?:(?P<m>0[1-9]|1[0-2])|(?P<y2>\d{2})(?:-(?P<part>[QH][1-4]))?)")
MONTH_PATTERN = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"


def month_number(name: str) -> int:
    """1 to 12 for a month's name or its abbreviation, in any case."""
    return next(i for i, full in enumerate(_MONTH_NAMES, 1) if full.startswith(name.lower()[:3]))


@dataclass(frozen=True, slots=True)
class Period:
    """A span of whole months: `start` is its first month's first day."""

    kind: PeriodKind
    start: dt.date

    @classmethod
    def month(cls, year: int, month: int) -> Period:
        """A calendar month."""
        return cls(PeriodKind.MONTH, dt.date(year, month, 1))

    @classmethod
    def quarter(cls, first_year: int, number: int) -> Period:
        """Quarter 1 to 4 of the financial year that begins in April of `first_year`."""
        month = 3 * number + 1
        return cls(PeriodKind.QUARTER, dt.date(first_year + (month > 12), (month - 1) % 12 + 1, 1))

    @classmethod
    def half(cls, first_year: int, number: int) -> Period:
        """Half 1 or 2 of the financial year that begins in April of `first_year`."""
        return cls(PeriodKind.HALF, dt.date(first_year, 4 if number == 1 else 10, 1))

    @classmethod
    def year(cls, first_year: int) -> Period:
        """The financial year that begins in April of `first_year`."""
        return cls(PeriodKind.YEAR, dt.date(first_year, 4, 1))

    @classmethod
    def from_label(cls, label: str) -> Period:
        """The period that prints as `label`: "2018-19-Q4", "2016-06", "2018-19-H1", "2018-19". ValueError if it is none."""
        match = _LABEL.fullmatch(label.strip())
        if not match:
            raise ValueError(f"{label!r} is no period; write 2018-19-Q4, 2016-06, 2018-19-H1 or 2018-19")
        year = int(match["y"])
        if match["m"]:
            return cls.month(year, int(match["m"]))
        if int(match["y2"]) != (year + 1) % 100 or (match["part"] or "")[:2] in ("H3", "H4"):
            raise ValueError(f"{label!r} is no financial year; write {year}-{(year + 1) % 100:02d}")
        if not match["part"]:
            return cls.year(year)
        number = int(match["part"][1])
        return cls.quarter(year, number) if match["part"][0] == "Q" else cls.half(year, number)

    @classmethod
    def quarter_of(cls, day: dt.date) -> Period:
        """The quarter that holds a day."""
        first_year = day.year - (day.month < 4)
        return cls.quarter(first_year, (day.month - 4) % 12 // 3 + 1)

    @property
    def end(self) -> dt.date:
        """The last day."""
        return self.after - dt.timedelta(days=1)

    @property
    def after(self) -> dt.date:
        """The first day after it."""
        months = self.start.year * 12 + self.start.month - 1 + _MONTHS[self.kind]
        return dt.date(months // 12, months % 12 + 1, 1)

    @property
    def label(self) -> str:
        """The short form that commands and exports use."""
        if self.kind is PeriodKind.MONTH:
            return f"{self.start:%Y-%m}"
        first_year = self.start.year - (self.start.month < 4)
        year = f"{first_year}-{(first_year + 1) % 100:02d}"
        if self.kind is PeriodKind.YEAR:
            return year
        if self.kind is PeriodKind.HALF:
            return f"{year}-H{1 if self.start.month == 4 else 2}"
        return f"{year}-Q{(self.start.month - 4) % 12 // 3 + 1}"

    @property
    def title(self) -> str:
        """The form for readers: "Q4 2018/19", "June 2016"."""
        if self.kind is PeriodKind.MONTH:
            return f"{self.start:%B %Y}"
        year, _, part = self.label.partition("-Q" if self.kind is PeriodKind.QUARTER else "-H")
        prefix = {PeriodKind.QUARTER: "Q", PeriodKind.HALF: "H"}.get(self.kind, "")
        return f"{prefix}{part} {year.replace('-', '/')}".strip()

    @property
    def next(self) -> Period:
        """The one of the same kind that follows."""
        return Period(self.kind, self.after)

    def overlaps(self, first: dt.date, last: dt.date) -> bool:
        """Whether some day of it lies from `first` to `last`, both included."""
        return self.start <= last and self.end >= first


def quarters_missing(held: Iterable[Period], first: dt.date | None = None, last: dt.date | None = None) -> Iterator[Period]:
    """The quarters that no held period overlaps, from the first to the last held; `first` and `last` widen the stretch."""
    spans = sorted({(p.start, p.end) for p in held})
    if not spans:
        return
    begin, final = spans[0][0], max(end for _, end in spans)
    begin, final = begin if first is None else min(first, begin), final if last is None else max(last, final)
    quarter = Period.quarter_of(begin)
    while quarter.start <= final:
        end = quarter.end
        if not any(start <= end and quarter.start <= last_day for start, last_day in spans):
            yield quarter
        quarter = quarter.next


_YEAR = r"(?P<y>20\d{2})\s*[/–-]\s*(?P<y2>\d{2}(?:\d{2})?)\b"
# Two digits only right after a quarter: elsewhere "22/23" may be a day or a share.
_SHORT_YEAR = r"(?:fy\s*)?(?P<sy>\d{2})\s*[/–-]\s*(?P<y2>\d{2})\b"
_QUARTER = r"\b(?:q|quarter)\s*(?P<q>[1-4]|one|two|three|four)\b"
_JOINT = r"[\s,–—:()-]*(?:of\s+|in\s+|for\s+)?(?:the\s+)?(?:financial\s+year\s+)?"
_QUARTER_WORDS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "one": 1, "two": 2, "three": 3, "four": 4}
_ORDINAL = r"(?P<qw>first|second|third|fourth|1st|2nd|3rd|4th)"
_DAY = r"(?:(?<![\d/–-])\d{1,2}(?:st|nd|rd|th)?\s+)?(?:of\s+)?"
_SPANS = {"quarter": 3, "three months": 3, "3 months": 3, "half year": 6, "half-year": 6, "six months": 6, "6 months": 6}
_SPANS |= {"year": 12, "twelve months": 12, "12 months": 12}
_PATTERNS = tuple(
    re.compile(p, re.I)
    for p in (
        rf"{_DAY}\b(?P<m1>{MONTH_PATTERN})(?:\s+(?P<y1>20\d{{2}}))?\s*(?:[-–—]|to|until|through)\s*{_DAY}(?P<m2>{MONTH_PATTERN})\s+(?P<ry>20\d{{2}})\b",
        rf"\b(?P<span>{'|'.join(_SPANS)})\s+(?:ending|ended|to|up\s+to)\s+(?:the\s+end\s+of\s+)?{_DAY}(?P<m2>{MONTH_PATTERN})\s+(?P<ry>20\d{{2}})\b",
        rf"\b(?P<hw>first|second)\s+half\s+(?:of\s+)?{_YEAR}",
        rf"\b{_YEAR}[\s,–—:()-]*(?P<hw>first|second)\s+half\b",
        rf"{_QUARTER}{_JOINT}(?:fy\s*)?{_YEAR}",
        rf"{_QUARTER}{_JOINT}{_SHORT_YEAR}",
        rf"\b{_ORDINAL}\s+quarter{_JOINT}{_YEAR}",
        rf"\b{_ORDINAL}\s+quarter{_JOINT}{_SHORT_YEAR}",
        rf"\b{_YEAR}[\s,–—:()-]*{_QUARTER}",
        rf"\b{_YEAR}[\s,–—:()-]*{_ORDINAL}\s+quarter\b",
        rf"\b(?:h|half)\s*(?P<h>[12])\b[\s,–—:()-]*{_YEAR}",
        rf"\b{_YEAR}[\s,–—:()-]*(?:h|half)\s*(?P<h>[12])\b",
        rf"\b(?P<m>{MONTH_PATTERN})\s+(?P<my>20\d{{2}})\b",
        rf"\b{_YEAR}",
    )
)


@dataclass(frozen=True, slots=True)
class PrintedPeriod:
    """A period as a text names it, with its place in that text."""

    period: Period
    start: int
    end: int


def _period(match: re.Match[str]) -> Period | None:
    found: dict[str, str] = {key: said for key, said in match.groupdict().items() if said}
    if "m2" in found:
        return _stretch(found)
    if "m" in found:
        return Period.month(int(found["my"]), month_number(found["m"]))
    year = int(found.get("y") or f"20{found['sy']}")
    if int(found["y2"][-2:]) != (year + 1) % 100:
        return None
    if number := _QUARTER_WORDS.get(found.get("qw", found.get("q", "")).lower()) or found.get("q"):
        return Period.quarter(year, int(number))
    half = found.get("h") or _QUARTER_WORDS.get(found.get("hw", "").lower())
    return Period.half(year, int(half)) if half else Period.year(year)


def _stretch(found: dict[str, str]) -> Period | None:
    """The period that lasts from one month to another, None where no period does."""
    last = Period.month(int(found["ry"]), month_number(found["m2"]))
    whole = [Period.month(last.start.year, last.start.month), Period.quarter_of(last.start), *_halves(last.start)]
    if "span" in found:
        months = _SPANS[found["span"].lower()]
        return next((p for p in whole if p.after == last.after and _MONTHS[p.kind] == months), None)
    first = Period.month(int(found["y1"]), month_number(found["m1"])) if "y1" in found else month_before(found["m1"], last)
    return next((p for p in whole if p.after == last.after and p.start == first.start), None)


def month_before(name: str, last: Period) -> Period:
    """The month of that name from which a stretch runs to a month that has its year: "October to March 2022" begins in 2021."""
    number = month_number(name)
    return Period.month(last.start.year - (number > last.start.month), number)


def _halves(day: dt.date) -> tuple[Period, Period]:
    """The half and the financial year that hold a day."""
    first_year = day.year - (day.month < 4)
    return Period.half(first_year, 1 if 4 <= day.month <= 9 else 2), Period.year(first_year)


def printed_periods(text: str) -> tuple[PrintedPeriod, ...]:
    """Every quarter, half, month with year, and financial year that a text names, in order, the longest reading of each place."""
    found: list[PrintedPeriod] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            period = _period(match)
            if period and all(match.end() <= p.start or match.start() >= p.end for p in found):
                found.append(PrintedPeriod(period, match.start(), match.end()))
    return tuple(sorted(found, key=lambda p: p.start))
