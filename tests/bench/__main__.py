"""`make bench`: adding updates and asking, from cold, each as a process of its own; medians of wall time, peak memory."""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import pypdfium2

from kg.colophon import Given, read_colophon
from kg.data import data_folder
from kg.figures.periods import named_periods
from kg.figures.reader import FigureReader
from kg.figures.sentences import sentences
from kg.linking import Linker
from kg.model import Update
from kg.operations import named
from kg.outline import read_outline
from kg.reading import read_source
from kg.tokens import tokenise
from kg.vocabulary import Vocabulary
from tests.kg.render_pdf import render_pdf
from tests.kg.sheet import sheet_of

REPEATS, PAGES = 5, 30
BEATBOOK = [sys.executable, "-m", "ui.cli"]


def timed(*arguments: str) -> tuple[float, float]:
    """Wall seconds and peak memory (MB) of one run of `beatbook`."""
    started = time.perf_counter()
    process = subprocess.Popen([*BEATBOOK, *arguments], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"beatbook {' '.join(arguments)} failed")
    return time.perf_counter() - started, usage.ru_maxrss / 1024


def show(what: str, runs: list[tuple[float, float]]) -> None:
    """One line of the table."""
    walls, memory = zip(*runs, strict=True)
    print(f"{what:32} {statistics.median(walls):7.2f} s (of {len(runs)}: {min(walls):.2f} to {max(walls):.2f})   {max(memory):6.0f} MB")  # noqa: T201


def read_all(paths: Sequence[Path]) -> tuple[float, float]:
    """Seconds to read files and outline them, and peak memory (MB) so far."""
    started = time.perf_counter()
    for path in paths:
        read_outline(read_source(path))
    return time.perf_counter() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def linked_a_second(paths: Sequence[Path]) -> float:
    """Bullets linked in a second of one core, every text for the first time; the best of some runs."""
    linker = Linker(Vocabulary.load(()))
    updates: list[Update] = []
    for source in map(read_source, paths):
        outline = read_outline(source)
        colophon, _ = read_colophon(source, outline, {}, Given())
        updates.append(Update(source, colophon, outline.bullets, outline.roles, ()))
    rates = []
    for _ in range(REPEATS):
        tokenise.cache_clear()
        named.cache_clear()
        started = time.process_time()
        linked = sum(len(linker.link(update)[0]) for update in updates)
        rates.append(linked / (time.process_time() - started))
    return max(rates)


def figures_a_second(paths: Sequence[Path]) -> float:
    """Bullets whose figures are read in a second of one core, every text for the first time; the best of some runs.

    The words of a text are those that linking made of it before, as when an update is added.
    """
    reader = FigureReader(Vocabulary.load(()))
    bullets = []
    for source in map(read_source, paths):
        outline = read_outline(source)
        colophon, _ = read_colophon(source, outline, {}, Given())
        bullets += [(bullet, colophon.period) for bullet in outline.bullets]
    rates = []
    for _ in range(2 * REPEATS):
        named_periods.cache_clear()
        sentences.cache_clear()
        started = time.process_time()
        for bullet, period in bullets:
            reader.read(bullet, period)
        rates.append(len(bullets) / (time.process_time() - started))
    return max(rates)


def long_pdf(paths: Sequence[Path], path: Path) -> Path:
    """A PDF of 30 pages and more with what these updates hold."""
    sheet = [piece for source in paths for piece in sheet_of(read_source(source))]
    while (pages := len(pypdfium2.PdfDocument(render_pdf(sheet, path)))) < PAGES:
        sheet *= 2
    print(f"PDF of {pages} pages")  # noqa: T201
    return path


def main() -> None:
    """Measures over $BEATBOOK_GOLD/updates, else over the samples."""
    gold = os.environ.get("BEATBOOK_GOLD")
    updates = Path(gold) / "updates" if gold else data_folder() / "updates"
    folder = Path(tempfile.mkdtemp(prefix="beatbook-bench-"))
    try:
        library, texts = str(folder / "library"), sorted(updates.glob("*.txt"))
        show("read five texts", [read_all(texts) for _ in range(REPEATS)])
        print(f"link: {linked_a_second(texts):.0f} bullets a second")  # noqa: T201
        print(f"figures: {figures_a_second(texts):.0f} bullets a second")  # noqa: T201
        pdf = long_pdf(texts[:3], folder / "long.pdf")
        show("read the PDF", [read_all([pdf]) for _ in range(REPEATS)])
        show("add five updates, new library", [timed("add", str(updates), "--library", str(folder / f"new{n}")) for n in range(2)])
        timed("add", str(updates), "--library", library)
        show("add them again", [timed("add", str(updates), "--library", library) for _ in range(REPEATS)])
        for question in ("all cross-border work with the Met", "otters in the reeds"):
            show(f'ask "{question}"'[:32], [timed("ask", question, "--library", library) for _ in range(REPEATS)])
        show("trace RAPTOR", [timed("trace", "RAPTOR", "--library", library) for _ in range(REPEATS)])
        show("export ntriples", [timed("export", "ntriples", "--output", str(folder / "x.nt"), "--library", library) for _ in range(3)])
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
