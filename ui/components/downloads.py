"""The bullets that are shown as files: CSV, Markdown, Word and Turtle, made when they are asked for."""

from __future__ import annotations

import io
from collections.abc import Sequence

import streamlit as st

from kg.model import HeldBullet
from search.answer import Answer
from ui.components.asked import Asked
from ui.components.held import folder, marking_of, pool
from ui.formats import answer_markdown, bullets_csv


def turtle(bullets: Sequence[HeldBullet]) -> bytes:
    """Bullets as RDF, those above the marking that a release may hold left out, as `beatbook export` leaves them out."""
    from kg.rdf.markings import release_rules
    from kg.rdf.writing import RdfFormat
    from search.release import Wish, stream
    from search.selection import selection_of

    buffer = io.BytesIO()
    with pool(folder()).seat() as seat:
        stream(seat.library, selection_of(seat.library, bullets, release_rules().max_marking), Wish(RdfFormat.TURTLE), buffer, lambda *_: None)
    return buffer.getvalue()


def word(found: Answer, asked: Asked) -> bytes:
    """An answer as a Word document."""
    from ui.word import answer_docx

    return answer_docx(found, marking_of(e.held.version for e in found.evidence), ", ".join(o.name for o in asked.only))


def draw_downloads(found: Answer, asked: Asked) -> None:
    """A button a format, for exactly the bullets that are shown."""
    held = [e.held for e in found.evidence]
    files = (
        ("CSV", "answer.csv", "text/csv", lambda: "\n".join(bullets_csv(held))),
        ("Markdown", "answer.md", "text/markdown", lambda: answer_markdown(found)),
        ("Word", "answer.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", lambda: word(found, asked)),
        ("Turtle", "answer.ttl", "text/turtle", lambda: turtle(held)),
    )
    with st.popover("Download", icon=":material/download:"):
        for name, file, kind, made in files:
            st.download_button(f"as {name}", made, file, kind, key=f"download-{name}", on_click="ignore", width="stretch")
