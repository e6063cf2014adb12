"""Numbers that are no figures: dates, ages, road numbers, sections, names, limits and spans of time, parts of a text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kg.figures.counted import Counted
from kg.figures.sentences import after, before, first_words, last_words
from kg.figures.values import Printed
from kg.figures.words import FigureWords, figure_words
from kg.tokens import small

# So far around a number a date, an age or a name of which it is part may reach.
_REACH = 26
# Below this, a number before "areas", "themes", "pages" parts a text and counts nothing.
_SMALL = 12
# From so many hours on, they are counted, and no limit of time.
_MANY_HOURS = 100
# A date, an age and a name hold one of these; without it there is no need to look.
_HINTS = (
    (
        "not_figures.dates",
        *("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "/", ":", "19", "20", "quarter", "half", " q", " h1", " h2"),
        *("am", "pm", "p.m", "a.m", "0s", "hours", "hrs", "morning", "afternoon", "evening", "clock", ".0", ".1"),
    ),
    ("not_figures.ages", "age", "old", "year", "yr", "over", "under", "of ", "("),
    ("not_figures.names", "four", "five", "six", "seven", "eight", "twenty", "one", "two", "three", "third", "24", "4p", " 4", " 5", "2"),
)
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
# Above this a number after "all" or "out of the" is told for itself.
_SMALL_WHOLE = 100
_OF_A_WHOLE = re.compile(r"\b(?:one of(?: the)?|one of only|out of the|all|both|either of the)\s+$", re.I)
_QUOTE = re.compile(r"['‘“\"]\s?$")
_SENTENCED = re.compile(r"\s*[-–]?\s*(?:prison\s+|custodial\s+|suspended\s+|jail\s+)?(?:sentence|imprisonment|term\b|wait\b|delay\b)", re.I)
_AGO = re.compile(r"\s+(?:ago|earlier|before|later|previously|after)\b", re.I)
_LIST_NUMBER = re.compile(r"[.)]\s|\s*$")


@dataclass(frozen=True, slots=True)
class _Case:
    """A number of a text on which is to be decided."""

    text: str
    number: Printed
    counted: Counted
    words: FigureWords
    ahead: str


def is_figure(text: str, number: Printed, counted: Counted) -> bool:
    """Whether a number of a text is a figure."""
    case = _Case(text, number, counted, figure_words(), before(text, number.start, 40))
    return not any(rejects(case) for rejects in _REJECTS)


def _is_part(c: _Case) -> bool:
    """Whether it is part of a date, a time of day, an age or a name."""
    start = c.text.rfind(" ", 0, max(0, c.number.start - _REACH)) + 1
    end = c.text.find(" ", c.number.end + _REACH)
    window = c.text[start : end if end > 0 else len(c.text)]
    low, high = c.number.start - start, c.number.end - start
    near = small(window)
    kinds = [kind for kind, *hints in _HINTS if any(hint in near for hint in hints)]
    return any(m.start() < high and low < m.end() for kind in kinds for m in c.words.patterns[kind].finditer(near))


def _is_dated(c: _Case) -> bool:
    return not c.number.unit and (c.number.bare or c.number.word) and _is_part(c)


def _is_aged(c: _Case) -> bool:
    return c.number.unit in c.words.lists["not_figures.time_units"] and _is_part(c)


def _is_year(c: _Case) -> bool:
    if not c.number.bare or c.number.unit or c.number.decimals or not _FIRST_YEAR <= c.number.value < _LAST_YEAR:
        return False
    if c.number.high is not None:
        return _FIRST_YEAR <= c.number.high < _LAST_YEAR
    if c.number.end - c.number.start != 4:
        return False
    previous = last_words(c.ahead, 1)
    return not c.counted.noun or bool(previous and c.words.has("not_figures.before_a_year", previous[0]))


def _is_name(c: _Case) -> bool:
    """Whether a word for a number is printed with a capital inside a sentence: "Vision Zero"."""
    return c.number.word and c.text[c.number.start].isupper() and c.ahead.rstrip()[-1:].isalnum()


def _is_label(c: _Case) -> bool:
    """Whether it only labels something, begins the item of a list, or stands in a name in quotation marks."""
    if c.number.unit or not (c.number.bare or c.number.word):
        return False
    if c.number.start == 0 and _LIST_NUMBER.match(c.text, c.number.end) and len(c.text) > c.number.end + 2:
        return True
    if _QUOTE.search(c.ahead) and c.text[c.number.end : c.number.end + 2].strip()[:1].isupper():
        return True
    last = c.ahead.rstrip(" '‘“\"-").rpartition(" ")[2].lstrip("('‘“\"")
    if not last or not last[0].isalpha() or last[-1] in ",;:()":
        return False
    word = last
    capital = word[0].isupper() and not c.number.word
    return c.words.has("not_figures.labels", word.lower()) or (capital and c.words.has("not_figures.capital_labels", word.lower()))


def _is_called(c: _Case) -> bool:
    """Whether it is a telephone number that is called: "999 calls", "calling 101"."""
    if not c.number.bare or c.text[c.number.start : c.number.end] not in c.words.lists["not_figures.called"]:
        return False
    near = [*last_words(c.ahead, 3), *first_words(after(c.text, c.number.end, 40), 3)]
    return any(c.words.has("not_figures.call_words", word) for word in near)


def _is_abstract(c: _Case) -> bool:
    if c.number.unit or c.number.value > _SMALL or c.number.decimals:
        return False
    nouns = (c.counted.noun, *c.counted.words[:1]) if c.counted.noun else c.counted.words[:2]
    return any(c.words.has("not_figures.abstract", word.lower()) for word in nouns if word)


def _is_time(c: _Case) -> bool:
    """Whether it is a span or a limit of time. It is a figure only where something is said to take, last or be given so long."""
    if c.number.unit not in c.words.lists["not_figures.time_units"]:
        return False
    behind = after(c.text, c.number.end, 60)
    if _SENTENCED.match(behind) and c.number.unit in ("years", "months", "weeks", "days"):
        return False
    if c.number.unit == "hours" and c.number.value >= _MANY_HOURS:
        return False
    if _AGO.match(behind):
        return True
    if c.number.unit_said in ("second", "minute", "hour", "day", "week", "month", "year") and c.number.value != 1:
        return True
    ahead = before(c.text, c.number.start, 180)
    previous = last_words(ahead, 3)
    limits = c.words.lists["not_figures.limits"]
    if any(" ".join(previous[-n:]) in limits for n in range(1, len(previous) + 1)) and not c.number.unit_said.startswith("average"):
        return "average" not in previous
    near = c.words.patterns["not_figures.long_time" if c.number.unit in ("weeks", "months", "years") else "not_figures.measured_time"]
    return not (near.search(ahead.lower()) or near.search(behind[:40].lower()) or "average" in c.text[c.number.start : c.number.end])


def _is_one(c: _Case) -> bool:
    """Whether it is the word "one", unless it counts what a bullet reports as done or found."""
    if not c.number.word or c.number.value != 1 or c.number.unit or c.text[c.number.start : c.number.end].lower() != "one":
        return False
    following = first_words(after(c.text, c.number.end, 50), 2)
    gap = c.text[c.number.end : c.number.end + 1]
    return gap != " " or not following or not any(c.words.has("not_figures.one_of", word) for word in following[:2]) or following[0] in ("of", "or", "and")


def _is_the_rest(c: _Case) -> bool:
    """Whether it is the size of a thing that is only named: "one of three programmes", "all three", "out of the 14 recorded"."""
    return not c.number.unit and c.number.value <= _SMALL_WHOLE and bool(_OF_A_WHOLE.search(c.ahead))


_REJECTS: Sequence[Callable[[_Case], bool]] = (
    *(_is_name, _is_label, _is_called, _is_year, _is_dated, _is_aged, _is_abstract, _is_one, _is_the_rest, _is_time),
)
