"""Numbers that are no figures: dates, ages, road numbers, sections, names, limits and spans of time, parts of a text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from kg.figures.counted import Counted
from kg.figures.sentences import after, before, first_words, last_words
from kg.figures.values import Printed
from kg.figures.words import FigureWords, figure_words
from kg.period import MONTH_PATTERN

# So far around a number a date, an age or a name of which it is part may reach.
_REACH = 34
# Below this, a number before "areas", "themes", "pages" parts a text and counts nothing.
_SMALL = 12
# From so many hours on, they are counted, and no limit of time.
_MANY_HOURS = 100
# A date, an age and a name hold one of these; without it there is no need to look.
_HINTS = (
    ("not_figures.dates", re.compile(rf"[/:–-]|\d\.\d|{MONTH_PATTERN}|\d\s?[ap]\.?m\b|\dth|quarter|half|\bq\s?\d|\bh\s?\d|\d0s|hours|hrs", re.I)),
    ("not_figures.ages", re.compile(r"age|old\b|year|yr|over|under|\(\s*\d+\s*[-–]", re.I)),
    ("not_figures.names", re.compile(r"four|five|six|seven|eight|twenty|one|two|three|third|sixth|24|4p|\b[45]\b|\b2\b", re.I)),
)
_YEARS = range(1900, 2100)
_QUOTE = re.compile(r"['‘“\"]\s?$")
_SENTENCED = re.compile(r"\s*[-–]?\s*(?:prison\s+|custodial\s+|suspended\s+|jail\s+)?(?:sentence|imprisonment|term\b|wait\b|delay\b)", re.I)
_LIST_NUMBER = re.compile(r"[.)]\s|\s*$")


def is_figure(text: str, number: Printed, counted: Counted) -> bool:
    """Whether a number of a text is a figure."""
    words = figure_words()
    return not any(rejects(text, number, counted, words) for rejects in _REJECTS)


def _is_part(text: str, number: Printed, words: FigureWords) -> bool:
    """Whether it is part of a date, a time of day, an age or a name."""
    start = text.rfind(" ", 0, max(0, number.start - _REACH)) + 1
    end = text.find(" ", number.end + _REACH)
    window = text[start : end if end > 0 else len(text)]
    low, high = number.start - start, number.end - start
    kinds = [kind for kind, hint in _HINTS if hint.search(window)]
    return any(m.start() < high and low < m.end() for kind in kinds for m in words.patterns[kind].finditer(window))


def _is_dated(text: str, number: Printed, counted: Counted, words: FigureWords) -> bool:
    return not number.unit and (number.bare or number.word) and _is_part(text, number, words)


def _is_aged(text: str, number: Printed, counted: Counted, words: FigureWords) -> bool:
    return number.unit in words.lists["not_figures.time_units"] and _is_part(text, number, words)


def _is_year(text: str, number: Printed, counted: Counted, words: FigureWords) -> bool:
    if not number.bare or number.unit or number.decimals or number.value not in _YEARS or number.end - number.start != 4:
        return False
    previous = last_words(before(text, number.start, 30), 1)
    return not counted.noun or bool(previous and words.has("not_figures.before_a_year", previous[0]))


def _is_name(text: str, number: Printed, counted: Counted, words: FigureWords) -> bool:
    """Whether a word for a number is printed with a capital inside a sentence: "Vision Zero"."""
    ahead = before(text, number.start, 30).rstrip()
    return number.word and text[number.start].isupper() and bool(ahead) and ahead[-1].isalnum()


def _is_label(text: str, number: Printed, counted: Counted, words: FigureWords) -> bool:
    """Whether it only labels something, begins the item of a list, or stands in a name in quotation marks."""
    if number.unit or not (number.bare or number.word):
        return False
    if number.start == 0 and _LIST_NUMBER.match(text, number.end) and len(text) > number.end + 2:
        return True
    ahead = before(text, number.start, 30)
    if _QUOTE.search(ahead) and text[number.end : number.end + 2].strip()[:1].isupper():
        return True
    printed = re.findall(r"[^\W\d_][\w.-]*(?=\W*$)", ahead)
    if not printed or re.search(r"[,;:()]\s*$", ahead):
        return False
    word = printed[0]
    capital = word[0].isupper() and not number.word
    return words.has("not_figures.labels", word.lower()) or (capital and words.has("not_figures.capital_labels", word.lower()))


def _is_called(text: str, number: Printed, counted: Counted, words: FigureWords) -> bool:
    """Whether it is a telephone number that is called: "999 calls", "calling 101"."""
    if not number.bare or text[number.start : number.end] not in words.lists["not_figures.called"]:
        return False
    near = [*last_words(before(text, number.start, 30), 3), *first_words(after(text, number.end, 40), 3)]
    return any(words.has("not_figures.call_words", word) for word in near)


def _is_abstract(text: str, number: Printed, counted: Counted, words: FigureWords) -> bool:
    if number.unit or number.value > _SMALL or number.decimals:
        return False
    nouns = (counted.noun, *counted.words[:1]) if counted.noun else counted.words[:2]
    return any(words.has("not_figures.abstract", word.lower()) for word in nouns if word)


def _is_time(text: str, number: Printed, counted: Counted, words: FigureWords) -> bool:
    """Whether it is a span or a limit of time. It is a figure only where something is said to take, last or be given so long."""
    if number.unit not in words.lists["not_figures.time_units"]:
        return False
    behind = after(text, number.end, 60)
    if _SENTENCED.match(behind) and number.unit in ("years", "months", "weeks", "days"):
        return False
    if number.unit == "hours" and number.value >= _MANY_HOURS:
        return False
    if number.unit_said in ("second", "minute", "hour", "day", "week", "month", "year") and number.value != 1:
        return True
    ahead = before(text, number.start, 180)
    previous = last_words(ahead, 3)
    limits = words.lists["not_figures.limits"]
    if any(" ".join(previous[-n:]) in limits for n in range(1, len(previous) + 1)) and not number.unit_said.startswith("average"):
        return "average" not in previous
    near = words.patterns["not_figures.measured_time"]
    return not (near.search(ahead) or near.search(behind[:40]) or "average" in text[number.start : number.end])


def _is_one(text: str, number: Printed, counted: Counted, words: FigureWords) -> bool:
    """Whether it is the word "one", unless it counts what a bullet reports as done or found."""
    if not number.word or number.value != 1 or number.unit or text[number.start : number.end].lower() != "one":
        return False
    following = first_words(after(text, number.end, 50), 2)
    gap = text[number.end : number.end + 1]
    return gap != " " or not following or not any(words.has("not_figures.one_of", word) for word in following[:2]) or following[0] in ("of", "or", "and")


def _is_the_rest(text: str, number: Printed, counted: Counted, words: FigureWords) -> bool:
    """Whether it is the size of a thing that is only named: "one of three programmes", "all three", "out of the 14 recorded"."""
    if number.unit:
        return False
    previous = " ".join(last_words(before(text, number.start, 40), 4))
    return bool(re.search(r"\b(?:one of(?: the)?|one of only|out of the|all|both|either of the)$", previous)) and number.value <= 100


_REJECTS: Sequence[Callable[[str, Printed, Counted, FigureWords], bool]] = (
    *(_is_name, _is_label, _is_called, _is_year, _is_dated, _is_aged, _is_abstract, _is_one, _is_the_rest, _is_time),
)
