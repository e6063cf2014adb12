"""The packed parts of a PDF file: whether they are whole, and how large they would become.

PDFium unpacks a part that is damaged as far as it can and does not say so: text would be lost in silence. And a few kilobytes may
unpack to a gigabyte.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from pathlib import Path

from kg.errors import InputError
from kg.model import Doubt

# A page's drawing unpacks to some hundred kilobytes, a font to a megabyte.
MAX_UNPACKED = 32_000_000
# All of them together, so that many small bombs are as dear as a large one.
MAX_UNPACKED_TOTAL = 256_000_000

_STREAM = re.compile(rb"stream\r?\n")
# How far back from its data a part's own description may begin.
DESCRIPTION = 2_000


def check_streams(path: Path, data: bytes) -> tuple[Doubt, ...]:
    """Unpacks what is packed alone by Flate, but for pictures. InputError when it grows too large; a doubt when it is damaged."""
    if b"/Encrypt" in data:
        return ()
    total, damaged = 0, 0
    for start, end in _packed(data):
        size, whole = _unpacked(memoryview(data)[start:end])
        total += size
        damaged += not whole
        if size > MAX_UNPACKED or total > MAX_UNPACKED_TOTAL:
            raise InputError(path, "unpacks to far more than an update holds", "save it anew from a viewer, or give it as text")
    return (Doubt("damaged", f"{damaged} parts of the file are damaged; text may be missing"),) if damaged else ()


def _packed(data: bytes) -> Iterator[tuple[int, int]]:
    """Where the parts lie that are packed by Flate alone."""
    for match in _STREAM.finditer(data):
        if data[match.start() - 3 : match.start()] == b"end":
            continue
        head = data[max(0, match.start() - DESCRIPTION) : match.start()]
        head = head[head.rfind(b" obj") :]
        flate = re.search(rb"/Filter\s*(?:/FlateDecode|\[\s*/FlateDecode\s*\])", head)
        if flate and b"/Image" not in head:
            end = data.find(b"endstream", match.end())
            yield match.end(), end if end >= 0 else len(data)


def _unpacked(packed: memoryview) -> tuple[int, bool]:
    """How large a part becomes, and whether it is whole."""
    unpacker = zlib.decompressobj()
    size = 0
    try:
        piece = unpacker.decompress(packed, 1_000_000)
        while piece and size <= MAX_UNPACKED:
            size += len(piece)
            piece = unpacker.decompress(unpacker.unconsumed_tail, 1_000_000)
    except zlib.error:
        return size, False
    return size, unpacker.eof or size > MAX_UNPACKED
