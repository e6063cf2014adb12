"""The screen: `beatbook app` runs it. A page is widgets, one call, the empty case, and drawing."""

from __future__ import annotations

import streamlit as st

st.set_page_config(page_title="Beatbook", page_icon="📖", layout="centered")
st.navigation(
    [
        st.Page("pages/ask.py", title="Ask", icon=":material/search:", default=True),
        st.Page("pages/trace.py", title="Trace", icon=":material/timeline:"),
        st.Page("pages/figures.py", title="Figures", icon=":material/monitoring:"),
        st.Page("pages/updates.py", title="Updates", icon=":material/inventory_2:"),
    ]
).run()
