"""Trace: one operation, partner, district, theme or priority from quarter to quarter."""

from __future__ import annotations

import streamlit as st

from kg.errors import BeatbookError, UnknownNameError
from kg.model import Kind
from kg.neighbourhood import Beside, bullets_of, neighbourhood
from kg.trace import Trace
from ui.components.addresses import all_at, at, bound, trace
from ui.components.bullets import Shown, draw_bullets
from ui.components.districts import draw_map
from ui.components.frame import say, unknown
from ui.components.graph import FIRST, MOST, draw_graph
from ui.components.held import build, district_codes, followed, traced
from ui.components.safe import link, shown
from ui.components.traced import draw_beside, draw_figures, draw_head, draw_timeline


def draw_chosen(found: Trace) -> bool:
    """The bullets of the period or neighbours that the address names; whether it names any."""
    beside = tuple(map(Beside.from_text, all_at("edge")))
    bullets = [b for b in bullets_of(found, beside) if at("period") in ("", b.period.label)]
    if not beside and not at("period"):
        return False
    titles = [b.period.title for b in bullets[:1] if at("period")] + [b.name for b in beside]
    count = f"{len(bullets)} of {len(found.bullets)} bullets: {', '.join(titles) or at('period')}"
    st.html(f'<h2>{shown(count)} <span class="bb-quiet">{link(trace(found.name), "Show all")}</span></h2>')
    draw_bullets(map(Shown, bullets))
    return True


def draw(found: Trace) -> None:
    """A trace: its timeline, what stands beside it, and its bullets."""
    draw_head(found)
    draw_timeline(found)
    if not draw_chosen(found):
        draw_beside(found)
        draw_figures(found)
        with st.expander("Neighbourhood, as a graph"):
            most = min(MOST, int(at("most")) if at("most").isdigit() else FIRST)
            draw_graph(found.name, neighbourhood(found, most), most)
        if districts := found.counts(Kind.DISTRICT):
            with st.expander("Districts, as a map"):
                draw_map(districts, district_codes(current), lambda name: trace(found.name, edge=[f"district:{name}"]))
        draw_bullets(map(Shown, found.bullets))


def draw_names(names: dict[str, str]) -> None:
    """What there is to follow, the most frequent of each kind."""
    st.html("<p>Follow one thing through every update held: when it was named, when it was silent, with whom and where.</p>")
    items = "".join(f"<li>{link(trace(name), label)}</li>" for name, label in list(names.items())[:12])
    st.html(f'<h2>For example</h2><ul class="bb-chips">{items}</ul>')


st.title("Trace")
current = build()
names = followed(current)
name = st.selectbox(
    "Operation, partner, district, theme or priority",
    list(names),
    format_func=lambda n: names.get(n, n),
    accept_new_options=True,
    placeholder="Choose or type a name",
    **bound("name", clears=["period", "edge", "most"], empty=None),
)
try:
    if name and name.strip():
        draw(traced(current, name.strip()))
    else:
        draw_names(names)
except UnknownNameError as error:
    unknown(error.name, error.close, *((trace(near), near) for near in error.close))
except (BeatbookError, ValueError) as error:
    say("That cannot be shown", str(error), (trace(name or ""), "Show the whole trace"), broken=True)
