"""The screen: `beatbook app` runs it. A page is widgets, one call, the empty case, and drawing."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from kg.errors import BeatbookError
from ui.components.frame import draw_frame, stop_broken
from ui.components.gate import ask_for_token

# Sections of the menu; a page that has no file yet is left out.
SECTIONS = {
    "Answers": (("ask", "Ask", "search"), ("trace", "Trace", "timeline"), ("figures", "Figures", "monitoring"), ("compare", "Compare", "grid_on")),
    "Library": (
        *(("quarter", "Quarter", "calendar_month"), ("updates", "Updates", "inventory_2")),
        *(("review", "Review", "fact_check"), ("data", "Data", "database")),
    ),
}


def menu() -> dict[str, list[st.Page]]:
    """The pages that there are, by section."""
    here = Path(__file__).parent
    return {
        section: [
            st.Page(f"pages/{name}.py", title=title, icon=f":material/{icon}:", default=name == "ask")
            for name, title, icon in pages
            if (here / "pages" / f"{name}.py").exists()
        ]
        for section, pages in SECTIONS.items()
    }


st.set_page_config(page_title="Beatbook", page_icon="📖", layout="wide")
page = st.navigation(menu(), expanded=True)
draw_frame()
ask_for_token()
try:
    page.run()
except BeatbookError as error:
    stop_broken(error)
