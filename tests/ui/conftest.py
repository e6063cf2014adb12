"""The command line as a newcomer types it, over a real library of the samples."""

from __future__ import annotations

import faulthandler
import io
import os
import shutil
import sys
from collections.abc import Callable
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import pytest

from ui.cli import main

KENT = """Kent Police – Making Kent Safer Quarterly Update

Quarter 1 2018/19

Priority 1 – Visible policing

We will:

Be seen.

- Operation LARK worked with the Metropolitan Police Service in a town.
- A second bullet of this update.
"""


@dataclass(frozen=True, slots=True)
class Done:
    """What a command left: its exit code and what it printed."""

    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Done]


def _printed() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)


def run_beatbook(*arguments: str, cwd: Path, **environment: str) -> Done:
    """Runs `beatbook` in a folder, in this process: PyTorch is loaded once for all. That processes of its own do as well, the tour shows."""
    told, said, code = _printed(), _printed(), 0
    with chdir(cwd), patch.dict(os.environ), patch.object(sys, "argv", ["beatbook", *arguments]), redirect_stdout(told), redirect_stderr(said):
        os.environ.pop("BEATBOOK_LIBRARY", None)
        os.environ.update(environment)
        faulthandler.dump_traceback_later(180, exit=True, file=sys.__stderr__)
        try:
            main()
        except SystemExit as left:
            code = int(left.code or 0)
        finally:
            faulthandler.cancel_dump_traceback_later()
    return Done(code, *(file.buffer.getvalue().decode() for file in (told, said)))  # type: ignore[attr-defined]


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

    def run(*arguments: str, **environment: str) -> Done:
        return run_beatbook(*arguments, cwd=tmp_path, **({"BEATBOOK_LIBRARY": str(samples)} | environment))

    return run
