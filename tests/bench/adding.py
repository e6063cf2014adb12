"""`python -m tests.bench.adding [--updates 1000]`: adding one update to a library of many, beside what the same costs alone.

Rounds are pairs: the same update into a new library and into the large one, whole (reading, linking, vectors, triples, their check). The
model, linker and shapes are loaded before. The large library is made with made-up vectors, and the check of its triples is left out.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
import time
from pathlib import Path
from unittest.mock import patch

from kg.catalogue import FILE
from kg.vocabulary import Vocabulary
from search.build import Builder
from search.encoder import BulletEncoder
from search.library import Library
from tests.bench.scale_library import build_library, write_files
from tests.corpus import Corpus, make_corpus
from tests.corpus.author import BULLETS


def split(updates: int, rounds: int) -> tuple[Corpus, Corpus]:
    """The corpus that is held, and as many updates as there are rounds, which are not."""
    whole = make_corpus((updates + rounds) * BULLETS)
    return Corpus(whole.seed, whole.updates[:-rounds]), Corpus(whole.seed, whole.updates[-rounds:])


def cost(folder: Path, update: Path, encoder: BulletEncoder) -> tuple[float, float]:
    """Seconds of wall and of CPU that adding an update takes."""
    wall, cpu = time.perf_counter(), time.process_time()
    builder = Builder(folder, Vocabulary.load())
    builder.embed_with(encoder)
    report = builder.add([update])
    assert len(report.added) == 1, report
    return time.perf_counter() - wall, time.process_time() - cpu


def main() -> None:
    """Prints each pair and the ratio of the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--updates", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--library", type=Path, help="where to keep the large library, for the next run")
    given = parser.parse_args()
    held, new = split(given.updates, given.rounds + 1)
    with tempfile.TemporaryDirectory(prefix="beatbook-adding-") as scratch:
        folder = Path(scratch)
        kept = given.library or folder / "kept"
        if not (kept / FILE).exists():
            with patch("search.history.check", lambda _: []):
                build_library(held, kept, real=False)
        with Library.open(kept) as library:
            if len(library.version_ids) != given.updates:
                parser.error(f"{kept} holds {len(library.version_ids)} updates, not {given.updates}; name another folder")
        large = Path(shutil.copytree(kept, folder / "large"))
        encoder = BulletEncoder()
        first, *others = write_files(new, folder / "new")
        cost(folder / "first", first, encoder)
        pairs = []
        for i, update in enumerate(others):
            pairs.append((cost(folder / f"alone{i}", update, encoder), cost(large, update, encoder)))
            print("alone {:.2f} s (CPU {:.2f})   to the large one {:.2f} s (CPU {:.2f})".format(*pairs[-1][0], *pairs[-1][1]), flush=True)  # noqa: T201
        alone, more = (statistics.median(pair[i][0] for pair in pairs) for i in (0, 1))
        print(f"one update to {len(held.updates)}: {more:.2f} s, alone {alone:.2f} s, {more / alone:.2f} times")  # noqa: T201


if __name__ == "__main__":
    main()
