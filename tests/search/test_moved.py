"""A library whose vectors lie in Milvus gives the answers that it gave from its own folder, byte for byte."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.catalogue import Catalogue
from kg.errors import LibraryError
from kg.vocabulary import Vocabulary
from search.answer import Answerer
from search.build import Builder
from search.errors import EngineError
from search.indexing import FAISS, named, shared_index
from search.library import NOTE, Library, Manifest
from search.milvus import MilvusStore
from tests.search.samples import Tiny, as_bytes, ask

QUESTIONS = (
    "all cross-border work with the Met",
    "raids on cash machines",
    "county lines in Harlow",
    "drink spiking",
    "RAPTOR, stolen caravans and boats",
    "otters in the reeds",
)


@pytest.fixture(scope="module")
def moved(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory, vocabulary: Vocabulary) -> Path:
    """The sample library with its vectors in Milvus Lite."""
    pytest.importorskip("milvus_lite")
    folder = Path(shutil.copytree(demo_folder, tmp_path_factory.mktemp("moved") / "library"))
    Builder(folder, vocabulary).move(named("milvus:vectors.db"))
    return folder


@pytest.fixture(scope="module")
def answers(moved: Path) -> Iterator[Answerer]:
    """Answers from there."""
    with Library.open(moved) as library:
        yield Answerer(library)


@pytest.mark.parametrize("question", QUESTIONS)
def test_answers_are_the_same(answerer: Answerer, answers: Answerer, question: str) -> None:
    assert as_bytes(answers.ask(question)) == as_bytes(answerer.ask(question))


def test_a_build_is_named_by_its_content_wherever_its_vectors_lie(demo_folder: Path, moved: Path) -> None:
    here, there = Manifest.read(demo_folder), Manifest.read(moved)
    assert there.build == here.build
    assert there.parts == here.parts
    assert here.index == FAISS
    assert there.index.startswith("milvus:vectors.db#beatbook_")
    assert not list((moved / "parts").glob("*.partial"))


def test_an_update_that_is_added_is_found_and_one_that_is_removed_is_not(demo_copy: Path, vocabulary: Vocabulary, tmp_path: Path) -> None:
    pytest.importorskip("milvus_lite")
    builder = Builder(demo_copy, vocabulary)
    builder.move(named("milvus:vectors.db"))
    question = "a heron stood on the weir by the old mill"
    report = builder.add([Tiny(["Wardens saw a heron standing on the weir beside the old mill."], quarter="Quarter 2 – 2018/19").write(tmp_path / "new.txt")])
    assert [e.held.version for e in ask(demo_copy, question).evidence] == [report.added[0].id]
    builder.remove([report.added[0].id])
    assert ask(demo_copy, question).evidence == ()
    builder.move(FAISS)
    assert Manifest.read(demo_copy).index == FAISS
    assert ask(demo_copy, question).evidence == ()


def test_an_engine_that_is_not_there_is_one_line_and_changes_nothing(demo_copy: Path, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pymilvus")
    monkeypatch.setattr("search.milvus._SECONDS", 1)
    before = Manifest.read(demo_copy)
    with pytest.raises(EngineError, match=r"Milvus at http://127\.0\.0\.1:9") as told:
        Builder(demo_copy, vocabulary).move("milvus:http://127.0.0.1:9#none")
    assert "\n" not in str(told.value)
    assert Manifest.read(demo_copy) == before
    assert ask(demo_copy, "raids on cash machines").evidence


def test_a_client_that_is_not_installed_is_told_with_the_way_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pymilvus", None)
    with pytest.raises(EngineError, match=r"pip install 'beatbook\[milvus\]'"):
        MilvusStore.of(tmp_path, "x.db#y").lacks({"a"})


@pytest.mark.parametrize("name", ["", "annoy", "milvus:", "milvus"])
def test_what_names_no_index_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="names no index"):
        shared_index(tmp_path, name)


def test_a_build_of_an_index_that_nobody_knows_is_damaged(demo_copy: Path) -> None:
    with Catalogue.open(demo_copy, write=True) as catalogue, catalogue.transaction():
        catalogue.put_note(NOTE, json.dumps(json.loads(catalogue.note(NOTE) or "") | {"index": "annoy"}))
    with pytest.raises(LibraryError, match="damaged"):
        Library.open(demo_copy)


def test_each_library_has_a_collection_of_its_own() -> None:
    given, other = named("milvus:http://vectors:19530"), named("milvus:http://vectors:19530")
    assert given != other
    assert named(given) == given
    assert named(FAISS) == FAISS
