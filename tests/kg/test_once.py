"""Dear things are made once, however many threads ask for them."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from kg.once import kept


def test_threads_wait_for_the_one_that_makes_it() -> None:
    made: list[str] = []

    @kept(2)
    def make(name: str) -> list[str]:
        time.sleep(0.05)
        made.append(name)
        return [name]

    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(make, ["a"] * 4))
    assert made == ["a"]
    assert all(one is found[0] for one in found)
    for name in ("b", "c", "a"):
        make(name)
    assert made == ["a", "b", "c", "a"], "so many are kept"


def test_what_failed_is_tried_again() -> None:
    tries: list[int] = []

    @kept()
    def make() -> int:
        tries.append(1)
        if len(tries) < 2:
            raise OSError("not yet")
        return 7

    with pytest.raises(OSError, match="not yet"):
        make()
    assert (make(), make(), len(tries)) == (7, 7, 2)
