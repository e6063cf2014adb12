"""Tables of the pages about the library, as HTML that a screen reader and a keyboard can go through."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path

import streamlit as st

from kg.model import Role
from search.compare import Comparison
from search.sides import Cell, Head
from search.source import Row
from ui.components.addresses import updates
from ui.components.safe import link, marked, shown
from ui.views import MEANINGS, SIGNS

Address = Callable[[Head, Head], str]


@cache
def _css() -> str:
    return Path(__file__).with_name("views.css").read_text(encoding="utf-8")


def draw_look() -> None:
    """The look of these tables; once a page."""
    st.html(f"<style>{_css()}</style>")


def comparison_html(found: Comparison, address: Address, opened: tuple[str, str]) -> str:
    """A comparison whose counts are links; `opened` are the keys of the cell that is open."""
    head = "".join(f'<th scope="col"{_gap(c)}>{shown(c.title)}{f"<br>{shown(c.note)}" if c.note else ""}</th>' for c in found.columns)
    body = "".join(_row(found, row, address, opened) for row in found.rows)
    sums = "".join(f"<td{_gap(c)}>{found.total(c) or ''}</td>" for c in found.columns)
    caption = f"{found.count_all} bullets by {found.wanted.rows.value} and {found.wanted.columns.value}; a count opens its bullets"
    return (
        f'{_key(found)}<div class="bb-cross" role="region" tabindex="0" aria-label="{shown(caption)}"><table>'
        f'<thead><tr><th scope="col">{shown(found.wanted.rows.value.capitalize())}</th>{head}<th scope="col" class="bb-sum">all</th></tr></thead>'
        f'<tbody>{body}</tbody><tfoot><tr><th scope="row">all</th>{sums}<td>{found.count_all}</td></tr></tfoot></table></div>'
    )


def _row(found: Comparison, row: Head, address: Address, opened: tuple[str, str]) -> str:
    note = f"<small>{shown(row.note)}</small>" if row.note else ""
    cells = "".join(_cell(found, row, column, address, opened) for column in found.columns)
    return f'<tr><th scope="row">{shown(row.title)}{note}</th>{cells}<td class="bb-sum">{found.total(row) or ""}</td></tr>'


def _cell(found: Comparison, row: Head, column: Head, address: Address, opened: tuple[str, str]) -> str:
    state = found.cell(row, column)
    if state is Cell.COUNTED:
        css = ' class="bb-open"' if opened == (row.key, column.key) else ""
        label = f"{found.count(row, column)} bullets, {row.title}, {column.title}"
        return f'<td{css}><a href="{shown(address(row, column))}" aria-label="{shown(label)}">{found.count(row, column)}</a></td>'
    if state is Cell.NOT_HELD:
        return '<td class="bb-gap" title="not held"></td>'
    return f'<td class="bb-blank" title="{shown(MEANINGS[state])}">{shown(SIGNS[state])}</td>'


def _gap(head: Head) -> str:
    return ' class="bb-gap"' if head.missing else ""


def _key(found: Comparison) -> str:
    """What the blanks mean, of those that there are."""
    seen = set(found.blank.values())
    said = "".join(f"<li><b>{shown(SIGNS[cell] or '▨')}</b> {shown(words)}</li>" for cell, words in MEANINGS.items() if cell in seen)
    return f'<ul class="bb-key">{said}</ul>' if said else ""


def source_html(rows: Sequence[Row], cited: Iterable[str], version: str) -> str:
    """Lines of a source with their numbers, what they were taken for, and the stretches of bullets; `cited` bullets (ids) are marked."""
    wanted = set(cited)
    parts: list[str] = []
    page, landed = None, False
    for row in rows:
        if row.page != page and row.page is not None:
            parts.append(f'<tr class="bb-page"><th></th><td colspan="2"><small>Page {row.page}</small></td></tr>')
        page = row.page
        hit = any(mark.bullet in wanted for mark in row.marks)
        parts.append(_line(row, wanted, version, lands=hit and not landed))
        landed = landed or hit
    head = '<thead><tr><th scope="col">Line</th><th scope="col">Text</th><th scope="col">Read as</th></tr></thead>'
    return f'<div class="bb-source"><table>{head}<tbody>{"".join(parts)}</tbody></table></div>'


def _line(row: Row, wanted: set[str], version: str, *, lands: bool) -> str:
    cited = [(mark.start, mark.end) for mark in row.marks if mark.bullet in wanted]
    css = ("bb-own" if row.marks else "") + (" bb-cited" if cited else "")
    number = link(updates(version, line=row.number), row.number, title="Open this bullet") if row.marks else str(row.number)
    anchor = ' id="cited"' if lands else ""
    return f'<tr{anchor}><th scope="row">{number}</th><td class="{css.strip()}">{marked(row.text, cited)}</td><td>{_role(row)}</td></tr>'


def _role(row: Row) -> str:
    """What a line was taken for; of a blank one nothing need be said."""
    return "" if row.role is Role.BLANK else shown(row.role.value)


def here(to: str, words: str, *, current: bool) -> str:
    """A link of a menu inside a page; the one that is open is told as such."""
    marked_as = ' aria-current="page"' if current else ""
    return f'<a href="{shown(to)}"{marked_as}>{shown(words)}</a>'


def table_html(heads: Sequence[str], rows: Iterable[Sequence[str]], caption: str) -> str:
    """A plain table of cells that are HTML already; the first cell of a row names it."""
    head = "".join(f'<th scope="col">{shown(h)}</th>' for h in heads)
    body = "".join(f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in rest)}</tr>' for first, *rest in rows)
    inside = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f'<div class="bb-table" role="region" tabindex="0" aria-label="{shown(caption)}">{inside}</div>'
