"""The endpoint answers over the build of now, and is fair when many ask."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from kg.vocabulary import ID
from search.library import Library
from tests.search.samples import Tiny
from tests.ui.conftest import run_beatbook
from ui.service.app import make_api
from ui.service.settings import Settings
from ui.sparql.guard import RefusedError
from ui.sparql.store import store_of
from ui.sparql.workers import Allowance, Workers

COUNT = "SELECT (COUNT(?b) AS ?n) { ?b a <https://w3id.org/beatbook/ns#Bullet> }"


def ran(work: Coroutine[Any, Any, Any]) -> Any:
    """What a coroutine gives, in a thread of its own: a browser of other tests keeps an event loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def counted(client: TestClient) -> tuple[int, str]:
    answer = client.get("/sparql", params={"query": COUNT})
    return int(answer.json()["results"]["bindings"][0]["n"]["value"]), answer.headers["x-beatbook-build"]


def test_a_new_update_is_answered_over_without_a_restart(library: Path, tmp_path: Path) -> None:
    with TestClient(make_api(library, Settings(hosts=None, cors=True))) as client:
        before, build = counted(client)
        update = Tiny(["Operation WINDLASS found a boat.", "A drone found a walker."], quarter="Quarter 1 – 2023/24").write(tmp_path / "new.txt")
        assert run_beatbook("add", str(update), "--library", str(library), cwd=tmp_path).returncode == 0
        after, now = counted(client)
        assert (after, now != build) == (before + 2, True)
        assert client.get("/api/v1/status").json()["build"] == now
    assert len([p for p in (library / "sparql").iterdir() if p.is_dir()]) == 1


def test_another_base_is_asked_and_addressed(samples: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(samples, tmp_path / "copy", ignore=shutil.ignore_patterns("sparql")))
    base = "http://testserver/id/"
    with TestClient(make_api(copy, Settings(base=base, hosts=None))) as client:
        query = f'SELECT ?b {{ ?b a <https://w3id.org/beatbook/ns#Operation> FILTER(STRSTARTS(STR(?b), "{base}")) }} LIMIT 1'
        iri = client.get("/sparql", params={"query": query}).json()["results"]["bindings"][0]["b"]["value"]
        assert client.get(iri, headers={"Accept": "text/turtle"}).status_code == 200
        assert ID not in client.get("/sparql", headers={"Accept": "text/html"}).text


def test_a_store_is_made_once(library: Path) -> None:
    with Library.open(library) as opened:
        first = store_of(opened, ID)
        made = first.stat().st_mtime_ns
        assert store_of(opened, ID) == first
        assert first.stat().st_mtime_ns == made
        assert store_of(opened, "https://example.org/") != first


def test_a_missing_library_is_told(tmp_path: Path) -> None:
    with TestClient(make_api(tmp_path / "none", Settings(hosts=None, cors=True))) as client:
        assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 503


def test_in_a_rush_the_newest_is_answered_and_the_oldest_told() -> None:
    async def rush() -> list[str]:
        workers, order = Workers(Allowance(at_once=1, patience=0.3)), list[str]()

        async def one(name: str) -> None:
            try:
                await workers._place()
                order.append(name)
            except RefusedError as error:
                order.append(f"{name} refused {error.status}")

        await one("first")
        waiting = [asyncio.ensure_future(one("older"))]
        await asyncio.sleep(0)
        waiting.append(asyncio.ensure_future(one("newer")))
        await asyncio.sleep(0)
        workers._leave()
        await asyncio.gather(*waiting)
        return order

    assert ran(rush()) == ["first", "newer", "older refused 503"]


@pytest.mark.parametrize("gone", [0, 1])
def test_a_place_is_not_lost_with_the_one_who_waited_for_it(gone: int) -> None:
    async def wait() -> int:
        workers = Workers(Allowance(at_once=1, patience=5))
        await workers._place()
        waiting = asyncio.ensure_future(workers._place())
        await asyncio.sleep(0)
        if gone:
            waiting.cancel()
            await asyncio.sleep(0)
        workers._leave()
        await asyncio.gather(waiting, return_exceptions=True)
        return workers._places

    assert ran(wait()) == gone
