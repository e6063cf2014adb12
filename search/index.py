"""Vectors of bullets in FAISS, exact: every bullet is compared, none is missed.

One part a version, a flat inner-product index on disk; what is written grows with what is new. A reader joins the parts.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from kg.catalogue import Catalogue
from kg.durable import write_whole
from kg.errors import LibraryError
from search.encoder import DIMENSIONS
from search.indexing import EVERY, Positions

if TYPE_CHECKING:
    from numpy.typing import NDArray


# How far from 1 the squared length of a unit vector in single precision may lie.
_UNIT = 1e-4
# So many cores compare vectors, where there are more than so many for each (15 MB).
_CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
_LEAST = 10_000


def part_of(vectors: NDArray[np.float32]) -> bytes:
    """The content of a part: unit vectors, shape (n, 384)."""
    import faiss

    index = faiss.IndexFlatIP(DIMENSIONS)
    index.add(vectors)
    content: bytes = faiss.serialize_index(index).tobytes()
    return content


def write_part(path: Path, vectors: NDArray[np.float32]) -> None:
    """Writes unit vectors, shape (n, 384), as one part, whole or not at all."""
    write_whole(path, part_of(vectors))


def read_part(path: Path) -> bytes:
    """The content of a part's file. LibraryError when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise damaged_part(path) from error


def damaged_part(path: Path) -> LibraryError:
    """The error that says so."""
    return LibraryError(path.parent.parent, f"its part {path.name} is missing or damaged", "mend it with `beatbook rebuild`")


def vectors_of(catalogue: Catalogue, version: str) -> NDArray[np.float32]:
    """The vectors of a version's bullets as the catalogue holds them, in reading order, shape (n, 384)."""
    keys = [key for _, key in catalogue.embeddings([version])]
    held = catalogue.vectors(list(set(keys)))
    return np.stack([np.frombuffer(held[key], dtype=np.float32) for key in keys]) if keys else np.zeros((0, DIMENSIONS), dtype=np.float32)


def whole_vectors(vectors: Mapping[str, bytes]) -> set[str]:
    """The keys of those that are unit vectors of 384 numbers, as bytes."""
    sized = {key: np.frombuffer(held, dtype=np.float32) for key, held in vectors.items() if len(held) == DIMENSIONS * 4}
    return {key for key, vector in sized.items() if abs(float(vector @ vector) - 1) < _UNIT}


@cache
def _threads() -> ThreadPoolExecutor:
    """Those who compare vectors."""
    return ThreadPoolExecutor(_CORES)


class VectorIndex:
    """The joined parts: position -> row number of the bullet in the catalogue."""

    def __init__(self, index: Any, rows: NDArray[np.int64]) -> None:
        self._index = index
        self.rows = rows

    @classmethod
    def load(cls, parts: Sequence[Path], rows: Sequence[int] | NDArray[np.int64], read: Callable[[Path], bytes] = read_part) -> VectorIndex:
        """Joins parts in order; `rows` are the row numbers of their vectors, in the same order. LibraryError where they disagree."""
        import faiss

        joined = faiss.IndexFlatIP(DIMENSIONS)
        for part in parts:
            try:
                joined.merge_from(faiss.deserialize_index(np.frombuffer(read(part), dtype=np.uint8)))
            except (RuntimeError, ValueError) as error:
                raise damaged_part(part) from error
        if joined.ntotal != len(rows):
            raise LibraryError(parts[0].parent.parent, f"has {joined.ntotal} vectors for {len(rows)} bullets", "mend it with `beatbook rebuild`")
        return cls(joined, np.asarray(rows, dtype=np.int64))

    def vectors(self) -> NDArray[np.float32]:
        """All vectors in the order of `rows`, shape (n, 384)."""
        return np.asarray(self._index.reconstruct_n(0, len(self.rows)), dtype=np.float32)

    def cosines(self, vector: NDArray[np.float32], least: float = EVERY, also: Positions = ()) -> NDArray[np.float32]:  # noqa: ARG002
        """The cosine of a unit vector with every bullet's, in the order of `rows`; whatever is least asked for, all are compared anyway."""
        import faiss

        cosines = np.zeros(len(self.rows), np.float32)
        unit = np.ascontiguousarray(vector, np.float32)
        share = max(_LEAST, -(-len(self.rows) // _CORES))

        def compare(start: int) -> None:
            # FAISS's own inner product with each vector in turn: what a range search does that takes in everything, without its lists.
            some, vectors = cosines[start : start + share], self._vectors[start * DIMENSIONS : (start + share) * DIMENSIONS]
            faiss.fvec_inner_products_ny(faiss.swig_ptr(some), faiss.swig_ptr(unit), faiss.swig_ptr(vectors), DIMENSIONS, len(some))  # type: ignore[attr-defined]

        shares = range(0, len(self.rows), share)
        list(_threads().map(compare, shares) if len(shares) > 1 else map(compare, shares))
        return cosines

    @cached_property
    def _vectors(self) -> NDArray[np.float32]:
        """All vectors one after the other, as they lie in the index."""
        import faiss

        return np.asarray(faiss.rev_swig_ptr(self._index.get_xb(), len(self.rows) * DIMENSIONS))
