"""Bullets, answers and traces as JSON, CSV and Markdown."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from kg.figures.figure import Figure
from kg.figures.told import figure_json
from kg.model import HeldBullet, Kind, Mention
from kg.trace import Trace
from kg.traced import source_offset
from search.answer import Answer
from search.editing import read_as
from ui.printing import citation, marking_line

_CSV_COLUMNS = ("id", "source", "page", "first_line", "last_line", "force", "period", "priority", "operations", "partners", "districts", "marking", "text")


def to_line(value: Any) -> str:
    """JSON on one line."""
    return json.dumps(value, ensure_ascii=False, sort_keys=False)


def bullet_json(held: HeldBullet) -> dict[str, Any]:
    """A bullet as `beatbook bullets --format jsonl` prints it."""
    b, linked = held.bullet, held.linked
    return {
        **{"id": b.id, "source": held.source, "lines": list(b.lines), "page": b.page, "span": list(b.span), "force": held.force},
        **{"period": held.period.label, "plan": held.plan, "priority": asdict(b.priority) if b.priority else None, "commitment": b.commitment},
        **{"headings": list(b.headings), "label": b.label, "label_only": b.label_only, "parent": b.parent, "kind": b.kind.value, "text": b.text},
        "marking": held.marking,
        "cells": [asdict(cell) for cell in b.cells],
        **{f"{kind.value}s": list(linked.names(kind)) for kind in (Kind.OPERATION, Kind.PARTNER, Kind.DISTRICT, Kind.AREA)},
        "cross_border": linked.cross_border,
        "mentions": [_mention(m) for m in linked.mentions],
        "figures": [_figure(held, figure) for figure in linked.figures],
    }


def _figure(held: HeldBullet, figure: Figure) -> dict[str, Any]:
    runs = held.bullet.runs
    places = {"source_start": source_offset(runs, figure.start), "source_end": source_offset(runs, figure.end - 1) + 1}
    return figure_json(held.linked, figure) | places


def _mention(m: Mention) -> dict[str, Any]:
    return {
        **{"entity": m.entity, "kind": m.kind.value, "surface": m.surface, "start": m.start, "end": m.end},
        **{"source_start": m.source_start, "source_end": m.source_end, "by": m.by.value, "via": m.via, "role": m.role.value},
    }


def _row(held: HeldBullet) -> list[Any]:
    b = held.bullet
    names = ["; ".join(held.linked.names(kind)) for kind in (Kind.OPERATION, Kind.PARTNER, Kind.DISTRICT)]
    priority = f"{b.priority.number} {b.priority.title}" if b.priority else ""
    return [b.id, held.source, b.page or "", *b.lines, held.force, held.period.label, priority, *names, held.marking or "", b.text]


def safe_cell(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@") else value


def bullets_csv(bullets: Iterable[HeldBullet]) -> Iterator[str]:
    """CSV, one line a string, the header first."""
    for row in [list(_CSV_COLUMNS)], (_row(b) for b in bullets):
        for cells in row:
            buffer = io.StringIO()
            csv.writer(buffer, lineterminator="").writerow([safe_cell(c) for c in cells])
            yield buffer.getvalue()


def answer_markdown(answer: Answer) -> str:
    """An answer for a report: bullets by period with citations, then the receipt."""
    lines = [
        f"# {answer.question}",
        "",
        *_marking(answer.marking),
        f"Read as: {read_as(answer.interpretation)}. {len(answer.evidence)} bullets ({answer.status.value}).",
        "",
    ]
    lines += _markdown_bullets(e.held for e in answer.evidence)
    searched = [c for c in answer.coverage if c.held]
    missing = [c.period.title for c in answer.coverage if not c.held]
    lines += ["## Receipt", "", f"Searched {len(searched)} updates with {sum(c.searched for c in searched)} bullets. Library build {answer.build}.", ""]
    lines += [f"- {c.period.title} ({c.force}): {c.matched} of {c.searched}" for c in searched]
    lines += [f"- Not held: {', '.join(missing)}"] if missing else []
    return "\n".join(lines)


def _marking(marking: str | None) -> list[str]:
    return [f"**{marking_line(marking)}**", ""] if marking else []


def trace_markdown(found: Trace) -> str:
    """A trace for a report."""
    silent = [f"{s.period.title} ({s.state.value.replace('_', ' ')})" for s in found.stops if not s.bullets]
    lines = [f"# {found.name}", "", *_marking(found.marking), f"{len(found.bullets)} bullets.", "", *_markdown_bullets(found.bullets)]
    return "\n".join([*lines, "## Periods without it", "", *(f"- {s}" for s in silent)])


def _markdown_bullets(bullets: Iterable[HeldBullet]) -> Iterator[str]:
    period = None
    for held in bullets:
        if held.period != period:
            period = held.period
            yield from (f"## {period.title}", "")
        yield from (f"- {_plain(held.bullet.text)} ({citation(held)})", "")


def _plain(text: str) -> str:
    """Text that Markdown shows as it is."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]<>#|" else c for c in text.replace("\t", " / "))
