"""What is dear to make is made once, by one thread, and kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from threading import Lock
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def kept(most: int = 1) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """As `functools.lru_cache`, but threads that ask at once wait for the one that makes it, instead of each making its own."""

    def wrap(make: Callable[P, R]) -> Callable[P, R]:
        found, lock = lru_cache(maxsize=most)(make), Lock()

        @wraps(make)
        def get(*args: P.args, **kwargs: P.kwargs) -> R:
            with lock:
                return found(*args, **kwargs)  # type: ignore[arg-type]

        return get

    return wrap
