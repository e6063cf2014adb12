"""The HTTP door gives what the command line gives."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.ui.conftest import Run
from ui.api import make_api


@pytest.fixture
def client(samples: Path) -> TestClient:
    return TestClient(make_api(samples))


@pytest.mark.parametrize("question", ["all cross-border work with the Met", "county lines in 2010/11", "otters in the reeds"])
def test_ask_is_the_same_at_every_door(client: TestClient, beatbook: Run, question: str) -> None:
    over_http = client.get("/api/v1/ask", params={"question": question}).json()
    assert over_http == json.loads(beatbook("ask", question, "--format", "json").stdout)


def test_trace_is_the_same_at_every_door(client: TestClient, beatbook: Run) -> None:
    assert client.get("/api/v1/trace", params={"name": "RAPTOR"}).json() == json.loads(beatbook("trace", "RAPTOR", "--format", "json").stdout)


@pytest.mark.parametrize(("path", "status"), [("/api/v1/ask?question=%20", 422), ("/api/v1/trace?name=RAPTER", 404), ("/api/v1/ask", 422)])
def test_problems_say_what_to_do(client: TestClient, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.json()["detail"]


def test_a_missing_library_is_unavailable(tmp_path: Path) -> None:
    answer = TestClient(make_api(tmp_path / "none")).get("/api/v1/status")
    assert answer.status_code == 503
    assert "beatbook add" in answer.json()["detail"]


def test_status_and_health(client: TestClient) -> None:
    assert client.get("/api/v1/status").json()["updates"] == 5
    assert client.get("/health").json() == {"status": "ok"}
