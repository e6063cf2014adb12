"""The receipt of an answer: a strip of periods a force, what was in doubt, and the build."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from search.answer import Answer
from search.coverage import Coverage
from search.narrow import Only
from ui.components.asked import Asked
from ui.components.safe import link, shown
from ui.components.strip import cells_of_receipt, draw_strip


def draw_receipt(found: Answer, asked: Asked) -> None:
    """What was searched, what matched, what is not held and what was read with doubts."""
    held = [c for c in found.coverage if c.held]
    counted = f"{len(found.evidence)} counted, {len(found.close)} close"
    searched = f"Searched {len(held)} updates with {sum(c.searched for c in held)} bullets: {counted}. Library build {found.build}."
    st.html(f'<h2>Receipt</h2><p class="bb-quiet">{shown(searched)}</p>')
    forces = sorted({c.force for c in found.coverage})
    for force in forces:
        rows = [c for c in found.coverage if c.force == force]
        if len(forces) > 1:
            st.html(f"<h3>{shown(force)}</h3>")
        addresses = {c.period.label: asked.toggled(Only("periods", c.period.label)) for c in rows if c.matched}
        draw_strip(f"Periods of {force}: bullets found of bullets searched", cells_of_receipt(rows, addresses))
    draw_doubts([c for c in held if c.doubts])


def draw_doubts(rows: Sequence[Coverage]) -> None:
    """What could not be settled when these updates were read."""
    if rows:
        with st.expander(f"{sum(len(c.doubts) for c in rows)} doubts in {len(rows)} updates"):
            items = "".join(f"<li><strong>{shown(c.period.title)}</strong> {shown(doubt)}</li>" for c in rows for doubt in c.doubts)
            st.html(f"<ul>{items}</ul><p>{link('updates', 'See what is held')}</p>")
