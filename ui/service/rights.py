"""What a token allows."""

from __future__ import annotations

from enum import StrEnum


class Right(StrEnum):
    """Who may write may read."""

    READ = "read"
    WRITE = "write"
