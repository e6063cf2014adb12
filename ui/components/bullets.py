"""Bullets with matched words marked, their citations as links to the marked source, and why they are there."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass

import streamlit as st

from kg.model import HeldBullet
from kg.period import Period
from search.evidence import Evidence
from ui.components.addresses import cited
from ui.components.safe import link, marked, shown
from ui.printing import citation


@dataclass(frozen=True, slots=True)
class Shown:
    """A bullet as a page shows it: the stretches of its text to mark, and why it is there."""

    held: HeldBullet
    marks: tuple[tuple[int, int], ...] = ()
    why: tuple[str, ...] = ()

    @classmethod
    def of(cls, evidence: Evidence) -> Shown:
        """A bullet of an answer."""
        return cls(evidence.held, evidence.marks, evidence.why)


def bullet_html(bullet: Shown) -> str:
    """One bullet as an item of a list."""
    why = "".join(f"<li>{shown(reason)}</li>" for reason in bullet.why)
    because = f"<details><summary>Why it is here</summary><ul>{why}</ul></details>" if why else ""
    cite = link(cited(bullet.held), citation(bullet.held), title="Open the source at this bullet")
    return f'<li><p>{marked(bullet.held.bullet.text, bullet.marks)}</p><div class="bb-cite">{cite}{because}</div></li>'


def bullets_html(bullets: Iterable[Shown]) -> str:
    """Bullets as one list."""
    return f'<ul class="bb-bullets">{"".join(map(bullet_html, bullets))}</ul>'


def period_html(period: Period, force: str, bullets: list[Shown]) -> str:
    """The bullets of one update under its period."""
    count = f"{len(bullets)} bullet{'s' * (len(bullets) != 1)}"
    return f'<section><h2>{shown(period.title)} <span class="bb-quiet">{shown(force)} · {count}</span></h2>{bullets_html(bullets)}</section>'


def draw_bullets(bullets: Iterable[Shown]) -> None:
    """Bullets grouped by period and force, in the order given."""
    groups = itertools.groupby(bullets, key=lambda b: (b.held.period, b.held.force))
    if parts := [period_html(period, force, list(group)) for (period, force), group in groups]:
        st.html("".join(parts))
