"""The description of the API is true: what it says is taken and given, whatever is sent. A short form of what `make soak` does for long."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from ui.service.app import make_api
from ui.service.settings import Settings

# Seven kinds of address that differ; the soak takes every one.
SHORT = ("/ask", "/bullets", "/bullets/{id}", "/facets", "/operations/{slug}/trace", "/updates/{id}/source", "/periods/{slug}")


def test_every_address_is_described(client: TestClient) -> None:
    described = client.get("/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    for path, methods in described["paths"].items():
        for method, one in methods.items():
            assert one["summary"], (method, path)
            if path.startswith("/api/v1") and path != "/api/v1/health":
                assert {"401", "422", "429", "503"} <= set(one["responses"]), (method, path)
                assert "HTTPValidationError" not in str(one["responses"])


def test_the_page_of_the_description_asks_nothing_of_another_machine(client: TestClient) -> None:
    page = client.get("/docs")
    assert "/api/v1/bullets/{id}" in page.text
    assert "<script" not in page.text
    assert "http://" not in page.text.replace("http://127.0.0.1", "")
    assert "style-src 'sha256-" in page.headers["content-security-policy"]


@pytest.mark.filterwarnings("ignore")
def test_whatever_is_sent_the_reply_is_one_that_is_described(samples: Path) -> None:
    from tests.ui.service.openapi import operations, try_out

    api = make_api(samples, Settings(rate=100_000, hosts=None))
    found = list(operations(api, lambda method, path: path.removeprefix("/api/v1") in SHORT and method in ("GET", "POST")))
    assert len(found) == len(SHORT) + 1
    assert sum(try_out(operation, examples=8) for operation in found) > 8 * len(SHORT)
