"""A service over the samples, within the test's process for the protocol, and as a process of its own for what is hostile."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient

from ui.service.app import make_api
from ui.service.settings import Settings

Serve = Callable[..., "contextmanager[str]"]


@pytest.fixture(scope="session")
def client(samples: Path) -> Iterator[TestClient]:
    """The service within this process."""
    with TestClient(make_api(samples, Settings(hosts=None, cors=True))) as open_client:
        yield open_client


@contextmanager
def served(library: Path, *options: str) -> Iterator[str]:
    """`beatbook serve` as a process of its own; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "ui.cli", "serve", "--library", str(library), "--port", str(port), *options]
    process = subprocess.Popen(command, env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)})
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            try:
                httpx.get(f"{address}/health").raise_for_status()
                break
            except httpx.HTTPError:
                assert process.poll() is None, "the service ended"
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        assert process.wait(30) is not None


@pytest.fixture(scope="module")
def service(samples: Path) -> Iterator[str]:
    """A service whose queries may take three seconds."""
    with served(samples, "--query-seconds", "3", "--query-rows", "1000") as address:
        httpx.get(f"{address}/sparql", params={"query": "ASK {}"}, timeout=60).raise_for_status()
        yield address
