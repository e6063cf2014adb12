"""Kills a real process at random moments of every command that writes, and looks at the library after each.

A library may be in one of two states afterwards: as it was before, or as it is when the command is done; the second if the command had
reported it. The state is every version held, which of them answer, and the decisions in force.
"""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from kg.period import Period
from search.answer import Answerer
from search.checking import check
from search.library import Library

HEAD = (
    "Essex (sample) – Police and Crime Plan 2016-2020 Quarterly Update\n\nQuarter {quarter} – {year}/{following}\n\nVersion {version} Produced April 2019\n\n"
)
BODY = "Priority 1 – More Local, Visible and Accessible Policing\n\nWe will:\n\nBe seen.\n\n"
# Texts that a kept update holds have their vectors already; one add in so many brings a text of its own, and loads the model.
POOL = [f"Operation LARK met {n} residents in {place} with the Met." for n, place in enumerate(("Harlow", "Epping", "Maldon", "Basildon"), 3)]
NEW_TEXT = 8
# A full check takes seconds; the state is looked at after each kill, everything after so many.
CHECK = 20

State = tuple[frozenset[tuple[str, bool]], int]


def write_update(path: Path, n: int, bullets: list[str], version: str = "1.0") -> Path:
    """An update of the n-th quarter after 2000."""
    year = 2000 + n // 4
    head = HEAD.format(quarter=n % 4 + 1, year=year, following=f"{(year + 1) % 100:02d}", version=version)
    path.write_text(head + BODY + "".join(f"- {b}\n" for b in bullets), encoding="utf-8")
    return path


def state_of(folder: Path) -> State:
    """What a reader sees; fails when the library does not open, an update is half, or an answer is not whole."""
    with Library.open(folder) as held:
        current = set(held.version_ids)
        assert all(v.bullets == 2 for v in held.all_versions), "nothing half"
        answer = Answerer(held).ask("Operation LARK")
        assert len(answer.evidence) == 2 * len(current)
        return frozenset((v.source, v.id in current) for v in held.all_versions), len(held.decisions)


@dataclass(slots=True)
class Killing:
    """A library in `folder`, and what is done to it."""

    folder: Path
    chance: random.Random
    seconds: dict[str, float] = field(default_factory=dict)
    killed: Counter[str] = field(default_factory=Counter)
    reported: int = 0
    state: State = (frozenset(), 0)
    made: int = 10

    @property
    def library(self) -> Path:
        return self.folder / "library"

    def run(self, *arguments: str, kill_after: float | None = None) -> tuple[str, bool]:
        """Runs `beatbook`; what it printed, and whether it was killed."""
        command = [sys.executable, "-u", "-m", "ui.cli", *arguments, "--library", str(self.library)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            try:
                printed, told = process.communicate(timeout=kill_after)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                printed, told = process.communicate()
        assert process.returncode in (0, -signal.SIGKILL), told
        return printed, process.returncode != 0

    def begin(self) -> None:
        """The library to begin with: the pool of texts, and an update in two versions."""
        files = [write_update(self.folder / f"pool{n}.txt", n, POOL[2 * n : 2 * n + 2]) for n in range(2)]
        files += [write_update(self.folder / f"twice{v}.txt", 4, POOL[:2], f"{v}.0") for v in (1, 2)]
        self.run("add", *map(str, files))
        self.state = state_of(self.library)
        for name, command in (("add", self._add), ("use", self._use), ("review", self._review), ("undo", self._undo), ("remove", self._remove)):
            arguments, _, after = command()
            started = time.monotonic()
            self.run(*arguments)
            self.seconds[name] = time.monotonic() - started
            assert state_of(self.library) == after
            self.state = after

    def once(self) -> None:
        """One command, killed at a random moment of it, or a little after."""
        removable = [source for source, _ in self.state[0] if source.startswith("u")]
        names = ["add", "add", "use", "review", *(["undo"] if self.state[1] else []), *(["remove"] if removable else [])]
        name = self.chance.choice(names)
        commands: dict[str, Callable[[], tuple[list[str], str, State]]] = {
            **{"add": self._add, "use": self._use, "review": self._review, "undo": self._undo, "remove": self._remove}
        }
        arguments, report, after = commands[name]()
        printed, killed = self.run(*arguments, kill_after=self.chance.uniform(0.2, 1.1) * self.seconds[name])
        self.killed[name] += killed
        found = state_of(self.library)
        done = any(line.startswith(report) for line in printed.splitlines())
        self.reported += done
        assert found in (self.state, after), f"{name}: neither before nor after"
        assert found == after or not done, f"{name} was reported and is lost"
        self.state = found

    def _add(self) -> tuple[list[str], str, State]:
        n = self.made = self.made + 1
        new = n % NEW_TEXT == 0
        bullets = [f"Operation LARK had {n} meetings in Harlow." if new else self.chance.choice(POOL[:2]), self.chance.choice(POOL[2:])]
        path = write_update(self.folder / f"u{n}.txt", n, bullets)
        return ["add", str(path)], f"added {path.name}", (self.state[0] | {(path.name, True)}, self.state[1])

    def _remove(self) -> tuple[list[str], str, State]:
        source = self.chance.choice(sorted(s for s, _ in self.state[0] if s.startswith("u")))
        return ["remove", source], "removed", (self.state[0] - {(source, True)}, self.state[1])

    def _use(self) -> tuple[list[str], str, State]:
        (older,) = [s for s, current in self.state[0] if not current]
        (newer,) = [s for s, current in self.state[0] if current and s.startswith("twice")]
        switched = self.state[0] - {(older, False), (newer, True)} | {(older, True), (newer, False)}
        return ["use", Period.quarter(2001, 1).label, older], "using", (switched, self.state[1])

    def _review(self) -> tuple[list[str], str, State]:
        return ["review", "LARK", "--verdict", "unsure", "--yes"], "decision", (self.state[0], self.state[1] + 1)

    def _undo(self) -> tuple[list[str], str, State]:
        with Library.open(self.library) as held:
            number = held.decisions[0].number
        return ["review", "--undo", str(number)], "decision", (self.state[0], self.state[1] - 1)


def kill_times(folder: Path, times: int, seed: int = 0) -> Killing:
    """Goes on until so many processes were killed; what was done."""
    killing = Killing(folder, random.Random(seed))
    killing.begin()
    rounds = 0
    while killing.killed.total() < times:
        killing.once()
        rounds += 1
        if rounds % CHECK == 0:
            assert list(check(killing.library)) == []
    assert list(check(killing.library)) == []
    return killing


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as scratch:
        began = time.monotonic()
        result = kill_times(Path(scratch), int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0)
        told = ", ".join(f"{name} {count}" for name, count in sorted(result.killed.items()))
        sys.stdout.write(f"{result.killed.total()} kills ({told}), {result.reported} reports printed before the kill or the end, nothing lost or half, ")
        sys.stdout.write(f"{time.monotonic() - began:.0f} s\n")
