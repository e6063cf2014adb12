"""Lists over HTTP: all rows as the command line prints them, pages that are the list, counts that agree, and the forms that are described."""

from __future__ import annotations

import csv
import io
import json
import threading
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import TypeAdapter

from search.errors import BusyError
from search.shared import Pool
from tests.ui.conftest import Run
from ui.service import streams
from ui.service.forms import answer, bullet, lists
from ui.service.streams import Stream

FORMS: dict[str, Any] = {
    "/ask?question=how many Volunteer Police Cadets are there, quarter by quarter": answer.AnswerForm,
    "/ask?question=anti-social behaviour in Harlow or Southend, not with the council, since 2019": answer.AnswerForm,
    "/bullets?labels=true&limit=1000": bullet.PageForm,
    "/facets": lists.FacetsForm,
    "/operations": lists.NamesForm,
    "/partners/metropolitan-police-service": lists.NamedForm,
    "/districts/harlow/trace": lists.TraceForm,
    "/operations/raptor/trace": lists.TraceForm,
    "/periods": lists.PeriodsForm,
    "/periods/2018-19-Q4": lists.PeriodDetailForm,
    "/periods/2019-20-Q3/trace": lists.PeriodTraceForm,
    "/updates": lists.UpdatesForm,
    "/status": lists.StatusForm,
    "/review": lists.ReviewForm,
    "/decisions": lists.DecisionsForm,
}


@pytest.mark.parametrize("path", FORMS)
def test_what_comes_has_the_form_that_is_described(client: TestClient, path: str) -> None:
    TypeAdapter(FORMS[path]).validate_json(client.get(f"/api/v1{path}").raise_for_status().content, strict=True)


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_all_rows_are_what_the_command_line_prints(client: TestClient, beatbook: Run, form: str) -> None:
    told = client.get("/api/v1/bullets", params={"format": form, "labels": True})
    assert told.content.decode() == beatbook("bullets", "--format", form).stdout
    media = {"jsonl": "application/jsonl", "csv": "text/csv"}[form]
    assert told.headers["content-type"].startswith(media)
    assert client.get("/api/v1/bullets", params={"labels": True}, headers={"Accept": media}).content == told.content


def test_a_csv_of_a_filter_has_its_rows(client: TestClient) -> None:
    counted = client.get("/api/v1/bullets", params={"partner": "the Met"}).json()["count"]
    rows = list(csv.reader(io.StringIO(client.get("/api/v1/bullets", params={"partner": "the Met", "format": "csv"}).text)))
    assert len(rows) == counted + 1
    assert counted > 3


def test_pages_are_the_list(client: TestClient) -> None:
    whole = [json.loads(line) for line in client.get("/api/v1/bullets", params={"format": "jsonl", "priority": "1"}).text.splitlines()]
    paged: list[dict[str, Any]] = []
    after: str | None = None
    while True:
        page = client.get("/api/v1/bullets", params={"priority": "1", "limit": 7, **({"after": after} if after else {})}).json()
        paged += page["bullets"]
        after = page["next"]
        if not after:
            break
    assert paged == whole
    assert page["count"] == len(whole) > 7


@pytest.mark.parametrize("kind", ["operations", "partners", "districts", "areas", "themes", "priorities", "periods"])
def test_a_count_is_the_length_of_its_list(client: TestClient, kind: str) -> None:
    parameter = {"priorities": "priority"}.get(kind, kind[:-1])
    other = {"partner": "the Met"} if kind == "districts" else {"district": "Harlow"}
    for row in client.get("/api/v1/facets", params=other).json()[kind]:
        name = row["slug"] if kind in ("priorities", "periods") else row["name"]
        assert client.get("/api/v1/facets", params={**other, parameter: name}).json()["count"] == row["count"], (kind, name)


def test_a_name_is_listed_told_and_traced(client: TestClient) -> None:
    raptor = next(row for row in client.get("/api/v1/operations").json()["names"] if row["name"] == "RAPTOR")
    told = client.get(f"/api/v1/operations/{raptor['slug']}").json()
    assert sum(period["count"] for period in told["periods"]) == told["count"] == raptor["count"]
    assert client.get("/api/v1/bullets", params={"operation": "Operation RAPTOR"}).json()["count"] == raptor["count"]
    assert client.get("/api/v1/operations/raptor/trace").json()["name"] == "RAPTOR"


def test_what_is_new_in_a_period_is_in_no_earlier_one(client: TestClient) -> None:
    periods = [row["slug"] for row in client.get("/api/v1/periods").json()["periods"]]
    found = client.get(f"/api/v1/periods/{periods[2]}/trace").json()
    assert (found["before"], found["after"]) == (periods[1], periods[3])
    for row in found["new"][:10]:
        assert client.get(f"/api/v1/{row['kind']}s/{row['slug']}").json()["first"] == periods[2]
    for row in found["silent"][:10]:
        held = [p["period"] for p in client.get(f"/api/v1/{row['kind']}s/{row['slug']}").json()["periods"]]
        assert (periods[1] in held, periods[2] in held) == (True, False)


def test_a_bullet_comes_with_what_stands_around_it(client: TestClient) -> None:
    bullets = client.get("/api/v1/bullets", params={"labels": True, "limit": 1000}).json()["bullets"]
    child = next(b for b in bullets if b["parent"])
    found = client.get(f"/api/v1/bullets/{child['id']}").raise_for_status().json()
    bullet.ContextForm.model_validate(found)
    assert found["bullet"] == child
    assert found["parent"]["id"] == child["parent"]
    assert child["id"] in [b["id"] for b in client.get(f"/api/v1/bullets/{child['parent']}").json()["children"]]
    at = bullets.index(child)
    assert (found["before"]["id"], found["after"]["id"]) == (bullets[at - 1]["id"], bullets[at + 1]["id"])
    assert found["citation"].startswith(child["source"])
    assert found["version"] in [row["id"] for row in client.get("/api/v1/updates").json()["updates"]]


def test_every_mark_of_a_source_is_its_bullet(client: TestClient) -> None:
    by_id = {b["id"]: b for b in client.get("/api/v1/bullets", params={"labels": True, "limit": 1000}).json()["bullets"]}
    for row in client.get("/api/v1/updates").json()["updates"]:
        source = client.get(f"/api/v1/updates/{row['id']}/source").json()
        lists.SourceForm.model_validate(source)
        assert len(source["bullets"]) == row["bullets"]
        lines = source["text"].split("\n")
        for mark in source["bullets"]:
            held = by_id[mark["id"]]
            assert (mark["span"], mark["lines"]) == (held["span"], held["lines"])
            start = sum(len(line) + 1 for line in lines[: mark["lines"][0] - 1])
            assert start <= mark["span"][0] < start + len(lines[mark["lines"][0] - 1])
        plain = client.get(f"/api/v1/updates/{row['id']}/source", headers={"Accept": "text/plain"})
        assert plain.content.decode() == source["text"]
        assert client.get(f"/api/v1/updates/{row['id']}").json()["id"] == row["id"]


def test_a_form_that_nothing_comes_in_is_refused(client: TestClient) -> None:
    told = client.get("/api/v1/bullets", headers={"Accept": "image/png"})
    assert told.status_code == 406
    assert "text/csv" in told.json()["detail"]


def test_a_stream_lets_go_of_its_build_begun_or_not(samples: Path) -> None:
    pool = Pool(samples)
    with pool.build() as build:
        held = [Stream(build, iter(["a"] * 5)) for _ in range(streams.MOST)]
        with pytest.raises(BusyError, match="try again"):
            Stream(build, iter([]))
        assert b"".join(held[0]) == b"a\n" * 5
        held.clear()
        assert len([Stream(build, iter([])) for _ in range(streams.MOST)]) == streams.MOST
    pool.close()
    assert threading.active_count() < 50
