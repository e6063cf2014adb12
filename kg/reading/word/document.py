"""Word files (.docx): what a reader sees of one, shown as the outline's grammar knows it.

The headers and footers stand once at the start, for an update's period may stand only there; a long one, which is a notice, at
the end. Notes stand where the part that refers to them ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from kg.errors import InputError
from kg.model import Doubt, SourceText
from kg.reading.blocks import Block, Form, raw_lines
from kg.reading.source import source_of_lines
from kg.reading.word.body import Body, Pages
from kg.reading.word.package import Package, Relation
from kg.reading.word.runs import draw
from kg.reading.word.styles import Numbering, Styles, child, local, switched, value

# A header or footer with more words is a notice, not a title; before the title it would hide it.
RUNNING_WORDS = 15

_NOTE_PARTS = {"footnotes": "footnote", "endnotes": "endnote"}
# What Word draws from other parts than the document, and no reader of text can give.
_UNREAD = {"aFChunk": "documents of other formats", "chart": "charts", "diagramData": "diagrams"}


def _first(package: Package, relations: list[Relation], kind: str) -> etree._Element | None:
    return next((package.part(relation.target) for relation in relations if relation.kind == kind), None)


def _notes(package: Package, relations: list[Relation]) -> dict[tuple[str, str], etree._Element]:
    """The foot- and endnotes by kind and id."""
    found: dict[tuple[str, str], etree._Element] = {}
    for part, kind in _NOTE_PARTS.items():
        root = _first(package, relations, part)
        if root is not None:
            found |= {(kind, value(note, "id") or ""): note for note in root.iterfind(f"{{*}}{kind}")}
    return found


def _has_pages(document: etree._Element) -> bool:
    """Whether anything in the document says where a page ends."""
    if next(document.iter("{*}lastRenderedPageBreak", "{*}pageBreakBefore"), None) is not None:
        return True
    return any(value(each, "type") == "page" for each in document.iter("{*}br"))


def _running(package: Package, relations: list[Relation], document: etree._Element, styles: Styles) -> Iterator[str]:
    """The lines of the headers and footers that are shown, each once."""
    targets = {relation.id: relation.target for relation in relations if relation.kind in ("header", "footer")}
    seen: set[str] = set()
    for section in document.iter("{*}sectPr"):
        for each in section.iterchildren("{*}headerReference", "{*}footerReference"):
            shown = value(each, "type") != "first" or switched(section, "titlePg")
            root = package.part(targets.pop(value(each, "id") or "", "")) if shown else None
            for paragraph in root.iter("{*}p") if root is not None else ():
                yield from _new_lines(draw(paragraph, styles).text, seen)


def _new_lines(text: str, seen: set[str]) -> Iterator[str]:
    for line in text.replace("\t", "\n").split("\n"):
        words = " ".join(line.split())
        if words and words not in seen:
            seen.add(words)
            yield words


def _doubts(relations: list[Relation]) -> tuple[Doubt, ...]:
    unread = [said for kind, said in _UNREAD.items() if any(relation.kind == kind for relation in relations)]
    return (Doubt("unread", f"the document holds {' and '.join(unread)}, whose words were not read"),) if unread else ()


def read_word(path: Path) -> SourceText:
    """The normalised text of a Word file: what a reader sees, in order, with headers and footers once and notes where their part ends.

    Tracked insertions count, deletions do not. Pages are known where the file says where they end. InputError when it is
    missing, empty, too large, no Word file, damaged, encrypted, made to harm, or without text.
    """
    package = Package.open(path)
    name = package.main_part()
    relations = package.relations(name)
    document = package.part(name)
    body = child(document, "body")
    if document is None or body is None or local(document) != "document":
        raise InputError(path, f"its part {name} is no document of Word", "open it in Word and save it as .docx")
    styles = Styles(_first(package, relations, "styles"), Numbering.of(_first(package, relations, "numbering")))
    running = list(_running(package, relations, document, styles))
    blocks = Body(styles, Pages(_has_pages(document)), _notes(package, relations)).blocks(body)
    short = [Block(Form.TEXT, [line]) for line in running if len(line.split()) <= RUNNING_WORDS]
    long = [Block(Form.TEXT, [line]) for line in running if len(line.split()) > RUNNING_WORDS]
    source = source_of_lines(path.name, raw_lines([*short, *blocks, *long]), _doubts(relations))
    if not blocks:
        raise InputError(path, "holds no text", "if its pages are pictures, give the text they show")
    return source
