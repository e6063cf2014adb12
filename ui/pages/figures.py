"""Figures: one measure across periods, as charts with their tables; a point opens its bullet."""

from __future__ import annotations

import streamlit as st

from kg.errors import UnknownNameError
from kg.series import MeasureSeries, Row, Series
from ui.components.addresses import at, bound, cited, figures
from ui.components.bullets import Shown, draw_bullets
from ui.components.charts import draw_chart
from ui.components.frame import say, unknown
from ui.components.held import build, measures, series
from ui.components.results import table
from ui.components.safe import link, shown
from ui.figures import cells_of, heads, series_csv

# Fewer points than this are told by the table alone.
LEAST_FOR_CHART = 2


def draw_rows(rows: tuple[Row, ...], measure: str, title: str) -> None:
    """Rows as a table; what speaks against each stands below, a value opens its bullet, a source its update."""
    st.html(table(heads(), [_cells(row, measure) for row in rows], title))
    remarks = [f"<li>{shown(cells_of(row)[0])}: {shown(r.flag.value)}: {shown(r.said)}</li>" for row in rows for r in row.remarks]
    if remarks:
        with st.expander(f"What speaks against comparing ({len(remarks)})"):
            st.html(f"<ul>{''.join(remarks)}</ul>")


def _cells(row: Row, measure: str) -> tuple[str, ...]:
    days, value, changes, told, source = cells_of(row)
    open_ = link(figures(measure, bullet=row.held.bullet.id), value or "only a change", title="Show the bullet")
    return shown(days), open_, shown(changes), shown(told), link(cited(row.held), source)


def draw_series(found: MeasureSeries, one: Series, number: int, measure: str) -> str | None:
    """One series; the id of the bullet whose point was chosen."""
    st.html(f"<h2>{shown(one.definition.title)}</h2>")
    chosen = draw_chart(one, f"chart-{measure}-{number}") if len(one.levels) >= LEAST_FOR_CHART else None
    draw_rows(one.rows, measure, one.definition.title)
    if apart := found.apart(one):
        note(f"Also counted over {', '.join(s.definition.basis for s in apart)}: another definition, not joined.")
    return chosen


def draw_bullet(found: MeasureSeries, bullet: str) -> None:
    """The bullet of a point with its figures marked."""
    rows = [row for row in (*(r for s in found.series for r in s.rows), *found.expected) if row.held.bullet.id == bullet]
    if rows:
        st.html(f'<h2 id="cited">The bullet <span class="bb-quiet">{link(figures(at("measure")), "Close")}</span></h2>')
        draw_bullets([Shown(rows[0].held, tuple((row.figure.start, row.figure.end) for row in rows))])


def draw(found: MeasureSeries, measure: str) -> None:
    """A measure: what it counts, its series, what is foreseen of it, and the bullet that was opened."""
    if found.concept:
        note(f"{found.concept.values['definition']} In {found.concept.values['unit']}.")
        if said := found.concept.values.get("note"):
            note(f"Not to be mixed: {said}")
    st.download_button("Download as CSV", "\n".join(series_csv(found)), "figures.csv", "text/csv")
    opened = st.container()
    chosen = [draw_series(found, one, number, measure) for number, one in enumerate(found.series)]
    if found.expected:
        st.html("<h2>Wanted, planned or foreseen, not counted</h2>")
        draw_rows(found.expected, measure, "Wanted, planned or foreseen")
    bullet = next((b for b in chosen if b), None) or at("bullet")
    if bullet:
        with opened:
            draw_bullet(found, bullet)


def note(words: str) -> None:
    """A quiet line."""
    st.html(f'<p class="bb-quiet">{shown(words)}</p>')


def draw_measures() -> None:
    """The measures held, those with most periods first."""
    rows = sorted(held, key=lambda m: (-len(m.periods), -m.count, m.measure.name))
    counted = sum(m.count for m in held)
    note(f"{len(held)} measures with {counted} figures; {unnamed} more are of none that is known, and are found by their words on the Ask page.")
    cells = [(link(figures(m.measure.name), m.measure.name), str(m.count), str(len(m.periods)), shown(m.measure.values["unit"])) for m in rows]
    st.html(table(("measure", "figures", "updates", "unit"), cells, "Measures held"))


st.title("Figures")
current = build()
held, unnamed = measures(current)
if not held:
    say("No figures are held", "No update held gives a figure. Add updates with `beatbook add FILE`.")
    st.stop()
names = [m.measure.name for m in held]
choice = st.selectbox("Measure", names, accept_new_options=True, placeholder="Choose a measure", **bound("measure", clears=["bullet"], empty=None))
try:
    if choice:
        draw(series(current, choice), choice)
    else:
        draw_measures()
except UnknownNameError as error:
    unknown(error.name, error.close, *((figures(near), near) for near in error.close))
