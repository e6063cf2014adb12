"""Words with their places, in the one form in which labels and texts are compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|&|%|£")
_STEMMER = Stemmer.Stemmer("english")


@dataclass(frozen=True, slots=True)
class Token:
    """One word: as compared, as printed, and from where to where (end exclusive, a possessive left out)."""

    word: str
    printed: str
    start: int
    end: int


def tokenise(text: str) -> list[Token]:
    """The words of a text. A hyphen parts words, `&` is "and", a possessive is dropped, case does not count."""
    tokens: list[Token] = []
    for match in _WORD.finditer(text):
        printed = match[0]
        if printed[-2:] in ("'s", "’s", "'S", "’S"):
            printed = printed[:-2]
        word = "and" if printed == "&" else printed.lower().replace("’", "'")
        tokens.append(Token(word, printed, match.start(), match.start() + len(printed)))
    return tokens


def fold(text: str) -> str:
    """A label in the form in which labels are compared, without "the" before it."""
    words = [t.word for t in tokenise(text)]
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The stem of a folded word (Snowball English)."""
    return str(_STEMMER.stemWord(word))
