"""Recognising operations and projects by how they are printed, and names that are one edit apart.

Names of operations are chosen so as to mean nothing, so no vocabulary can list them: the word before the name, its capitals, and
where it stands tell it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from kg.labels import cues

_KEYWORD = re.compile(r"\b(?P<word>Operation(?:al|s)?|Ops?\.?|Projects?)\s+(?:name\s+)?(?=['\"‘’“”]?[A-Z0-9])['\"‘“]*", re.I)
_CAPITALS = re.compile(r"[A-Z][A-Z0-9]+(?:[-'’][A-Z0-9]+)*(?:\s+[A-Z]{4,}\b(?![a-z]))?(?![a-z])|\d{2,4}\b(?![,.]?\d)")
_TITLE = re.compile(r"(?P<first>[A-Z][a-z]+(?:[-'’][A-Za-z]+)*)(?:\s+(?P<second>[A-Z][a-z]+)\b)?")
_JOINED = re.compile(r"['\"’”]*(?:\s*\([^)]*\))?\s*(?:,|and|&)\s+['\"‘“]?")
_BARE = re.compile(r"\b[A-Z][A-Za-z]{3,}\b")


@dataclass(frozen=True, slots=True)
class NamedOperation:
    """An operation in a text: its name in capitals, and where it is printed with the word before it."""

    name: str
    start: int
    end: int


def _name_at(text: str, start: int, keyword: str) -> tuple[str, int] | None:
    """The name that begins at `start` and where it ends."""
    if found := _CAPITALS.match(text, start):
        if found[0].lower() in cues()["not_operation_names"] or (found[0].isdigit() and keyword[0].islower()):
            return None
        return found[0].removesuffix("'S").removesuffix("’S").upper(), found.end()
    if keyword.lower() == "operational" or keyword[0].islower():
        return None
    found = _TITLE.match(text, start)
    if not found or found["first"].lower() in cues()["not_operation_names"]:
        return None
    second = found["second"]
    if not second or second.lower() in cues()["after_operation_names"] | cues()["not_operation_names"] or text[found.end() :][:2].strip()[:1].isupper():
        return re.sub(r"['’]s$", "", found["first"]).upper(), found.start() + len(re.sub(r"['’]s$", "", found["first"]))
    return f"{found['first']} {second}".upper(), found.end()


@lru_cache(maxsize=8192)
def named(text: str) -> tuple[NamedOperation, ...]:
    """Every operation or project that a text names with the word before it, also the later ones of "Ops SCEPTRE and GRIP"."""
    return tuple(_named(text))


def _named(text: str) -> Iterator[NamedOperation]:
    for match in _KEYWORD.finditer(text):
        keyword = match["word"]
        at, begin = match.end(), match.start()
        while name := _name_at(text, at, keyword):
            yield NamedOperation(name[0], begin, name[1])
            joined = _JOINED.match(text, name[1])
            if not joined or not keyword.lower().rstrip(".").endswith("s"):
                break
            at = begin = joined.end()


def bare(text: str, known: frozenset[str], taken: Iterable[NamedOperation]) -> Iterator[NamedOperation]:
    """Known operations that a text names without the word before: in capitals, or as "the Raptor team"."""
    spans = [(n.start, n.end) for n in taken]
    for match in _BARE.finditer(text):
        name = match[0].upper()
        if name not in known or any(start <= match.start() < end for start, end in spans):
            continue
        following = re.match(r"\s+(\w+)", text[match.end() :])
        if match[0].isupper() or (following and following[1].lower() in cues()["after_bare_operations"]):
            yield NamedOperation(name, match.start(), match.end())


def one_edit_apart(a: str, b: str) -> bool:
    """Whether one letter was left out, put in, changed or swapped with its neighbour."""
    if abs(len(a) - len(b)) > 1 or a == b:
        return False
    i = next((k for k in range(min(len(a), len(b))) if a[k] != b[k]), min(len(a), len(b)))
    if len(a) == len(b):
        return a[i + 1 :] == b[i + 1 :] or (a[i : i + 2] == b[i : i + 2][::-1] and a[i + 2 :] == b[i + 2 :])
    longer, shorter = (a, b) if len(a) > len(b) else (b, a)
    return longer[i + 1 :] == shorter[i:]
