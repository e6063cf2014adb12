"""Saved answers: what came, went or changed, told apart."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.errors import LibraryError, UnknownNameError
from kg.vocabulary import Vocabulary
from search.build import Builder
from search.library import Library
from search.saved import Again, again, save
from tests.search.samples import Q3, Q4, Tiny, ask

FIRST = (
    "Operation RAPTOR arrested nine people in Harlow.",
    "Operation RAPTOR seized two vans in Grays, with help from the council.",
    "Officers walked the beat.",
)
CORRECTED = ("Operation RAPTOR arrested eleven people in Harlow.", "Officers walked the beat.")


def run(folder: Path, name: str) -> Again:
    with Library.open(folder) as library:
        return again(library, name)


def test_what_came_went_and_changed(tmp_path: Path, vocabulary: Vocabulary) -> None:
    builder = Builder(tmp_path / "library", vocabulary)
    builder.add([Tiny(FIRST, Q3).write(tmp_path / "q3.txt")])
    save(builder.folder, "Raptor, all", ask(builder.folder, "RAPTOR"))
    same = run(builder.folder, "raptor all")
    assert (same.came, same.went, same.changed, same.reread) == ((), (), (), False)
    builder.add(
        [
            Tiny(CORRECTED, Q3, version="2.0", produced="May 2019").write(tmp_path / "q3-2.txt"),
            Tiny(("The RAPTOR team, Operation RAPTOR, went on.",), Q4).write(tmp_path / "q4.txt"),
        ]
    )
    later = run(builder.folder, "Raptor, all")
    assert [m.text for m in later.came] == ["The RAPTOR team, Operation RAPTOR, went on."]
    assert [m.text for m in later.went] == [FIRST[1]]
    assert [(a.text, b.text) for a, b in later.changed] == [(FIRST[0], CORRECTED[0])]
    assert json.loads(json.dumps(later.to_json()))["count_now"] == 2


def test_an_unknown_name_and_a_damaged_file_are_told(tmp_path: Path, vocabulary: Vocabulary) -> None:
    builder = Builder(tmp_path / "library", vocabulary)
    builder.add([Tiny(FIRST, Q3).write(tmp_path / "q3.txt")])
    path = save(builder.folder, "raptor", ask(builder.folder, "RAPTOR"))
    with pytest.raises(UnknownNameError, match="did you mean raptor"):
        run(builder.folder, "rapture")
    path.write_text("{")
    with pytest.raises(LibraryError, match="damaged"):
        run(builder.folder, "raptor")


@pytest.mark.parametrize("name", ["../../etc/passwd", "/tmp/x", "..", "a/b"])
def test_a_name_never_leaves_the_library(tmp_path: Path, vocabulary: Vocabulary, name: str) -> None:
    builder = Builder(tmp_path / "library", vocabulary)
    builder.add([Tiny(FIRST, Q3).write(tmp_path / "q3.txt")])
    assert save(builder.folder, name, ask(builder.folder, "RAPTOR")).parent == builder.folder / "saved"
