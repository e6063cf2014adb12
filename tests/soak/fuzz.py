"""Updates spoilt at random: bytes flipped, pieces cut, doubled, swapped, stretched, odd characters put in."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable

ODD = [
    b"\x00",
    b"\x0c",
    b"\xff\xfe",
    b"\xc2\xa0",
    b"\xe2\x80\xa8",
    b"\xef\x80\xa0",
    b"\t",
    b"|",
    b"*" * 50,
    b"#" * 9,
    b"  -  ",
    b"\r",
    b"1. ",
    b"We will: ",
    b"Priority 3 - ",
    b"(" * 40,
]


def spoil(data: bytes, chance: random.Random) -> bytes:
    """The bytes after one to six random mishaps."""
    mishaps: list[Callable[[bytes], bytes]] = [
        lambda d: d[: chance.randrange(len(d) + 1)],
        lambda d: d[chance.randrange(len(d) + 1) :],
        lambda d: d.replace(b"\n", chance.choice([b"", b" ", b"\n\n", b"\r\n", b"\x0c\n"])),
        lambda d: _at(d, chance, lambda piece: piece * chance.randrange(2, 30)),
        lambda d: _at(d, chance, lambda _: bytes(chance.randrange(256) for _ in range(20))),
        lambda d: _at(d, chance, lambda piece: chance.choice(ODD) + piece),
        lambda d: b"\n".join(chance.sample(lines := d.split(b"\n"), len(lines))),
    ]
    for _ in range(chance.randrange(1, 7)):
        data = chance.choice(mishaps)(data) or b"x"
    return data[:400_000]


def spoil_inside(data: bytes, chance: random.Random) -> bytes:
    """A zipped file with one of its parts spoilt, so that it still opens."""
    given, spoilt = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    bad = chance.choice([name for name in given.namelist() if name.endswith(".xml")] + ["word/document.xml"] * 5)
    with zipfile.ZipFile(spoilt, "w", zipfile.ZIP_DEFLATED) as written:
        for name in given.namelist():
            written.writestr(name, spoil(given.read(name), chance) if name == bad else given.read(name))
    return spoilt.getvalue()


def _at(data: bytes, chance: random.Random, change: Callable[[bytes], bytes]) -> bytes:
    start = chance.randrange(len(data))
    end = min(len(data), start + chance.randrange(1, 200))
    return data[:start] + change(data[start:end]) + data[end:]
