"""What stands before every route: hosts, tokens, rights, rate, size, headers; and the log of it all."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from kg.errors import LibraryError
from search.library import Manifest
from tests.ui.service.conftest import HERE
from ui.service.app import make_api
from ui.service.audit import Audit
from ui.service.errors import ServiceError
from ui.service.rate import Rate
from ui.service.rights import Right
from ui.service.settings import Settings
from ui.service.tokens import FILE, Tokens


def at(library: Path, settings: Settings = Settings(), base: str = HERE) -> TestClient:  # noqa: B008
    return TestClient(make_api(library, settings), base_url=base)


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


@pytest.fixture
def guarded(library: Path) -> Iterator[tuple[TestClient, str, str]]:
    """A service that needs tokens, one that may read and one that may write."""
    tokens = Tokens(library)
    reads, writes = tokens.create("reader", Right.READ), tokens.create("writer", Right.WRITE)
    with at(library, Settings(token_needed=True)) as client:
        yield client, reads, writes


@pytest.mark.parametrize(
    "path",
    ["/api/v1/status", "/api/v1/ask?question=RAPTOR", "/sparql?query=ASK{}", "/id/operation/raptor", "/docs", "/openapi.json", "/.well-known/void", "/x"],
)
def test_every_address_but_health_needs_a_token_where_tokens_are_needed(guarded: tuple[TestClient, str, str], path: str) -> None:
    client, reads, writes = guarded
    refused = client.get(path)
    assert (refused.status_code, refused.headers["www-authenticate"]) == (401, 'Bearer realm="beatbook"')
    assert "beatbook token create" in refused.json()["detail"]
    assert client.get(path, headers=bearer("bb_guessed")).status_code == 401
    assert client.get(path, headers={"Authorization": f"Basic {reads}"}).status_code == 401
    for secret in (reads, writes):
        assert client.get(path, headers=bearer(secret)).status_code in (200, 404)
    assert client.get("/health").status_code == client.get("/api/v1/ready").status_code == 200


def test_only_a_token_that_may_write_writes(guarded: tuple[TestClient, str, str], library: Path) -> None:
    client, reads, _ = guarded
    before = Manifest.read(library)
    for method, path in (
        ("POST", "/api/v1/updates?name=a.txt"),
        ("DELETE", "/api/v1/updates/x"),
        ("POST", "/api/v1/decisions"),
        ("DELETE", "/api/v1/decisions/1"),
    ):
        assert client.request(method, path).status_code == 401
        told = client.request(method, path, headers=bearer(reads))
        assert (told.status_code, "--right write" in told.json()["detail"]) == (403, True)
    assert client.post("/api/v1/ask", json={"question": "RAPTOR"}, headers=bearer(reads)).status_code == 200
    assert Manifest.read(library) == before


def test_on_this_machine_reading_needs_none_but_writing_does(client: TestClient) -> None:
    assert client.get("/api/v1/status").status_code == 200
    assert client.post("/api/v1/updates", params={"name": "a.txt"}, content=b"x").status_code == 401
    assert client.get("/api/v1/status", headers=bearer("bb_old")).status_code == 401, "a token that is none is told"


def test_a_revoked_token_is_refused_at_once(guarded: tuple[TestClient, str, str], library: Path) -> None:
    client, reads, _ = guarded
    Tokens(library).revoke("reader")
    assert client.get("/api/v1/status", headers=bearer(reads)).status_code == 401


def test_tokens_are_kept_as_hashes_that_only_their_owner_reads(library: Path) -> None:
    tokens = Tokens(library)
    secret = tokens.create("kent data team", Right.READ)
    assert secret not in (library / FILE).read_text()
    assert stat.S_IMODE((library / FILE).stat().st_mode) == 0o600
    held = tokens.of(secret)
    assert held is not None
    assert (held.name, held.right) == ("kent data team", Right.READ)
    assert tokens.of(secret + "x") is tokens.of("") is None
    with pytest.raises(ServiceError, match="revoke it first"):
        tokens.create("kent data team", Right.WRITE)
    for name in ("", "../x", "a/b", "a\nb", " x", "x" * 65):
        with pytest.raises(ServiceError, match="cannot be a token's name"):
            tokens.create(name, Right.READ)
    with pytest.raises(ServiceError, match="there are: kent data team"):
        tokens.revoke("nobody")


@pytest.mark.parametrize("damage", ["", "{}", '{"tokens": [{"name": "x"}]}', '{"tokens": [{"name": "x", "right": "all", "sha256": "", "made": ""}]}'])
def test_damaged_tokens_let_nobody_in(library: Path, damage: str) -> None:
    (library / FILE).write_text(damage)
    with pytest.raises(LibraryError, match="make the tokens anew"):
        Tokens(library).all()
    told = at(library, Settings(token_needed=True)).get("/api/v1/status", headers=bearer("bb_x"))
    assert (told.status_code, "beatbook token create" in told.json()["detail"]) == (503, True)


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", "127.0.0.1@evil.example", "", "[::1", "10.0.0.1"])
def test_a_request_that_is_addressed_to_another_is_refused(client: TestClient, host: str) -> None:
    for path in ("/api/v1/status", "/health", "/sparql", "/docs"):
        assert client.get(path, headers={"Host": host}).status_code == 400


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8080", "localhost", "LOCALHOST:1", "[::1]:8080"])
def test_the_names_of_this_machine_are_its_own(client: TestClient, host: str) -> None:
    assert client.get("/health", headers={"Host": host}).status_code == 200


def test_other_names_are_allowed_by_name(samples: Path) -> None:
    client = at(samples, Settings(hosts=("beatbook.essex.example",)), "http://beatbook.essex.example")
    assert client.get("/health").status_code == 200
    assert client.get("/health", headers={"Host": "127.0.0.1"}).status_code == 400


def test_who_asks_too_often_is_told_when_to_come_again(samples: Path) -> None:
    client = at(samples, Settings(rate=2.0))
    told = [client.get("/api/v1/nothing") for _ in range(6)]
    assert [r.status_code for r in told[:4]] == [404] * 4
    assert (told[-1].status_code, told[-1].headers["retry-after"]) == (429, "1")
    assert client.get("/health").status_code == 200


def test_turns_come_back_with_time_and_belong_to_one_client() -> None:
    now = [0.0]
    rate = Rate(10, 2, lambda: now[0])
    assert [rate.wait("a") for _ in range(2)] == [0, 0]
    assert rate.wait("a") == pytest.approx(0.1)
    assert rate.wait("b") == 0
    now[0] = 0.1
    assert rate.wait("a") == 0
    now[0] = 1e6
    assert [rate.wait("a") == 0 for _ in range(3)] == [True, True, False]


def test_too_large_a_body_is_refused_told_its_length_or_not(client: TestClient) -> None:
    large = b"x" * ((1 << 20) + 1)
    assert client.post("/api/v1/ask", content=large).status_code == 413
    told = client.post("/api/v1/ask", content=iter([large[:1000], large]), headers={"Content-Type": "application/json"})
    assert (told.status_code, told.headers["content-type"]) == (413, "application/problem+json")


@pytest.mark.parametrize("path", ["/api/v1/status", "/api/v1/nothing", "/health", "/docs", "/sparql", "/api/v1/bullets?format=csv"])
def test_every_reply_has_the_headers_that_keep_a_browser_safe(client: TestClient, path: str) -> None:
    headers = client.get(path, headers={"Accept": "text/html, */*"} if path != "/api/v1/bullets?format=csv" else {}).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert "access-control-allow-origin" not in headers


def test_pages_of_other_sites_read_only_where_it_is_allowed(samples: Path, client: TestClient) -> None:
    query = "/sparql?query=ASK{}"
    assert "access-control-allow-origin" not in client.get(query).headers
    assert at(samples, Settings(cors=True)).get(query).headers["access-control-allow-origin"] == "*"


def test_the_log_says_who_what_and_how_many_and_never_the_text(library: Path, tmp_path: Path) -> None:
    secret = Tokens(library).create("inspector", Right.READ)
    log = tmp_path / "audit.jsonl"
    with at(library, Settings(audit=log)) as client:
        answer = client.get("/api/v1/ask", params={"question": "RAPTOR in Basildon"}, headers=bearer(secret)).json()
        client.post("/api/v1/ask", json={"question": "otters\nin the reeds"})
        client.get("/api/v1/bullets", params={"format": "csv"})
        client.get("/api/v1/updates", headers=bearer("bb_wrong"))
        client.get("/health")
    rows = [json.loads(line) for line in log.read_text().splitlines()]
    assert [(row["who"], row["method"], row["path"], row["status"]) for row in rows] == [
        ("inspector", "GET", "/api/v1/ask", 200),
        ("testclient", "POST", "/api/v1/ask", 200),
        ("testclient", "GET", "/api/v1/bullets", 200),
        ("testclient", "GET", "/api/v1/updates", 401),
    ]
    assert (rows[0]["question"], rows[0]["count"], rows[0]["build"]) == ("RAPTOR in Basildon", answer["count"], answer["build"])
    assert rows[1]["question"] == "otters\nin the reeds"
    assert rows[2]["count"] > 100
    assert not any(e["text"] in log.read_text() for e in answer["evidence"])
    assert secret not in log.read_text()
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_the_log_rotates_and_stays_private(tmp_path: Path) -> None:
    audit = Audit(tmp_path / "audit.jsonl", most_bytes=1000)
    for n in range(100):
        audit.write("me", {"question": "x" * 5000 if n == 0 else "y"}, {"status": 200})
    audit.close()
    files = sorted(tmp_path.iterdir())
    assert len(files) == 11
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    with pytest.raises(ServiceError, match="--audit"):
        Audit(tmp_path / "no" / "folder" / "audit.jsonl")
