"""How many requests are answered at once: as many as the machine can, the others wait in order, and who would wait too long is told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from search.errors import BusyError


class Gate:
    """Places for work within one event loop. BusyError where too many wait, or one waits too long."""

    def __init__(self, places: int, most_waiting: int, patience: float) -> None:
        self._places = asyncio.Semaphore(places)
        self._waiting, self._most, self._patience = 0, most_waiting, patience

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """A place, kept until it is left."""
        if self._waiting >= self._most:
            raise BusyError(f"{self._waiting} requests are waiting already; try again in a moment")
        self._waiting += 1
        try:
            await asyncio.wait_for(self._places.acquire(), self._patience)
        except TimeoutError as error:
            raise BusyError(f"it was not this request's turn within {self._patience:g} s; try again in a moment") from error
        finally:
            self._waiting -= 1
        try:
            yield
        finally:
            self._places.release()
