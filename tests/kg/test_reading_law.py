"""The law of reading: an outline drawn at random and written in any layout of a text file reads back as the same outline.

Word, HTML and PDF have the same test beside their own.
"""

from __future__ import annotations

import re
import string
import textwrap
from collections.abc import Callable
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.outline import read_outline
from tests.kg.samples import source_of
from tests.kg.sheet import Part, Piece, sheets, source_of_sheet, told

WIDTH = 88
HEADER = "Northshire Police Quarterly Update – Quarter 2 2020/21"
Write = Callable[[list[Piece]], str]


def written(sheet: list[Piece], bullet: Callable[[Piece], list[str]], *, wrap: bool = False, marks: bool = False) -> list[str]:
    """The lines of a sheet: each part set apart by blank lines, bullets of a list close together."""
    lines: list[str] = []
    for piece in sheet:
        if piece.part is Part.BULLET:
            lines += bullet(piece)
            continue
        lines += ["", *("\t".join(row) for row in piece.rows)]
        if piece.part in (Part.HEADING, Part.SUBHEADING, Part.TITLE):
            lines.append(f"{'#' * max(piece.level, 1)} {piece.text}" if marks else piece.text)
        elif piece.part is not Part.TABLE:
            lines += textwrap.wrap(piece.text, WIDTH) if wrap else [piece.text]
        lines.append("")
    return lines


def hanging(marker: str, piece: Piece, step: int) -> list[str]:
    """A bullet that wraps at the margin under its own text."""
    first = " " * (step * piece.level) + marker + " "
    return textwrap.wrap(piece.text, WIDTH, initial_indent=first, subsequent_indent=" " * len(first))


def numbered(sheet: list[Piece]) -> list[str]:
    """Lists numbered 1., a), i) by depth."""
    numbers: list[int] = []

    def bullet(piece: Piece) -> list[str]:
        del numbers[piece.level + 1 :]
        numbers.extend([0] * (piece.level + 1 - len(numbers)))
        numbers[piece.level] += 1
        n = numbers[piece.level]
        marker = (f"{n}.", f"{string.ascii_lowercase[n - 1]})", f"({n})", f"{n}.{n}")[piece.level]
        return [f"{'   ' * piece.level}{marker} {piece.text}"]

    lines: list[str] = []
    for piece in sheet:
        numbers = numbers if piece.part is Part.BULLET else []
        lines += written([piece], bullet)
    return lines


def paged(sheet: list[Piece]) -> str:
    """Pages of a dozen lines with a running header and a page number, broken wherever they end."""
    lines = written(sheet, lambda piece: [f"{'  ' * piece.level}• {piece.text}"])
    pages = [lines[n : n + 12] for n in range(0, len(lines), 12)]
    return "\n\f".join("\n".join([HEADER, "", *page, "", f"Page {n}"]) for n, page in zip(count(1), pages, strict=False))


LAYOUTS: dict[str, Write] = {
    "dashes": lambda sheet: "\n".join(written(sheet, lambda piece: [f"{'  ' * piece.level}- {piece.text}"])),
    "marked headings": lambda sheet: "\n".join(written(sheet, lambda piece: [f"{'    ' * piece.level}* {piece.text}"], marks=True)),
    "hard wraps": lambda sheet: "\n".join(written(sheet, lambda piece: hanging("•", piece, 4), wrap=True)),
    "tabs and carriage returns": lambda sheet: "\r\n".join(written(sheet, lambda piece: ["\t" * piece.level + f"\uf0b7\t{piece.text}"])),
    "another glyph for each depth": lambda sheet: "\n".join(written(sheet, lambda piece: [f"{'•o▪–'[piece.level]} {piece.text}"])),
    "blank lines between bullets": lambda sheet: "\n".join(written(sheet, lambda piece: ["", f"{'  ' * piece.level}– {piece.text}", ""])),
    "numbers": lambda sheet: "\n".join(numbered(sheet)),
    "pages": paged,
}


@pytest.mark.parametrize("layout", list(LAYOUTS.values()), ids=list(LAYOUTS))
@given(sheet=sheets())
@settings(max_examples=60, deadline=None)
def test_an_outline_reads_back_the_same_from_every_layout(layout: Write, sheet: list[Piece]) -> None:
    assert told(read_outline(source_of(layout(sheet))).bullets) == told(read_outline(source_of_sheet(sheet)).bullets)


@given(sheet=sheets(), seed=st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_typographic_marks_and_odd_spaces_change_nothing(sheet: list[Piece], seed: object) -> None:
    text = LAYOUTS["dashes"](sheet)
    odd = re.sub(r"(?<=\w) (?=\w)", lambda _: seed.choice(["\u00a0", " ", "\u2009", " \u200b"]), text)  # type: ignore[attr-defined]
    assert told(read_outline(source_of(odd)).bullets) == told(read_outline(source_of(text)).bullets)
