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
from tests.search.samples import Q3, Tiny

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


@pytest.fixture(scope="session")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory, vocabulary: Vocabulary) -> Path:
    """A library of two tiny updates, the first in two versions; tests that write take `tiny`."""
    folder = tmp_path_factory.mktemp("tiny")
    updates = (
        Tiny(["Operation WINDLASS arrested 4 people in Harlow."]),
        Tiny(["Operation WINDLASS arrested 5 people in Harlow.", "The Met joined us on patrol."], version="1.1"),
        Tiny(["A drone found a lost walker in Epping."], quarter=Q3),
    )
    report = Builder(folder / "library", vocabulary).add([u.write(folder / f"{n}.txt") for n, u in enumerate(updates)])
    assert not report.failed
    return folder / "library"


@pytest.fixture
def tiny(tiny_folder: Path, tmp_path: Path) -> Path:
    """A copy of the tiny library that a test may write to or break."""
    return Path(shutil.copytree(tiny_folder, tmp_path / "tiny"))
