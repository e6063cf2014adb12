"""One library of the sample updates for all tests of `search`: the model makes it dear, so it is built once and never written to."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from kg.data import data_folder
from kg.vocabulary import Vocabulary
from search.answer import Answerer
from search.build import Builder
from search.library import Library

# Two workers whose models each take every core take four times as long.
if "PYTEST_XDIST_WORKER" in os.environ:
    os.environ.setdefault("OMP_NUM_THREADS", "1")


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory, vocabulary: Vocabulary) -> Path:
    """The folder of the sample library, one for all workers; tests that write take `demo_copy`."""
    shared = tmp_path_factory.getbasetemp()
    shared = shared.parent if "PYTEST_XDIST_WORKER" in os.environ else shared
    with FileLock(shared / "demo.lock"):
        if not (shared / "demo" / "catalogue.sqlite").exists():
            report = Builder(shared / "demo", vocabulary).add([data_folder() / "updates"])
            assert not report.failed
            assert len(report.added) == 5
    return shared / "demo"


@pytest.fixture(scope="session")
def demo(demo_folder: Path) -> Iterator[Library]:
    """The sample library, open."""
    with Library.open(demo_folder) as library:
        yield library


@pytest.fixture(scope="session")
def answerer(demo: Library) -> Answerer:
    """Answers over the sample library."""
    return Answerer(demo)


@pytest.fixture
def demo_copy(demo_folder: Path, tmp_path: Path) -> Path:
    """A copy of the sample library that a test may write to or break."""
    return Path(shutil.copytree(demo_folder, tmp_path / "copy"))
