"""Vectors in Milvus: the same exact answers from an engine that lies in one folder or is spread over many machines.

One collection a library, one row a vector, under `PART:POSITION`. The first row of a part is written last, so that a part that has one is
whole. FLAT and inner product: every vector is compared. Milvus gives at most 16,384 rows for a search, so what is more is asked for in halves.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from kg.errors import LibraryError
from search.encoder import DIMENSIONS
from search.errors import EngineError
from search.indexing import EVERY, NONE, Positions

if TYPE_CHECKING:
    from numpy.typing import NDArray

# The most rows that Milvus gives for one search or query.
PAGE = 16_384
# Rows to a request: 1.5 MB of vectors, where a request may hold 64 MB.
ROWS_WRITTEN = 1_000
# A password or API key of the cluster; never written into a library.
TOKEN = "BEATBOOK_MILVUS_TOKEN"
_SECONDS = 60
_T = TypeVar("_T")
_ALL = {"radius": -2.0, "range_filter": 2.0}


def _in_pieces(values: Sequence[_T], most: int) -> Iterator[Sequence[_T]]:
    return (values[start : start + most] for start in range(0, len(values), most))


def _listed(values: Collection[str]) -> str:
    return json.dumps(sorted(values))


class MilvusStore:
    """One library's collection. Nothing is imported or connected to before it is needed."""

    def __init__(self, uri: str, collection: str, page: int = PAGE) -> None:
        self.uri, self.collection, self.page = uri, collection, page

    @classmethod
    def of(cls, folder: Path, name: str) -> MilvusStore:
        """The store by `URI#COLLECTION`. A URI that is no address is a path, from the library's folder on, for Milvus Lite."""
        uri, _, collection = name.partition("#")
        return cls(uri if "://" in uri else str(folder / uri), collection)

    @cached_property
    def client(self) -> Any:
        """The connection, with the collection made and loaded. EngineError where there is none to be had."""
        try:
            from pymilvus import MilvusClient
        except ImportError as error:
            raise EngineError("Milvus", self.uri, "pymilvus is not installed", "install it with `pip install 'beatbook[milvus]'`") from error
        with self._telling():
            client = MilvusClient(self.uri, token=os.environ.get(TOKEN, ""), timeout=_SECONDS)
            self._prepare(client)
        return client

    def _prepare(self, client: Any) -> None:
        from pymilvus import DataType

        if not client.has_collection(self.collection):
            schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
            schema.add_field("id", DataType.VARCHAR, is_primary=True, max_length=64)
            schema.add_field("part", DataType.VARCHAR, max_length=32)
            schema.add_field("at", DataType.INT64)
            schema.add_field("size", DataType.INT64)
            schema.add_field("vector", DataType.FLOAT_VECTOR, dim=DIMENSIONS)
            indexes = client.prepare_index_params()
            indexes.add_index("vector", index_type="FLAT", metric_type="IP")
            client.create_collection(self.collection, schema=schema, index_params=indexes, consistency_level="Strong")
        client.load_collection(self.collection)

    def _telling(self) -> _Telling:
        return _Telling(self.uri)

    def sizes(self, parts: Collection[str]) -> dict[str, int]:
        """Part -> how many vectors it has, for those that are held whole."""
        found = {}
        for some in _in_pieces(sorted(parts), max(1, self.page // 4)):
            with self._telling():
                rows = self.client.query(self.collection, filter=f"at == 0 and part in {_listed(some)}", output_fields=["part", "size"])
            found.update({row["part"]: int(row["size"]) for row in rows})
        return found

    def lacks(self, parts: Collection[str]) -> set[str]:
        """Those without their first row."""
        return set(parts) - self.sizes(parts).keys()

    def write(self, part: str, vectors: NDArray[np.float32]) -> None:
        """Upserts the rows of a part, the first one last."""
        for some in (*_in_pieces(range(1, len(vectors)), ROWS_WRITTEN), range(min(1, len(vectors)))):
            if rows := [{"id": f"{part}:{at}", "part": part, "at": at, "size": len(vectors), "vector": vectors[at]} for at in some]:
                with self._telling():
                    self.client.upsert(self.collection, rows)

    def keep(self, parts: Collection[str]) -> None:
        """Deletes the rows of other parts."""
        with self._telling():
            self.client.delete(self.collection, filter=f"part not in {_listed(parts)}" if parts else "at >= 0")

    def index(self, parts: Sequence[str], rows: Sequence[int] | NDArray[np.int64]) -> MilvusIndex:
        """The parts as one; `rows` are the row numbers of their vectors, in the same order. LibraryError where they disagree."""
        sizes = self.sizes(set(parts))
        index = MilvusIndex(self, [(part, sizes.get(part, 0)) for part in parts], rows)
        index.check()
        return index

    def search(self, vector: NDArray[np.float32], where: str, least: float) -> list[tuple[str, float]]:
        """Ids and cosines of the rows that meet a filter, from `least` on; the nearest `page` of them."""
        # Milvus leaves the radius itself out.
        params = _ALL if least <= EVERY else _ALL | {"radius": float(np.nextafter(np.float32(least), np.float32(-2)))}
        with self._telling():
            (hits,) = self.client.search(
                self.collection,
                data=[vector],
                filter=where,
                limit=self.page,
                output_fields=["id"],
                search_params={"metric_type": "IP", "params": params},
                consistency_level="Strong",
            )
        return [(hit["id"], hit["distance"]) for hit in hits]


class _Telling:
    """Turns the errors of Milvus into ours."""

    def __init__(self, uri: str) -> None:
        self._uri = uri

    def __enter__(self) -> None:
        pass

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if error is not None and type(error).__module__.startswith(("pymilvus", "grpc", "milvus_lite")):
            remedy = "start it, or put the vectors elsewhere with `beatbook index`; the library's catalogue still holds them all"
            raise EngineError("Milvus", self._uri, str(error).partition("message=")[2].rstrip(")>") or str(error), remedy) from error


class MilvusIndex:
    """The parts of a build as one index."""

    def __init__(self, store: MilvusStore, parts: Sequence[tuple[str, int]], rows: Sequence[int] | NDArray[np.int64]) -> None:
        self._store = store
        starts = [0, *accumulate(size for _, size in parts)]
        self._spans = [(part, start, start + size) for (part, size), start in zip(parts, starts, strict=False) if size]
        self._starts: dict[str, list[int]] = {}
        for part, start, _ in self._spans:
            self._starts.setdefault(part, []).append(start)
        self._count = starts[-1]
        self.rows = np.asarray(rows, dtype=np.int64)

    def check(self) -> None:
        """LibraryError where the collection does not hold a vector for every bullet: it never did, or later builds did away with them."""
        if self._count == len(self.rows) and self._held() == sum({part: last - first for part, first, last in self._spans}.values()):
            return
        raise LibraryError(
            Path(self._store.collection),
            f"its collection at {self._store.uri} lacks vectors of the {len(self.rows)} bullets",
            "open the library anew, or mend it with `beatbook rebuild`",
        )

    def _held(self) -> int:
        if not self._spans:
            return 0
        with self._store._telling():
            (row,) = self._store.client.query(self._store.collection, filter=f"part in {_listed(self._starts)}", output_fields=["count(*)"])
        return int(row["count(*)"])

    def cosines(self, vector: NDArray[np.float32], least: float = EVERY, also: Positions = ()) -> NDArray[np.float32]:
        """The cosines, asked for from `least` on, and of the positions in `also`. LibraryError where parts have gone meanwhile."""
        cosines = np.full(self._count, EVERY, np.float32)
        for hits in self._found(vector, least, also):
            for name, cosine in hits:
                cosines[self._positions(name)] = cosine
        self.check()
        return cosines

    def _found(self, vector: NDArray[np.float32], least: float, also: Positions) -> Iterator[list[tuple[str, float]]]:
        whole = range(0, self._count if least < NONE else 0, self._store.page if least <= EVERY else max(self._count, 1))
        for start in whole:
            yield from self._between(vector, least, start, min(self._count, start + whole.step))
        if least > EVERY:
            for some in _in_pieces(sorted({int(at) for at in also}), max(1, self._store.page // 4)):
                yield self._store.search(vector, f"id in {_listed([self._name(at) for at in some])}", EVERY)

    def _between(self, vector: NDArray[np.float32], least: float, first: int, last: int) -> Iterator[list[tuple[str, float]]]:
        """What lies near from one position to another, in halves where it is more than a page."""
        hits = self._store.search(vector, self._where(first, last), least)
        if len(hits) < self._store.page or last - first <= self._store.page:
            yield hits
            return
        middle = (first + last) // 2
        yield from self._between(vector, least, first, middle)
        yield from self._between(vector, least, middle, last)

    def _where(self, first: int, last: int) -> str:
        """The filter for positions from `first` to before `last`."""
        spans = [span for span in self._spans if span[2] > first and span[1] < last]
        whole = [part for part, start, end in spans if start >= first and end <= last]
        cut = [
            f'(part == "{part}" and at >= {max(0, first - start)} and at < {min(end, last) - start})'
            for part, start, end in spans
            if start < first or end > last
        ]
        return " or ".join([*([f"part in {_listed(whole)}"] if whole else []), *cut])

    def _name(self, position: int) -> str:
        at = int(np.searchsorted([start for _, start, _ in self._spans], position, side="right")) - 1
        part, start, _ = self._spans[at]
        return f"{part}:{position - start}"

    def _positions(self, name: str) -> list[int]:
        """Where a row's vector stands: twice where two versions say the same."""
        part, _, at = name.partition(":")
        return [start + int(at) for start in self._starts[part]]
