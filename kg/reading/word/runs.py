"""What is drawn of one paragraph of a Word file: its text as it stands after tracked changes, and what hangs on it.

Inserted text counts, deleted and hidden text does not, a field is its result. Page breaks stand in the text as two characters
that XML cannot hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from kg.reading.blocks import superscript
from kg.reading.word.styles import Styles, child, local, switched, value

# A page break that the author set, and one that Word noted when it last drew the pages.
SET_BREAK, NOTED_BREAK = "\f", "\v"

_SKIPPED = frozenset(("del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "rt", "instrText", "delText", "delInstrText", "txbxContent"))
_DRAWINGS = ("drawing", "pict", "object")
_BREAKS = {"page": SET_BREAK}


@dataclass(slots=True)
class Drawn:
    """A paragraph's text, whether all of it is bold or underlined, the text boxes that hang on it, and its notes' (kind, id)."""

    text: str = ""
    strong: bool = True
    boxes: list[etree._Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


def shown_children(element: etree._Element) -> list[etree._Element]:
    """An element's children; of alternatives for the same thing the first."""
    if local(element) != "AlternateContent":
        return [each for each in element if isinstance(each.tag, str)]
    return [each for each in element if isinstance(each.tag, str)][:1]


def inside(element: etree._Element, skipped: frozenset[str], stops: tuple[str, ...] = ()) -> Iterator[etree._Element]:
    """What stands in an element, in order, without what is skipped; what is in `stops` is given but not entered."""
    waiting = shown_children(element)[::-1]
    while waiting:
        each = waiting.pop()
        name = local(each)
        if name in skipped:
            continue
        yield each
        if name not in stops:
            waiting += shown_children(each)[::-1]


def text_boxes(element: etree._Element) -> list[etree._Element]:
    """The text boxes of a drawing, each once; one within another comes with it."""
    return [each for each in inside(element, frozenset(), ("txbxContent",)) if local(each) == "txbxContent"]


def _piece(element: etree._Element) -> str:
    name = local(element)
    if name == "t":
        return str(element.text or "")
    if name == "br":
        return _BREAKS.get(value(element, "type") or "", "\n")
    if name == "sym":
        code = value(element, "char") or ""
        return chr(int(code, 16)) if len(code) == 4 and all(c in "0123456789abcdefABCDEF" for c in code) else ""
    return {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-", "lastRenderedPageBreak": NOTED_BREAK}.get(name, "")


def draw(paragraph: etree._Element, styles: Styles) -> Drawn:
    """What is drawn of a paragraph. A note's place is marked "[1]" by whoever numbers the notes: here it is `\\0`."""
    drawn = Drawn()
    for each in inside(paragraph, _SKIPPED, ("r", *_DRAWINGS)):
        name = local(each)
        if name in _DRAWINGS:
            drawn.boxes += text_boxes(each)
        elif name == "r" and not switched(child(each, "rPr"), "vanish"):
            _draw_run(each, drawn, styles, paragraph)
    drawn.strong = drawn.strong and bool(drawn.text.strip())
    return drawn


def _draw_run(run: etree._Element, drawn: Drawn, styles: Styles, paragraph: etree._Element) -> None:
    text = ""
    for each in inside(run, _SKIPPED, _DRAWINGS):
        name = local(each)
        if name in _DRAWINGS:
            drawn.boxes += text_boxes(each)
        elif name in ("footnoteReference", "endnoteReference"):
            drawn.notes.append((name.removesuffix("Reference"), value(each, "id") or ""))
            text += "" if switched(each, "customMarkFollows") else "\0"
        else:
            text += _piece(each)
    if value(child(run, "rPr", "vertAlign")) == "superscript":
        text = superscript(drawn.text[-12:], text)
    drawn.text += text
    if text.strip("\0 \t\n\f\v\u00a0"):
        drawn.strong = drawn.strong and styles.is_strong(run, paragraph)
