"""An outline as a sheet of parts that can be drawn in any format, and what must read back the same."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from hypothesis import strategies as st

from kg.model import Bullet, Role, SourceText
from kg.outline import Outline, read_outline
from kg.outline.lines import Looks, look
from kg.reading.source import RawLine, source_of_lines


class Part(Enum):
    """What a part of a sheet is."""

    TITLE = auto()
    CONTENTS = auto()
    HEADING = auto()
    SUBHEADING = auto()
    PARAGRAPH = auto()
    BULLET = auto()
    TABLE = auto()


@dataclass(frozen=True)
class Piece:
    """One part: its text, its level (headings from 1, bullets from 0), a table's cells."""

    part: Part
    text: str
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()


_PLAIN = {
    Role.TITLE: Part.TITLE,
    Role.CONTENTS: Part.CONTENTS,
    Role.PRIORITY: Part.HEADING,
    Role.HEADING: Part.SUBHEADING,
    Role.LEAD: Part.PARAGRAPH,
    Role.PROMISE: Part.PARAGRAPH,
    Role.CAPTION: Part.PARAGRAPH,
}


def sheet_of(source: SourceText) -> list[Piece]:
    """The sheet of a text: its parts in order, bullets whole and at their depth, rows gathered into tables."""
    outline = read_outline(source)
    looks = look(source)
    begun = {bullet.lines[0]: bullet for bullet in outline.bullets}
    depths = _depths(outline)
    sheet: list[Piece] = []
    previous = Role.BLANK
    for line, role in zip(looks, outline.roles, strict=True):
        if role in (Role.TABLE_HEADER, Role.TABLE_ROW):
            cells = tuple(cell.text for cell in line.cells)
            rows = sheet.pop().rows if previous in (Role.TABLE_HEADER, Role.TABLE_ROW) else ()
            sheet.append(Piece(Part.TABLE, "", rows=(*rows, cells)))
        elif line.number in begun:
            bullet = begun[line.number]
            sheet.append(Piece(Part.BULLET if role is Role.BULLET else Part.PARAGRAPH, bullet.text, depths[bullet.id]))
        elif role is Role.PROMISE and previous is Role.PROMISE:
            sheet[-1] = Piece(Part.PARAGRAPH, f"{sheet[-1].text} {line.text}")
        elif role in _PLAIN:
            sheet.append(Piece(_PLAIN[role], _printed(line), line.level))
        previous = role
    return sheet


def _printed(line: Looks) -> str:
    return f"{line.glyph} {line.text}" if line.glyph else line.text


def _depths(outline: Outline) -> dict[str, int]:
    listed = {bullet.id for bullet in outline.bullets if bullet.kind.value in ("bullet", "list_item")}
    depths: dict[str, int] = {}
    for bullet in outline.bullets:
        depths[bullet.id] = depths[bullet.parent] + 1 if bullet.parent in listed and bullet.parent in depths else 0
    return depths


def letters(text: str | None) -> str:
    """Letters and digits alone."""
    return re.sub(r"[\W_]+", "", text or "").lower()


def told(bullets: tuple[Bullet, ...]) -> list[tuple[str, int | None, str, str, str]]:
    """What must read back of each bullet: text, priority, commitment, its parent's text, kind."""
    texts = {bullet.id: letters(bullet.text) for bullet in bullets}
    return [
        (
            letters(bullet.text),
            bullet.priority.number if bullet.priority else None,
            letters(bullet.commitment),
            texts.get(bullet.parent or "", ""),
            bullet.kind.value,
        )
        for bullet in bullets
    ]


# Sheets drawn at random. Every sentence ends, for what goes on after an open end is the grammar's to judge, not the formats'.
_WORD = st.text("abcdefghijklmnopqrstuvwxyzéü", min_size=2, max_size=9)
_SENTENCE = st.lists(_WORD, min_size=5, max_size=30).map(lambda words: "The " + " ".join(words) + ".")
_NAME = st.lists(_WORD.filter(lambda w: w[0] not in "éü"), min_size=1, max_size=3).map(lambda words: " ".join(word.capitalize() for word in words))
_CELL = st.one_of(st.integers(0, 99_999).map(str), st.decimals(0, 100, places=1).map(lambda number: f"{number}%"))


@st.composite
def _listed(draw: st.DrawFn) -> list[Piece]:
    depth, pieces = -1, []
    for sentence in draw(st.lists(_SENTENCE, min_size=1, max_size=6)):
        depth = draw(st.integers(0, min(depth + 1, 3)))
        pieces.append(Piece(Part.BULLET, sentence, depth))
    return pieces


@st.composite
def _table(draw: st.DrawFn) -> list[Piece]:
    width = draw(st.integers(2, 4))
    header = ("Measure", *(draw(_NAME) for _ in range(width - 1)))
    rows = [(draw(_NAME), *(draw(_CELL) for _ in range(width - 1))) for _ in range(draw(st.integers(1, 3)))]
    return [Piece(Part.TABLE, "", rows=(header, *rows))]


@st.composite
def sheets(draw: st.DrawFn) -> list[Piece]:
    """Sheets of some priorities, each with commitments, headings, lists, paragraphs and tables."""
    pieces = [Piece(Part.TITLE, "Northshire Police Quarterly Update")]
    for number in range(1, draw(st.integers(1, 3)) + 1):
        pieces.append(Piece(Part.HEADING, f"Priority {number} – {draw(_NAME)}", 2))
        if draw(st.booleans()):
            pieces += [Piece(Part.PARAGRAPH, "We will:"), Piece(Part.PARAGRAPH, draw(_SENTENCE))]
        for _ in range(draw(st.integers(1, 3))):
            block = draw(st.one_of(_listed(), _table(), _SENTENCE.map(lambda text: [Piece(Part.PARAGRAPH, text)])))
            heading = [Piece(Part.SUBHEADING, draw(_NAME), draw(st.sampled_from((0, 3))))]
            pieces += [*(heading if draw(st.booleans()) or block[0].part is Part.TABLE else []), *block]
    return pieces


def source_of_sheet(sheet: list[Piece]) -> SourceText:
    """The sheet as a source whose every line is known to begin a piece."""
    return source_of_lines("sheet", (RawLine(line, begins=True) for line in text_of(sheet).split("\n")))


def text_of(sheet: list[Piece]) -> str:
    """The sheet as a text file."""
    lines: list[str] = []
    for piece in sheet:
        if piece.part is Part.BULLET:
            lines.append(f"{'  ' * piece.level}- {piece.text}")
            continue
        lines += ["", *("\t".join(row) for row in piece.rows)]
        if piece.part in (Part.HEADING, Part.SUBHEADING, Part.TITLE):
            lines.append(f"{'#' * piece.level} {piece.text}" if piece.level else f"**{piece.text}**")
        elif piece.part is not Part.TABLE:
            lines.append(piece.text)
        lines.append("")
    return "\n".join(lines)
