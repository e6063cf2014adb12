"""PDF, by geometry."""

from kg.reading.pdf.document import read_pdf

__all__ = ["read_pdf"]
