"""`python -m tests.bench.scale --bullets 10000`: a library of so many made bullets: how right it is, how fast, and what it needs.

Above `--embed` bullets the vectors are made up (`tests.corpus.vectors`); speed does not depend on what a vector says. `--library DIR` keeps
the library for the next run.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any
from unittest.mock import patch

from kg.catalogue import FILE
from search.library import Library
from tests.bench.scale_library import build_library
from tests.bench.scale_score import answer_scores, entity_scores
from tests.bench.scale_speed import command, disk
from tests.corpus import Corpus, make_corpus, questions_of


def say(what: str, found: Any) -> None:
    """One line of the report."""
    print(f"{what:28} {found}", flush=True)  # noqa: T201


def rounded(figures: dict[str, float]) -> str:
    """Figures by name in one line."""
    return "  ".join(f"{name} {figure:.4g}" for name, figure in figures.items())


def milliseconds(pair: tuple[float, float]) -> str:
    """Two times."""
    return f"{pair[0] * 1000:8.1f} ms {pair[1] * 1000:8.1f} ms"


def build(corpus: Corpus, folder: Path, *, real: bool, checked: bool) -> None:
    """Makes the library, with or without the triples and their check, which do not bear on questions."""
    if checked:
        spent = build_library(corpus, folder, real=real)
    else:
        with patch("search.publishing.keep", lambda *_: None):
            spent = build_library(corpus, folder, real=real)
    say("build, CPU s", rounded(spent))


def measure(corpus: Corpus, folder: Path, *, scored: bool) -> None:
    """Prints what was found of a library."""
    questions = questions_of(corpus)
    if scored:
        with Library.open(folder) as library:
            say("entity F1", rounded(entity_scores(library, corpus)))
            say("answer F1", rounded(answer_scores(library, questions)))
    asked = json.dumps([(q.kind, q.text) for q in questions])
    done = subprocess.run([sys.executable, "-m", "tests.bench.scale_speed", str(folder)], input=asked, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    say("question, wall p50 p95", milliseconds(found["wall"]))
    say("question, CPU p50 p95", milliseconds(found["cpu"]))
    for seconds, text in found["slowest"]:
        say("  slowest, CPU", f"{seconds * 1000:8.1f} ms  {text}")
    say("open, wall CPU", milliseconds(found["open"]))
    say("first question, wall CPU", milliseconds(found["first"]))
    for name, pair in found["trace"].items():
        say("trace, wall CPU", f"{milliseconds(pair)}  {name}")
    say("memory MB", rounded({**found["memory"], "peak": found["peak"]}))
    say("disk, bytes a bullet", rounded(disk(folder, corpus.size)))
    for _ in range(3):
        say("cold ask, wall CPU", milliseconds(command("ask", questions[0].text, "--library", str(folder), "--format", "json")))


def main() -> None:
    """Measures libraries of the sizes asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bullets", type=int, nargs="+", default=[640, 10_000])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--library", type=Path, help="where to keep the library (of one size)")
    parser.add_argument("--embed", type=int, default=1000, help="embed up to so many bullets")
    parser.add_argument("--checked", action="store_true", help="make and check the triples too")
    parser.add_argument("--no-score", action="store_true", help="leave out how right it is")
    given = parser.parse_args()
    for size in given.bullets:
        with tempfile.TemporaryDirectory(prefix="beatbook-scale-") as scratch:
            folder = given.library or Path(scratch) / "library"
            corpus = make_corpus(size, given.seed)
            say("bullets", f"{corpus.size} in {len(corpus.updates)} updates of {len({u.force for u in corpus.updates})} forces")
            if not (folder / FILE).exists():
                build(corpus, folder, real=size <= given.embed, checked=given.checked)
            measure(corpus, folder, scored=not given.no_score)


if __name__ == "__main__":
    main()
