"""An answer as a Word document for a report: bullets by period with matched words marked and citations, then the receipt."""

from __future__ import annotations

import io
import itertools
import re
from typing import TYPE_CHECKING

from search.answer import Answer
from search.editing import read_as
from search.evidence import Evidence
from ui.printing import citation, spans

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

# What XML 1.0 cannot hold.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def answer_docx(answer: Answer, marking: str | None, narrowed: str = "") -> bytes:
    """The document. `marking` stands at the head and foot of each page; `narrowed` says to what the answer was narrowed, "" for the whole."""
    import docx

    document = docx.Document()
    document.core_properties.author = "Beatbook"
    document.core_properties.title = clean(answer.question)
    _mark(document, marking)
    document.add_heading(clean(answer.question), level=1)
    only = f" Only {narrowed}." if narrowed else ""
    document.add_paragraph(clean(f"Read as: {read_as(answer.interpretation)}.{only} {len(answer.evidence)} bullets ({answer.status.value.replace('_', ' ')})."))
    for period, group in itertools.groupby(answer.evidence, key=lambda e: (e.held.period, e.held.force)):
        document.add_heading(clean(f"{period[0].title}, {period[1]}"), level=2)
        for evidence in group:
            _bullet(document, evidence)
    _receipt(document, answer)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def clean(text: str) -> str:
    """A text without the characters that no Word document can hold."""
    return _NO_XML.sub("", text)


def _mark(document: Document, marking: str | None) -> None:
    section = document.sections[0]
    for part in (section.header, section.footer) if marking else ():
        part.paragraphs[0].text = clean(marking or "").upper()
        part.paragraphs[0].alignment = 1


def _bullet(document: Document, evidence: Evidence) -> None:
    paragraph = document.add_paragraph(style="List Bullet")
    text, done = evidence.held.bullet.text, 0
    for start, end in sorted(evidence.marks):
        if start >= done:
            _run(paragraph, text[done:start])
            _run(paragraph, text[start:end], marked=True)
            done = end
    _run(paragraph, text[done:])
    paragraph.add_run(clean(f" [{citation(evidence.held)}]")).italic = True


def _run(paragraph: Paragraph, text: str, *, marked: bool = False) -> None:
    from docx.enum.text import WD_COLOR_INDEX

    run = paragraph.add_run(clean(text.replace("\t", " / ")))
    if marked:
        run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def _receipt(document: Document, answer: Answer) -> None:
    held = [c for c in answer.coverage if c.held]
    document.add_heading("Receipt", level=2)
    document.add_paragraph(f"Searched {len(held)} updates with {sum(c.searched for c in held)} bullets. Library build {answer.build}.")
    table = document.add_table(rows=1, cols=4, style="Light Grid Accent 1")
    rows = [("period", "force", "bullets", "doubts"), *((c.period.title, c.force, f"{c.matched} of {c.searched}", str(len(c.doubts))) for c in held)]
    for number, row in enumerate(rows):
        cells = table.rows[0].cells if number == 0 else table.add_row().cells
        for cell, text in zip(cells, row, strict=True):
            cell.text = clean(text)
    if missing := [c.period for c in answer.coverage if not c.held]:
        document.add_paragraph(f"Not held: {spans(missing)}.")
