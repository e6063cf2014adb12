"""Processes that end with the one who started them."""

from __future__ import annotations

import ctypes
import signal
import sys

_PARENT_DEATH_SIGNAL = 1


def die_with_parent() -> None:
    """Has this process killed when the thread that started it is gone, where the system can."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL)
