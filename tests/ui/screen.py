"""What a page of the screen shows, as text that a test can look into."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def html_of(page: AppTest) -> str:
    """All HTML that a page drew itself, without its style."""
    return "\n".join(body for element in page.get("html") if not (body := str(element.proto.body)).startswith("<style>"))
