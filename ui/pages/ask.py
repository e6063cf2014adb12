"""Ask: one box, how it was read, the receipt, the bullets by period, and the answer to take away."""

from __future__ import annotations

import streamlit as st

from kg.errors import BeatbookError
from search.answer import Answer, Status
from search.errors import QuestionError
from search.narrow import narrowed
from ui.components.addresses import ask, at, bound
from ui.components.asked import Asked
from ui.components.bullets import Shown, draw_bullets
from ui.components.downloads import draw_downloads
from ui.components.facets import draw_facets
from ui.components.frame import say
from ui.components.held import answer, answered_again, build, parts, questions
from ui.components.nos import draw_no
from ui.components.reading import draw_reading
from ui.components.receipt import draw_receipt
from ui.components.results import draw_result
from ui.components.safe import link
from ui.components.saving import draw_again, draw_save, draw_saved


def draw_examples() -> None:
    """What to ask, on an empty page."""
    items = "".join(f"<li>{link(ask(question), question)}</li>" for question in questions(current))
    st.html(
        "<p>Every bullet that fits, each with its source, and a receipt of what was searched. Name operations, partners, districts, "
        f'places, priorities, periods or any topic.</p><h2>For example</h2><ul class="bb-plain">{items}</ul>'
    )
    draw_saved()


def draw_answered(found: Answer, asked: Asked, whole: int) -> None:
    """The bullets of an answer, what they can be narrowed by, and what fell short."""
    count = f"{len(found.evidence)} of {whole} bullets" if asked.only else f"{whole} bullet{'s' * (whole != 1)}"
    with st.container(horizontal=True, vertical_alignment="center", key="head"):
        st.html(f'<h2 style="margin:0" role="status">{count}</h2>', width="content")
        draw_downloads(found, asked)
        draw_save(found, asked)
    draw_result(found, asked)
    draw_facets(found, asked)
    draw_receipt(found, asked)
    draw_bullets(map(Shown.of, found.evidence))
    if found.close and not asked.only:
        with st.expander(f"Close, not counted ({len(found.close)})"):
            st.html("<p>These fall just short of what was asked.</p>")
            draw_bullets(map(Shown.of, found.close))


def draw(asked: Asked) -> None:
    """A question's answer, or which no it is."""
    told = parts(current, asked.question)
    whole = answer(current, asked.question, asked.drop, asked.add)
    draw_reading(asked, told)
    st.text_input("Ask for this too", **bound("add", clears=["only"]), placeholder="in Harlow, since 2019, with the Met", width=420)
    if whole.status is Status.ANSWERED:
        draw_answered(narrowed(whole, asked.only), asked, len(whole.evidence))
    else:
        draw_no(whole, asked, told, questions(current))
        if whole.close:
            with st.expander(f"Close, not counted ({len(whole.close)})"):
                draw_bullets(map(Shown.of, whole.close))
        draw_receipt(whole, asked)


st.title("Ask")
current = build()
st.text_input("Question", **bound("q", clears=["drop", "add", "only", "saved"]), placeholder="Name an operation, partner, district, period or topic")
try:
    asked = Asked.here()
    if at("saved"):
        draw_again(answered_again(at("saved")))
    elif asked.question:
        draw(asked)
    else:
        draw_examples()
except QuestionError as error:
    say("The question cannot be taken", str(error), (ask(at("q")), "Ask the question as it stands"), (ask(), "Begin anew"))
except BeatbookError as error:
    say("That cannot be shown", str(error), (ask(), "Begin anew"), broken=True)
