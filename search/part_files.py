"""The parts of a library as FAISS files in its own folder: what every library has unless it is told otherwise."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from search.index import OpenPart, VectorIndex, write_part

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ENDING = ".faiss"


def part_file(folder: Path, name: str) -> Path:
    """Where a library keeps a version's vectors."""
    return folder / "parts" / f"{name}{ENDING}"


class OpenFiles:
    """Part files opened for reading."""

    def __init__(self, parts: Sequence[OpenPart]) -> None:
        self._parts = parts

    def index(self, rows: Sequence[int]) -> VectorIndex:
        """The parts joined."""
        return VectorIndex.load(self._parts, rows)


class PartFiles:
    """The store of FAISS files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def lacks(self, parts: Collection[str]) -> set[str]:
        """The parts without a file."""
        return {part for part in parts if not part_file(self._folder, part).exists()}

    def write(self, part: str, vectors: NDArray[np.float32]) -> None:
        """Writes the file of a part."""
        write_part(part_file(self._folder, part), vectors)

    def keep(self, parts: Collection[str]) -> None:
        """Deletes the other files."""
        kept = {part_file(self._folder, part) for part in parts}
        for path in (self._folder / "parts").glob(f"*{ENDING}"):
            if path not in kept:
                path.unlink(missing_ok=True)

    def open(self, parts: Sequence[str]) -> OpenFiles:
        """Opens the files; they stay readable when they are deleted."""
        return OpenFiles([OpenPart(part_file(self._folder, part)) for part in parts])
