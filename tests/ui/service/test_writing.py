"""Writing over HTTP: an update sent, read, asked and taken out; a decision made and taken back; and what is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from kg.data import data_folder
from tests.search.samples import Tiny
from tests.ui.conftest import Run
from tests.ui.service.conftest import HERE
from ui.service.app import make_api
from ui.service.forms import lists
from ui.service.rights import Right
from ui.service.settings import Settings
from ui.service.tokens import Tokens

UPDATE = Tiny(["Operation WINDLASS found a boat with Kent Police.", "A drone found a walker."], quarter="Quarter 1 – 2023/24").text.encode()


@pytest.fixture
def writer(library: Path) -> Iterator[TestClient]:
    secret = Tokens(library).create("records clerk", Right.WRITE)
    with TestClient(make_api(library, Settings(most_bytes=1_000_000)), base_url=HERE, headers={"Authorization": f"Bearer {secret}"}) as client:
        yield client


def test_an_update_is_added_asked_and_taken_out(writer: TestClient) -> None:
    before = writer.get("/api/v1/status").json()
    sent = writer.post("/api/v1/updates", params={"name": "update 2023-24 Q1.txt"}, content=UPDATE)
    assert sent.status_code == 201, sent.text
    lists.AddedForm.model_validate(sent.json())
    (added,) = sent.json()["added"]
    assert (added["source"], added["period"], added["bullets"]) == ("update 2023-24 Q1.txt", "2023-24-Q1", 2)
    answer = writer.get("/api/v1/ask", params={"question": "Operation WINDLASS"}).json()
    assert (answer["count"], answer["build"]) == (1, sent.json()["build"])
    again = writer.post("/api/v1/updates", params={"name": "update 2023-24 Q1.txt"}, content=UPDATE)
    assert (again.status_code, [row["id"] for row in again.json()["unchanged"]]) == (200, [added["id"]])
    removed = writer.delete(f"/api/v1/updates/{added['id']}")
    assert (removed.status_code, removed.json()["removed"]) == (200, [added["id"]])
    assert writer.get("/api/v1/status").json() == before
    assert writer.delete(f"/api/v1/updates/{added['id']}").status_code == 404


def test_a_decision_is_made_under_the_tokens_name_and_taken_back(writer: TestClient, library: Path, beatbook: Run) -> None:
    before = writer.get("/api/v1/status").json()["build"]
    assert writer.get("/api/v1/decisions").json()["count"] == 0
    made = writer.post("/api/v1/decisions", json={"name": "GAMBLER", "verdict": "different from", "other": "RAPTOR"})
    assert made.status_code == 201, made.text
    assert made.json()["build"] != before
    (kept,) = writer.get("/api/v1/decisions").json()["decisions"]
    assert (kept["name"], kept["verdict"], kept["other_name"], kept["author"]) == ("GAMBLER", "different from", "RAPTOR", "records clerk")
    assert writer.delete(f"/api/v1/decisions/{made.json()['number']}").json()["build"] == before
    assert writer.get("/api/v1/decisions").json()["decisions"][0]["undone_by"] == "records clerk", "told, though the build is the one before"
    assert writer.delete("/api/v1/decisions/7").status_code == 404
    printed = beatbook("review", "--format", "json", BEATBOOK_LIBRARY=str(library)).stdout.splitlines()
    assert writer.get("/api/v1/review").json()["pending"] == [json.loads(line) for line in printed]


@pytest.mark.parametrize(
    "made", [{"name": "RAPTOR", "verdict": "same as"}, {"name": "RAPTOR", "verdict": "unsure", "other": "GAMBLER"}, {"name": "RAPTOR", "verdict": "no"}]
)
def test_half_a_decision_is_refused(writer: TestClient, made: dict[str, str]) -> None:
    assert writer.post("/api/v1/decisions", json=made).status_code == 422


@pytest.mark.parametrize(
    "name",
    [
        "../x.txt",
        "/etc/passwd.txt",
        "..\\x.txt",
        "a/b.txt",
        ".hidden.txt",
        "a.exe",
        "a.txt.sh",
        "a\x00.txt",
        "a\n.txt",
        "-rf.txt",
        "a" * 300 + ".txt",
        ".txt",
        "",
    ],
)
def test_a_name_that_is_not_one_plain_name_never_reaches_the_disk(writer: TestClient, library: Path, name: str) -> None:
    before = sorted(p.name for p in library.rglob("*"))
    assert writer.post("/api/v1/updates", params={"name": name}, content=UPDATE).status_code == 422
    assert sorted(p.name for p in library.rglob("*")) == before


@pytest.mark.parametrize(
    ("name", "body"),
    [("a.txt", b""), ("a.pdf", b"%PDF-1.4 nothing"), ("a.docx", b"PK\x03\x04"), ("a.txt", b"Not a word of a period.\n\n- A beat was walked.\n")],
)
def test_what_cannot_be_read_is_told_and_changes_nothing(writer: TestClient, name: str, body: bytes) -> None:
    before = writer.get("/api/v1/status").json()
    told = writer.post("/api/v1/updates", params={"name": name}, content=body)
    assert told.status_code == 422
    assert told.json()["detail"].startswith(f"{name}: ")
    assert "beatbook-sent" not in told.text, "no folder of this machine is told"
    assert writer.get("/api/v1/status").json() == before


def test_too_large_an_update_is_refused(writer: TestClient) -> None:
    assert writer.post("/api/v1/updates", params={"name": "a.txt"}, content=b"x" * 1_000_001).status_code == 413
    assert writer.post("/api/v1/updates", params={"name": "a.txt"}, content=iter([b"x" * 600_000] * 2)).status_code == 413


def test_the_period_may_be_given(writer: TestClient) -> None:
    text = (data_folder() / "updates" / "sample-untitled.txt").read_bytes().replace(b"511", b"512", 1)
    sent = writer.post("/api/v1/updates", params={"name": "u.txt", "period": "2024-25-Q2", "force": "Kent Police"}, content=text)
    assert sent.status_code == 201, sent.text
    assert (sent.json()["added"][0]["period"], sent.json()["added"][0]["force"]) == ("2024-25-Q2", "kent")
    assert writer.post("/api/v1/updates", params={"name": "u.txt", "period": "2024-27"}, content=text).status_code == 422
