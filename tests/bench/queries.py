"""`python -m tests.bench.queries [MILLIONS]`: the competency queries on millions of triples, through a worker of the endpoint.

The triples are those of a library of our own updates, repeated: each time the same bullets, updates, versions and operations under other names.
"""

from __future__ import annotations

import asyncio
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.data import data_folder
from kg.rdf.terms import PREFIXES
from kg.vocabulary import BB, ID
from search.history import Told
from search.library import Library
from tests.bench.rdf import big_library
from ui.sparql.store import load
from ui.sparql.workers import Allowance, Workers

REPEATS = 3
_OWN = re.compile(rf"(?<=<{re.escape(ID)})(bullet|update|version|operation|figures|days)/")


def repeated(library: Library, triples: int) -> Iterator[str]:
    """Lines of N-Triples until there are so many."""
    told = Told(library, ID)
    lines = sorted({line for version in library.versions for line in told.lines(version)})
    for copy in range(-(-triples // len(lines))):
        yield from (_OWN.sub(rf"\1/copy{copy}-", line) for line in lines)


def make_store(folder: Path, millions: float) -> Path:
    """A store of so many million triples."""
    print(f"{big_library(folder / 'library')} bullets, repeated")  # noqa: T201
    with Library.open(folder / "library") as library, (folder / "facts.nt").open("w", encoding="utf-8") as file:
        file.writelines(f"{line} .\n" for line in repeated(library, int(millions * 1_000_000)))
    started = time.perf_counter()
    load(folder / "facts.nt", folder / "store", ID)
    took = time.perf_counter() - started
    store = ox.Store.read_only(str(folder / "store"))
    size = sum(path.stat().st_size for path in (folder / "store").iterdir())
    bullets = sum(1 for _ in store.quads_for_pattern(None, ox.NamedNode(f"{PREFIXES['rdf']}type"), ox.NamedNode(f"{BB}Bullet")))
    count = len(store)
    print(f"{count} triples of {bullets} bullets loaded in {took:.0f} s, {size / bullets:.0f} bytes a bullet")  # noqa: T201
    return folder / "store"


async def ask_all(store: Path) -> None:
    """Each query some times, one after the other, in a warm worker."""
    workers = Workers(Allowance(seconds=120, rows=1_000_000, size=1 << 30))
    medians = []
    for path in sorted((data_folder() / "ontology" / "queries").glob("*.rq")):
        request = {"query": path.read_text(encoding="utf-8"), "default": [f"{ID}dataset"], "named": [], "table": "text/csv", "graph": "text/turtle"}
        took = []
        for _ in range(REPEATS):
            started = time.perf_counter()
            reply = await workers.answer(store, request)
            took.append(time.perf_counter() - started)
        medians.append(statistics.median(took))
        print(f"{path.stem:32} {medians[-1]:6.2f} s (of {REPEATS}: {min(took):.2f} to {max(took):.2f})   {reply.header['rows']} rows")  # noqa: T201
    print(f"median of the queries {statistics.median(medians):.2f} s, heaviest {max(medians):.2f} s")  # noqa: T201
    await workers.close()


def main() -> None:
    """Makes the store and asks."""
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(ask_all(make_store(Path(folder), float(sys.argv[1]) if len(sys.argv) > 1 else 2)))


if __name__ == "__main__":
    main()
