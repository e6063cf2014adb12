"""What every test stands on: no network, the shipped vocabulary read once, one library of the samples, and the gold standard where there is one."""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from hypothesis import settings

from kg.data import data_folder
from kg.vocabulary import Vocabulary
from search.build import Builder

# Two workers whose models each take every core take four times as long.
if "PYTEST_XDIST_WORKER" in os.environ:
    os.environ.setdefault("OMP_NUM_THREADS", "1")

# The same examples in every run, however slow the machine.
settings.register_profile("beatbook", derandomize=True, deadline=None)
settings.load_profile("beatbook")


def _on_this_machine(host: object) -> bool:
    text = host.decode() if isinstance(host, bytes) else host
    if text in (None, "", "localhost"):
        return True
    try:
        return ipaddress.ip_address(str(text).partition("%")[0]).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True)
def refused_connections(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Refuses every connection beyond loopback, and fails the test even where the code under test swallows the refusal."""
    refused: list[str] = []

    def refuse(address: object) -> None:
        refused.append(f"a test opened a connection to {address!r}")
        raise AssertionError(refused[-1])

    def guarded(name: str) -> Any:
        genuine = getattr(socket.socket, name)

        def connect(self: socket.socket, address: Any) -> Any:
            if self.family != getattr(socket, "AF_UNIX", None) and not _on_this_machine(address[0]):
                refuse(address)
            return genuine(self, address)

        return connect

    resolve = socket.getaddrinfo

    def getaddrinfo(host: Any, port: Any, *args: Any, **kwargs: Any) -> Any:
        if not _on_this_machine(host):
            refuse((host, port))
        return resolve(host, port, *args, **kwargs)

    monkeypatch.setattr(socket.socket, "connect", guarded("connect"))
    monkeypatch.setattr(socket.socket, "connect_ex", guarded("connect_ex"))
    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    yield refused
    assert not refused, "; ".join(refused)


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    """The vocabulary that ships."""
    return Vocabulary.load()


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory, vocabulary: Vocabulary) -> Path:
    """The folder of the sample library, one for all workers, for the model makes it dear; tests that write take a copy."""
    shared = tmp_path_factory.getbasetemp()
    shared = shared.parent if "PYTEST_XDIST_WORKER" in os.environ else shared
    with FileLock(shared / "demo.lock"):
        if not (shared / "demo" / "catalogue.sqlite").exists():
            report = Builder(shared / "demo", vocabulary).add([data_folder() / "updates"])
            assert not report.failed
            assert len(report.added) == 5
    return shared / "demo"


@pytest.fixture
def gold() -> Path:
    """The folder with the published updates (`updates/`) and what is right about them (`eval/`)."""
    folder = os.environ.get("BEATBOOK_GOLD")
    if not folder:
        pytest.skip("BEATBOOK_GOLD is not set")
    return Path(folder)
