"""Embedding on a Dask cluster of two workers, compared with one process alone: workers in this process always, processes of their own that die in the soak."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kg.data import data_folder
from kg.vocabulary import Vocabulary
from search.build import Builder
from search.encoder import BulletEncoder
from search.errors import EngineError
from search.library import Library
from search.spreading import DaskEncoder, embed_piece, encoder_of
from tests.search.samples import Tiny

# So few to a piece that two workers have several each.
FEW = 16


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A scheduler and two workers that Dask starts anew when they die."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0") as made:
        yield made


@pytest.fixture(scope="module")
def inside() -> Iterator[Any]:
    """A scheduler and two workers in this process."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=False, dashboard_address="127.0.0.1:0") as made:
        yield made


@pytest.fixture(scope="module")
def empty() -> Iterator[Any]:
    """A scheduler that nobody works for."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(n_workers=0, processes=False, dashboard_address="127.0.0.1:0") as made:
        yield made


@pytest.fixture(scope="module")
def alone() -> dict[str, np.ndarray]:
    """Lines of the samples and their vectors as one process makes them."""
    lines = (line.strip() for path in sorted((data_folder() / "updates").glob("*.txt")) for line in path.read_text(encoding="utf-8").splitlines())
    texts = list(dict.fromkeys(line for line in lines if len(line) > 30))[:48]
    return dict(zip(texts, BulletEncoder().encode(texts), strict=True))


def test_vectors_are_those_of_one_process(inside: Any, alone: dict[str, np.ndarray], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.spreading.PIECE", FEW)
    told: list[int] = []
    vectors = DaskEncoder(inside.scheduler_address).encode(list(alone), told.append)
    assert np.abs(vectors - np.stack(list(alone.values()))).max() < 1e-6
    assert sum(told) == len(alone)
    assert len(told) == -(-len(alone) // FEW)


@pytest.mark.soak
def test_vectors_are_those_of_one_process_even_where_a_worker_dies(cluster: Any, alone: dict[str, np.ndarray], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.spreading.PIECE", FEW)
    told: list[int] = []

    def kill_the_first_time(more: int) -> None:
        if not told:
            os.kill(next(iter(cluster.workers.values())).process.pid, signal.SIGKILL)
        told.append(more)

    vectors = DaskEncoder(cluster.scheduler_address).encode(list(alone), kill_the_first_time)
    assert np.abs(vectors - np.stack(list(alone.values()))).max() < 1e-6
    assert sum(told) == len(alone)
    assert len(told) == -(-len(alone) // FEW)


def test_an_update_that_is_embedded_there_is_found(inside: Any, vocabulary: Vocabulary, tmp_path: Path) -> None:
    update = Tiny(["Wardens saw a heron on the weir.", "Officers found stolen bicycles."]).write(tmp_path / "one.txt")
    here, there = Builder(tmp_path / "here", vocabulary), Builder(tmp_path / "there", vocabulary)
    there.embed_with(encoder_of(f"dask:{inside.scheduler_address}"))
    assert here.add([update]).build == there.add([update]).build
    with Library.open(tmp_path / "here") as one, Library.open(tmp_path / "there") as other:
        question = one.encoder.encode("herons")
        assert other.index.cosines(question) == pytest.approx(one.index.cosines(question), abs=1e-6)


def test_what_was_embedded_is_kept_when_the_rest_fails(vocabulary: Vocabulary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.publishing.KEPT_AT_ONCE", 2)
    asked: list[str] = []

    class Failing:
        def __init__(self, most: int) -> None:
            self.most = most

        def encode(self, texts: Any, _: object = None) -> np.ndarray:
            if len(asked) + len(texts) > self.most:
                raise EngineError("Dask", "tcp://nowhere", "it went away", "start it again")
            asked.extend(texts)
            return np.eye(len(texts), 384, dtype=np.float32)

    builder = Builder(tmp_path / "library", vocabulary)
    update = Tiny([f"Officers found {n} bicycles." for n in ("ten", "five", "six", "nine", "two")]).write(tmp_path / "one.txt")
    builder.embed_with(Failing(3))
    with pytest.raises(EngineError, match="it went away"):
        builder.add([update])
    assert len(asked) == 2
    builder.embed_with(Failing(99))
    builder.add([update])
    assert len(asked) == len(set(asked)) == 5


def test_a_scheduler_that_is_not_there_is_one_line_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("search.spreading._SECONDS", 1)
    with pytest.raises(EngineError, match=r"Dask at tcp://127\.0\.0\.1:9: no scheduler answers; .*dask worker"):
        DaskEncoder("tcp://127.0.0.1:9").encode(["a"])


def test_a_scheduler_without_workers_is_told(empty: Any) -> None:
    with pytest.raises(EngineError, match="no workers"):
        DaskEncoder(empty.scheduler_address).encode(["a"])


def test_a_worker_with_another_model_refuses() -> None:
    with pytest.raises(ValueError, match="another-model"):
        embed_piece("another-model", ["a"])


@pytest.mark.parametrize("name", ["", "dask:", "ray:x", "tcp://h:1"])
def test_what_names_no_encoder_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="dask:ADDRESS"):
        encoder_of(name)


def test_nothing_named_is_this_process() -> None:
    assert isinstance(encoder_of(None), BulletEncoder)
