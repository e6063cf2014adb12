"""Bullets with their citations. Text of documents is escaped: it is shown, never obeyed."""

from __future__ import annotations

import html
import itertools
from collections.abc import Iterable

import streamlit as st

from kg.model import HeldBullet
from ui.printing import citation

Marked = tuple[HeldBullet, tuple[tuple[int, int], ...]]


def marked_html(text: str, marks: Iterable[tuple[int, int]]) -> str:
    """A text as HTML with stretches marked; everything in it is escaped."""
    parts: list[str] = []
    done = 0
    for start, end in sorted(marks):
        if start >= done:
            parts += [html.escape(text[done:start]), "<mark>", html.escape(text[start:end]), "</mark>"]
            done = end
    return "".join([*parts, html.escape(text[done:])]).replace("\t", " &#8226; ")


def draw_bullets(bullets: Iterable[Marked]) -> None:
    """Bullets grouped by period, each with its citation."""
    for period, group in itertools.groupby(bullets, key=lambda b: b[0].period):
        found = list(group)
        st.subheader(f"{period.title} · {len(found)}")
        for held, marks in found:
            st.html(f"<p style='margin:0'>{marked_html(held.bullet.text, marks)}</p><small style='opacity:.75'>{html.escape(citation(held))}</small>")
