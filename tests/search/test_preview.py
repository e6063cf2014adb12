"""What a file would be before it is kept: the same as what `add` makes of it, and nothing written."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.colophon import Given
from kg.data import data_folder
from kg.errors import InputError
from kg.model import Kind
from kg.period import Period
from kg.vocabulary import Vocabulary
from search.build import Builder
from search.library import Library
from search.preview import Place, preview
from tests.search.samples import Tiny


def files(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file() and path.suffix != ".sqlite-shm"}


def test_it_tells_what_adding_makes_of_a_file(demo: Library, vocabulary: Vocabulary, tmp_path: Path) -> None:
    for version in demo.versions:
        found = preview(tmp_path / "none", vocabulary, data_folder() / "updates" / version.source)
        assert found.place is Place.NEW
        assert (found.update.colophon, found.bullets, found.doubts) == (version.colophon, version.bullets, version.doubts)
        held = demo.catalogue.bullets(demo.catalogue.members([version.id]))
        assert [b.names(Kind.PARTNER) for b in found.linked] == [b.linked.names(Kind.PARTNER) for b in held]
        assert found.lines == demo.accounts()[version.id]
        assert sum(found.priorities.values()) == version.bullets
    assert not (tmp_path / "none").exists()


def test_it_says_what_keeping_would_do(tmp_path: Path, vocabulary: Vocabulary) -> None:
    said = ("Operation LANTERN ran in Harlow.",)
    held = Tiny(said, version="2.0").write(tmp_path / "held.txt")
    library = tmp_path / "library"
    Builder(library, vocabulary).add([held])
    before = files(library)
    told = {
        name: preview(library, vocabulary, tiny.write(tmp_path / f"{name}.txt"))
        for name, tiny in {
            "again": Tiny(said, version="2.0"),
            "newer": Tiny(said, version="3.0"),
            "older": Tiny(said, version="1.0"),
            "next": Tiny(said, "Quarter 1 – 2019/20"),
        }.items()
    }
    assert {name: found.place for name, found in told.items()} == {
        "again": Place.HELD,
        "newer": Place.SUPERSEDES,
        "older": Place.OLDER,
        "next": Place.NEW,
    }
    assert [v.source for v in told["newer"].rivals] == ["held.txt"]
    moved = preview(library, vocabulary, held, Given(Period.from_label("2019-20-Q1")))
    assert moved.place is Place.MOVES
    assert files(library) == before


def test_its_json_has_the_words_that_settled_the_period(tmp_path: Path, vocabulary: Vocabulary) -> None:
    told = preview(tmp_path, vocabulary, Tiny(("Kent Police helped in Harlow.",)).write(tmp_path / "a.txt")).to_json()
    assert (told["period"], told["force"], told["bullets"]) == ("2018-19-Q4", "Essex Police", 1)
    assert "2018/19" in told["evidence"]["period"]
    assert (told["partners"], told["districts"]) == ({"Kent Police": 1}, {"Harlow": 1})


@pytest.mark.parametrize(("text", "said"), [("", "empty|holds no"), ("- Officers walked.\n", "no period"), ("\0\x01\x02", "binary data")])
def test_what_cannot_be_read_says_so(tmp_path: Path, vocabulary: Vocabulary, text: str, said: str) -> None:
    path = tmp_path / "bad.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        preview(tmp_path / "none", vocabulary, path)
