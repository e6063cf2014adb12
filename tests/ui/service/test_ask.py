"""The HTTP door gives what the command line gives."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.ui.conftest import Run
from ui.service.app import make_api


@pytest.mark.parametrize("question", ["all cross-border work with the Met", "county lines in 2010/11", "otters in the reeds"])
def test_ask_is_the_same_at_every_door(client: TestClient, beatbook: Run, question: str) -> None:
    over_http = client.get("/api/v1/ask", params={"question": question})
    assert over_http.content.decode() == beatbook("ask", question, "--format", "json").stdout, "byte for byte"


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
    printed = beatbook("trace", "RAPTOR", "--format", "json").stdout
    assert client.get("/api/v1/trace", params={"name": "RAPTOR"}).content.decode() == printed
    assert client.get("/api/v1/operations/raptor/trace").content.decode() == printed


@pytest.mark.parametrize(("path", "status"), [("/api/v1/ask?question=%20", 422), ("/api/v1/trace?name=RAPTER", 404), ("/api/v1/ask", 422)])
def test_problems_say_what_to_do(client: TestClient, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.json()["detail"]


def test_a_missing_library_is_unavailable(tmp_path: Path) -> None:
    answer = TestClient(make_api(tmp_path / "none"), base_url="http://127.0.0.1").get("/api/v1/status")
    assert answer.status_code == 503
    assert "beatbook add" in answer.json()["detail"]


def test_status_is_the_command_lines_but_for_the_folder(client: TestClient, beatbook: Run, samples: Path) -> None:
    printed = json.loads(beatbook("status", "--format", "json").stdout)
    assert client.get("/api/v1/status").json() == printed | {"library": samples.name}


@pytest.mark.parametrize("prefix", ["", "/api/v1"])
def test_health_and_ready(client: TestClient, tmp_path: Path, prefix: str) -> None:
    assert client.get(f"{prefix}/health").json() == {"status": "ok"}
    assert client.get(f"{prefix}/ready").json() == {"status": "ready", "build": client.get("/api/v1/status").json()["build"]}
    empty = TestClient(make_api(tmp_path / "none"), base_url="http://127.0.0.1")
    assert (empty.get(f"{prefix}/health").status_code, empty.get(f"{prefix}/ready").status_code) == (200, 503)


def test_a_reply_is_kept_until_the_build_changes(client: TestClient) -> None:
    first = client.get("/api/v1/ask", params={"question": "RAPTOR"})
    tag = first.headers["etag"]
    again = client.get("/api/v1/ask", params={"question": "RAPTOR"}, headers={"If-None-Match": f'"other", W/{tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get("/api/v1/ask", params={"question": "RAPTOR"}, headers={"If-None-Match": '"other"'}).content == first.content
    assert first.headers["x-beatbook-build"] == first.json()["build"]
    assert first.headers["x-beatbook-marking"] == "OFFICIAL"


def test_a_problem_names_what_was_meant(client: TestClient) -> None:
    told = client.get("/api/v1/trace", params={"name": "RAPTER"})
    assert told.headers["content-type"] == "application/problem+json"
    assert told.json() == {
        **{"type": "about:blank", "title": "Nothing bears this name", "status": 404, "did_you_mean": ["RAPTOR"]},
        "detail": "nothing in this library bears the name 'RAPTER'; did you mean RAPTOR?",
    }


@pytest.mark.parametrize(
    ("method", "path", "status", "told"),
    [
        ("GET", "/api/v1/nothing", 404, "/docs"),
        ("PUT", "/api/v1/status", 401, "token"),
        ("PUT", "/api/v1/ask", 405, "Allow"),
        ("GET", "/api/v1/ask", 422, "'question': field required"),
        ("GET", "/api/v1/bullets?limit=0", 422, "'limit'"),
        ("GET", "/api/v1/bullets?after=zzz", 422, "`next`"),
        ("GET", "/api/v1/bullets?period=never", 422, "2018-19-Q4"),
        ("GET", "/api/v1/bullets/none", 404, "none"),
        ("GET", "/api/v1/updates/..%2F..%2Fetc%2Fpasswd/source", 404, ""),
        ("GET", "/api/v1/operations/nix", 404, "nix"),
        ("GET", "/api/v1/periods/1999-00-Q1", 404, "1999"),
        ("GET", "/api/v1/ask?question=" + "a" * 2000, 422, "1000"),
    ],
)
def test_every_error_is_a_problem_that_says_what_to_do(client: TestClient, method: str, path: str, status: int, told: str) -> None:
    answer = client.request(method, path)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert told in answer.json()["detail"]
