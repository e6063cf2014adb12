"""The sentences of a bullet, and the words around a place in one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

# Written so that the search begins with the marks themselves, which is fast.
_END = re.compile(r"[.!?\n\t](?:(?<=[\n\t])|(?<!\bvs\.)(?<!\bNo\.)(?<!\bapprox\.)(?<!\be\.g\.)(?<!\bi\.e\.)['\"’”)]?\s+(?=[A-Z0-9£'\"‘“(]))")
WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")


@lru_cache(maxsize=4096)
def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Where each sentence begins and ends. The cells of a table row are sentences."""
    found: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        found.append((start, match.end()))
        start = match.end()
    return (*found, (start, len(text)))


def sentence_of(text: str, place: int) -> tuple[int, int]:
    """The sentence that holds a character."""
    for found in sentences(text):
        if place < found[1]:
            return found
    return 0, len(text)


def before(text: str, place: int, most: int = 80) -> str:
    """What stands before a place in its sentence, at most so many characters, from the beginning of a word."""
    start = max(sentence_of(text, place)[0], place - most)
    cut = text[start:place]
    return cut if start == 0 or not text[start - 1].isalnum() else cut.partition(" ")[2]


def after(text: str, place: int, most: int = 80) -> str:
    """What stands after a place in its sentence."""
    return text[place : min(sentence_of(text, max(0, place - 1))[1], place + most)]


def last_words(text: str, count: int) -> list[str]:
    """The last words of a text in small letters."""
    return [w.lower() for w in WORD.findall(text)[-count:]]


def first_words(text: str, count: int) -> list[str]:
    """The first words of a text in small letters."""
    return [w.lower() for w in WORD.findall(text[: count * 16])[:count]]


def joined(words: Sequence[str]) -> str:
    """Words with one space between."""
    return " ".join(words)
