"""Ask: one box, the answer by period, and the receipt."""

from __future__ import annotations

import streamlit as st

from search.answer import Answer, Status
from search.editing import read_as
from search.errors import QuestionError
from ui.components.bullets import Shown, draw_bullets
from ui.components.held import answer, build, parts
from ui.formats import answer_markdown, bullets_csv
from ui.printing import spans

NO_ANSWER = {
    Status.NO_EVIDENCE: "Nobody mentions it. Every bullet held was searched, and none matches.",
    Status.NOT_HELD: "Not held. No update of that period is in the library; add it with `beatbook add FILE`.",
    Status.NOT_UNDERSTOOD: "Not understood. Name a partner, an operation, a place, a period or a topic.",
}


def draw_receipt(found: Answer) -> None:
    """What was searched, what matched, what is not held."""
    held = [c for c in found.coverage if c.held]
    st.subheader("Receipt")
    st.text(f"Searched {len(held)} updates with {sum(c.searched for c in held)} bullets. Library build {found.build}.")
    rows = [{"period": c.period.title, "force": c.force, "searched": c.searched, "matched": c.matched, "doubts": len(c.doubts)} for c in held]
    st.table(rows)
    missing = [c.period for c in found.coverage if not c.held]
    if missing:
        st.text(f"Not held: {spans(missing)}")


def draw(found: Answer) -> None:
    """An answer, or why there is none."""
    st.text(f"Read as: {read_as(found.interpretation)}")
    if found.status is not Status.ANSWERED:
        st.info(NO_ANSWER[found.status])
        if found.did_you_mean:
            st.text(f"Did you mean {' or '.join(found.did_you_mean)}?")
    else:
        st.text(f"{len(found.evidence)} bullets")
        csv, markdown = st.columns(2)
        csv.download_button("Download as CSV", "\n".join(bullets_csv(e.held for e in found.evidence)), "answer.csv", "text/csv")
        markdown.download_button("Download as Markdown", answer_markdown(found), "answer.md", "text/markdown")
    draw_bullets(map(Shown.of, found.evidence))
    if found.close:
        with st.expander(f"Close, not counted ({len(found.close)})"):
            draw_bullets(map(Shown.of, found.close))
    draw_receipt(found)


st.title("Ask")
current = build()
question = st.text_input("Question", key="q", bind="query-params", placeholder="all cross-border work with the Met")
if question and question.strip():
    try:
        told = parts(current, question)
        drop = st.pills("Leave out of how it was read", told, selection_mode="multi", key="drop", bind="query-params") if len(told) > 1 else []
        add = st.text_input("Ask for this too", key="add", bind="query-params", placeholder="in Harlow since 2019")
        draw(answer(current, question, tuple(drop), add))
    except QuestionError as error:
        st.warning(str(error))
else:
    st.text("Ask about operations, partners, districts, places, priorities, periods or any topic, for example:")
    for example in (
        "all cross-border work with the Met",
        "trace Operation RAPTOR",
        "anti-social behaviour in Harlow since 2019",
        "which operations were run in Thurrock",
    ):
        st.page_link("pages/ask.py", label=example, query_params={"q": example})
