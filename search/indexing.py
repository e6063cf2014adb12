"""What answers ask of an index of vectors, whatever engine holds them, and which engine a library's setting names.

An index is exact: every bullet is compared, none is missed. What is asked for is small enough that an engine on another machine
need not send the cosine of every bullet for every question.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from search.milvus import MilvusStore

# Places of bullets in reading order.
Positions: TypeAlias = "Sequence[int] | NDArray[np.int64]"

FAISS = "faiss"
MILVUS = "milvus:"
# No cosine is less, save by a rounding.
EVERY = -1.0
# No cosine is more: of none but those that are asked for beside.
NONE = 2.0


class Index(Protocol):
    """The vectors of one build, opened for questions. A bullet's position is its place in reading order."""

    @property
    def rows(self) -> NDArray[np.int64]:
        """Position -> row number of the bullet in the catalogue."""

    def cosines(self, vector: NDArray[np.float32], least: float = EVERY, also: Positions = ()) -> NDArray[np.float32]:
        """The cosine of a unit vector with every bullet's, by position.

        What lies under `least` may be given as -1 instead, save at the positions in `also`.
        """


def named(index: str) -> str:
    """The full name of an index as somebody gives it: a collection of its own for each library in Milvus."""
    uri = index.removeprefix(MILVUS)
    return f"{MILVUS}{uri}#beatbook_{uuid4().hex[:12]}" if index.startswith(MILVUS) and uri and "#" not in uri else index


def shared_index(folder: Path, name: str) -> MilvusStore | None:
    """The index by its name: none but the library's own files for `faiss`, or `milvus:URI#COLLECTION`. ValueError when it is neither."""
    if name == FAISS:
        return None
    if name.startswith(MILVUS) and name.removeprefix(MILVUS):
        from search.milvus import MilvusStore

        return MilvusStore.of(folder, name.removeprefix(MILVUS))
    raise ValueError(f"{name!r} names no index; give faiss, or milvus:URI as in milvus:http://vectors:19530")
