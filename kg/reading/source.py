"""The one form that every format ends in: normalised lines with page and, where there is geometry, place on the page."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from kg.model import Box, Doubt, SourceLine, SourceText

_NEWLINES = re.compile(r"\r\n?")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ufeff\u200b-\u200d\u2060\u00ad\ud800-\udfff]")
_SPACES = re.compile(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\u0085\u2028\u2029]")
_LIGATURES = {ord(c): unicodedata.normalize("NFKC", c) for c in "ﬀﬁﬂﬃﬄﬅﬆ"}


@dataclass(frozen=True, slots=True)
class RawLine:
    """One line as a format gives it, without a newline; `page`, `box` and `begins` as in `SourceLine`."""

    text: str
    page: int | None = None
    box: Box | None = None
    begins: bool = False


def normalise(text: str) -> str:
    """The text that citations point into: NFC, `\\n` newlines, plain spaces, no control or invisible characters, no ligatures."""
    text = _SPACES.sub(" ", _CONTROLS.sub("", _NEWLINES.sub("\n", text)).translate(_LIGATURES))
    return unicodedata.normalize("NFC", text)


def source_of_lines(name: str, raw: Iterable[RawLine], doubts: tuple[Doubt, ...] = ()) -> SourceText:
    """A `SourceText` of these lines, each normalised."""
    texts: list[str] = []
    lines: list[SourceLine] = []
    start = 0
    for number, line in enumerate(raw, 1):
        text = normalise(line.text).replace("\n", " ").replace("\f", "")
        texts.append(text)
        lines.append(SourceLine(number, start, start + len(text), line.page, line.box, line.begins))
        start += len(text) + 1
    joined = "\n".join(texts)
    return SourceText(name, joined, hashlib.sha256(joined.encode()).hexdigest(), tuple(lines), doubts)


def source_text(name: str, text: str, doubts: tuple[Doubt, ...] = ()) -> SourceText:
    """A `SourceText` of a text; a form feed begins a new page."""
    page, paged, raw = 1, "\f" in text, []
    for line in _NEWLINES.sub("\n", text).split("\n"):
        before = line[: len(line) - len(line.lstrip())].count("\f")
        raw.append(RawLine(line, page + before if paged else None))
        page += line.count("\f")
    return source_of_lines(name, raw, doubts)
