"""A map of districts with counts, each a link: the outlines that the library has, else the schematic grid that ships."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from kg.errors import LibraryError
from kg.outlines import Outline, outlines, tiles
from ui.components.frame import say
from ui.components.held import folder
from ui.components.safe import link, shown


def draw_map(counts: Mapping[str, int], codes: Mapping[str, str], address: Callable[[str], str]) -> None:
    """Districts by name with their counts. `codes`: name -> GSS code of every district of the library's forces; `address`: where a name leads."""
    try:
        drawn = outlines(folder(), frozenset(codes.values()))
    except LibraryError as error:
        say("The map of districts cannot be drawn", str(error), broken=True)
        drawn = ()
    body = _outlined(drawn, counts, codes, address) if drawn else _tiled(counts, codes, address)
    if body:
        st.html(body)


def _depth(count: int, counts: Mapping[str, int]) -> str:
    """How deep a district's colour is, by its share of the largest count."""
    return f"{12 + round(58 * count / max(counts.values()))}%" if count else "0%"


def _tiled(counts: Mapping[str, int], codes: Mapping[str, str], address: Callable[[str], str]) -> str:
    places = {name: tiles()[code] for name, code in codes.items() if code in tiles()}
    if not places:
        return ""
    items = "".join(_tile(name, place, counts, address) for name, place in sorted(places.items(), key=lambda p: (p[1][1], p[1][0])))
    note = '<p class="bb-quiet">A schematic map: where districts lie to each other, not their outlines.</p>'
    return f'{note}<ul class="bb-tiles" aria-label="Map of districts">{items}</ul>'


def _tile(name: str, place: tuple[int, int], counts: Mapping[str, int], address: Callable[[str], str]) -> str:
    count = counts.get(name, 0)
    words = f"{shown(name)}<b>{count or '–'}</b>"
    inside = f'<a href="{shown(address(name))}">{words}</a>' if count else f"<span>{words}</span>"
    return f'<li style="grid-column:{place[0] + 1};grid-row:{place[1] + 1};--bb-depth:{_depth(count, counts)}">{inside}</li>'


def _outlined(drawn: tuple[Outline, ...], counts: Mapping[str, int], codes: Mapping[str, str], address: Callable[[str], str]) -> str:
    """The outlines as a drawing; the links are the list beside it."""
    names = {code: name for name, code in codes.items()}
    shapes = []
    for outline in drawn:
        name = names[outline.code]
        path = " ".join(f"M{' L'.join(f'{x},{y}' for x, y in ring)} Z" for ring in outline.rings)
        shapes.append(f'<path d="{path}" style="--bb-depth:{_depth(counts.get(name, 0), counts)}"><title>{shown(name)}: {counts.get(name, 0)}</title></path>')
    listed = "".join(f'<li>{link(address(name), name)} <span class="bb-quiet">{count}</span></li>' for name, count in counts.items())
    drawing = f'<svg class="bb-outlines" viewBox="-1 -1 102 102" role="img" aria-label="Map of districts">{"".join(shapes)}</svg>'
    return f'<div class="bb-facets">{drawing}<ul>{listed}</ul></div>'
