"""Plain text and Markdown: decode, normalise, cut into lines and pages."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import Path

from kg.errors import InputError
from kg.model import Doubt, SourceLine, SourceText

# 16 MB is 250 times the largest published update seen; a larger "update" is another kind of file.
MAX_BYTES = 16_000_000
# More control characters than this share of a file, and it is not text.
BINARY_SHARE = 0.02

_NEWLINES = re.compile(r"\r\n?")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ufeff\u200b-\u200d\u2060\u00ad\ud800-\udfff]")
_SPACES = re.compile(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\u0085\u2028\u2029]")
_LIGATURES = {ord(c): unicodedata.normalize("NFKC", c) for c in "ﬀﬁﬂﬃﬄﬅﬆ"}


def normalise(text: str) -> str:
    """The text that citations point into: NFC, `\\n` newlines, plain spaces, no control or invisible characters, no ligatures."""
    text = _SPACES.sub(" ", _CONTROLS.sub("", _NEWLINES.sub("\n", text)).translate(_LIGATURES))
    return unicodedata.normalize("NFC", text)


def source_text(name: str, text: str, doubts: tuple[Doubt, ...] = ()) -> SourceText:
    """A `SourceText` of normalised text; a form feed begins a new page and is then dropped."""
    paged = "\f" in text
    page = 1
    kept: list[str] = []
    lines: list[SourceLine] = []
    start = 0
    for number, raw in enumerate(text.split("\n"), 1):
        line = raw.replace("\f", "")
        page += raw.count("\f")
        kept.append(line)
        lines.append(SourceLine(number, start, start + len(line), page if paged else None))
        start += len(line) + 1
    joined = "\n".join(kept)
    return SourceText(name, joined, hashlib.sha256(joined.encode()).hexdigest(), tuple(lines), doubts)


def _decoded(data: bytes) -> tuple[str, tuple[Doubt, ...]]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace"), ()
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return data.decode("cp1252", "replace"), (Doubt("encoding", "not UTF-8; read as Windows-1252", line),)


def read_text(path: Path) -> SourceText:
    """The normalised text of a text or Markdown file. InputError when it is missing, empty, too large, or not text."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise InputError(path, f"{size:,} bytes is more than the {MAX_BYTES:,} an update may have", "give the update alone")
        data = path.read_bytes()
    except OSError as error:
        raise InputError(path, f"cannot be read ({error.strerror})", "check the path and its permissions") from error
    text, doubts = _decoded(data)
    controls = sum(map(len, re.findall(r"[\x00-\x08\x0e-\x1f\ufffd]+", text)))
    if controls > BINARY_SHARE * len(text):
        raise InputError(path, "is not text but binary data", "give the update as text, whatever its ending")
    if not text.strip():
        raise InputError(path, "is empty", "give a file with the update's text")
    return source_text(path.name, normalise(text), doubts)
