"""The parts of a trace: what it is named and with what, its timeline, its figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from kg.neighbourhood import Beside
from kg.trace import State, Trace
from ui.components.addresses import ask, cited, trace
from ui.components.results import table
from ui.components.safe import link, shown
from ui.components.strip import cells_of_trace, draw_strip
from ui.printing import citation
from ui.values import value_text

# So many names of a kind stand open; the others are folded away.
_OPEN = 8
_KINDS = (("operation", "Operations beside it"), ("partner", "Partners"), ("district", "Districts"))


def draw_head(found: Trace) -> None:
    """Name, count, first and last period, and the names as printed."""
    count = len(found.bullets)
    seen = f", first in {found.seen[0].title}, last in {found.seen[1].title}" if found.seen else ""
    printed = ", ".join(f"{name} ({n})" for name, n in found.printed.items())
    as_printed = f'<p class="bb-quiet">Printed as {shown(printed)}</p>' if printed else ""
    said = f"<strong>{count} bullet{'s' * (count != 1)}</strong>{shown(seen)}. {link(ask(found.name), 'Ask about it')}"
    st.html(f'<h2 style="font-size:1.4rem;margin-top:0">{shown(found.name)}</h2><p role="status">{said}</p>{as_printed}')


def draw_timeline(found: Trace) -> None:
    """A strip of periods a force, and why a silence is in doubt."""
    forces = sorted({stop.force for stop in found.stops})
    for force in forces:
        stops = [stop for stop in found.stops if stop.force == force]
        if len(forces) > 1:
            st.html(f"<h3>{shown(force)}</h3>")
        draw_strip(f"Quarters of {force}", cells_of_trace(stops, {s.period.label: trace(found.name, period=s.period.label) for s in stops}))
    doubtful = [stop for stop in found.stops if stop.state is State.DOUBT]
    if doubtful:
        with st.expander(f"{len(doubtful)} silent in updates that were read with doubts"):
            items = "".join(f"<li><strong>{shown(s.period.title)}</strong> {shown(doubt)}</li>" for s in doubtful for doubt in s.doubts)
            st.html(f"<ul>{items}</ul>")


def draw_beside(found: Trace) -> None:
    """What its bullets name beside it, with counts that open the bullets of both; priorities; what operations are to one another."""
    data = found.to_json()
    sections = [_names(found, kind, title, data[f"{kind}s"]) for kind, title in _KINDS if data[f"{kind}s"]]
    if data["priorities"]:
        items = "".join(f'<li>{link(trace(title), title)} <span class="bb-quiet">{n}</span></li>' for title, n in data["priorities"].items())
        sections.append(f"<section><h3>Priorities</h3><ul>{items}</ul></section>")
    related = "".join(
        f"<li>{shown(r.subject_name)} {shown(r.kind.value.replace('_', ' '))} {shown(r.object_name)} <small>{link(cited(held), citation(held))}</small></li>"
        for held, r in found.related
    )
    if related:
        sections.append(f"<section><h3>What operations are to one another</h3><ul>{related}</ul></section>")
    st.html(f'<div class="bb-facets">{"".join(sections)}</div>')


def _names(found: Trace, kind: str, title: str, counts: Mapping[str, int]) -> str:
    items = [f"<li>{link(trace(name), name)} {_both(found, f'{kind}:{name}', n)}</li>" for name, n in counts.items()]
    more = f"<details><summary>{len(items) - _OPEN} more</summary><ul>{''.join(items[_OPEN:])}</ul></details>" if len(items) > _OPEN else ""
    return f"<section><h3>{title}</h3><ul>{''.join(items[:_OPEN])}</ul>{more}</section>"


def _both(found: Trace, beside: str, count: int) -> str:
    name = Beside.from_text(beside).name
    return link(trace(found.name, edge=[beside]), count, css="bb-quiet", title=f"The bullets that name both {found.name} and {name}")


def draw_figures(found: Trace) -> None:
    """The figures that are about an operation, each with its bullet."""
    rows: list[tuple[Any, ...]] = [
        (shown(held.period.title), shown(value_text(figure)), shown(figure.counted), link(cited(held), citation(held))) for held, figure in found.figures
    ]
    if found.is_operation and rows:
        with st.expander(f"Figures ({len(rows)})"):
            st.html(table(("told in", "value", "what is counted", "source"), rows, f"Figures of {found.name}"))
