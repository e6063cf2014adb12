"""The bytes of a file that was given, or the reason why not."""

from __future__ import annotations

from pathlib import Path

from kg.errors import InputError


def file_bytes(path: Path, limit: int) -> bytes:
    """What the file holds. InputError when it is missing, unreadable, empty, or larger than `limit` bytes."""
    try:
        size = path.stat().st_size
        if size > limit:
            raise InputError(path, f"{size:,} bytes is more than the {limit:,} an update may have", "give the update alone")
        data = path.read_bytes()
    except OSError as error:
        raise InputError(path, f"cannot be read ({error.strerror})", "check the path and its permissions") from error
    if not data.strip():
        raise InputError(path, "is empty", "give a file with the update's text")
    return data
