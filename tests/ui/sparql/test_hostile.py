"""Queries that take too much, and clients that go away, leave the endpoint answering others."""

from __future__ import annotations

import contextlib
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

from tests.ui.servers import served

CARTESIAN = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
SMALL = "SELECT ?s { ?s a <https://w3id.org/beatbook/ns#District> } LIMIT 3"
# One for all: making a client takes longer than a small query.
CLIENT = httpx.Client(limits=httpx.Limits(max_keepalive_connections=0))


def ask(address: str, query: str, seconds: float = 60) -> httpx.Response:
    return CLIENT.post(f"{address}/sparql", data={"query": query}, timeout=seconds)


def answered(address: str) -> bool:
    """Whether a small query is answered; how soon is measured by `python -m tests.bench.endpoint`."""
    answer = ask(address, SMALL)
    return answer.status_code == 200 and len(answer.json()["results"]["bindings"]) == 3


def test_a_cartesian_product_is_stopped_and_told(service: str) -> None:
    with ThreadPoolExecutor() as pool:
        long = pool.submit(ask, service, CARTESIAN)
        assert answered(service)
        assert not long.done()
        answer = long.result()
    assert answer.status_code == 503
    assert answer.headers["retry-after"]
    assert "3 s" in answer.json()["detail"]
    assert answered(service)


def test_ten_at_once_leave_room_for_others(service: str) -> None:
    with ThreadPoolExecutor(12) as pool:
        many = [pool.submit(ask, service, CARTESIAN) for _ in range(10)]
        time.sleep(0.2)
        assert answered(service)
        assert not all(one.done() for one in many)
        answers = [one.result() for one in many]
    assert {answer.status_code for answer in answers} == {503}
    assert all(answer.headers["retry-after"] for answer in answers)


def test_long_queries_run_on_while_nobody_waits(service: str) -> None:
    with ThreadPoolExecutor() as pool:
        answers = list(pool.map(lambda _: ask(service, CARTESIAN), range(4)))
    assert all("more than 3 s" in answer.json()["detail"] for answer in answers)


def test_a_query_of_a_megabyte_is_refused_at_once(service: str) -> None:
    with contextlib.suppress(httpx.WriteError):
        assert ask(service, f"ASK {{ ?s ?p '{'x' * 1_000_000}' }}").status_code == 413
    assert answered(service)


def test_a_client_that_goes_away_frees_its_place(service: str) -> None:
    for _ in range(12):
        with contextlib.suppress(httpx.ReadTimeout):
            ask(service, CARTESIAN, seconds=0.1)
    assert answered(service)


def test_memory_is_limited(samples: Path) -> None:
    hungry = "SELECT DISTINCT ?a ?c ?d ?f { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f"
    with served(samples, "--query-memory", "128") as address:
        answer = ask(address, hungry)
        assert answer.status_code == 503
        assert "memory" in answer.json()["detail"]
        assert ask(address, SMALL).status_code == 200


def test_an_answer_that_is_cut_says_so(service: str) -> None:
    answer = ask(service, "SELECT * { ?s ?p ?o }")
    assert answer.headers["x-beatbook-cut"] == "after 1000 rows"
    assert answer.json()["beatbook"] == {"cut": True, "rows": 1000}
    assert len(answer.json()["results"]["bindings"]) == 1000
    graph = httpx.get(f"{service}/sparql", params={"query": "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"}, headers={"Accept": "application/n-triples"})
    assert graph.headers["x-beatbook-cut"] == "after 1000 rows"
    assert "x-beatbook-cut" not in ask(service, "SELECT * { ?s ?p ?o } LIMIT 1000").headers
