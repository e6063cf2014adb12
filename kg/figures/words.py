"""The words of `data/figures.toml`, loaded once and checked: by which words figures are read."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kg.data import data_folder
from kg.errors import VocabularyError
from kg.period import MONTH_PATTERN

FILE = "figures.toml"


@dataclass(frozen=True, slots=True)
class FigureWords:
    """The words as sets and patterns, all for texts in small letters. `lists` holds the lists of the file by "section.key"."""

    numbers: Mapping[str, int]
    magnitudes: Mapping[str, int]
    currencies: Mapping[str, str]
    units: Mapping[str, str]
    after: Mapping[str, str]
    lists: Mapping[str, frozenset[str]]
    patterns: Mapping[str, re.Pattern[str]]

    def has(self, name: str, word: str) -> bool:
        """Whether a list of the file holds a word."""
        return word in self.lists[name]


def alternatives(words: Iterable[str]) -> str:
    """A pattern of any of these words, the longest first, for any white space."""
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=lambda w: (-len(w), w)))


# Lists that are taken as patterns: as they stand (True), or as words.
_PATTERNS = {
    **dict.fromkeys(("not_figures.names", "not_figures.dates", "not_figures.ages"), True),
    **dict.fromkeys(("change.heads", "expected.heads", "table.ranks", "table.years", "periods.per"), True),
    **dict.fromkeys(("expected.words", "notes.not_comparable", "not_figures.measured_time", "not_figures.long_time", "not_figures.compounds"), False),
}


@cache
def figure_words() -> FigureWords:
    """The words that ship with Beatbook. VocabularyError, with the line, where they contradict one another."""
    return read_words(data_folder() / FILE)


def read_words(path: Path) -> FigureWords:
    """The words of a file. VocabularyError, with the line, where it is not TOML or contradicts itself."""
    try:
        held = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        line = re.search(r"line (\d+)", str(error))
        raise VocabularyError(path, int(line[1]) if line else None, f"cannot be read ({error})") from error
    lists = {f"{section}.{key}": value for section, keys in held.items() for key, value in keys.items() if isinstance(value, list)}
    _check(path, held, lists)
    return FigureWords(
        numbers=held["numbers"],
        magnitudes=held["magnitudes"],
        currencies=held["currencies"],
        units=held["units"],
        after=held["qualifiers"]["after"],
        lists={name: frozenset(words) for name, words in lists.items()},
        patterns={name: _pattern(words, _PATTERNS[name], held["numbers"]) for name, words in lists.items() if name in _PATTERNS},
    )


def _pattern(words: list[str], as_they_stand: bool, numbers: Mapping[str, int]) -> re.Pattern[str]:
    if not as_they_stand:
        return re.compile(rf"(?<!\w)(?:{alternatives(words)})(?!\w)")
    filled = (word.replace("{month}", MONTH_PATTERN).replace("{number}", f"(?:{'|'.join(numbers)})") for word in words)
    return re.compile("|".join(filled))


# A word of one of these lists may not stand in the other.
_EXCLUDE = (("change.up", "change.down"), ("change.by", "change.to"), ("people.nouns", "not_figures.abstract"), ("people.nouns", "not_figures.stops"))


def _check(path: Path, held: Mapping[str, Any], lists: Mapping[str, list[str]]) -> None:
    for name, words in lists.items():
        if capital := next((word for word in words if any(c.isupper() for c in re.sub(r"\\.", "", word))), None):
            raise VocabularyError(path, _line(path, name, capital), f"{capital!r} in {name} has a capital letter; texts are compared in small letters")
    for one, other in _EXCLUDE:
        if both := sorted(set(lists[one]) & set(lists[other])):
            raise VocabularyError(path, _line(path, other, both[0]), f"{both[0]!r} is in {one} and in {other}")
    if both := sorted(set(held["numbers"]) & set(held["magnitudes"])):
        raise VocabularyError(path, _line(path, "magnitudes.", both[0]), f"{both[0]!r} is a number and a magnitude")


def _line(path: Path, name: str, word: str) -> int | None:
    """The line of a section that holds a word."""
    inside = False
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        inside = line.startswith(f"[{name.partition('.')[0]}]") if line.startswith("[") else inside
        if inside and re.search(rf"(?<!\w)\"?{re.escape(word)}\b", line) and not line.startswith("#"):
            return number
    return None
