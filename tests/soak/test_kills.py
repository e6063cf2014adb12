"""A process killed at a random moment of `add` leaves a library that opens, with whole updates only, and that the next `add` completes."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from search.answer import Answerer
from search.library import Library

UPDATE = """Essex (sample) – Police and Crime Plan 2016-2020 Quarterly Update

Quarter {quarter} {year}/{following}

Priority 1 – More Local, Visible and Accessible Policing

We will:

Be seen.

- Operation LARK met residents in Harlow.
- Officers walked {number} miles with the Metropolitan Police Service.
"""


def killed_add(library: Path, update: Path, after: float) -> bool:
    """Runs `beatbook add` and kills it after some seconds; whether it had reported the update as added."""
    command = [sys.executable, "-m", "ui.cli", "add", str(update), "--library", str(library)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        time.sleep(after)
        process.send_signal(signal.SIGKILL)
        return "added" in (process.communicate()[0] or "")


def kills(tmp_path: Path, times: int) -> None:
    chance = random.Random(0)
    library, reported = tmp_path / "library", 0
    for n in range(times):
        update = tmp_path / f"u{n}.txt"
        year = 2000 + n // 4
        update.write_text(UPDATE.format(quarter=n % 4 + 1, year=year, following=f"{(year + 1) % 100:02d}", number=n), encoding="utf-8")
        reported += killed_add(library, update, chance.uniform(0.5, 9.0))
        if (library / "build.json").exists():
            with Library.open(library) as held:
                assert len(held.versions) >= reported
                assert all(v.bullets == 2 for v in held.versions), "nothing half"
                Answerer(held).ask("miles walked with anyone at all")
    command = [sys.executable, "-m", "ui.cli", "add", *map(str, sorted(tmp_path.glob("u*.txt"))), "--library", str(library)]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    with Library.open(library) as held:
        assert len(held.versions) == times


def test_three_kills(tmp_path: Path) -> None:
    kills(tmp_path, 3)


@pytest.mark.soak
def test_two_hundred_kills(tmp_path: Path) -> None:
    kills(tmp_path, int(os.environ.get("BEATBOOK_SOAK_KILLS", "200")))
    shutil.rmtree(tmp_path / "library")
