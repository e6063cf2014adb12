"""The API for long: requests made up from its description, reading and writing, and questions of odd characters. No 5xx, no traceback, no hang."""

from __future__ import annotations

import os
import random
import shutil
import time
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from kg.data import data_folder
from tests.soak.fuzz import ODD, spoil
from ui.service.app import make_api
from ui.service.rights import Right
from ui.service.settings import Settings
from ui.service.tokens import Tokens

# Longer than any question takes, on a busy machine too.
LONGEST = 30.0
WORDS = (
    "RAPTOR",
    "the Met",
    "Harlow",
    "county lines",
    "since 2019",
    "not",
    "or",
    "and",
    "which operations",
    "how many",
    "compare",
    "Q4 2018/19",
    "priority 6",
    "(",
    '"',
    "*",
    "NEAR",
    "ß",
    "‮",
)
SEPARATORS = (" ", ", ", " or ", " not ", "\t", "\x00", "")


def question(chance: random.Random) -> str:
    """Words of questions in any order, with odd characters among them."""
    words = [chance.choice((*WORDS, *(odd.decode("latin-1") for odd in ODD))) for _ in range(chance.randrange(1, 12))]
    return chance.choice(SEPARATORS).join(words)


def ask_odd_questions(client: TestClient, cases: range) -> None:
    for case in cases:
        asked, started = question(random.Random(case)), time.perf_counter()
        answer = client.get("/api/v1/ask", params={"question": asked})
        assert answer.status_code in (200, 422), (case, asked, answer.text)
        if answer.status_code == 200:
            given = client.post("/api/v1/ask", json={"question": asked, "interpretation": answer.json()["interpretation"]})
            assert given.status_code in (200, 404, 422), (case, asked, given.text)
        assert time.perf_counter() - started < LONGEST, (case, "hangs")


@pytest.fixture
def client(samples: Path) -> TestClient:
    return TestClient(make_api(samples, Settings(rate=100_000)), base_url="http://127.0.0.1")


def test_two_hundred_odd_questions(client: TestClient) -> None:
    ask_odd_questions(client, range(200))


@pytest.mark.soak
def test_odd_questions_for_long(client: TestClient) -> None:
    until, case = time.monotonic() + float(os.environ.get("BEATBOOK_SOAK_SECONDS", "3600")) / 4, 200
    while time.monotonic() < until:
        ask_odd_questions(client, range(case, case + 100))
        case += 100
    print(f"{case} questions")  # noqa: T201


@pytest.mark.soak
@pytest.mark.filterwarnings("ignore")
def test_every_address_for_long(samples: Path, tmp_path: Path) -> None:
    from tests.ui.service.openapi import operations, try_out

    library = Path(shutil.copytree(samples, tmp_path / "library"))
    secret = Tokens(library).create("soak", Right.WRITE)
    api = make_api(library, Settings(rate=100_000, hosts=None))
    seconds, sent = float(os.environ.get("BEATBOOK_SOAK_SECONDS", "3600")) / 4, 0
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for operation in operations(api, lambda _, path: path.startswith("/api/v1")):
            writes = operation.method.upper() != "GET" and not operation.path.endswith("/ask")
            sent += try_out(operation, 3 if writes else 100, {"Authorization": f"Bearer {secret}"}, seed=False)
    print(f"{sent} requests")  # noqa: T201


@pytest.mark.soak
def test_spoilt_updates_are_told_and_change_nothing_half(samples: Path, tmp_path: Path) -> None:
    library = Path(shutil.copytree(samples, tmp_path / "library"))
    secret = Tokens(library).create("soak", Right.WRITE)
    client = TestClient(make_api(library, Settings(rate=100_000)), base_url="http://127.0.0.1", headers={"Authorization": f"Bearer {secret}"})
    texts = [path.read_bytes() for path in sorted((data_folder() / "updates").glob("*.txt"))]
    for case in range(int(os.environ.get("BEATBOOK_SOAK_UPDATES", "40"))):
        chance = random.Random(case)
        sent = client.post("/api/v1/updates", params={"name": f"u{case}.txt", "period": "2021-22-Q2"}, content=spoil(chance.choice(texts), chance))
        assert sent.status_code in (200, 201, 422), (case, sent.text)
        status = client.get("/api/v1/status").json()
        assert status["bullets"] == sum(v["bullets"] for v in status["versions"] if v["current"])
