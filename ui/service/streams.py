"""Lists that are sent as they are read: all rows, in pieces, from the build that they were counted on.

A stream holds its build but no seat: whoever reads slowly keeps nobody waiting. It ends after `LONGEST` seconds all the same.
"""

from __future__ import annotations

import threading
import time
import weakref
from collections.abc import Iterable, Iterator, Sequence

from kg.model import HeldBullet
from search.errors import BusyError
from search.shared import OpenBuild

# So many bullets are read at once, and so many lines sent at once.
PIECE = 200
# A reader that takes longer is cut off, for it keeps a build open.
LONGEST = 900.0
MOST = 16
_places = threading.BoundedSemaphore(MOST)


class Stream:
    """Pieces of bytes. It lets go of its build when it is done with or forgotten, begun or not. BusyError when there are too many."""

    def __init__(self, build: OpenBuild, lines: Iterator[str]) -> None:
        if not _places.acquire(blocking=False):
            raise BusyError(f"{MOST} lists are being sent already; try again in a moment")
        build.hold()
        self._release = weakref.finalize(self, _let_go, build)
        self._lines, self._until = lines, time.monotonic() + LONGEST

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        piece = [line for _, line in zip(range(PIECE), self._lines, strict=False)]
        if not piece or time.monotonic() > self._until:
            self._release()
            if piece:
                raise TimeoutError(f"a list took longer than {LONGEST:g} s to be fetched")
            raise StopIteration
        return "".join(f"{line}\n" for line in piece).encode()


def _let_go(build: OpenBuild) -> None:
    _places.release()
    build.release()


def held_bullets(build: OpenBuild, rows: Sequence[int]) -> Iterable[HeldBullet]:
    """The bullets of these rows, read in pieces."""
    for i in range(0, len(rows), PIECE):
        with build.seat() as seat:
            piece = seat.library.catalogue.bullets(rows[i : i + PIECE])
        yield from piece
