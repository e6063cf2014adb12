"""How long a library takes to answer, to open, to trace and to export, and what it needs: each figure from a process of its own."""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from kg.model import Kind
from search.answer import Answerer
from search.evidence import ids_of
from search.follow import follow
from search.library import Library
from tests.corpus import MadeQuestion

BEATBOOK = [sys.executable, "-m", "ui.cli"]
REPEATS, FIRST = 5, 100


def quantiles(seconds: Sequence[float]) -> tuple[float, float]:
    """Median and 95th percentile."""
    ordered = sorted(seconds)
    return statistics.median(ordered), ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


def look(answerer: Answerer, question: str) -> int:
    """A question to its count, the ids of all members, and the first hundred as every door prints them."""
    answer = answerer.ask(question)
    ids = ids_of(answerer.library, answer.evidence)
    shown = [e.to_json() for e in answer.evidence[:FIRST]]
    assert len(shown) == min(FIRST, len(answer.evidence))
    return max(len(ids), len(answer.evidence))


def timed(work: Callable[[], Any]) -> tuple[float, float]:
    """Wall and CPU seconds of some work."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def memory() -> dict[str, float]:
    """MB of this process: all that is resident, and of it what is its own (files that are mapped may be let go)."""
    fields = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines() if ":" in line)
    return {name: int(fields[key].split()[0]) / 1024 for name, key in (("resident", "VmRSS"), ("own", "RssAnon"))}


def served(folder: Path, questions: Sequence[MadeQuestion]) -> dict[str, Any]:
    """One process that opens a library and answers every question, as a service does."""
    opened = timed(lambda: None)
    start, cpu = time.perf_counter(), time.process_time()
    with Library.open(folder) as library:
        answerer = Answerer(library)
        opened = (time.perf_counter() - start, time.process_time() - cpu)
        first = timed(lambda: look(answerer, questions[0].text))
        runs = {q.text: [timed(lambda q=q: look(answerer, q.text)) for _ in range(REPEATS)] for q in questions}
        walls, cpus = ([run[part] for found in runs.values() for run in found] for part in (0, 1))
        slowest = sorted(((statistics.median(cpu for _, cpu in found), text) for text, found in runs.items()), reverse=True)[:5]
        busiest = [
            max(library.catalogue.bearing(kind), key=lambda named: len(library.catalogue.mentioning([named[0]])))[1] for kind in (Kind.PARTNER, Kind.DISTRICT)
        ]
        traces = {name: timed(lambda name=name: follow(library, name)) for name in busiest}
        return {
            **{"open": opened, "first": first, "wall": quantiles(walls), "cpu": quantiles(cpus), "slowest": slowest, "trace": traces},
            **{"memory": memory(), "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024},
        }


def command(*arguments: str) -> tuple[float, float]:
    """Wall and CPU seconds of a `beatbook` command, from cold."""
    started = time.perf_counter()
    process = subprocess.Popen([*BEATBOOK, *arguments], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"beatbook {' '.join(arguments)} failed")
    return time.perf_counter() - started, usage.ru_utime + usage.ru_stime


def disk(folder: Path, bullets: int) -> dict[str, float]:
    """Bytes a bullet of what a library keeps, by kind."""
    sizes: dict[str, float] = {}
    for path in folder.rglob("*"):
        kind = path.relative_to(folder).parts[0]
        if path.is_file() and not path.name.endswith(".vocabulary.json"):
            sizes[kind] = sizes.get(kind, 0) + path.stat().st_size / bullets
    return sizes


def main() -> None:
    """In a process of its own: `python -m tests.bench.scale_speed LIBRARY` with questions as JSON on standard input."""
    questions = [MadeQuestion(kind, text, frozenset()) for kind, text in json.load(sys.stdin)]
    json.dump(served(Path(sys.argv[1]), questions), sys.stdout)


if __name__ == "__main__":
    main()
