"""A series as a chart whose points can be chosen: lines for what stands on a day, bars for what is counted in a period."""

from __future__ import annotations

from typing import Any

import streamlit as st

from kg.series import Series
from ui.printing import citation
from ui.values import days_text, value_text

# The name under which Streamlit gives back what was chosen.
_CHOSEN = "chosen"


def chart_of(series: Series) -> Any:
    """An Altair chart of the dated levels of a series; a click or tap chooses a point."""
    import altair as alt

    points = [
        {
            **{"day": row.days[1].isoformat(), "speaks of": days_text(row.days), "value": row.figure.number, "told": value_text(row.figure)},
            **{"source": citation(row.held), "bullet": row.held.bullet.id, "in doubt": "; ".join(r.flag.value for r in row.remarks) or "no"},
        }
        for row in series.levels
        if row.days
    ]
    order: list[str] = list(dict.fromkeys(str(point["speaks of"]) for point in points))
    base = alt.Chart({"values": points}).encode(
        y=alt.Y("value:Q", title=series.levels[0].figure.unit, scale=alt.Scale(zero=True)),
        tooltip=[alt.Tooltip(f"{name}:N") for name in ("speaks of", "told", "source", "in doubt")],
    )
    chosen = alt.selection_point(name=_CHOSEN, fields=["bullet", "speaks of"], on="click")
    opacity = alt.condition(chosen, alt.value(1.0), alt.value(0.55))
    if series.definition.basis == "on a day":
        line = base.encode(x=alt.X("day:T", title=None))
        return (line.mark_line() + line.mark_point(filled=True, size=120).encode(opacity=opacity).add_params(chosen)).properties(height=240)
    return base.mark_bar().encode(x=alt.X("speaks of:N", sort=order, title=None), opacity=opacity).add_params(chosen).properties(height=240)


def draw_chart(series: Series, key: str) -> str | None:
    """Draws the chart of a series; the id of the bullet of the point that was chosen, None where none was."""
    event = st.altair_chart(chart_of(series), on_select="rerun", key=key, width="stretch")
    chosen = event.get("selection", {}).get(_CHOSEN, [])
    return str(chosen[0]["bullet"]) if chosen else None
