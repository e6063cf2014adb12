"""Starts the screen: Streamlit on `ui/app.py`, with the arguments of `streamlit run`.

Streamlit takes a folder `pages` beside the script for a menu of its own until `st.navigation` has run once in the process; an address
that is opened first of all would then show a page without its frame. It is told beforehand that the folder is none.
"""

from __future__ import annotations

import sys
from pathlib import Path


def main(arguments: list[str]) -> None:
    """Runs the server until it is stopped."""
    from streamlit.runtime.pages_manager import PagesManager
    from streamlit.web.cli import main as streamlit

    PagesManager.uses_pages_directory = False
    sys.argv = ["streamlit", "run", str(Path(__file__).with_name("app.py")), *arguments]
    streamlit()


if __name__ == "__main__":
    main(sys.argv[1:])
