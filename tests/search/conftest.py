"""The sample library, open, and small ones that a test may write to."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.vocabulary import Vocabulary
from search.answer import Answerer
from search.build import Builder
from search.library import Library
from tests.search.samples import Q3, Tiny


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
