"""Names beside an answer with their counts; choosing one narrows the answer to its bullets."""

from __future__ import annotations

from typing import Any

import streamlit as st

from kg.period import Period
from search.answer import Answer
from search.narrow import FACETS, Only
from ui.components.asked import Asked
from ui.components.safe import link, shown

# So many names of a facet stand open; the others are folded away below them.
_OPEN = 6


def draw_facets(found: Answer, asked: Asked) -> None:
    """The facets that tell bullets of this answer apart."""
    shown_facets = [(facet, rows) for facet in FACETS if (rows := found.facets[facet]) and (len(rows) > 1 or rows[0]["count"] < len(found.evidence))]
    if shown_facets:
        with st.expander("Narrow by operation, partner, district, priority or period"):
            st.html(f'<div class="bb-facets">{"".join(_facet(facet, rows, asked) for facet, rows in shown_facets)}</div>')


def _facet(facet: str, rows: list[dict[str, Any]], asked: Asked) -> str:
    items = [_item(facet, row, asked) for row in rows]
    more = f"<details><summary>{len(items) - _OPEN} more</summary><ul>{''.join(items[_OPEN:])}</ul></details>" if len(items) > _OPEN else ""
    return f"<section><h3>{shown(facet.capitalize())}</h3><ul>{''.join(items[:_OPEN])}</ul>{more}</section>"


def _item(facet: str, row: dict[str, Any], asked: Asked) -> str:
    only = Only(facet, row["name"])
    words = Period.from_label(row["name"]).title if facet == "periods" else row["name"]
    name = link(asked.toggled(only), words)
    return f'<li>{f"<strong>{name}</strong>" if only in asked.only else name} <span class="bb-quiet">{row["count"]}</span></li>'
