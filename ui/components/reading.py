"""How a question was read, as parts that can be taken away and put back; each is a link, so that the browser's back undoes it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from ui.components.asked import Asked
from ui.components.safe import link, shown


def draw_reading(asked: Asked, parts: Sequence[str]) -> None:
    """The parts of the question as it was read before any was taken away (`parts`), those taken away, and the names it is narrowed to."""
    dropped = {name.lower() for name in asked.drop}
    chips = [_out(asked, part) if part.lower() in dropped else _in(asked, part, alone=len(parts) - len(dropped) < 2) for part in parts]
    if asked.add:
        chips.append(_chip(f"also “{asked.add}”", asked.but(add=""), "×", f"Ask no longer for “{asked.add}”"))
    chips += [_chip(f"only {o.name}", asked.toggled(o), "×", f"Show more than {o.name}") for o in asked.only]
    st.html(f'<div><span class="bb-quiet">Read as</span><ul class="bb-chips" aria-label="How the question was read">{"".join(chips)}</ul></div>')


def _in(asked: Asked, part: str, *, alone: bool) -> str:
    if alone:
        return f"<li><span>{shown(part)}</span></li>"
    return _chip(part, asked.but(drop=(*asked.drop, part), only=()), "×", f"Read the question without: {part}")


def _out(asked: Asked, part: str) -> str:
    kept = tuple(name for name in asked.drop if name.lower() != part.lower())
    return f"<li><span><s>{shown(part)}</s> {link(asked.but(drop=kept, only=()), 'put back', title=f'Read it with {part} again')}</span></li>"


def _chip(words: str, address: str, mark: str, title: str) -> str:
    return f'<li><a href="{shown(address)}" title="{shown(title)}" aria-label="{shown(title)}">{shown(words)} <span aria-hidden="true">{mark}</span></a></li>'
