"""`python -m tests.bench.screen [--library DIR] [--rounds 5]`: how long the screen takes in a real browser.

The start of the server until its first page stands, the first page of a warm server in a new browser, and an answer over the call itself: the
time from the address until the page stands, less what asking took in this process. Without `--library` one of the samples is made first.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kg.data import data_folder
from kg.vocabulary import Vocabulary
from search.answer import Answerer
from search.build import Builder
from search.library import Library
from tests.ui.browser.screen import Reader, chromium, serving
from ui.components import addresses

QUESTIONS = ("all cross-border work with the Met", "RAPTOR in Basildon since 2019", "anti-social behaviour in Harlow", "drink driving in 2018/19")


def seconds(act: Callable[[], Any]) -> float:
    """How long something takes, wall."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def visit(browser: Any, origin: str, address: str) -> float:
    """How long a new browser waits for a page to stand."""
    reader = Reader(browser, origin)
    took = seconds(lambda: reader.goes(address))
    reader.leaves()
    return took


def asked_here(library: Path) -> dict[str, float]:
    """How long each question takes in this process, warm: to count, ids and every bullet that the page shows."""
    with Library.open(library) as held:
        answerer = Answerer(held)
        for question in QUESTIONS:
            answerer.ask(question)
        return {question: seconds(lambda question=question: answerer.ask(question).evidence[:100]) for question in QUESTIONS}


def measure(library: Path, rounds: int) -> None:
    """Prints the medians over so many rounds."""
    calls = asked_here(library)
    with chromium() as browser:
        began = time.perf_counter()
        with serving(library) as origin:
            visit(browser, origin, addresses.ask())
            first = time.perf_counter() - began
            pages = [visit(browser, origin, addresses.ask()) for _ in range(rounds)]
            over = [visit(browser, origin, addresses.ask(question)) - calls[question] for question in QUESTIONS for _ in range(rounds)]
    empty = statistics.median(pages)
    for what, found in (
        ("start of the server to its first page", first),
        ("first page of a warm server, a new browser", empty),
        ("page of an answer, a new browser, over the call", statistics.median(over)),
        ("of which the answer, over the empty page", statistics.median(over) - empty),
    ):
        print(f"{what:50} {found:6.2f} s")  # noqa: T201


def main() -> None:
    """Reads the options and measures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--library", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    if options.library:
        measure(options.library, options.rounds)
        return
    with tempfile.TemporaryDirectory() as scratch:
        Builder(Path(scratch) / "library", Vocabulary.load()).add([data_folder() / "updates"])
        measure(Path(scratch) / "library", options.rounds)


if __name__ == "__main__":
    main()
