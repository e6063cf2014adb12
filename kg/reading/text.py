"""Plain text and Markdown: decode, and let the one form be made of it."""

from __future__ import annotations

import re
from pathlib import Path

from kg.errors import InputError
from kg.model import Doubt, SourceText
from kg.reading.files import file_bytes
from kg.reading.source import normalise, source_text

# 4 MB is 65 times the largest published update seen; a larger "update" is another kind of file.
MAX_BYTES = 4_000_000
# More control characters than this share of a file, and it is not text.
BINARY_SHARE = 0.02


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
    data = file_bytes(path, MAX_BYTES)
    text, doubts = _decoded(data)
    controls = sum(map(len, re.findall(r"[\x00-\x08\x0e-\x1f\ufffd]+", text)))
    if controls > BINARY_SHARE * len(text):
        raise InputError(path, "is not text but binary data", "give the update as text, whatever its ending")
    if not normalise(text).strip():
        raise InputError(path, "is empty", "give a file with the update's text")
    return source_text(path.name, text, doubts)
