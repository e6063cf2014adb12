"""`python -m tests.bench.peers`: builds, asks and scores each system in turn, round by round, and prints the tables of docs/benchmarks.md.

The bullets are those that Beatbook reads from the five updates of $BEATBOOK_GOLD (else from the updates of `tests/gold`), the questions those of
its gold standard. Peers are given the bullets ready; Beatbook's time to build includes reading, linking and RDF.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from search.answer import Answerer
from search.history import facts_of
from search.library import Library
from search.sparql import sparql
from tests.bench.peers.install import NEEDS, python_of
from tests.bench.peers.scoring import Places, Question, Ranked, best, f1

ADAPTERS = Path(__file__).parent / "adapters"
BEATBOOK = "beatbook"
ROOT = Path(__file__).parents[3]
OWN = ROOT / "tests" / "gold"
# Asked first, so that what is loaded on the first question is not taken for its time.
WARM_UP = "otters in the reeds"
EXPORT = "export.nt"
MEASURED = "question p50, ms | p95, ms | cold start to first answer, s | memory, MB | disk, MB"
CORES = 2


@dataclass(slots=True)
class Run:
    """What one process took and said."""

    wall: float
    cpu: float
    memory: float
    first: float = 0.0
    answers: list[Ranked] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)


def run(peer: str, what: str, folder: Path, given: object) -> Run:
    """One process of an adapter, from its start to its end."""
    python = sys.executable if peer == BEATBOOK else str(python_of(peer))
    environment = os.environ | {"PYTHONPATH": str(ROOT) if peer == BEATBOOK else "", "PYTHONWARNINGS": "ignore"}
    started = time.perf_counter()
    with tempfile.TemporaryFile("w+") as said:
        command = [python, str(ADAPTERS / f"with_{peer}.py"), what, str(folder)]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said, text=True, env=environment)
        assert process.stdin
        assert process.stdout
        process.stdin.write(json.dumps(given))
        process.stdin.close()
        done, first = Run(0, 0, 0), 0.0
        for line in process.stdout:
            row = json.loads(line)
            if "memory" in row:
                done.memory = row["memory"]
                continue
            first = first or time.perf_counter() - started
            done.answers.append(row["ranked"])
            done.seconds.append(row["seconds"])
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if status:
            said.seek(0)
            sys.exit(f"{peer} {what} failed:\n{said.read()[-2000:]}")
    done.wall, done.first = time.perf_counter() - started, first
    done.cpu = usage.ru_utime + usage.ru_stime
    return done


def size_of(folder: Path) -> float:
    """Megabytes on disk."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


@dataclass(frozen=True, slots=True)
class Field:
    """What every system is measured on."""

    updates: Path
    questions: list[Question]
    bullets: list[dict[str, str]]
    places: Places
    queries: dict[str, str]

    @classmethod
    def of(cls, updates: Path, questions: Path, library: Path) -> Field:
        """What Beatbook read of the updates, and the questions that have an answer."""
        asked = [Question.of(row) for row in json.loads(questions.read_text(encoding="utf-8")).values() if row["must"]]
        with Library.open(library) as opened:
            answerer, facts = Answerer(opened), facts_of(opened)
            queries = {q.text: sparql(opened, answerer.ask(q.text)) for q in asked}
            (library.parent / EXPORT).write_text("".join(f"{s} {p} {o} .\n" for v in facts.versions for s, p, o in facts.of_version(v)), encoding="utf-8")
            numbers = opened.catalogue.members(opened.version_ids)
            held = [b for b in opened.catalogue.bullets(numbers) if not b.bullet.label_only]
            files = {v.id: v.source for v in opened.versions}
            return cls(
                updates,
                asked,
                [{"id": b.bullet.id, "text": b.bullet.text} for b in held],
                {b.bullet.id: (files[b.version][:3], *b.bullet.lines) for b in held},
                # A question with a topic is decided by meaning, and its query lists the bullets: a graph alone could not answer it.
                {text: query for text, query in queries.items() if "VALUES ?bullet" not in query},
            )


@dataclass(slots=True)
class Record:
    """All runs of one system."""

    builds: list[Run] = field(default_factory=list)
    asks: list[Run] = field(default_factory=list)
    disk: float = 0.0

    def row(self) -> str:
        """Its line in the table, without its name and score."""
        times = sorted(seconds * 1000 for ask in self.asks for seconds in ask.seconds[1:])
        p95 = statistics.quantiles(times, n=20)[-1]
        middle = statistics.median
        build = f"{middle(r.wall for r in self.builds):.1f} ({middle(r.cpu for r in self.builds):.1f})"
        first, memory = middle(r.first for r in self.asks), max(r.memory for r in self.asks)
        return f"{build} | {middle(times):.0f} | {p95:.0f} | {first:.1f} | {memory:.0f} | {self.disk:.1f}"


def measure(records: Mapping[str, Record], held: Field, scratch: Path, rounds: int) -> None:
    """Each system builds and is asked, in turn, so many rounds. The library that was built for the field counts for the first."""
    for number in range(rounds):
        for peer, record in records.items():
            sys.stderr.write(f"round {number + 1} of {rounds}: {peer}\n")
            folder = scratch / "library" if (peer, number) == (BEATBOOK, 0) else scratch / f"{peer}-{number}"
            if not folder.exists():
                given = {BEATBOOK: [{"text": str(held.updates)}], "rdflib": [{"text": str(scratch / EXPORT)}]}.get(peer, held.bullets)
                record.builds.append(run(peer, "build", folder, given))
            record.disk = size_of(folder)
            texts = [q.text for q in held.questions]
            graph = [held.queries[text] for text in texts if text in held.queries]
            record.asks.append(run(peer, "ask", folder, [graph[0], *graph] if peer == "rdflib" else [WARM_UP, *texts]))
            shutil.rmtree(folder)


def as_it_is(questions: Sequence[Question], answers: Sequence[Ranked], places: Places) -> float:
    """Mean F1 of whole answers."""
    return statistics.fmean(f1(q, [name for name, _ in a], places) for q, a in zip(questions, answers, strict=True))


def say(line: str) -> None:
    """A line of the table."""
    sys.stdout.write(line + "\n")


def print_tables(records: Mapping[str, Record], held: Field, rounds: int) -> None:
    """The tables, in Markdown."""
    say(f"{len(held.bullets)} bullets, {len(held.questions)} questions with an answer, {rounds} rounds, {CORES} cores\n")
    say(f"| system | build, s (CPU s) | {MEASURED} | answer F1 | at its best cut-off | with a cut-off for each question |")
    say("|" + "---|" * 10)
    for peer, record in records.items():
        if peer == "rdflib":
            continue
        answers = record.asks[0].answers[1:]
        if peer == BEATBOOK:
            said = f"**{as_it_is(held.questions, answers, held.places):.3f}** | as it is | -"
        else:
            found = best(held.questions, answers, held.places)
            said = f"{found.f1:.3f} | {found.cut} | {found.oracle:.3f}"
        say(f"| {peer} | {record.row()} | {said} |")
    if "rdflib" in records:
        _print_graph(records, held)


def _print_graph(records: Mapping[str, Record], held: Field) -> None:
    asked = [(at, q) for at, q in enumerate(held.questions) if q.text in held.queries]
    say(f"\nThe {len(asked)} questions of constraints alone, as SPARQL over the export:\n")
    say(f"| system | build, s (CPU s) | {MEASURED} | answer F1 |")
    say("|" + "---|" * 8)
    rows = [[(name.rsplit("/", 1)[-1], score) for name, score in answer] for answer in records["rdflib"].asks[0].answers[1:]]
    say(f"| rdflib | {records['rdflib'].row()} | {as_it_is([q for _, q in asked], rows, held.places):.3f} |")
    ours = Record(
        records[BEATBOOK].builds, [Run(r.wall, r.cpu, r.memory, r.first, [], [0, *(r.seconds[at + 1] for at, _ in asked)]) for r in records[BEATBOOK].asks]
    )
    ours.disk = records[BEATBOOK].disk
    said = [records[BEATBOOK].asks[0].answers[at + 1] for at, _ in asked]
    say(f"| {BEATBOOK} | {ours.row()} | {as_it_is([q for _, q in asked], said, held.places):.3f} |")


def main() -> None:
    """Measures the systems that are named, or all."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.peers", description=__doc__)
    parser.add_argument("peers", nargs="*", help=f"which to measure beside Beatbook: {', '.join(NEEDS)}; all of them by default")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    if unknown := set(given.peers) - NEEDS.keys():
        parser.error(f"no peer is named {', '.join(sorted(unknown))}; there are {', '.join(NEEDS)}")
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    wanted = [BEATBOOK, *(given.peers or NEEDS)]
    for peer in wanted[1:]:
        python_of(peer)
    gold = os.environ.get("BEATBOOK_GOLD")
    updates, questions = (Path(gold) / "updates", Path(gold) / "eval" / "dev" / "questions.json") if gold else (OWN / "updates", OWN / "questions.json")
    with tempfile.TemporaryDirectory(prefix="beatbook-peers-") as scratch:
        library = Path(scratch) / "library"
        records = {peer: Record() for peer in wanted}
        records[BEATBOOK].builds.append(run(BEATBOOK, "build", library, [{"text": str(updates)}]))
        held = Field.of(updates, questions, library)
        measure(records, held, Path(scratch), given.rounds)
        print_tables(records, held, given.rounds)


if __name__ == "__main__":
    main()
