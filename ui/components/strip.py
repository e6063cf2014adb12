"""Periods side by side: what each update held has to say, and where nothing is held."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

import streamlit as st

from kg.period import Period
from kg.trace import State, Stop
from search.coverage import Coverage
from ui.components.safe import link, shown
from ui.printing import spans

_CSS = {State.MENTIONED: "bb-some", State.SILENT: "bb-none", State.DOUBT: "bb-doubt", State.NOT_HELD: "bb-missing"}
_WORDS = {State.SILENT: "silent", State.DOUBT: "silent, in doubt"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One update, or a stretch of quarters of which none is held: its state, its count, the words below, and where it leads."""

    periods: tuple[Period, ...]
    state: State
    count: int = 0
    words: str = ""
    address: str = ""


def cells_of_receipt(coverage: Iterable[Coverage], addresses: dict[str, str]) -> list[Cell]:
    """The cells of one force's part of a receipt. `addresses`: period's label -> where a cell with bullets leads."""
    cells = []
    for row in coverage:
        state = State.NOT_HELD if not row.held else State.MENTIONED if row.matched else State.DOUBT if row.doubts else State.SILENT
        doubts = f", {_many(len(row.doubts), 'doubt')}" if row.doubts else ""
        cells.append(Cell((row.period,), state, row.matched, f"of {row.searched}{doubts}", addresses.get(row.period.label, "") if row.matched else ""))
    return _joined(cells)


def cells_of_trace(stops: Sequence[Stop], addresses: dict[str, str]) -> list[Cell]:
    """The cells of one force's part of a trace."""
    cells = []
    for stop in stops:
        count = len(stop.bullets)
        words = f"bullet{'s' * (count != 1)}" if count else _WORDS.get(stop.state, "")
        cells.append(Cell((stop.period,), stop.state, count, words, addresses.get(stop.period.label, "") if count else ""))
    return _joined(cells)


def _many(count: int, thing: str) -> str:
    return f"{count} {thing}{'s' * (count != 1)}"


def _joined(cells: Iterable[Cell]) -> list[Cell]:
    """The same cells, those in a row of which nothing is held as one."""
    found: list[Cell] = []
    for missing, group in groupby(cells, key=lambda cell: cell.state is State.NOT_HELD):
        run = list(group)
        found += [Cell(tuple(p for cell in run for p in cell.periods), State.NOT_HELD, words=_many(len(run), "quarter"))] if missing else run
    return found


def _cell_html(cell: Cell) -> str:
    title = shown(spans(cell.periods))
    if cell.state is State.NOT_HELD:
        return f'<li class="bb-missing">{title}<b>not held</b>{shown(cell.words)}</li>'
    count = link(cell.address, cell.count) if cell.address else str(cell.count)
    return f'<li class="{_CSS[cell.state]}">{title}<b>{count}</b>{shown(cell.words)}</li>'


def draw_strip(label: str, cells: Sequence[Cell]) -> None:
    """The cells as a list that a screen reader reads in order."""
    st.html(f'<ol class="bb-strip" aria-label="{shown(label)}">{"".join(map(_cell_html, cells))}</ol>')
