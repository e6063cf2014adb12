"""The reading order of a build: every bullet that may be evidence, by period, force and place in the update.

It is read once, when a library is first asked, as numbers alone. The vectors of the index stand in the same order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from kg.catalogue import Catalogue

if TYPE_CHECKING:
    from numpy.typing import NDArray


# So many places are kept at once, of 8 bytes each.
_KEPT = 4_000_000


class KeptPlaces:
    """Places in a reading order by what was asked for. They are kept, for the same words and themes are asked for again; all go when they are many."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], NDArray[np.int64]] = {}

    def of(self, key: tuple[str, str], read: Callable[[], NDArray[np.int64]]) -> NDArray[np.int64]:
        """What is kept under a key, or else what `read` finds."""
        found = self._found.get(key)
        if found is None:
            found = read()
            if sum(map(len, self._found.values())) + len(found) > _KEPT:
                self._found.clear()
            self._found[key] = found
        return found


class ReadingOrder:
    """Row numbers of bullets in reading order, labels left out. `parts`: version -> its rows, versions in the order of their periods."""

    def __init__(self, parts: Sequence[tuple[str, Sequence[int]]]) -> None:
        self._versions = [version for version, _ in parts]
        self._counts = {version: len(rows) for version, rows in parts}
        self._starts = np.cumsum([0, *self._counts.values()])
        self.rows: NDArray[np.int64] = np.fromiter((n for _, rows in parts for n in rows), np.int64, int(self._starts[-1]))

    @classmethod
    def read(cls, catalogue: Catalogue, versions: Sequence[str]) -> ReadingOrder:
        """The order of these versions, in the order given."""
        return cls([(version, catalogue.reading(version)) for version in versions])

    @cached_property
    def everything(self) -> frozenset[int]:
        """Every row."""
        return frozenset(self.rows.tolist())

    def members(self, versions: Collection[str]) -> frozenset[int]:
        """The rows of these versions."""
        if len(versions) == len(self._versions):
            return self.everything
        wanted = set(versions)
        inside = [self.rows[self._starts[i] : self._starts[i + 1]] for i, version in enumerate(self._versions) if version in wanted]
        return frozenset(np.concatenate(inside).tolist()) if inside else frozenset()

    def count(self, version: str) -> int:
        """How many bullets of a version may be evidence."""
        return self._counts[version]

    def positions(self, rows: Iterable[int]) -> NDArray[np.int64]:
        """The places in the order of those of these rows that are in it."""
        wanted = np.fromiter(rows, np.int64)
        by_row, sorted_rows = self._by_row
        at = np.minimum(np.searchsorted(sorted_rows, wanted), len(sorted_rows) - 1)
        return by_row[at[sorted_rows[at] == wanted]] if len(sorted_rows) else wanted[:0]

    def position(self, row: int) -> int | None:
        """The place of one row in the order; None where it is not in it, as labels alone."""
        found = self.positions((row,))
        return int(found[0]) if len(found) else None

    def sorted(self, rows: Iterable[int]) -> list[int]:
        """These rows in reading order."""
        found: list[int] = self.rows[np.sort(self.positions(rows))].tolist()
        return found

    def by_version(self, rows: Iterable[int]) -> Counter[str]:
        """Version -> how many of these rows it holds."""
        at = np.searchsorted(self._starts, self.positions(rows), side="right") - 1
        counts = np.bincount(at, minlength=len(self._versions)).tolist()
        return Counter({version: n for version, n in zip(self._versions, counts, strict=True) if n})

    @cached_property
    def _by_row(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Places by ascending row, and the rows so."""
        order = np.argsort(self.rows)
        return order, self.rows[order]
