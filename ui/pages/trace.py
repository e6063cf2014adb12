"""Trace: one operation, partner, district, theme or priority from quarter to quarter."""

from __future__ import annotations

import streamlit as st

from kg.errors import BeatbookError, UnknownNameError
from kg.model import Kind
from kg.neighbourhood import Beside, bullets_of, neighbourhood
from kg.period import Period
from kg.trace import Trace
from search.follow import Followed
from ui.components.addresses import all_at, at, bound, trace
from ui.components.bullets import Shown, draw_bullets
from ui.components.districts import draw_map
from ui.components.frame import say, unknown
from ui.components.graph import FIRST, MOST, draw_graph
from ui.components.held import build, district_codes, followed, traced
from ui.components.safe import link, shown
from ui.components.traced import draw_beside, draw_figures, draw_head, draw_timeline

# So many names of a kind are offered on the empty page.
OFFERED = 8
_PLURAL = {"operation": "Operations", "partner": "Partners", "district": "Districts", "theme": "Themes", "priority": "Priorities"}


def draw_chosen(found: Trace) -> bool:
    """The bullets of the period or neighbours that the address names; whether it names any."""
    beside = tuple(map(Beside.from_text, all_at("edge")))
    bullets = [b for b in bullets_of(found, beside) if at("period") in ("", b.period.label)]
    if not beside and not at("period"):
        return False
    titles = [Period.from_label(at("period")).title] if at("period") else []
    count = f"{len(bullets)} of {len(found.bullets)} bullets: {', '.join([*titles, *(b.name for b in beside)])}"
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


def draw_names(names: list[Followed]) -> None:
    """What there is to follow, the most frequent of each kind."""
    kinds = {one.kind for one in names}
    sections = [(kind, [one for one in names if one.kind == kind][:OFFERED]) for kind in _PLURAL if kind in kinds]
    lists = "".join(f"<section><h3>{shown(_PLURAL[kind])}</h3><ul>{''.join(map(_name, found))}</ul></section>" for kind, found in sections)
    st.html(
        "<p>Follow one thing through every update held: when it was named, when it was silent, with whom and where. Named most often:</p>"
        f'<div class="bb-facets">{lists}</div>'
    )


def _name(one: Followed) -> str:
    return f'<li>{link(trace(one.name), one.name)} <span class="bb-quiet">{one.count} {shown(one.title)}</span></li>'


st.title("Trace")
current = build()
names = followed(current)
labels = {one.name: one.label for one in names}
name = st.selectbox(
    "Operation, partner, district, theme or priority",
    list(labels),
    format_func=lambda n: labels.get(n, n),
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
