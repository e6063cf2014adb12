"""Replies are kept up to a size, the last ones used longest."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from ui.service.kept import Kept


def test_a_reply_is_made_once_and_the_longest_unused_goes() -> None:
    kept, made = Kept(most=30, most_of_one=15), list[str]()

    def get(key: str, size: int = 10) -> bytes:
        def make() -> tuple[bytes, int]:
            made.append(key)
            return key.encode() * size, 1

        return kept.get(key, make)[0]

    assert get("a") == get("a") == b"a" * 10
    for key in "bcad":
        get(key)
    assert made == ["a", "b", "c", "d"]
    get("b")
    assert made[-1] == "b", "it was the longest unused"
    get("x", 16)
    get("x", 16)
    assert made[-2:] == ["x", "x"], "too large to be kept"


def test_many_threads_get_the_same() -> None:
    kept, together = Kept(), threading.Barrier(8)

    def get(n: int) -> bytes:
        together.wait()
        return kept.get(n % 2, lambda: (str(n % 2).encode(), n))[0]

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(get, range(8))) == [b"0", b"1"] * 4
