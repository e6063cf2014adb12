"""What the guard lets through, and what it does not, however it is written."""

from __future__ import annotations

import contextlib

import pytest

from ui.sparql.guard import RefusedError, guarded
from ui.sparql.negotiate import best

HELD = "http://example.org/dataset"


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?service ?from ?insert }",
        'SELECT * { ?s ?p "SERVICE <http://x/> { }" }',
        "SELECT * { ?s ?p '''it's a SERVICE''' }",
        "# SERVICE <http://x/>\nSELECT * { ?s ?p ?o }",
        "PREFIX service: <http://example.org/service#> SELECT * { ?s service:service ?o }",
        "PREFIX from: <http://example.org/> ASK { from:x from:from _:service }",
        "SELECT * { <http://example.org/SERVICE> ?p ?o FILTER(?o<3) FILTER(?o>1) }",
        'SELECT * { ?s ?p "x"@service }',
        f"SELECT * FROM <{HELD}> FROM NAMED <{HELD}> {{ ?s ?p ?o }}",
    ],
)
def test_words_in_other_places_are_only_words(query: str) -> None:
    assert guarded(query, (HELD,)).text == query


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }",
        "SELECT * { sErViCe SILENT <http://x/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p 1 SERVICE#comment\n<http://x/>{ ?s ?p ?o } }",
        "SELECT * { \\u0053ERVICE <http://x/> { ?s ?p ?o } }",
        "SELECT * { { SELECT * { SERVICE ?where { ?s ?p ?o } } } }",
        "SELECT * { FILTER(1<2)SERVICE?s#>\n{ ?s ?p ?o } }",
        "SELECT * { FILTER(1<2).SERVICE?s#>\n{ ?s ?p ?o } }",
        'SELECT * { ?s ?p "a\\"" SERVICE <http://x/> { ?s ?p ?o } }',
        "SELECT * { ?s ?p '''a''' SERVICE <http://x/> { ?s ?p ?o } }",
    ],
)
def test_service_is_refused_however_it_is_written(query: str) -> None:
    with pytest.raises(RefusedError, match="SERVICE") as refused:
        guarded(query, (HELD,))
    assert refused.value.status == 403


@pytest.mark.parametrize("query", ["", "   ", "# nothing", "hello", "PREFIX a: <b>", "{ ?s ?p ?o }"])
def test_what_is_no_query(query: str) -> None:
    with pytest.raises(RefusedError) as refused:
        guarded(query, (HELD,))
    assert refused.value.status == 400


def test_no_text_takes_for_ever() -> None:
    for text in ("SELECT " + "'" * 100_000, "<" * 100_000, '"""' + '"a' * 50_000, "\\u0053" * 20_000, "a:" * 50_000):
        with contextlib.suppress(RefusedError):
            assert guarded(f"{text} x", (HELD,)).form == "select"


@pytest.mark.parametrize(
    ("accept", "wanted"),
    [
        *((None, "a/b"), ("*/*", "a/b"), ("", "a/b"), ("c/d", "c/d"), ("c/*", "c/d"), ("a/b;q=0.1, c/d;q=0.2", "c/d")),
        *(("x/y", None), ("a/b;q=0", None), ("c/d;q=x", "a/b"), ("*/*;q=0.1, c/d", "c/d"), ("*/*, a/b;q=0", "c/d")),
    ],
)
def test_negotiation(accept: str | None, wanted: str | None) -> None:
    assert best(accept, ("a/b", "c/d")) == wanted
