"""The neighbourhood of an entity as a graph that can be clicked, and the same as a table of links."""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from kg.neighbourhood import Edge, Neighbourhood
from ui.components.addresses import trace
from ui.components.results import table
from ui.components.safe import link, shown

HERE = Path(__file__).parent
# Beyond some dozens of nodes a graph is not read any more; a reader may ask for more.
FIRST = 18
MOST = 120
_CSS = ".bb-graph { height: 30rem; width: 100%; }\n"


@cache
def _script() -> str:
    """The drawing of the graph, with Cytoscape.js (MIT) before it; one module, so that nothing is asked of elsewhere."""
    library = (HERE / "vendor" / "cytoscape.esm.min.mjs").read_text(encoding="utf-8")
    return re.sub(r"export\{(\w+) as default\};", r"const cytoscape = \1;", library) + (HERE / "graph.js").read_text(encoding="utf-8")


def _elements(name: str, found: Neighbourhood) -> list[dict[str, Any]]:
    nodes = [{"data": {"id": "centre", "name": name, "kind": "centre"}}]
    nodes += [{"data": {"id": str(n), "name": n.name, "kind": n.kind.value, "address": trace(n.name)}} for n in found.neighbours]
    return [*nodes, *(_edge(name, edge) for edge in found.edges)]


def _edge(name: str, edge: Edge) -> dict[str, Any]:
    ends = {"source": str(edge.start) if edge.start else "centre", "target": str(edge.end)}
    data = {"id": f"{ends['source']}|{ends['target']}", **ends, "count": len(edge.bullets), "address": _address(name, edge)}
    return {"data": data, "classes": "among" if edge.start else ""}


def _address(name: str, edge: Edge) -> str:
    return trace(name, edge=[str(end) for end in (edge.start, edge.end) if end])


def draw_graph(name: str, found: Neighbourhood, most: int) -> None:
    """The graph; every edge and node leads to its bullets. How many neighbours are not shown is said, with a way to more of them."""
    elements = _elements(name, found)
    key = hashlib.sha256(json.dumps(elements).encode()).hexdigest()[:12]
    body = '<div class="bb-graph" aria-hidden="true"></div>'
    st.components.v2.component("beatbook_graph", html=body, css=_CSS, js=_script())(data={"elements": elements, "key": key}, key=f"graph-{key}")
    more = f" {found.hidden} more are not shown. {link(trace(name, most=str(most * 2)), 'Show more')}" if found.hidden and most < MOST else ""
    hidden = more or (f" {found.hidden} more are not shown." if found.hidden else "")
    st.html(
        f'<p class="bb-quiet">{len(found.neighbours)} neighbours, the most often named with {shown(name)}. A line opens the bullets that name both.{hidden}</p>'
    )
    with st.expander("The same as a table"):
        rows = [(*_ends(name, edge), link(_address(name, edge), f"{len(edge.bullets)} bullet{'s' * (len(edge.bullets) != 1)}")) for edge in found.edges]
        st.html(table(("", "and", "named together in"), rows, f"What is named with {name}"))


def _ends(name: str, edge: Edge) -> tuple[str, str]:
    start = link(trace(edge.start.name), edge.start.name) if edge.start else shown(name)
    return start, f'{link(trace(edge.end.name), edge.end.name)} <span class="bb-quiet">{edge.end.kind.value}</span>'
