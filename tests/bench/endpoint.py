"""`python -m tests.bench.endpoint`: how soon the SPARQL endpoint answers others while it is given what takes too much."""

from __future__ import annotations

import contextlib
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

from tests.ui.conftest import run_beatbook
from tests.ui.servers import served
from tests.ui.sparql.test_hostile import CARTESIAN, answered, ask


def others(address: str, times: int = 10) -> str:
    """How long the slowest of some small queries took, one after another, and how many were refused."""
    took, refused = [], 0
    for _ in range(times):
        started = time.perf_counter()
        refused += not answered(address)
        took.append(time.perf_counter() - started)
    return f"others answered within {max(took) * 1000:.0f} ms, {refused} of {times} refused"


def _long(address: str) -> None:
    with contextlib.suppress(httpx.HTTPError):
        ask(address, f"ASK {{ ?s ?p '{'x' * 1_000_000}' }}")


def _gone(address: str) -> None:
    for _ in range(12):
        with contextlib.suppress(httpx.ReadTimeout):
            ask(address, CARTESIAN, seconds=0.1)


def main() -> None:
    """Measures a quiet endpoint, then each kind of burden."""
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(12) as pool:
        if run_beatbook("add", "--samples", cwd=Path(folder)).returncode:
            sys.exit("the samples could not be added")
        with served(Path(folder) / "library", "--query-seconds", "3") as address:
            burdens: dict[str, Callable[[], object]] = {
                "nothing": lambda: None,
                "a cartesian product": lambda: pool.submit(ask, address, CARTESIAN),
                "ten at once": lambda: [pool.submit(ask, address, CARTESIAN) for _ in range(10)],
                "a query of 1 MB": lambda: pool.submit(_long, address),
                "twelve clients that went away": lambda: _gone(address),
            }
            answered(address)
            for name, burden in burdens.items():
                burden()
                print(f"{name:32}{others(address)}")  # noqa: T201
                time.sleep(8)


if __name__ == "__main__":
    main()
