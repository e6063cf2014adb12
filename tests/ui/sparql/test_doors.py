"""The command line, HTTP, the screen and SPARQL give the same members for the same question."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from kg.vocabulary import ID
from search.answer import Answerer
from search.library import Library
from search.sparql import sparql
from tests.ui.conftest import Run

OURS = ["RAPTOR in Basildon since 2019", "all cross-border work with the Met", "anti-social behaviour in Harlow or Southend, not with the council"]


def _questions() -> list[str]:
    gold = os.environ.get("BEATBOOK_GOLD")
    file = Path(gold or "") / "eval" / "dev" / "questions.json"
    held = [q["question"] for q in json.loads(file.read_text(encoding="utf-8")).values()] if gold and file.exists() else []
    return [*OURS, *held]


def rows(client: TestClient, query: str) -> set[str]:
    answer = client.post("/sparql", data={"query": query})
    assert answer.status_code == 200, answer.text
    return {row["bullet"]["value"].removeprefix(f"{ID}bullet/") for row in answer.json()["results"]["bindings"]}


@pytest.mark.parametrize("question", _questions())
def test_screen_api_and_endpoint_agree(client: TestClient, samples: Path, question: str) -> None:
    over_http = [row["id"] for row in client.get("/api/v1/ask", params={"question": question}).json()["evidence"]]
    with Library.open(samples) as library:
        on_screen = Answerer(library).ask(question)
        query = sparql(library, on_screen)
    assert over_http == [e.held.bullet.id for e in on_screen.evidence]
    assert rows(client, query) == set(over_http)


def test_the_command_line_prints_the_query(client: TestClient, beatbook: Run) -> None:
    done = beatbook("ask", OURS[0], "--sparql")
    assert done.returncode == 0, done.stderr
    assert rows(client, done.stdout) == {row["id"] for row in json.loads(beatbook("ask", OURS[0], "--format", "json").stdout)["evidence"]}
