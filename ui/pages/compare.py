"""Compare: priorities, periods and districts counted crosswise; a count opens its bullets, a blank says why it is one."""

from __future__ import annotations

import streamlit as st

from kg.errors import BeatbookError
from search.compare import Comparison, Wanted
from search.sides import Axis, Head
from ui.components.addresses import address, at, bound
from ui.components.bullets import Shown, draw_bullets
from ui.components.choosing import choose
from ui.components.frame import say
from ui.components.held import build, described
from ui.components.safe import shown
from ui.components.tables import comparison_html, draw_look
from ui.components.views import cell_of, compared

# What is offered: rows and columns, by the words in the address.
WAYS = {
    "period": ("Priority by period", Axis.PRIORITY, Axis.PERIOD),
    "district": ("Priority by district", Axis.PRIORITY, Axis.DISTRICT),
    "district-period": ("District by period", Axis.DISTRICT, Axis.PERIOD),
}
# What of the address tells which cell is open.
CELL = ("row", "column")


def cell_address(by: str, wanted: Wanted, row: Head | None = None, column: Head | None = None) -> str:
    """The address of a comparison, or of one of its cells."""
    said = {"by": by, "force": wanted.force, "only": ",".join(wanted.periods), "q": wanted.question}
    return address("compare", **said, row=row.key if row else None, column=column.key if column else None)


def ask_for() -> tuple[str, Wanted]:
    """What the reader wants to see."""
    held = [row for row in described(current)["versions"] if row["current"]]
    forces = sorted({row["force"] for row in held})
    left, right = st.columns(2)
    with left:
        by = choose("Count", "by", {key: words for key, (words, *_) in WAYS.items()}, clears=CELL)
    force = choose("Force", "force", {slug: slug for slug in forces}, clears=(*CELL, "only")) if len(forces) > 1 else None
    with right:
        only = choose("In", "only", {"": "All periods held"} | {row["period"]: row["title"] for row in held if force in (None, row["force"])}, clears=CELL)
    question = st.text_input("Only bullets that answer", placeholder="anti-social behaviour", **bound("q", clears=CELL))
    return by, Wanted(WAYS[by][1], WAYS[by][2], force, (only,) if only else (), question.strip() or None)


def draw_cell(found: Comparison, by: str) -> None:
    """The bullets of the cell that is open."""
    row = next((r for r in found.rows if r.key == at("row")), None)
    column = next((c for c in found.columns if c.key == at("column")), None)
    if row is None or column is None:
        st.html('<p class="bb-quiet">Open a count to read its bullets here.</p>')
        return
    bullets = cell_of(current, found.wanted, row.key, column.key)
    title = f"{row.title} · {column.title}"
    close = cell_address(by, found.wanted)
    st.html(f'<h2 id="cited">{shown(title)} <span class="bb-quiet">{len(bullets)} bullets</span></h2><p><a href="{shown(close)}">Close</a></p>')
    draw_bullets(Shown(held) for held in bullets)


st.title("Compare")
current = build()
draw_look()
chosen, asked = ask_for()
try:
    comparison = compared(current, asked)
except BeatbookError as error:
    say("This cannot be compared", str(error), (address("compare"), "Compare everything held"))
    st.stop()
if not comparison.count_all:
    say("No bullet is counted", "No bullet of what is held fits; every cell below is blank.", (address("compare"), "Compare everything held"))
st.html(comparison_html(comparison, lambda row, column: cell_address(chosen, asked, row, column), (at("row"), at("column"))))
draw_cell(comparison, chosen)
