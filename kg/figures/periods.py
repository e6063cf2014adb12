"""Which period a figure speaks of: the words of the bullet, and the days they mean in an update of a given period."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from kg.figures.days import Days, end_of_month, months_to, shifted
from kg.figures.figure import Reach, Spoken
from kg.figures.values import spelled_value
from kg.figures.words import alternatives, figure_words
from kg.period import MONTH_PATTERN, Period, month_number, printed_periods
from kg.tokens import small

Means = Callable[[re.Match[str], Period], tuple[Reach, Days | None]]
# So far before its unit a period of the "last three months" kind begins.
_LEAD = 40
_UNITS_OF_TIME = re.compile(r"quarter|month|week|year|half|day|period|time")
_YEAR_PRINTED = re.compile(r"20\d\d")
_ANNOUNCING = re.compile(r"(?:period|month|quarter|year)s?$", re.I)
_LENGTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


@dataclass(frozen=True, slots=True)
class Named:
    """A period that a text names: where, and what it means. `compares` marks one that another is compared with: "the same period in 2018"."""

    start: int
    end: int
    spoken: Spoken
    compares: bool = False


@dataclass(frozen=True, slots=True)
class _Form:
    """One wording of periods in small letters, and what a match of it means in an update of a period.

    It is looked for only in a text that holds one of the words that it `needs`, and the name of a month where it is `dated`.
    """

    pattern: re.Pattern[str]
    means: Means
    compares: bool
    needs: tuple[str, ...]
    dated: bool


def _day(match: re.Match[str], of: Period, suffix: str = "") -> dt.date | None:
    """The day of a date; without a year the latest one up to the end of the update's period; without a day the month's last."""
    groups = match.groupdict()
    month, day, year = groups.get(f"m{suffix}"), groups.get(f"d{suffix}"), groups.get(f"y{suffix}")
    if not month:
        return None
    number = month_number(month)
    whole = int(year) if year else of.end.year - (number > of.end.month)
    try:
        return dt.date(whole, number, int(day)) if day else end_of_month(whole, number)
    except ValueError:
        return None


def _recent(match: re.Match[str], of: Period) -> tuple[Reach, Days | None]:
    """ "The last quarter", "the last six months", "this period": up to the end of the update's period."""
    unit, count = match["unit"], match["n"]
    if unit in ("period", "reporting period", "time"):
        return Reach.WITHIN, None if count else (of.start, of.end)
    lately = match["this"] or _LATELY.search(match[0])
    if unit not in _LENGTHS or (count and not lately):
        return Reach.WITHIN, None
    if match["this"] and unit == "year":
        calendar = "calendar" in match[0]
        return Reach.TO_DATE, (dt.date(of.end.year, 1, 1) if calendar else Period.year(of.end.year - (of.end.month < 4)).start, of.end)
    number = int(count) if count and count.isdigit() else int(spelled_value(count)) if count else 1
    return Reach.WITHIN, months_to(of.end, _LENGTHS[unit] * number)


def _same(match: re.Match[str], of: Period) -> tuple[Reach, Days | None]:
    """ "The same period in 2018", "the same quarter last year": the update's months in another year."""
    year = match["y"]
    if not year:
        return Reach.WITHIN, shifted((of.start, of.end), 12)
    back = of.start.year - int(year)
    if match["y2"]:
        back = of.start.year - (of.start.month < 4) - int(year)
    return (Reach.WITHIN, shifted((of.start, of.end), 12 * back)) if back > 0 else (Reach.WITHIN, None)


def _previous(match: re.Match[str], of: Period) -> tuple[Reach, Days | None]:
    months = _LENGTHS[match["unit"]] if match["unit"] in _LENGTHS else round((of.after - of.start).days / 30.4)
    return Reach.WITHIN, shifted((of.start, of.end), months)


def _ending(match: re.Match[str], of: Period) -> tuple[Reach, Days | None]:
    """ "The three months to 31 March 2019", "12 months to June 2016"."""
    last = _day(match, of)
    if last is None:
        return Reach.WITHIN, None
    said = match["n"]
    months = int(said) if said.isdigit() else int(spelled_value(said))
    return Reach.WITHIN, months_to(last, months * (12 if match["unit"].startswith("year") else 1))


def _at(match: re.Match[str], of: Period) -> tuple[Reach, Days | None]:
    last = _day(match, of)
    return Reach.AT, (last, last) if last else None


def _on(match: re.Match[str], of: Period) -> tuple[Reach, Days | None]:
    return Reach.WITHIN, _at(match, of)[1] if match["d"] else None


def _since(match: re.Match[str], of: Period) -> tuple[Reach, Days | None]:
    last = _day(match, of)
    first = last.replace(day=1) if last and not match.groupdict().get("d") else last
    return Reach.TO_DATE, (first, of.end) if first and first <= of.end else None


def _to_date(_match: re.Match[str], _of: Period) -> tuple[Reach, Days | None]:
    return Reach.TO_DATE, None


def _now(_match: re.Match[str], of: Period) -> tuple[Reach, Days | None]:
    return Reach.AT, (of.end, of.end)


def _between(match: re.Match[str], of: Period) -> tuple[Reach, Days | None]:
    last = _day(match, of, "2")
    first = _day(match, of, "1")
    if first and not match["d1"]:
        first = first.replace(day=1)
    if first and last and not match["y1"]:
        first = first.replace(year=last.year - (first.month > last.month))
    return Reach.WITHIN, (first, last) if first and last and first <= last else None


def _numeric(match: re.Match[str], _of: Period) -> tuple[Reach, Days | None]:
    """ "01/07/15 - 30/06/16"; a day that its month lacks is taken as the month's last."""

    def one(n: str) -> dt.date:
        year, month = int(match[f"y{n}"]) % 100 + 2000, int(match[f"m{n}"])
        return dt.date(year, month, min(int(match[f"d{n}"]), end_of_month(year, month).day))

    try:
        first, last = one("1"), one("2")
    except ValueError:
        return Reach.WITHIN, None
    return Reach.WITHIN, (first, last) if first <= last else None


def _months(match: re.Match[str], of: Period) -> tuple[Reach, Days | None]:
    """ "In November", "in October and November this year"."""
    last = _day(match, of)
    if last is None:
        return Reach.WITHIN, None
    first = last.replace(day=1)
    if match["m0"]:
        number = month_number(match["m0"])
        first = dt.date(last.year - (number > last.month), number, 1)
    return Reach.WITHIN, (first, last)


def _year(match: re.Match[str], of: Period) -> tuple[Reach, Days | None]:
    year = int(match["y"])
    if match["sofar"] and year == of.end.year:
        return Reach.TO_DATE, (dt.date(year, 1, 1), of.end)
    # Of a year that is not over when the update is written, nobody can say which part is meant.
    days = dt.date(year, 1, 1), dt.date(year, 12, 31)
    return Reach.WITHIN, days if days[1] <= of.end else None


def _unclear(_match: re.Match[str], _of: Period) -> tuple[Reach, Days | None]:
    """The first quarter of a bare year may be the calendar's or the financial one's."""
    return Reach.WITHIN, None


@cache
def _forms() -> tuple[_Form, ...]:
    words = figure_words()
    number = rf"(?P<n>\d{{1,2}}|{'|'.join(words.numbers)})"
    month, year = rf"(?P<m>{MONTH_PATTERN})", r"(?P<y>(?:19|20)\d{2})"
    day = rf"(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+)?{month}\b(?:,?\s+{year})?"
    lead = r"\b(?:(?:in|over|during|for|across|within|throughout|of)\s+)?(?:the\s+)?(?:whole\s+of\s+)?(?:the\s+)?"
    unit = r"(?P<unit>quarter|month|week|year|half|day|reporting\s+period|period|time)s?\b"
    one, two = (rf"(?:(?P<d{n}>\d{{1,2}})(?:st|nd|rd|th)?\s+)?(?P<m{n}>{MONTH_PATTERN})\b(?:,?\s+(?P<y{n}>(?:19|20)\d{{2}}))?" for n in "12")
    date = r"(?P<d{0}>\d{{1,2}})/(?P<m{0}>\d{{1,2}})/(?P<y{0}>\d{{2,4}})"
    same = (
        r"\b(?:in\s+|during\s+|over\s+|for\s+|on\s+)?(?:the\s+)?(?:same|matching|corresponding|equivalent)\s+(?:\w+\s+)?(?:period|quarter|month|months|time|point)s?(?:\s+(?:in|of|during|for))?\s+(?:the\s+)?"
        r"(?:(?P<y>(?:19|20)\d{2})(?:\s*[/–-]\s*(?P<y2>\d{2,4}))?|(?:of\s+)?last\s+year|previous\s+(?:financial\s+)?year|year\s+before)?"
    )
    year_on_year = r"\b(?:year[\s-]on[\s-]year|on\s+(?:the\s+)?(?:last|previous)\s+year|than\s+(?:last\s+year|12\s+months\s+ago|a\s+year\s+ago))\b"
    year_before = r"\b(?:(?:a|one|the)\s+year|(?:12|twelve)\s+months)\s+(?:before|earlier|ago|previously)\b"
    previous = (
        r"\b(?:(?:versus|vs\.?|with|to|than|from|on)\s+(?:the\s+)?(?:last|previous|preceding)|(?:in\s+)?the\s+(?:previous|preceding))\s+"
        r"(?P<unit>quarter|month|year|period)\b(?!\s+of\b)"
    )
    coming = r"\b(?:in|over|during|for)\s+(?:the\s+)?(?:next|coming|following)\s+(?:\w+\s+)?(?:quarter|month|week|year|period)s?\b"
    unclear = r"\b(?:in\s+|during\s+|for\s+|within\s+)?(?:the\s+)?(?:first|second|third|fourth|1st|2nd|3rd|4th|q[1-4])\s+(?:quarter|half)?\s*"
    unclear += r"(?:of\s+)?(?:19|20)\d{2}\b(?!\s*[/–-]\s*\d)"
    ending = rf"{lead}(?:rolling\s+)?{number}[\s-](?P<unit>month|year)s?\s+(?:period\s+)?(?:to|ending|ended|up\s+to)\s+(?:the\s+)?(?:end\s+of\s+)?{day}"
    recent = (
        rf"{lead}(?:(?P<this>this)\s+|last\s+|past\s+|previous\s+|preceding\s+|latest\s+|current\s+|rolling\s+)?(?:financial\s+|calendar\s+)?"
        rf"(?:{number}[\s-])?(?:dedicated\s+)?{unit}(?!['’]s)(?:\s+(?:period|so\s+far))?"
    )
    in_month = rf"\b(?:in|during|throughout|for)\s+(?:(?:early|late|mid)[\s-]+)?(?:(?P<m0>{MONTH_PATTERN})\s+(?:and|to|[-–])\s+)?{month}\b(?:,?\s+{year})?"
    in_year = r"\b(?:in|during|throughout|of|for|calendar\s+year)\s+(?P<y>(?:19|20)\d{2})\b(?!\s*[/–-]\s*\d)(?P<sofar>\s+so\s+far)?"
    to_date, now = words.lists["periods.to_date"], words.lists["periods.now"]
    spans = ("quarter", "month", "week", "year", "half", "day", "period", "time")
    shapes: tuple[tuple[str, Means, bool, tuple[str, ...], bool], ...] = (
        (ending, _ending, False, ("month", "year"), True),
        (same, _same, True, ("same", "matching", "corresponding", "equivalent"), False),
        (year_on_year, _same_year, True, ("on year", "on-year", "last year", "previous year", "ago"), False),
        (year_before, _same_year, True, ("before", "earlier", "ago", "previously"), False),
        (previous, _previous, True, ("last", "previous", "preceding"), False),
        (rf"{date.format(1)}\s*(?:[-–]|to)\s*{date.format(2)}", _numeric, False, ("/",), False),
        (rf"\b(?:between|from)\s+{one}\s*(?:and|to|[-–])\s*{two}", _between, False, ("between", "from"), True),
        (coming, _unclear, False, ("next", "coming", "following"), False),
        (unclear, _unclear, False, ("quarter", "half", "q1", "q2", "q3", "q4"), False),
        (rf"\b(?:as\s+(?:at|of)|at|by)\s+(?:the\s+)?(?:end\s+of\s+)?{day}", _at, False, ("at ", "as of", "by "), True),
        (rf"\bon\s+{day}", _on, False, ("on ",), True),
        (rf"\bsince\s+(?:the\s+)?(?:(?!\b(?:and|the|it|then)\b)[a-z]+\s+){{0,7}}?{day}", _since, False, ("since",), True),
        (rf"{day}\s+to\s+date\b", _since, False, ("to date",), True),
        (recent, _recent, False, spans, False),
        (in_month, _months, False, ("in", "for", "during"), True),
        (in_year, _year, False, ("19", "20"), False),
        (rf"(?<!\w)(?:{alternatives(to_date)})\b", _to_date, False, tuple(sorted(to_date)), False),
        (rf"(?<!\w)(?:{alternatives(now)})\b", _now, False, tuple(sorted(now)), False),
        (rf"\b{month}\s+{year}\b(?:\s+saw)?", _at_month, False, ("19", "20"), True),
    )
    return tuple(_Form(re.compile(pattern), means, compares, needs, dated) for pattern, means, compares, needs, dated in shapes)


def _at_month(match: re.Match[str], of: Period) -> tuple[Reach, Days | None]:
    last = _day(match, of)
    return Reach.WITHIN, (last.replace(day=1), last) if last else None


def _same_year(_match: re.Match[str], of: Period) -> tuple[Reach, Days | None]:
    return Reach.WITHIN, shifted((of.start, of.end), 12)


_MONTH = re.compile(rf"\b{MONTH_PATTERN}\b")
_LATELY = re.compile(r"\b(?:last|past|previous|preceding|latest|current|rolling)\b")
# A bare "quarter" or "year" is a period after these; else only a word.
_NAMES_TIME = re.compile(
    r"^(?:in|over|during|for|across|within|throughout)\s+(?:the\b|\w+[\s-]+(?:month|quarter|week|year|day))"
    r"|\b(?:this|last|past|previous|preceding|latest|current|rolling)\b",
    re.I,
)


@lru_cache(maxsize=1024)
def named_periods(text: str, of: Period) -> tuple[Named, ...]:
    """The periods that a text names, in order, the surest reading of each place."""
    found: list[Named] = []
    low = small(text)
    dated = bool(_MONTH.search(low))
    for form in _forms():
        if (form.dated and not dated) or not any(need in low for need in form.needs):
            continue
        for match in _matches(form, low):
            if form.means is _recent and not _NAMES_TIME.search(match[0]):
                continue
            if all(match.end() <= f.start or match.start() >= f.end for f in found):
                reach, days = form.means(match, of)
                said = " ".join(text[match.start() : match.end()].split())
                first, last = days or (None, of.end if reach is Reach.TO_DATE else None)
                found.append(Named(match.start(), match.end(), Spoken(said, reach, first, last), form.compares))
    if any(all(year.start() < f.start or year.start() >= f.end for f in found) for year in _YEAR_PRINTED.finditer(text)):
        found += _printed(text, found)
    ordered = sorted(found, key=lambda f: f.start)
    # "For the period 01/07/15 - 30/06/16": the days say it, the words before them only announce them.
    return tuple(f for f, following in zip(ordered, [*ordered[1:], None], strict=False) if not (following and _announces(text, f, following)))


def _matches(form: _Form, low: str) -> Iterator[re.Match[str]]:
    """Where a form's wording stands. "The last three months" is looked for around its unit alone, for it may begin with almost any word."""
    if form.means is not _recent:
        yield from form.pattern.finditer(low)
        return
    place = 0
    for unit in _UNITS_OF_TIME.finditer(low):
        match = form.pattern.search(low, max(place, low.rfind(" ", 0, max(0, unit.start() - _LEAD)) + 1), unit.end() + _LEAD)
        while match and match.end() < unit.end():
            match = form.pattern.search(low, match.end(), unit.end() + _LEAD)
        if match:
            place = match.end()
            yield match


def _announces(text: str, one: Named, following: Named) -> bool:
    return bool(re.fullmatch(r"\s*(?:of\s+)?\(?", text[one.end : following.start])) and not one.compares and bool(_ANNOUNCING.search(one.spoken.said))


def _printed(text: str, found: list[Named]) -> Iterator[Named]:
    """Quarters, halves, financial years and stretches of months that are named by themselves: "Q1 2016/17", "April to June 2016"."""
    for p in printed_periods(text):
        if all(p.end <= f.start or p.start >= f.end for f in found):
            yield Named(p.start, p.end, Spoken(text[p.start : p.end], Reach.WITHIN, p.period.start, p.period.end))
