"""How often one client may ask: a bucket of turns each, which fills at a rate."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

# So many clients are remembered; who was forgotten has a full bucket.
CLIENTS = 10_000


class Rate:
    """Turns of clients: `rate` a second, over a store of `burst`. To be used within one event loop."""

    def __init__(self, rate: float, burst: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._burst, self._clock = rate, burst, clock
        self._held: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, client: str) -> float:
        """Takes a turn of a client: 0.0, or the seconds until there is one."""
        now = self._clock()
        turns, since = self._held.pop(client, (self._burst, now))
        turns = min(self._burst, turns + (now - since) * self._rate)
        taken = turns >= 1
        self._held[client] = (turns - 1 if taken else turns, now)
        while len(self._held) > CLIENTS:
            self._held.popitem(last=False)
        return 0.0 if taken else (1 - turns) / self._rate
