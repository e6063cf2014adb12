"""A service over the samples within the test's process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from ui.service.app import make_api
from ui.service.settings import Settings

# A page of this address would be one of this machine.
HERE = "http://127.0.0.1"


@pytest.fixture(scope="session")
def client(samples: Path) -> Iterator[TestClient]:
    """The service over the samples, which nobody writes to."""
    with TestClient(make_api(samples, Settings(rate=100_000)), base_url=HERE) as open_client:
        yield open_client
