"""HTML pages."""

from kg.reading.html.document import read_html

__all__ = ["read_html"]
