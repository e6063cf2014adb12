"""Numbers in a text, in digits and in words, with currency, magnitude, unit and range; before it is asked whether they are figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from kg.figures.words import FigureWords, alternatives, figure_words
from kg.tokens import small

# A dash parts the ends of a range; "to" does where nothing says that it goes from one to the other, "and" only after "between".
_DASH = re.compile(r"\s?[-–—]\s?(?=[£€$]?\d)|\s?[-–—]\s?")
_TO = re.compile(r"\s+to\s+", re.I)
_AND = re.compile(r"\s+and\s+", re.I)
_FROM = re.compile(r"\b(?:from|increased|decreased|reduced|rose|risen|fell|fallen)\b[^.;,]{0,40}$", re.I)
_BETWEEN = re.compile(r"\b(?:between|from|of)\s+$", re.I)


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as printed. `unit` is "" where nothing measures it but what is counted; `after` is a qualifier that follows ("+")."""

    value: Decimal
    start: int
    end: int
    unit: str = ""
    high: Decimal | None = None
    decimals: int = 0
    word: bool = False
    bare: bool = False
    after: str | None = None
    unit_said: str = ""
    # Where the number ends and its unit begins.
    core: int = 0


@dataclass(frozen=True, slots=True)
class _Patterns:
    number: re.Pattern[str]
    unit: re.Pattern[str]
    after: re.Pattern[str]
    word: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    words = figure_words()
    digits = r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    one = rf"(?:{alternatives(words.numbers)})"
    large = rf"(?:{alternatives(m for m in words.magnitudes if len(m) > 2)})"
    spelled = rf"(?P<words>\b(?:{one}|an?(?=\s+{large}\b))(?:(?:[\s-]+(?:and[\s-]+)?)(?:{one}|{large}))*\b)"
    further = rf"(?P<further>\b(?:a\s+further|another)(?=\s+(?:{alternatives(words.lists['not_figures.another'])})\b))"
    currency = f"[{''.join(words.currencies)}]"
    magnitude = rf"(?:\s?(?P<magnitude>(?:{alternatives(words.magnitudes)}))(?![A-Za-z]))?"
    # Digits that are part of a word, a date or a larger number are none of their own; a minus is one only before a number that begins a word.
    lone = r"(?<![\w#@])(?<![\w][/.:’'])(?<![A-Za-z][-–—])(?<!\d[,.])"
    no_more = r"(?![\d]|(?<=\d)[A-Za-z]{0,2}\d|(?:st|nd|rd|th)\b)"
    number = rf"(?:(?P<currency>{currency})\s?)?(?:{lone}|(?<={currency})|(?<={currency}\s)){digits}{magnitude}{no_more}|{spelled}|{further}"
    unit = rf"[\s-]?(?P<gap>(?:average|additional|further|extra|full)\s+)?(?P<unit>{alternatives(words.units)})(?![A-Za-z])"
    after = rf"\s?(?P<after>{alternatives(words.after)})(?![\w])"
    return _Patterns(*(re.compile(p, re.I) for p in (number, unit, after, rf"{one}|{large}")))


_DIGITS = re.compile(r"\d[\d,.]*")
_ARTICLE = re.compile(r"(?<![a-z])(?P<a>an? )$")
_LETTERS = re.compile(r"[a-z]+")


@cache
def _spelled() -> tuple[frozenset[str], re.Pattern[str]]:
    """Words for numbers, and where one may begin in small letters. The pattern begins with letters alone, which makes the search fast."""
    words = figure_words()
    names = [*words.numbers, *(m for m in words.magnitudes if len(m) > 2), "another"]
    return frozenset((*names, "further")), re.compile(rf"(?:{'|'.join(sorted((*names, 'a further'), key=len, reverse=True))})(?![a-z])")


def _candidates(low: str) -> Iterator[tuple[int, int]]:
    """Where numbers may be in a text in small letters, from left to right."""
    digits = [m.span() for m in _DIGITS.finditer(low)]
    names, pattern = _spelled()
    if names.isdisjoint(_LETTERS.findall(low)):
        yield from digits
        return
    spelled = [m.span() for m in pattern.finditer(low) if not m.start() or not low[m.start() - 1].isalnum()]
    yield from sorted(digits + spelled)


def spelled_value(said: str) -> Decimal:
    """250 for "two hundred and fifty"."""
    words = figure_words()
    total = part = 0
    for word in re.findall(r"[a-z]+", said.lower()):
        if word in words.numbers:
            part += words.numbers[word]
        elif word in words.magnitudes:
            size = words.magnitudes[word]
            part = max(part, 1) * size
            if size >= 1000:
                total, part = total + part, 0
    return Decimal(total + part)


def numbers(text: str) -> Iterator[Printed]:
    """The numbers of a text from left to right, ranges as one."""
    found = list(_single(text))
    i = 0
    while i < len(found):
        joined = (_range(text, found[i], found[i + 1]) or _clock(text, found[i], found[i + 1])) if i + 1 < len(found) else None
        yield joined or found[i]
        i += 2 if joined else 1


def _single(text: str) -> Iterator[Printed]:
    low = small(text)
    patterns, place = _patterns(), 0
    for begin, end in _candidates(low):
        if begin < place:
            continue
        match = patterns.number.match(text, max(place, begin - _lead(low, begin)))
        place = max(end, match.end() if match else 0)
        if match and not (match["digits"] and _part_of_word(text, match.end())):
            printed = _measured(text, _printed(match), figure_words())
            place = max(place, printed.end)
            yield printed


def _lead(low: str, start: int) -> int:
    """How many characters before a candidate belong to it: a currency, or the "a" of "a hundred"."""
    ahead = low[max(0, start - 2) : start]
    if ahead[-1:] in figure_words().currencies:
        return 1
    if ahead[:1] in figure_words().currencies and ahead[1:].isspace():
        return 2
    article = _ARTICLE.search(low, max(0, start - 4), start) if low[start].isalpha() else None
    return start - article.start("a") if article else 0


def _part_of_word(text: str, end: int) -> bool:
    """Whether letters stand right after the digits that are no unit: "5th", "4P"."""
    if end < len(text) and text[end].isalpha():
        unit = _patterns().unit.match(text, end)
        return unit is None
    return False


def _printed(match: re.Match[str]) -> Printed:
    words = figure_words()
    start, end = match.span()
    if match["further"]:
        return Printed(Decimal(1), start, end, word=True, core=end)
    if match["words"]:
        return Printed(spelled_value(match["words"]), start, end, word=True, core=end)
    digits = match["digits"].replace(",", "")
    decimals = len(digits.partition(".")[2])
    size = Decimal(words.magnitudes[match["magnitude"].lower()]) if match["magnitude"] else Decimal(1)
    currency = words.currencies[match["currency"]] if match["currency"] else ""
    shift = max(0, decimals - (len(str(size)) - 1))
    bare = not currency and not match["magnitude"] and "," not in match["digits"]
    return Printed(Decimal(digits) * size, start, end, currency, decimals=shift, bare=bare, core=end)


def _measured(text: str, printed: Printed, words: FigureWords) -> Printed:
    """With the unit and the qualifier that stand right after it."""
    if match := _patterns().after.match(text, printed.end):
        printed = replace(printed, after=words.after[" ".join(match["after"].lower().split())], end=match.end())
    if printed.unit:
        return printed
    match = _patterns().unit.match(text, printed.end)
    if not match or (match["unit"].isalpha() and len(match["unit"]) == 1 and match.start("unit") > printed.end):
        return printed
    said = " ".join(match["unit"].lower().split())
    unit = words.units[said]
    if said in ("points", "pts", "point") and not printed.decimals:
        return printed
    return replace(printed, unit=unit, end=match.end(), unit_said=said)


def _range(text: str, low: Printed, high: Printed) -> Printed | None:
    """Two numbers as the range that they are the ends of, None where they are none."""
    if low.value >= high.value or (low.unit and high.unit and low.unit != high.unit) or low.after:
        return None
    between = text[low.end : high.start]
    before = text[max(0, low.start - 60) : low.start]
    dash, to, joined = _DASH.fullmatch(between), _TO.fullmatch(between), _AND.fullmatch(between)
    is_range = dash or (to and not _FROM.search(before)) or (joined and _BETWEEN.search(before) and "between" in before[-10:].lower())
    if not is_range:
        return None
    return replace(high, value=low.value, high=high.value, start=low.start, unit=high.unit or low.unit, bare=low.bare and high.bare)


def _clock(text: str, minutes: Printed, seconds: Printed) -> Printed | None:
    """ "Four minutes ten seconds" as seconds, None where it is no such time."""
    told = minutes.unit == "minutes" and seconds.unit in ("seconds", "") and seconds.value < 60 and not seconds.decimals
    if not told or text[minutes.end : seconds.start].strip() not in ("", "and"):
        return None
    return replace(seconds, value=minutes.value * 60 + seconds.value, start=minutes.start, unit="seconds", unit_said="seconds", bare=False)
