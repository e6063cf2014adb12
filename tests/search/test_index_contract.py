"""One contract for every index of vectors: FAISS in the library's folder, and Milvus (its Lite form here), compared with brute force."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Protocol
from uuid import uuid4

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import LibraryError
from search.encoder import DIMENSIONS
from search.index import VectorIndex, write_part
from search.indexing import EVERY, NONE, Index
from search.milvus import MilvusStore

SIZES = {"a" * 16: 5, "b" * 16: 0, "c" * 16: 7, "d" * 16: 1, "e" * 16: 23}
ROWS = [40, 3, 17, 8, 90, 2, 1, 60, 61, 7, 33, 12, 5, *range(100, 123)]
# So few rows to a page that the 36 vectors take many.
FEW = 4


def unit_vectors(count: int, seed: int) -> np.ndarray:
    """Unit vectors that lie together as texts of one kind do: cosines from 0 to 1."""
    drawn = np.random.default_rng(seed).normal(size=(count, DIMENSIONS)) + np.linspace(0, 1.5, DIMENSIONS)
    return np.asarray(drawn / np.linalg.norm(drawn, axis=1, keepdims=True), dtype=np.float32)


PARTS = {name: unit_vectors(size, seed) for seed, (name, size) in enumerate(SIZES.items())}
HELD = np.concatenate(list(PARTS.values()))
QUESTION = unit_vectors(1, 99)[0]


class Store(Protocol):
    """What both have: parts written, and an index over them."""

    def write(self, part: str, vectors: np.ndarray) -> None: ...

    def index(self, parts: Sequence[str], rows: Sequence[int]) -> Index: ...


class Files:
    """The files of a library."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, part: str, vectors: np.ndarray) -> None:
        write_part(self.folder / part, vectors)

    def index(self, parts: Sequence[str], rows: Sequence[int]) -> Index:
        return VectorIndex.load([self.folder / part for part in parts], rows)


@pytest.fixture(scope="module")
def lite(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The folder of one Milvus Lite for all tests."""
    pytest.importorskip("milvus_lite")
    return str(tmp_path_factory.mktemp("milvus") / "lite.db")


@pytest.fixture(scope="module", params=["faiss", "milvus", "milvus in small pages"])
def new_store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Store]:
    """Makes empty stores of one kind."""

    def files() -> Store:
        folder = tmp_path_factory.mktemp("library")
        (folder / "parts").mkdir()
        return Files(folder / "parts")

    if request.param == "faiss":
        return files
    uri = request.getfixturevalue("lite")
    page = {"page": FEW} if "pages" in request.param else {}
    return lambda: MilvusStore(uri, f"c{uuid4().hex[:12]}", **page)


def filled(store: Store) -> Store:
    for name, vectors in PARTS.items():
        store.write(name, vectors)
    return store


@pytest.fixture(scope="module")
def store(new_store: Callable[[], Store]) -> Store:
    """A store of five parts that tests only read."""
    return filled(new_store())


@pytest.fixture(scope="module")
def other(new_store: Callable[[], Store]) -> Iterator[Store]:
    """A store that tests write to."""
    return new_store()


def test_every_cosine_equals_brute_force(store: Store) -> None:
    index = store.index(list(PARTS), ROWS)
    assert index.rows.tolist() == ROWS
    assert index.cosines(QUESTION) == pytest.approx(HELD @ QUESTION, abs=1e-6)


def test_a_vector_finds_itself_and_its_opposite(store: Store) -> None:
    index = store.index(list(PARTS), ROWS)
    for position in (0, 4, 12, 35):
        assert index.cosines(HELD[position]).argmax() == position
        assert index.cosines(-HELD[position])[position] == pytest.approx(-1, abs=1e-6)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(least=st.floats(EVERY, 1, width=32), also=st.sets(st.integers(0, len(ROWS) - 1)))
def test_what_is_left_out_lies_under_what_is_least_asked_for(store: Store, least: float, also: set[int]) -> None:
    true = HELD @ QUESTION
    said = store.index(list(PARTS), ROWS).cosines(QUESTION, least, sorted(also))
    for position, cosine in enumerate(said.tolist()):
        if cosine == EVERY:
            assert true[position] < least + 1e-6
            assert position not in also
        else:
            assert cosine == pytest.approx(float(true[position]), abs=1e-6)


def test_positions_alone_may_be_asked_for(store: Store) -> None:
    asked = [0, 4, 5, 11, 12, 13, 35]
    cosines = store.index(list(PARTS), ROWS).cosines(QUESTION, NONE, asked)
    assert cosines[asked] == pytest.approx((HELD @ QUESTION)[asked], abs=1e-6)


def test_parts_stand_in_the_order_they_are_opened_in(store: Store) -> None:
    names = ["e" * 16, "b" * 16, "a" * 16]
    index = store.index(names, range(28))
    assert index.cosines(QUESTION) == pytest.approx(np.concatenate([PARTS[name] for name in names]) @ QUESTION, abs=1e-6)


def test_a_part_that_two_versions_share_counts_for_both(store: Store) -> None:
    cosines = store.index(["a" * 16, "c" * 16, "a" * 16], range(17)).cosines(QUESTION)
    assert cosines[:5] == pytest.approx(PARTS["a" * 16] @ QUESTION, abs=1e-6)
    assert cosines[12:].tolist() == cosines[:5].tolist()


@pytest.mark.parametrize("names", [[], ["b" * 16]])
def test_an_index_of_nothing_is_empty(store: Store, names: Sequence[str]) -> None:
    assert store.index(names, []).cosines(QUESTION).shape == (0,)


@pytest.mark.parametrize("rows", [ROWS[:-1], [*ROWS, 999]])
def test_more_or_fewer_bullets_than_vectors_are_refused(store: Store, rows: list[int]) -> None:
    with pytest.raises(LibraryError, match="rebuild"):
        store.index(list(PARTS), rows)


def test_a_part_that_is_missing_is_told(store: Store) -> None:
    with pytest.raises(LibraryError, match="rebuild"):
        store.index(["a" * 16, "f" * 16], range(9))


def test_a_collection_says_what_it_lacks_and_lets_go_of_the_rest(lite: str) -> None:
    other = MilvusStore(lite, "kept")
    held = {name for name, size in SIZES.items() if size}
    assert other.lacks(held) == held
    filled(other)
    assert other.lacks({*held, "f" * 16}) == {"f" * 16}
    other.keep({"c" * 16})
    assert other.lacks(held) == held - {"c" * 16}
    assert other.index(["c" * 16], range(7)).cosines(QUESTION) == pytest.approx(PARTS["c" * 16] @ QUESTION, abs=1e-6)
    filled(other)
    assert other.index(list(PARTS), ROWS).cosines(QUESTION) == pytest.approx(HELD @ QUESTION, abs=1e-6)


def test_a_part_written_twice_is_held_once(other: Store) -> None:
    filled(filled(other))
    assert other.index(list(PARTS), ROWS).cosines(QUESTION) == pytest.approx(HELD @ QUESTION, abs=1e-6)


def test_a_part_of_which_a_killed_writer_left_half_is_not_held(lite: str) -> None:
    store = MilvusStore(lite, "killed")
    written = store.client.upsert
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store.client, "upsert", lambda name, rows: written(name, rows) if rows[0]["at"] else 1 / 0)
        with pytest.raises(ZeroDivisionError):
            store.write("a" * 16, PARTS["a" * 16])
    assert store.lacks({"a" * 16}) == {"a" * 16}
    store.write("a" * 16, PARTS["a" * 16])
    assert store.index(["a" * 16], range(5)).cosines(QUESTION) == pytest.approx(PARTS["a" * 16] @ QUESTION, abs=1e-6)


def test_a_reader_whose_parts_went_is_told_rather_than_answered(lite: str) -> None:
    store = filled(MilvusStore(lite, "gone"))
    index = store.index(list(PARTS), ROWS)
    store.keep({"a" * 16})
    with pytest.raises(LibraryError, match="open the library anew"):
        index.cosines(QUESTION)


def test_a_store_connects_to_nothing_before_it_is_asked(tmp_path: Path) -> None:
    store = MilvusStore.of(tmp_path, "lite.db#none")
    assert not (tmp_path / "lite.db").exists()
    assert store.uri == str(tmp_path / "lite.db")
