"""Records of a catalogue that do not hold what they should: told as damage to the library, whoever reads them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from kg.errors import LibraryError


class _InLibrary(Protocol):
    path: Path


L = TypeVar("L", bound=_InLibrary)
P = ParamSpec("P")
R = TypeVar("R")


def reads_records(read: Callable[Concatenate[L, P], R]) -> Callable[Concatenate[L, P], R]:
    """A method that reads records of the library at `path`. LibraryError where they are damaged."""

    @wraps(read)
    def reading(holder: L, /, *args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return read(holder, *args, **kwargs)
        except (sqlite3.DatabaseError, ValueError, LookupError, TypeError) as error:
            said = f"a record of its catalogue is damaged ({type(error).__name__}: {error})"
            raise LibraryError(holder.path, said, "`beatbook check` tells what is wrong") from error

    return reading
