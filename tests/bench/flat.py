"""`python -m tests.bench.flat`: one question compared with every vector, for growing libraries of made-up vectors; what bounds one machine."""

from __future__ import annotations

import statistics
import sys
import time

import faiss
import numpy as np

from search.encoder import DIMENSIONS
from search.index import VectorIndex

SIZES, REPEATS = (10_000, 100_000, 1_000_000), 7


def main() -> None:
    """Prints a table in Markdown: the median of some runs, and of the CPU time they took."""
    chance = np.random.default_rng(0)
    sys.stdout.write("| bullets | vectors, MB | flat search, ms (median) | fastest, ms | CPU ms (median) |\n|---|---|---|---|---|\n")
    for size in SIZES:
        flat = faiss.IndexFlatIP(DIMENSIONS)
        for _ in range(0, size, 10_000):
            vectors = chance.standard_normal((10_000, DIMENSIONS), dtype=np.float32)
            flat.add(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))
        index, times, worked = VectorIndex(flat, np.arange(size)), [], []
        for vector in vectors[:REPEATS]:
            started, before = time.perf_counter(), time.process_time()
            index.cosines(vector / np.linalg.norm(vector))
            times.append((time.perf_counter() - started) * 1000)
            worked.append((time.process_time() - before) * 1000)
        median, held = statistics.median, size * DIMENSIONS * 4 / 1e6
        sys.stdout.write(f"| {size:,} | {held:,.0f} | {median(times):.0f} | {min(times):.0f} | {median(worked):.0f} |\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
