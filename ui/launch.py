"""Starts Streamlit for the screen: `python -m ui.launch run ui/app.py ...`, with Streamlit's own options.

Until `st.navigation` has run once in a server, Streamlit takes a folder `pages` beside the script for pages of their own, and the first
reader of a server who opens the address of a page gets it without frame and menu. The screen has no such pages.
"""

from __future__ import annotations

from streamlit.runtime.pages_manager import PagesManager
from streamlit.web.cli import main

if __name__ == "__main__":
    PagesManager.uses_pages_directory = False
    main()
