"""`python -m tests.bench.rdf`: exports of a library of more than 200,000 triples, made of our own updates under many forces' names."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from kg.colophon import Given
from kg.data import data_folder
from kg.vocabulary import Vocabulary
from search.build import Builder
from search.encoder import DIMENSIONS
from search.library import Library
from tests.bench.__main__ import show, timed

if TYPE_CHECKING:
    from numpy.typing import NDArray

FORCES = ("Essex Police", "Kent Police", "Norfolk Constabulary", "Dorset Police", "Cumbria Constabulary", "Cheshire Constabulary")
FORMATS = ("ntriples", "turtle", "rdfxml", "jsonld", "trig", "nquads")
TRIPLES = 200_000


def updates_of(force: str, folder: Path) -> list[Path]:
    """Our own updates as a force's: each ends with its name, for a text is held only once."""
    folder.mkdir(parents=True)
    ours = [*(data_folder() / "updates").glob("*.txt"), *(Path(__file__).parents[1] / "gold" / "updates").glob("*.txt")]
    for path in ours:
        (folder / path.name).write_text(f"{path.read_text(encoding='utf-8').rstrip()}\n\n{force}\n", encoding="utf-8")
    return sorted(folder.iterdir())


class Nowhere:
    """Embeds every text as one and the same vector: exports need none."""

    def encode(self, texts: Sequence[str], progress: Callable[[int], object] = lambda _: None) -> NDArray[np.float32]:  # noqa: ARG002
        """Unit vectors, shape (n, 384)."""
        return np.tile(np.eye(1, DIMENSIONS, dtype=np.float32), (len(texts), 1))


def big_library(folder: Path) -> int:
    """A library of our own updates under the name of every force; how many bullets it has."""
    builder = Builder(folder, Vocabulary.load())
    builder.embed_with(Nowhere())
    for force in FORCES:
        report = builder.add(updates_of(force, folder.with_name(force)), Given(force=force))
        if report.failed:
            raise report.failed[0]
    with Library.open(folder) as library:
        return sum(v.bullets for v in library.versions)


def main() -> None:
    """Measures each format, each run a process of its own."""
    folder = Path(tempfile.mkdtemp(prefix="beatbook-bench-rdf-"))
    try:
        print(f"{big_library(folder / 'library')} bullets")  # noqa: T201
        for form in FORMATS:
            show(f"export {form}", [timed("export", form, "-o", str(folder / form), "--library", str(folder / "library")) for _ in range(3)])
        lines = (folder / "ntriples").read_bytes().count(b"\n")
        print(f"{lines} triples")  # noqa: T201
        if lines < TRIPLES:
            sys.exit(f"fewer than {TRIPLES}: add forces")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
