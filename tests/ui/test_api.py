"""The HTTP door gives what the command line gives."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

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


def test_a_question_is_edited_at_every_door(client: TestClient, beatbook: Run) -> None:
    question = "anti-social behaviour in Harlow"
    changed = {"question": question, "drop": ["Harlow"], "add": "in Basildon"}
    over_http = client.get("/api/v1/ask", params=changed).json()
    assert over_http == json.loads(beatbook("ask", question, "--drop", "Harlow", "--add", "in Basildon", "--format", "json").stdout)
    assert over_http["interpretation"]["districts"] == ["Basildon"]
    assert client.post("/api/v1/ask", json={"question": question, "interpretation": over_http["interpretation"]}).json() == over_http


@pytest.mark.parametrize("question", ["all cross-border work with the Met", "raids on cash machines", "compare Harlow and Basildon"])
def test_an_interpretation_in_is_the_answer_out(client: TestClient, question: str) -> None:
    answer = client.get("/api/v1/ask", params={"question": question}).json()
    assert client.post("/api/v1/ask", json={"question": question, "interpretation": answer["interpretation"]}).json() == answer
    assert client.post("/api/v1/ask", json={"question": question}).json() == answer


@pytest.mark.parametrize("form", [{"districts": ["Atlantis"]}, {"nonsense": 1}])
def test_an_interpretation_that_is_none_is_a_problem(client: TestClient, form: dict[str, Any]) -> None:
    told = client.post("/api/v1/ask", json={"question": "x", "interpretation": form})
    assert told.status_code in (404, 422)
    assert told.json()["detail"]


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
