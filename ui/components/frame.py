"""The frame of every page: its look, its links, the marking of what is shown, and what is said when there is nothing to show."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NoReturn

import streamlit as st

from kg.rdf.markings import rank
from ui.components.addresses import ask, updates
from ui.components.safe import link, shown

HERE = Path(__file__).parent


@cache
def _file(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


def draw_frame() -> None:
    """The look and the links of the app; once a run, before the page."""
    st.html(f"<style>{_file('frame.css')}</style>")
    st.components.v2.component("beatbook_frame", js=_file("frame.js"))(key="beatbook_frame")


def draw_marking(markings: list[str | None]) -> None:
    """The protective marking line: the highest of these, which are those of the updates that a page is about."""
    known = [m for m in markings if m]
    highest = max(known, key=rank, default=None)
    unmarked = len(markings) - len(known)
    rest = f"; {unmarked} of {len(markings)} updates print no marking" if unmarked and highest else ""
    said = f"<strong>{shown(highest)}</strong> – the highest marking of the updates held{rest}" if highest else "No update held prints a protective marking"
    st.html(f'<p class="bb-marking" role="note">{said}</p>')


def say(title: str, words: str, *ways: tuple[str, str], broken: bool = False) -> None:
    """A state of a page in a box: what is so, what it means, and ways on (address, words)."""
    on = "".join(f"<li>{link(address, label)}</li>" for address, label in ways)
    css = "bb-state bb-broken" if broken else "bb-state"
    ways_on = f'<ul class="bb-chips">{on}</ul>' if on else ""
    st.html(f'<div class="{css}" role="status"><h2 style="margin-top:0">{shown(title)}</h2><p>{shown(words)}</p>{ways_on}</div>')


def stop_broken(error: Exception) -> NoReturn:
    """Ends the page where the library cannot be read: what, where, what to do."""
    say("The library cannot be read", str(error), broken=True)
    st.stop()


def stop_empty() -> NoReturn:
    """Ends the page where the library holds no update."""
    say("Nothing is held yet", "Add updates with `beatbook add FILE-OR-FOLDER`, or try the samples with `beatbook add --samples`; this page then shows them.")
    st.stop()


def unknown(name: str, near: tuple[str, ...], *ways: tuple[str, str]) -> None:
    """Says that nothing held bears a name; `ways` lead to those that look like it."""
    meant = " Did you mean one of these?" if near else ""
    say(
        f"Nothing held is called “{name}”",
        f"No update in the library names it.{meant}",
        *ways,
        (ask(name), f"Ask for “{name}” as words"),
        (updates(), "What is held"),
    )
