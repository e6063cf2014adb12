"""What can go wrong in `search` beyond what can go wrong in `kg`."""

from __future__ import annotations

from kg.errors import BeatbookError


class QuestionError(BeatbookError):
    """A question that cannot be taken as one: empty, or far too long."""


class ModelError(BeatbookError):
    """The embedding model is missing or is not the one the library was built with."""
