"""`python -m tests.bench.load [--seconds 120] [--clients 50] [--library DIR]`: many clients ask over HTTP while updates are added.

Counts errors, answers that mix builds (two bodies to one question on one build), and measures how long answers take and the memory of the
service. The service is a process of its own, and so is each `beatbook add`. Without `--library` one of some 10,000 bullets is made first.
"""

from __future__ import annotations

import argparse
import hashlib
import http.client
import json
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from kg.data import data_folder
from kg.vocabulary import Vocabulary
from search.build import Builder
from search.library import Library
from tests.soak.test_many_files import FORCES
from tests.ui.servers import running

MORE_FORCES = ("Warwickshire", "West Mercia", "Thames Valley", "West Yorkshire", "South Wales", "Wiltshire")
QUESTIONS = (
    "all cross-border work with the Met",
    "county lines in Harlow or Southend",
    "RAPTOR in Basildon since 2019",
    "which operations were run in Thurrock",
    "otters in the reeds",
    "how many Volunteer Police Cadets are there, quarter by quarter",
    "anti-social behaviour in Basildon, not with the council",
    "drink driving in 2018/19",
    "everything with British Transport Police",
    "domestic abuse in Q4 2018/19",
)
OTHERS = ("/api/v1/facets?district=Harlow", "/api/v1/bullets?partner=the+Met&limit=50", "/api/v1/operations", "/api/v1/operations/raptor/trace")
UPDATE = """{force} Police Quarterly Update

Quarter {quarter} – {year}/{next}

Priority 1 – Safer Streets

- Operation RAPTOR found {n} knives in Basildon with the Metropolitan Police Service.
"""


@dataclass
class Seen:
    """What the clients saw."""

    times: list[float] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    bodies: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, path: str, status: str, build: str, body: bytes, spent: float) -> None:
        with self.lock:
            self.times.append(spent)
            self.statuses[status] += 1
            if status == "200":
                self.bodies.setdefault((path, build), set()).add(hashlib.sha256(body).hexdigest())


def make_library(folder: Path) -> None:
    """A library of our own updates under many forces' names."""
    updates = folder.with_name("updates")
    updates.mkdir()
    for force in (*FORCES, *MORE_FORCES):
        for path in sorted((data_folder() / "updates").glob("*.txt")):
            (updates / f"{force.lower()}-{path.name}").write_text(
                path.read_text(encoding="utf-8").replace("Essex (sample)", f"{force} Police") + f"\n\n{force}\n"
            )
    Builder(folder, Vocabulary.load()).add([updates])


def client(port: int, number: int, until: float, seen: Seen) -> None:
    """Asks one thing after another on one connection."""
    chance = random.Random(number)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    while time.monotonic() < until:
        question = chance.random() < 0.8
        path = f"/api/v1/ask?{urlencode({'question': chance.choice(QUESTIONS)})}" if question else chance.choice(OTHERS)
        started = time.perf_counter()
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            body, build, status = response.read(), response.headers.get("x-beatbook-build", ""), str(response.status)
            if status == "200" and question:
                assert json.loads(body)["build"] == build
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            body, build, status = b"", "", type(error).__name__
        seen.take(path, status, build, body, time.perf_counter() - started)


def writer(library: Path, folder: Path, until: float, added: list[int]) -> None:
    """Adds an update every ten seconds, each by a process of its own."""
    n = 0
    while time.monotonic() < until - 5:
        n += 1
        path = folder / f"new-{n}.txt"
        path.write_text(UPDATE.format(force=FORCES[n % len(FORCES)], quarter=n % 4 + 1, year=2030 + n // 4, next=f"{31 + n // 4:02}", n=n), encoding="utf-8")
        done = subprocess.run([sys.executable, "-m", "ui.cli", "add", str(path), "--library", str(library)], capture_output=True, check=False)
        added.append(done.returncode)
        time.sleep(10)


def memory(process: int) -> int:
    """Megabytes that a process holds."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) >> 10


def cpu(process: int) -> float:
    """Seconds of processor that a process took."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


def load(library: Path, folder: Path, clients: int, seconds: float) -> bool:
    """Runs the load and prints what was measured; whether there was neither error nor mixing."""
    with running(["serve", "--library", str(library), "--rate", "1000000"]) as (service, address):
        started, used = time.monotonic(), cpu(service.pid)
        until, seen, added, held = started + seconds, Seen(), list[int](), list[int]()
        threads = [threading.Thread(target=client, args=(int(address.rpartition(":")[2]), n, until, seen)) for n in range(clients)]
        threads.append(threading.Thread(target=writer, args=(library, folder, until, added)))
        for thread in threads:
            thread.start()
        while time.monotonic() < until:
            held.append(memory(service.pid))
            time.sleep(seconds / 12)
        for thread in threads:
            thread.join()
        return told(seen, added, held, cpu(service.pid) - used, time.monotonic() - started)


def told(seen: Seen, added: list[int], held: list[int], used: float, seconds: float) -> bool:
    """Prints the figures; whether there was neither error nor mixing."""
    times = sorted(seen.times)
    mixed = [key for key, bodies in seen.bodies.items() if len(bodies) > 1]
    builds = {build for _, build in seen.bodies}
    share = lambda part: f"{times[int(part * (len(times) - 1))]:.2f}"  # noqa: E731
    print(f"{len(times)} requests in {seconds:.0f} s ({len(times) / seconds:.0f} a second), statuses {dict(seen.statuses)}")  # noqa: T201
    print(f"seconds an answer: median {share(0.5)}, p95 {share(0.95)}, longest {times[-1]:.2f}; {1000 * used / len(times):.0f} ms of processor each")  # noqa: T201
    print(f"updates added {len(added)} (exit codes {dict(Counter(added))}), builds seen {len(builds)}, answers that mix builds {len(mixed)}")  # noqa: T201
    print(f"memory of the service, MB over time: {held}")  # noqa: T201
    return not mixed and set(seen.statuses) == {"200"} and not any(added)


def main() -> None:
    """Makes or copies a library, and measures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--library", type=Path, help="a library to copy, so that none has to be made")
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="beatbook-bench-load-"))
    try:
        if given.library:
            shutil.copytree(given.library, folder / "library")
        else:
            make_library(folder / "library")
        with Library.open(folder / "library") as library:
            print(f"{sum(v.bullets for v in library.versions)} bullets in {len(library.versions)} updates, {given.clients} clients")  # noqa: T201
        sys.exit(0 if load(folder / "library", folder, given.clients, given.seconds) else 1)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
