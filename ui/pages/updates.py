"""Updates: what is held, in which versions, with which doubts; the source of one, with its bullets marked; and adding more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from kg.model import HeldBullet, Kind
from search.source import Source
from ui.components.adding import draw_adding
from ui.components.addresses import address, at, quarter, trace, updates
from ui.components.bullets import Shown, bullets_html
from ui.components.frame import say
from ui.components.gate import may_write
from ui.components.held import build, described
from ui.components.safe import link, shown
from ui.components.tables import draw_look, source_html, table_html
from ui.components.views import source
from ui.values import bullets_held

# Lines of a source that are shown at once, and how many of them before the one that was asked for.
SHOWN, BEFORE = 120, 15


def number_at(name: str) -> int | None:
    """A number from the address, None where there is none."""
    return int(at(name)) if at(name).isascii() and at(name).isdigit() and len(at(name)) < 9 else None


def named_html(held: HeldBullet) -> str:
    """What a bullet mentions, each leading to its trace."""
    kinds = (Kind.OPERATION, Kind.PARTNER, Kind.DISTRICT)
    items = "".join(f"<li>{link(trace(name), name)}</li>" for kind in kinds for name in held.linked.names(kind))
    return f'<ul class="bb-chips">{items}</ul>' if items else ""


def draw_source(found: Source) -> None:
    """The source of a version around the line that was asked for, its bullet marked."""
    colophon, line = found.version.colophon, number_at("line")
    wanted = tuple(b for b in found.bullets if b.bullet.id == at("bullet")) or (found.at(line) if line else ())
    first = number_at("from") or max(1, (line or 1) - BEFORE)
    rows = found.rows[first - 1 : first - 1 + SHOWN]
    st.html(f"<p>{link(updates(), 'All updates')} · {link(quarter(colophon.period.label, force=colophon.force.slug), f'Read {colophon.period.title}')}</p>")
    st.subheader(f"{colophon.force.name}, {colophon.period.title}", anchor=False)
    st.html(f"<p class='bb-quiet'>{shown(found.version.source)} · {len(found.rows)} lines · {len(found.bullets)} bullets</p>")
    if (at("line") or at("bullet")) and not wanted:
        st.html(f"<p role='alert'>No bullet stands at line {shown(at('line'))}; the lines around it are shown.</p>")
    for held in wanted:
        st.html(bullets_html([Shown(held)]) + named_html(held))
    more = paging_html(found, first, len(rows))
    st.html(more + source_html(rows, [b.bullet.id for b in wanted], found.version.id) + more)


def paging_html(found: Source, first: int, count: int) -> str:
    """Links to the lines before and after those that are shown."""
    same = {"version": found.version.id, "line": at("line"), "bullet": at("bullet")}
    before, after = max(1, first - SHOWN), first + count
    ways = [link(address("updates", **same, **{"from": before}), f"Lines {before} to {first - 1}")] if first > 1 else []
    ways += (
        [link(address("updates", **same, **{"from": after}), f"Lines {after} to {min(len(found.rows), after + SHOWN - 1)}")] if after <= len(found.rows) else []
    )
    return f"<p>{' · '.join(ways)}</p>" if ways else ""


def doubts_html(row: Mapping[str, Any]) -> str:
    """What was in doubt about a version, each at its line."""
    said = (
        link(updates(row["id"], line=d["line"]), f"line {d['line']}") + f": {shown(d['message'])}" if d["line"] else shown(d["message"]) for d in row["doubts"]
    )
    return f'<ul class="bb-doubts">{"".join(f"<li>{one}</li>" for one in said)}</ul>'


def held_row(row: Mapping[str, Any]) -> list[str]:
    """A version as a row of the table."""
    version = shown(row["version"] or "-") + ("" if row["current"] else " <small>superseded</small>")
    marking = shown(row["marking"] or "-")
    source_link = link(updates(row["id"]), row["source"])
    period = link(quarter(row["period"], force=row["force"]), row["title"]) if row["current"] else shown(row["title"])
    return [period, shown(row["publisher"]), version, marking, str(row["bullets"]), str(len(row["doubts"]) or "-"), source_link]


def draw_held(held: Mapping[str, Any]) -> None:
    """What is held, version by version, with its doubts."""
    st.html(f"<p>{held['updates']} updates, {bullets_held(held)}, build {shown(held['build'])}</p>")
    heads = ("Period", "Publisher", "Version", "Marking", "Bullets", "Doubts", "Source")
    st.html(table_html(heads, (held_row(row) for row in reversed(held["versions"])), "Updates held"))
    doubted = [row for row in reversed(held["versions"]) if row["doubts"]]
    if doubted:
        parts = (f"<h3>{shown(row['title'])}, {shown(row['source'])}</h3>{doubts_html(row)}" for row in doubted)
        st.html(f"<h2>Read with doubts</h2>{''.join(parts)}")


st.title("Updates")
draw_look()
if may_write() and not at("version"):
    draw_adding()
current = build()
if at("version"):
    opened = source(current, at("version"))
    if opened:
        draw_source(opened)
    else:
        say("This version is not held", "It was removed, or the address is of another library.", (updates(), "What is held"))
else:
    draw_held(described(current))
    if not may_write():
        st.html("<p class='bb-quiet'>To add updates here, start the screen with <code>beatbook app --write</code>; or use <code>beatbook add FILE</code>.</p>")
