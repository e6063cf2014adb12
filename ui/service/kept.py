"""Replies that were made already. A build never changes, so neither does what it answers; another build has other replies."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

Made = tuple[bytes, int]
# Bytes that are kept of all replies, and of one at most.
MOST, MOST_OF_ONE = 48 << 20, 4 << 20


class Kept:
    """The last replies, body and count, up to `most` bytes. For many threads."""

    def __init__(self, most: int = MOST, most_of_one: int = MOST_OF_ONE) -> None:
        self._held: OrderedDict[Hashable, Made] = OrderedDict()
        self._most, self._most_of_one, self._size = most, most_of_one, 0
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """The reply of a key, which has to name the build; made when it is not kept."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key]
        made = make()
        with self._lock:
            if len(made[0]) <= self._most_of_one and key not in self._held:
                self._held[key] = made
                self._size += len(made[0])
            while self._size > self._most:
                self._size -= len(self._held.popitem(last=False)[1][0])
        return made
