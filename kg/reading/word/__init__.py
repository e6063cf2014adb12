"""Word files."""

from kg.reading.word.document import read_word

__all__ = ["read_word"]
