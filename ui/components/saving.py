"""Saved questions: kept under a name, and asked again to tell what came, went or changed."""

from __future__ import annotations

import html

import streamlit as st

from kg.errors import BeatbookError
from search.answer import Answer
from search.saved import Again, Member, save, saved_names
from ui.components.addresses import ask, saved, updates
from ui.components.asked import Asked
from ui.components.frame import say
from ui.components.held import folder
from ui.components.safe import link, shown


def draw_save(found: Answer, asked: Asked) -> None:
    """A name to keep the question under. The whole answer is kept, however it is narrowed."""
    with st.popover("Save", icon=":material/bookmark:"), st.form("save", border=False):
        name = st.text_input("Name", help="Saved in the library. Asked again later, it tells which bullets came, went or changed.")
        if st.form_submit_button("Save this question") and name.strip():
            _keep(name.strip(), found, asked)


def _keep(name: str, found: Answer, asked: Asked) -> None:
    try:
        if name.lower() in {known.lower() for known in saved_names(folder())}:
            st.warning("There is a saved question of that name. Choose another.")
            return
        save(folder(), name, found, asked.drop, asked.add)
        st.html(f'<p role="status">Saved. {link(saved(name), "Ask it again")}</p>')
    except BeatbookError as error:
        st.error(html.escape(str(error)))


def draw_saved() -> None:
    """The saved questions, as links that ask them again."""
    try:
        names = saved_names(folder())
    except BeatbookError as error:
        say("A saved question cannot be read", str(error), broken=True)
        return
    if names:
        st.html(f'<h2>Saved questions</h2><ul class="bb-chips">{"".join(f"<li>{link(saved(n), n)}</li>" for n in names)}</ul>')


def draw_again(found: Again) -> None:
    """What came, went or changed since a question was saved."""
    then, now = len(found.saved.members), len(found.answer.evidence)
    whole = link(ask(found.saved.question, drop=found.saved.drop, add=found.saved.add), "Open the whole answer")
    reread = "<p>It is read otherwise than when it was saved.</p>" if found.reread else ""
    st.html(f"<h2>{shown(found.saved.question)}</h2><p>{then} bullets when it was saved, <strong>{now}</strong> now. {whole}</p>{reread}")
    if not (found.came or found.went or found.changed):
        st.html("<p>Nothing came, went or changed.</p>")
    for title, members in (("Came", found.came), ("Went", found.went), ("Changed", tuple(after for _, after in found.changed))):
        if members:
            st.html(f'<h3>{title} ({len(members)})</h3><ul class="bb-bullets">{"".join(map(_member, members))}</ul>')


def _member(member: Member) -> str:
    version = updates(bullet=member.id, line=member.lines[0])
    return f'<li><p>{shown(member.text)}</p><div class="bb-cite">{link(version, member.citation)}</div></li>'
