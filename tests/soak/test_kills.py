"""Processes killed at random moments of add, remove, use and review: nothing reported is lost, nothing is half (`tests/soak/killing.py`)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.soak.killing import kill_times


def test_a_dozen_kills(tmp_path: Path) -> None:
    assert kill_times(tmp_path, 12).killed.total() == 12


@pytest.mark.soak
def test_two_hundred_kills(tmp_path: Path) -> None:
    result = kill_times(tmp_path, int(os.environ.get("BEATBOOK_SOAK_KILLS", "200")), seed=1)
    assert set(result.killed) == {"add", "use", "review", "undo", "remove"}
