"""Embedding spread over many machines with Dask: a scheduler that an administrator starts, and workers with Beatbook installed.

Texts go out in pieces, the longest last. What comes back is kept at once; a piece that a worker had when it died is done by another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from search.encoder import BATCH, DIMENSIONS, MODEL, BulletEncoder, Progress, by_length
from search.errors import EngineError

if TYPE_CHECKING:
    from numpy.typing import NDArray

DASK = "dask:"
# Texts to a piece: some seconds of work for a core, and whole batches, so that each text is embedded among the same ones as on one machine.
PIECE = BATCH * 32
# A piece that has killed so many workers is not given to another.
_DEATHS = 5
_SECONDS = 20


class Encoder(Protocol):
    """Embeds bullets."""

    def encode(self, texts: Sequence[str], progress: Progress = ...) -> NDArray[np.float32]:
        """Unit vectors, shape (len(texts), 384), in the order of the texts. `progress` is told how many more are done."""


def encoder_of(name: str | None) -> Encoder:
    """The encoder that a setting names: this process (None), or `dask:ADDRESS`. ValueError when it is neither."""
    if name is None:
        return BulletEncoder()
    if not name.startswith(DASK) or name == DASK:
        raise ValueError(f"{name!r} names nothing that embeds; give dask:ADDRESS as in dask:tcp://scheduler:8786")
    return DaskEncoder(name.removeprefix(DASK))


def embed_piece(model: str, texts: list[str]) -> bytes:
    """What a worker does: the vectors of these texts. ValueError where it has another model."""
    if model != MODEL:
        raise ValueError(f"a worker embeds with {MODEL}, not with {model}")
    return BulletEncoder().encode(texts).tobytes()


class DaskEncoder:
    """Embeds on the workers of a Dask scheduler."""

    def __init__(self, address: str) -> None:
        self.address = address

    def encode(self, texts: Sequence[str], progress: Progress = lambda _: None) -> NDArray[np.float32]:
        """Unit vectors, as `BulletEncoder` makes them. EngineError where the scheduler cannot be reached, has no workers, or they fail."""
        vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        order = by_length(texts)
        pieces = [order[start : start + PIECE] for start in range(0, len(order), PIECE)]
        with self._client() as client:
            from distributed import as_completed

            waiting = {client.submit(embed_piece, MODEL, [texts[i] for i in piece], pure=False): piece for piece in pieces}
            for done in as_completed(list(waiting), loop=client.loop):  # type: ignore[no-untyped-call]
                piece = waiting.pop(done)
                vectors[piece] = np.frombuffer(self._result(done), dtype=np.float32).reshape(-1, DIMENSIONS)
                done.release()
                progress(len(piece))
        return vectors

    def _result(self, done: Any) -> bytes:
        try:
            result: bytes = done.result()
        except Exception as error:  # A worker's error may be of any kind.
            raise self._error(f"a worker failed: {error}", "look into the worker's log, and that it has the same Beatbook as this machine") from error
        return result

    @contextmanager
    def _client(self) -> Iterator[Any]:
        try:
            import dask
            from distributed import Client
        except ImportError as error:
            raise self._error("dask is not installed", "install it with `pip install 'beatbook[dask]'`") from error
        with dask.config.set({"distributed.scheduler.allowed-failures": _DEATHS}):
            try:
                client = Client(self.address, timeout=_SECONDS, set_as_default=False)  # type: ignore[no-untyped-call]
            except (OSError, ValueError, TimeoutError) as error:
                raise self._error("no scheduler answers", "start one with `dask scheduler`, and workers with `dask worker ADDRESS`") from error
        with client:
            if not client.scheduler_info()["workers"]:
                raise self._error("its scheduler has no workers", f"start some with `dask worker {self.address}`")
            yield client

    def _error(self, reason: str, remedy: str) -> EngineError:
        return EngineError("Dask", self.address, reason, remedy)
