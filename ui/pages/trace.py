"""Trace: one operation, partner, district or theme from period to period."""

from __future__ import annotations

import streamlit as st

from kg.errors import UnknownNameError
from kg.trace import State, Trace
from ui.components.bullets import Shown, draw_bullets
from ui.components.held import build, traced
from ui.printing import spans

SILENT = ((State.SILENT, "Held, and silent"), (State.DOUBT, "Held, silent, and read with doubts"), (State.NOT_HELD, "Not held"))


def draw(found: Trace) -> None:
    """A trace: counts, bullets by period, and the periods without it."""
    data = found.to_json()
    st.subheader(found.name)
    st.text(f"{len(found.bullets)} bullets" + (f", first in {found.seen[0].title}, last in {found.seen[1].title}" if found.seen else ""))
    for title, key in (("Printed as", "printed"), ("With", "partners"), ("In", "districts"), ("Priorities", "priorities"), ("Beside", "operations")):
        if data[key]:
            st.text(f"{title}: " + ", ".join(f"{name} ({n})" for name, n in data[key].items()))
    for state, title in SILENT:
        if periods := [s.period for s in found.stops if s.state is state]:
            st.text(f"{title}: {spans(periods)}")
    draw_bullets(map(Shown, found.bullets))


st.title("Trace")
current = build()
name = st.text_input("Operation, partner, district or theme", key="name", bind="query-params", placeholder="RAPTOR")
if name and name.strip():
    try:
        draw(traced(current, name))
    except UnknownNameError as error:
        st.info(str(error))
