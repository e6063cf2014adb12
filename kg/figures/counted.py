"""What a number counts: the words after it, and the noun among them that is its unit."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.figures.sentences import WORD, after, before
from kg.figures.values import Printed
from kg.figures.words import FigureWords, figure_words

_OF_THESE = re.compile(
    r"\s+of\s+(?:(?:these|those|them|whom|which)(?:\s+(?:in|during)\s+\w+\s+\w+)?|the\s+\w+)\s+(?:were|are|was|have\s+been|involved|being)\s+(?:for\s+)?(?=[A-Za-z])",
    re.I,
)
_INSIDE = re.compile(r"\s\([A-Z][A-Za-z&]{1,7}\)\s(?=[a-z])|\s?/\s?|\s&\s|[ \u00a0]|-")
# Names joined: "Parish or Town Councils".
_OF_NOUN = re.compile(r"\s+of\s+(?:these|those|the|our|all)\s+(?=[a-z])")
_JOINED = re.compile(r"(?:or|and)\s+(?=[A-Z])")
_SKIP = re.compile(r"[\s'‘’“\"]*(?=[A-Za-z])")
_MOST = 8
_VERB = re.compile(r".{2,}(?:ed|ing)$", re.I)
_POSSESSIVE = re.compile(r"['’]s?$")


@dataclass(frozen=True, slots=True)
class Counted:
    """The words that a number counts, and the noun that is its unit, None where none is told. `end` is where the words end; `sure` if
    the noun shows by its form that it is one."""

    words: tuple[str, ...] = ()
    noun: str | None = None
    end: int = 0
    sure: bool = True

    @property
    def phrase(self) -> str:
        """The words as printed."""
        return " ".join(self.words)


def counted_after(text: str, number: Printed) -> Counted:
    """What stands after a number: "drink drivers" of "433 drink drivers and", no more than eight words of its sentence."""
    words = figure_words()
    place = number.end
    if match := _OF_THESE.match(text, place):
        place = match.end()
    elif match := _OF_NOUN.match(text, place):
        place = match.end() - 1
    tail = after(text, place)
    if match := words.patterns["not_figures.compounds"].match(tail.lstrip().lower()):
        said = tail.lstrip()[: match.end()]
        return Counted(tuple(said.split()), said, place + len(said) + 1)
    taken, ended_by = _phrase(tail, words)
    sure = _noun(taken, words) or (_single(taken, words) if number.value == 1 else None)
    noun = sure or _noun_by_end(taken, ended_by, words)
    kept = taken[: taken.index(noun) + 1] if noun in taken else taken
    return Counted(tuple(kept), noun and _folded(noun), place + sum(len(w) + 1 for w in kept), bool(sure))


def _noun_by_end(taken: list[str], ended_by: str, words: FigureWords) -> str | None:
    """The last word, where what follows shows that it is a noun: a verb or preposition, or a mark after several words."""
    if not taken or not (ended_by in words.lists["not_figures.ends"] or (not ended_by and len(taken) > 1)):
        return None
    return next((word for word in reversed(taken) if not _is_verb(word, words)), None)


def _phrase(tail: str, words: FigureWords) -> tuple[list[str], str]:
    """The words of a tail up to one that ends what is counted, and that word; "" where a mark ended them."""
    taken: list[str] = []
    skip = _SKIP.match(tail)
    at = skip.end() if skip else 0
    while skip and len(taken) < _MOST:
        match = WORD.match(tail, at)
        if not match or (match[0][0].isdigit() and not (taken and taken[-1].lower() in words.lists["not_figures.labels"])):
            break
        word = match[0]
        if taken and taken[-1][0].isupper() and not _noun(taken, words) and (link := _JOINED.match(tail, at)):
            at = link.end()
            continue
        if word.lower() in words.lists["not_figures.stops"] or (taken and _is_verb(word, words) and _noun(taken, words)):
            return taken, word.lower()
        if word.lower() in words.numbers:
            break
        taken.append(word)
        gap = _INSIDE.match(tail, match.end())
        if not gap:
            break
        at = gap.end()
    return taken, ""


def _noun(taken: list[str], words: FigureWords) -> str | None:
    """The last of the words that is printed in the plural, or counted in people."""
    return next((word for word in reversed(taken) if _is_noun(word, words)), None)


def _single(taken: list[str], words: FigureWords) -> str | None:
    """The last of the words that is a noun in the singular which one may be of."""
    return next((word for word in reversed(taken) if words.has("not_figures.one_of", word.lower())), None)


def _is_verb(word: str, words: FigureWords) -> bool:
    return bool(_VERB.match(word)) and not word[0].isupper() and not words.has("not_figures.no_verbs", word.lower())


def _is_noun(word: str, words: FigureWords) -> bool:
    low = _POSSESSIVE.sub("", word.lower())
    if low in words.lists["people.nouns"]:
        return True
    return low.endswith("s") and not low.endswith(("ss", "us", "is")) and len(low) > 3 and not words.has("not_figures.not_counted", low)


def _folded(word: str) -> str:
    return _POSSESSIVE.sub("", word) if word.lower().endswith(("'s", "’s")) and len(word) > 4 else word


def noun_before(text: str, place: int) -> str | None:
    """The nearest noun before a place in its sentence that could be counted: "headcount" of "the headcount rose to 519"."""
    words = figure_words()
    found = [w for w in WORD.findall(before(text, place, 160)) if not w[0].isdigit()]
    return next((_folded(w) for w in reversed(found) if _is_noun(w, words) and w.lower() not in words.lists["not_figures.time_units"]), None)


def unit_of(noun: str | None) -> str:
    """The unit that a noun stands for: "people" for whoever is one, else its plural in small letters; "" without a noun."""
    if not noun:
        return ""
    low = _POSSESSIVE.sub("", noun.lower())
    words = figure_words()
    if low in words.lists["people.nouns"] or low.rsplit("-")[-1] in words.lists["people.nouns"]:
        return "people"
    if low.endswith("s"):
        return low
    if low.endswith("fe"):
        return f"{low[:-2]}ves"
    return f"{low[:-1]}ies" if re.search(r"[^aeiou]y$", low) else f"{low}es" if low.endswith(("ch", "sh", "x")) else f"{low}s"
