"""Quarter: one update as its reader wants it: what changed since the last one held, and its priorities, commitments and bullets."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

import streamlit as st

from kg.model import HeldBullet
from search.quarter import Change, Part, Quarter, Section, Turn
from ui.components.addresses import address, at, trace, updates
from ui.components.bullets import Shown, bullet_html
from ui.components.choosing import choose
from ui.components.held import build, described
from ui.components.safe import link, shown
from ui.components.tables import draw_look
from ui.components.views import read_quarter
from ui.views import CHANGES, against, unreported_text

KINDS = {"operation": "Operations", "partner": "Partners", "district": "Districts"}


def turns_html(turns: Sequence[Turn]) -> str:
    """Names with their counts, by kind, each leading to its trace at the period that names it."""
    parts: list[str] = []
    for kind, group in itertools.groupby(turns, key=lambda t: t.kind.value):
        items = "".join(f"<li>{_turn(turn)}</li>" for turn in group)
        parts.append(f"<h3>{KINDS[kind]}</h3><ul class='bb-chips'>{items}</ul>")
    return "".join(parts)


def _turn(turn: Turn) -> str:
    period = turn.bullets[0].period.label
    title = f"{len(turn.bullets)} bullets" + (f", last in {turn.last.title}" if turn.last else "")
    return link(trace(turn.name, period=period), f"{turn.name} {len(turn.bullets)}", title=title)


def draw_changes(found: Quarter) -> None:
    """What is new, back, gone, and what went on; and commitments with nothing under them."""
    if found.unreported:
        items = "".join(f"<li>{_unreported(found, i)}</li>" for i in range(len(found.unreported)))
        st.html(f"<h2>Commitments with nothing under them</h2><ul>{items}</ul>")
    for change in (Change.NEW, Change.BACK, Change.GONE, Change.WENT_ON):
        turns = found.turned(change)
        with st.expander(f"{CHANGES[change]}: {len(turns)}", expanded=bool(turns) and change in (Change.BACK, Change.GONE)):
            st.html(turns_html(turns) or "<p>None.</p>")


def _unreported(found: Quarter, i: int) -> str:
    one = found.unreported[i]
    said = unreported_text(one)
    return link(updates(found.version.id, line=one.line), said) if one.line else shown(said)


def part_html(part: Part, name: str) -> str:
    """A priority with its commitments and their bullets; `name` is its anchor."""
    sections = "".join(map(section_html, part.sections))
    return f'<section><h2{name}>{shown(part.title)} <span class="bb-quiet">{part.count} bullets</span></h2>{sections}</section>'


def section_html(section: Section) -> str:
    """A commitment with its bullets."""
    promise = f'<p class="bb-promise"><strong>We will: {shown(section.commitment)}</strong></p>' if section.commitment else ""
    return promise + (nested_html(section.bullets) or "<p class='bb-quiet'>Nothing is reported under it.</p>")


def nested_html(bullets: Iterable[HeldBullet]) -> str:
    """Bullets in order, those that stand under another set in."""
    held = list(bullets)
    inside = {b.bullet.id for b in held}
    groups = itertools.groupby(held, key=lambda b: b.bullet.parent in inside)
    return "".join(f'<ul class="bb-bullets{" bb-nested" if nested else ""}">{"".join(bullet_html(Shown(b)) for b in group)}</ul>' for nested, group in groups)


def draw(found: Quarter, period: str) -> None:
    """The update: what it is, what changed, what it says."""
    colophon = found.version.colophon
    said = [f"{found.count} bullets", colophon.plan or "plan not known", f"version {colophon.version}" if colophon.version else "no version printed"]
    source = link(updates(found.version.id), f"Source: {found.version.source}")
    st.html(f"<p>{shown(' · '.join(said))} · {source}</p><p>{shown(against(found))}</p>")
    if found.doubts:
        with st.expander(f"Read with doubts: {len(found.doubts)}"):
            st.html(f'<ul class="bb-doubts">{"".join(f"<li>{shown(doubt)}</li>" for doubt in found.doubts)}</ul>')
    draw_changes(found)
    places = [address("quarter", period=period, force=at("force"), priority=str(i)) for i in range(1, len(found.parts) + 1)]
    chips = "".join(f"<li>{link(place, f'{part.title} · {part.count}')}</li>" for place, part in zip(places, found.parts, strict=True))
    st.html(f'<h2>What it says</h2><ul class="bb-chips">{chips}</ul>')
    st.html("".join(part_html(part, ' id="cited"' if at("priority") == str(i) else "") for i, part in enumerate(found.parts, 1)))


st.title("Quarter")
current = build()
draw_look()
rows = [row for row in described(current)["versions"] if row["current"]][::-1]
forces = {row["force"]: row["publisher"] for row in rows}
force = choose("Force", "force", forces, clears=("period", "priority")) if len(forces) > 1 else next(iter(forces))
label = choose("Update", "period", {row["period"]: row["title"] for row in rows if row["force"] == force}, clears=("priority",))
draw(read_quarter(current, next(row["id"] for row in rows if (row["period"], row["force"]) == (label, force))), label)
