"""The command line as a newcomer runs it: a real process, a real library of the samples."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
KENT = """Kent Police – Making Kent Safer Quarterly Update

Quarter 1 2018/19

Priority 1 – Visible policing

We will:

Be seen.

- Operation LARK worked with the Metropolitan Police Service in a town.
- A second bullet of this update.
"""


def run_beatbook(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs `beatbook` in a folder and gives back what it printed."""
    env = {k: v for k, v in os.environ.items() if k != "BEATBOOK_LIBRARY"} | environment
    command = [sys.executable, "-m", "ui.cli", *arguments]
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, timeout=180, check=False)


@pytest.fixture(scope="session")
def samples(demo_folder: Path) -> Path:
    """A library of the sample updates."""
    return demo_folder


@pytest.fixture
def library(samples: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may write to."""
    return Path(shutil.copytree(samples, tmp_path / "library"))


@pytest.fixture
def beatbook(samples: Path, tmp_path: Path) -> Run:
    """`beatbook` over the samples, in a folder of its own."""

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return run_beatbook(*arguments, cwd=tmp_path, **({"BEATBOOK_LIBRARY": str(samples)} | environment))

    return run
