"""A sheet as a Word file."""

from __future__ import annotations

from pathlib import Path

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from tests.kg.sheet import Part, Piece


def leveled(document: Document, text: str, level: int) -> None:
    """A list item at a level of the document's own list, whose levels are drawn further and further in."""
    paragraph = document.add_paragraph(text)
    numbered = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    numbered.get_or_add_numId().val = 99
    numbered.get_or_add_ilvl().val = level


def add_list(document: Document, formats: tuple[tuple[str, str], ...] = (("bullet", "•"),) * 9, number: int = 99) -> None:
    """Defines a list with these formats and texts, a level each."""
    numbering = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), str(number))
    for level, (format_, text) in enumerate(formats):
        drawn = OxmlElement("w:lvl")
        drawn.set(qn("w:ilvl"), str(level))
        for name, said in (("start", "1"), ("numFmt", format_), ("lvlText", text)):
            child = OxmlElement(f"w:{name}")
            child.set(qn("w:val"), said)
            drawn.append(child)
        properties, indent = OxmlElement("w:pPr"), OxmlElement("w:ind")
        indent.set(qn("w:left"), str(720 * (level + 1)))
        properties.append(indent)
        drawn.append(properties)
        abstract.append(drawn)
    numbering.insert(0, abstract)
    instance, base = OxmlElement("w:num"), OxmlElement("w:abstractNumId")
    instance.set(qn("w:numId"), str(number))
    base.set(qn("w:val"), str(number))
    instance.append(base)
    numbering.append(instance)


def _bullet(document: Document, piece: Piece, styled: bool) -> None:
    if styled and piece.level < 3:
        document.add_paragraph(piece.text, "List Bullet" if not piece.level else f"List Bullet {piece.level + 1}")
    else:
        leveled(document, piece.text, piece.level)


def _table(document: Document, piece: Piece) -> None:
    width = max(map(len, piece.rows))
    table = document.add_table(0, width)
    for row in piece.rows:
        cells = table.add_row().cells
        for cell, text in zip(cells, row, strict=False):
            cell.text = text


def render_word(sheet: list[Piece], path: Path, *, styled: bool = False) -> Path:
    """The sheet as a Word file: bullets by numbering level or, `styled`, by the built-in list styles."""
    document = docx.Document()
    add_list(document)
    styled = styled and all(piece.level < 3 for piece in sheet if piece.part is Part.BULLET)
    for piece in sheet:
        if piece.part is Part.BULLET:
            _bullet(document, piece, styled)
        elif piece.part is Part.TABLE:
            _table(document, piece)
        elif piece.part in (Part.HEADING, Part.SUBHEADING) and piece.level:
            document.add_heading(piece.text, piece.level)
        elif piece.part in (Part.HEADING, Part.SUBHEADING):
            document.add_paragraph().add_run(piece.text).bold = True
        else:
            document.add_paragraph(piece.text, "Title" if piece.part is Part.TITLE and piece.level == 1 else None)
    document.save(str(path))
    return path
