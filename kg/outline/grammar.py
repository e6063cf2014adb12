"""The words of `data/grammar.toml`, compiled: by which words the parts of an update are known."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache

from kg.data import data_folder

_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}


def number_of(word: str) -> int:
    """7 for "7", "seven" and "vii"."""
    word = word.lower()
    return int(word) if word.isdigit() else _NUMBERS.get(word) or _ROMAN[word]


@dataclass(frozen=True, slots=True)
class Grammar:
    """Compiled patterns; each is matched against a line's clean text."""

    priority: re.Pattern[str]
    lead: re.Pattern[str]
    lead_opening: re.Pattern[str]
    promise_lead: re.Pattern[str]
    caption: re.Pattern[str]
    contents: re.Pattern[str]
    document: re.Pattern[str]
    marking: re.Pattern[str]
    area: re.Pattern[str]
    continued: re.Pattern[str]
    qualifier: re.Pattern[str]
    inline: re.Pattern[str]
    markings: tuple[str, ...]

    def clean_title(self, text: str) -> str:
        """A heading without "continued"."""
        return self.continued.sub("", text).strip(" :–—-")


def _any(words: list[str]) -> str:
    return "|".join(sorted((re.escape(w).replace(r"\ ", r"\s+").replace(r"\-", r"\s*[-–]?\s*") for w in words), key=len, reverse=True))


@cache
def grammar() -> Grammar:
    """The grammar that ships with Beatbook."""
    with (data_folder() / "grammar.toml").open("rb") as file:
        words = tomllib.load(file)
    leads = "|".join(words["lead_patterns"])
    numbers = "|".join([r"\d{1,2}", *_NUMBERS, "[ivx]{1,4}"])
    return Grammar(
        priority=re.compile(rf"(?:{_any(words['priority_words'])})\s+(?P<number>{numbers})\b\s*(?:[-–—:.)]+\s*(?P<title>\S.*))?", re.I),
        lead=re.compile(rf"(?P<before>[^.;:]{{0,200}}?)\b(?:{leads})(?:\s*:\s*(?P<rest>.*)|\s*)", re.I),
        lead_opening=re.compile(rf"(?:{_any(words['lead_openings'])})\b", re.I),
        promise_lead=re.compile(rf".*\b(?:{leads})\s*:\s*", re.I | re.S),
        caption=re.compile(rf"(?:{'|'.join(words['caption_patterns'])})\s*:?", re.I),
        contents=re.compile("|".join(words["contents_patterns"]), re.I),
        document=re.compile(rf"\b(?:{_any(words['document_words'])})\b", re.I),
        marking=re.compile(rf"\W*(?P<marking>{_any(words['markings'])})(?:\s*[-–:]\s*[\w ]+)?\W*", re.I),
        area=re.compile(rf"\b(?:{_any(words['area_words'])})\b", re.I),
        continued=re.compile(words["continued_pattern"], re.I),
        qualifier=re.compile(rf"\((?:{_any(words['publisher_qualifiers'])})\)", re.I),
        inline=re.compile(
            r"(?<=\s)(?=[•▪◦‣●■□➢➤►✓✔\ue000-\uf8ff]\s*[A-Z0-9'\"‘“])"
            r"|(?<=[.!?:;)]\s)(?=[-–o*]\s+[A-Z0-9'\"‘“])"
            rf"|(?<=\s)(?=[A-Z](?<!\w\w))(?=(?i:{_any(words['priority_words'])})\s+(?i:{numbers})\s*[-–—:])"
            rf"|(?<=\s)(?=[A-Z])(?=(?i:{_any(words['lead_openings'])})\b[^.•:]{{0,160}}\b(?i:{leads})\s*:)"
            rf"|(?<=\s)(?=[A-Z])(?=(?i:{leads})\s*:)",
        ),
        markings=tuple(words["markings"]),
    )
