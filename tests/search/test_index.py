"""FAISS against brute force, and broken parts."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from kg.catalogue import FILE
from kg.errors import LibraryError
from search.answer import Answerer
from search.encoder import DIMENSIONS
from search.index import VectorIndex, write_part
from search.library import Library, Manifest


def unit_vectors(count: int, seed: int) -> np.ndarray:
    drawn = np.random.default_rng(seed).normal(size=(count, DIMENSIONS)).astype(np.float32)
    return np.asarray(drawn / np.linalg.norm(drawn, axis=1, keepdims=True), dtype=np.float32)


@pytest.fixture
def parts(tmp_path: Path) -> list[Path]:
    """Parts of 5, 0, 7 and 1 vectors."""
    (tmp_path / "parts").mkdir()
    made = []
    for seed, count in enumerate((5, 0, 7, 1)):
        made.append(tmp_path / "parts" / f"{seed}.faiss")
        write_part(made[-1], unit_vectors(count, seed))
    return made


ROWS = [40, 3, 17, 8, 90, 2, 1, 60, 61, 7, 33, 12, 5]


def test_every_score_equals_brute_force(parts: list[Path]) -> None:
    held = np.concatenate([unit_vectors(count, seed) for seed, count in enumerate((5, 0, 7, 1))])
    question = unit_vectors(1, 99)[0]
    index = VectorIndex.load(parts, ROWS)
    assert index.rows.tolist() == ROWS
    assert index.cosines(question) == pytest.approx(held @ question, abs=1e-5)


@pytest.mark.parametrize(("cores", "least"), [(1, 1), (2, 1), (2, 6), (3, 4), (5, 1)])
def test_however_many_cores_compare_every_score_is_the_same(parts: list[Path], monkeypatch: pytest.MonkeyPatch, cores: int, least: int) -> None:
    index, question = VectorIndex.load(parts, ROWS), unit_vectors(1, 99)[0]
    alone = index.cosines(question)
    monkeypatch.setattr("search.index._CORES", cores)
    monkeypatch.setattr("search.index._LEAST", least)
    assert index.cosines(question).tolist() == alone.tolist()


def test_the_opposite_of_a_vector_is_scored_too(parts: list[Path]) -> None:
    (first, *_) = unit_vectors(5, 0)
    assert VectorIndex.load(parts, ROWS).cosines(-first)[0] == pytest.approx(-1)


def test_parts_are_joined_in_order(parts: list[Path]) -> None:
    third = unit_vectors(7, 2)
    index = VectorIndex.load(parts, ROWS)
    assert index.rows[index.cosines(third[4]).argmax()] == ROWS[5 + 4]


def test_an_index_of_nothing_scores_nothing() -> None:
    assert VectorIndex.load([], []).cosines(unit_vectors(1, 0)[0]).shape == (0,)


@pytest.mark.parametrize("broken", [None, b"", b"not an index", "half"])
def test_a_missing_or_damaged_part_is_named_with_what_to_do(parts: list[Path], broken: bytes | str | None) -> None:
    whole = parts[2].read_bytes()
    if broken is None:
        parts[2].unlink()
    else:
        parts[2].write_bytes(whole[: len(whole) // 2] if broken == "half" else broken)  # type: ignore[arg-type]
    with pytest.raises(LibraryError, match=r"2\.faiss.*rebuild") as caught:
        VectorIndex.load(parts, ROWS)
    assert caught.value.path == parts[2].parent.parent


@pytest.mark.parametrize("rows", [ROWS[:-1], [*ROWS, 77]])
def test_a_count_that_disagrees_is_told(parts: list[Path], rows: list[int]) -> None:
    with pytest.raises(LibraryError, match=rf"has 13 vectors for {len(rows)} bullets.*rebuild"):
        VectorIndex.load(parts, rows)


def test_the_library_scores_as_its_stored_vectors_do(demo: Library) -> None:
    keys = dict(demo.catalogue.embeddings(demo.version_ids))
    stored = demo.catalogue.vectors(list(set(keys.values())))
    question = demo.encoder.encode("violence against shop workers")
    scores = demo.index.cosines(question)
    assert set(demo.index.rows.tolist()) == keys.keys()
    for row, key in keys.items():
        assert scores[demo.order.position(row)] == pytest.approx(float(np.frombuffer(stored[key], dtype=np.float32) @ question), abs=1e-5)


def test_a_library_with_a_part_missing_says_so(demo_copy: Path) -> None:
    part = Manifest.read(demo_copy).parts[1]
    (demo_copy / "parts" / f"{part.vectors}.faiss").unlink()
    with pytest.raises(LibraryError, match="rebuild"):
        Library.open(demo_copy)


def test_an_open_library_keeps_its_parts(demo_copy: Path) -> None:
    with Library.open(demo_copy) as library:
        held = {path: path.read_bytes() for path in (demo_copy / "parts").glob("*.faiss")}
        for part in held:
            part.unlink()
        assert Answerer(library).ask("raids on cash machines").coverage
        assert [library.part(path) for path in held] == list(held.values())


def test_a_part_that_is_gone_and_not_whole_in_the_catalogue_is_told(demo_copy: Path) -> None:
    with closing(sqlite3.connect(demo_copy / FILE)) as database, database:
        database.execute("DELETE FROM vectors WHERE embedding = (SELECT min(embedding) FROM vectors)")
    with Library.open(demo_copy) as library:
        for part in (demo_copy / "parts").glob("*.faiss"):
            part.unlink()
        with pytest.raises(LibraryError, match="rebuild"):
            Answerer(library).ask("raids on cash machines")


def test_a_library_of_many_updates_needs_no_open_file_for_each(demo_copy: Path) -> None:
    with Library.open(demo_copy) as library:
        Answerer(library).ask("raids on cash machines")
        opened = {os.path.realpath(file) for file in Path("/proc/self/fd").iterdir()}
    assert not [path for path in opened if path.startswith(os.path.realpath(demo_copy / "parts"))]
