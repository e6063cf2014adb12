"""A service over the samples, within the test's process for the protocol, and as a process of its own for what is hostile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient

from tests.ui.servers import served
from ui.service.app import make_api
from ui.service.settings import Settings

Serve = Callable[..., "contextmanager[str]"]


@pytest.fixture(scope="session")
def client(samples: Path) -> Iterator[TestClient]:
    """The service within this process."""
    with TestClient(make_api(samples, Settings(hosts=None, cors=True))) as open_client:
        yield open_client


@pytest.fixture(scope="module")
def service(samples: Path) -> Iterator[str]:
    """A service whose queries may take three seconds."""
    with served(samples, "--query-seconds", "3", "--query-rows", "1000") as address:
        httpx.get(f"{address}/sparql", params={"query": "ASK {}"}, timeout=60).raise_for_status()
        yield address
