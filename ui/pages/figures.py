"""Figures: one measure across periods, as charts with their tables; a point opens its bullet."""

from __future__ import annotations

import streamlit as st

from kg.series import MeasureSeries, Row, Series
from ui.components.bullets import Shown, draw_bullets
from ui.components.charts import draw_chart
from ui.components.held import build, measures, series
from ui.figures import cells_of, heads, series_csv

# Fewer points than this are told by the table alone.
LEAST_FOR_CHART = 2


def draw_rows(rows: tuple[Row, ...], measure: str) -> None:
    """Rows as a table of text, what speaks against each, and a link to the bullet of each."""
    st.table([dict(zip(heads(), cells_of(row), strict=True)) for row in rows])
    for row in rows:
        for remark in row.remarks:
            st.text(f"{cells_of(row)[0]}: {remark.flag.value}: {remark.said}")
    with st.expander("Open a bullet"):
        for held in {row.held.bullet.id: row.held for row in rows}.values():
            label = f"{held.period.title}, {held.source}, line {held.bullet.lines[0]}"
            st.page_link("pages/figures.py", label=label, query_params={"measure": measure, "bullet": held.bullet.id})


def draw_series(found: MeasureSeries, one: Series, number: int, measure: str) -> str | None:
    """One series; the id of the bullet whose point was chosen."""
    st.subheader(one.definition.title)
    chosen = draw_chart(one, f"chart-{measure}-{number}") if len(one.levels) >= LEAST_FOR_CHART else None
    draw_rows(one.rows, measure)
    if apart := found.apart(one):
        st.text(f"Also counted over {', '.join(s.definition.basis for s in apart)}: another definition, not joined.")
    return chosen


def draw_bullet(found: MeasureSeries, bullet: str) -> None:
    """The bullet of a point with its figures marked."""
    rows = [row for row in (*(r for s in found.series for r in s.rows), *found.expected) if row.held.bullet.id == bullet]
    if rows:
        st.subheader("The bullet")
        draw_bullets([Shown(rows[0].held, tuple((row.figure.start, row.figure.end) for row in rows))])


def draw(found: MeasureSeries, measure: str) -> None:
    """A measure: what it counts, its series, what is foreseen of it, and the bullet that was opened."""
    if found.concept:
        st.text(f"{found.concept.values['definition']} In {found.concept.values['unit']}.")
        if note := found.concept.values.get("note"):
            st.text(f"Not to be mixed: {note}")
    st.download_button("Download as CSV", "\n".join(series_csv(found)), "figures.csv", "text/csv")
    opened = st.container()
    chosen = [draw_series(found, one, number, measure) for number, one in enumerate(found.series)]
    if found.expected:
        st.subheader("Wanted, planned or foreseen, not counted")
        draw_rows(found.expected, measure)
    bullet = next((b for b in chosen if b), None) or st.query_params.get("bullet")
    if bullet:
        with opened:
            draw_bullet(found, bullet)


st.title("Figures")
current = build()
held, unnamed = measures(current)
if not held:
    st.info("No figures are held. Add updates with `beatbook add FILE`.", icon=":material/monitoring:")
    st.stop()
choice = st.selectbox("Measure", [m.measure.name for m in held], index=None, key="measure", bind="query-params", placeholder="Choose a measure")
if choice:
    draw(series(current, choice), choice)
else:
    st.text(f"{len(held)} measures with {sum(m.count for m in held)} figures; {unnamed} more are of none that is known. For example:")
    for example in sorted(held, key=lambda m: (-len(m.periods), m.measure.name))[:6]:
        st.page_link("pages/figures.py", label=example.measure.name, query_params={"measure": example.measure.name})
