"""What a question asks for beyond bullets, as text and tables: names, figures, the first and last period, things compared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from kg.period import Period
from search.answer import Answer
from search.interpretation import Intent
from search.narrow import Only
from ui.components.addresses import trace
from ui.components.asked import Asked
from ui.components.safe import link, shown


def table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]], caption: str) -> str:
    """A table of cells that are HTML already."""
    head = "".join(f'<th scope="col">{shown(h)}</th>' for h in heads)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    inside = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f'<div class="bb-table" tabindex="0" role="region" aria-label="{shown(caption)}">{inside}</div>'


def draw_result(found: Answer, asked: Asked) -> None:
    """The result of an answer, if it has one."""
    drawers: dict[Intent, Callable[[Any, Asked], str]] = {
        Intent.WHICH: _which,
        Intent.WHEN: _when,
        Intent.FIGURE: _figures,
        Intent.COMPARE: _compared,
        Intent.DEFINE: _when,
    }
    drawn = drawers.get(found.interpretation.intent)
    if drawn and found.result:
        st.html(drawn(found.result, asked))


def _which(result: list[dict[str, Any]], asked: Asked) -> str:
    facet = f"{result[0]['kind']}s"
    rows = [(link(trace(row["name"]), row["name"]), link(asked.toggled(Only(facet, row["name"])), _bullets(len(row["evidence"])))) for row in result]
    return f"<h2>{len(rows)} {shown(facet)}</h2>" + table((result[0]["kind"], "named in"), rows, f"{len(rows)} {facet}")


def _bullets(count: int) -> str:
    return f"{count} bullet{'s' * (count != 1)}"


def _title(label: str) -> str:
    return Period.from_label(label).title


def _when(result: dict[str, Any], _: Asked) -> str:
    printed = f"Printed as {', '.join(result['printed'])}. " if result.get("printed") else ""
    return f"<p>{shown(printed)}First in <strong>{shown(_title(result['first']))}</strong>, last in <strong>{shown(_title(result['last']))}</strong>.</p>"


def _compared(result: list[dict[str, Any]], _: Asked) -> str:
    labels = sorted({label for row in result for label in row["periods"]}, key=lambda label: Period.from_label(label).start)
    rows = [(shown(row["name"]), str(row["count"]), *(str(row["periods"].get(label, "")) for label in labels)) for row in result]
    return table(("", "in all", *map(_title, labels)), rows, "Side by side, in bullets")


def _figures(result: list[dict[str, Any]], _: Asked) -> str:
    rows = []
    for row in result:
        days = " to ".join(dict.fromkeys(row["days"])) if row["days"] else "not dated"
        high = f" to {row['high']:,}" if row["high"] is not None else ""
        value = f"{row['qualifier'] or ''} {row['value']:,}{high} {row['unit']}".strip()
        flags = "; ".join(f"{flag['flag']}: {flag['said']}" for flag in row["flags"])
        rows.append(tuple(map(shown, (days, value, row["measure_name"] or row["counted"], _title(row["period"]), flags))))
    return table(("speaks of", "value", "what is counted", "told in", "in doubt"), rows, "Figures")
