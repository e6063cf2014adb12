"""The SPARQL 1.1 protocol, modelled on the W3C's 34 tests of it. Updates, which half of them send, are refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from kg.vocabulary import ID
from ui.sparql.protocol import MOST_TEXT
from ui.sparql.results import CSV, JSON, TSV, XML

ASK, SELECT = "ASK { ?s a <https://w3id.org/beatbook/ns#Bullet> }", "SELECT ?b { ?b a <https://w3id.org/beatbook/ns#Bullet> } LIMIT 3"
CONSTRUCT = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 3"
HELD, OTHER = f"{ID}dataset", "http://example.org/other"
FORM, DIRECT, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
INSERT = "INSERT DATA { <http://example.org/a> <http://example.org/b> 1 }"


def post(client: TestClient, body: str | bytes, kind: str | None, **kwargs: Any) -> Any:
    content = body.encode() if isinstance(body, str) else body
    return client.post("/sparql", content=content, headers={"Content-Type": kind} if kind else {}, **kwargs)


# Queries ----------------------------------------------------------------------------------------------------------------------


def test_query_get(client: TestClient) -> None:
    answer = client.get("/sparql", params={"query": ASK})
    assert (answer.status_code, answer.json()["boolean"]) == (200, True)


def test_query_post_form(client: TestClient) -> None:
    assert client.post("/sparql", data={"query": ASK}).json()["boolean"] is True


def test_query_post_direct(client: TestClient) -> None:
    assert post(client, ASK, DIRECT).json()["boolean"] is True


@pytest.mark.parametrize("method", ["get", "form", "direct"])
@pytest.mark.parametrize("default", [[HELD], [HELD, HELD]])
def test_query_dataset_default_graphs(client: TestClient, method: str, default: list[str]) -> None:
    fields = {"default-graph-uri": default}
    if method == "get":
        answer = client.get("/sparql", params={"query": ASK, **fields})
    elif method == "form":
        answer = client.post("/sparql", data={"query": ASK, **fields})
    else:
        answer = post(client, ASK, DIRECT, params=fields)
    assert answer.json()["boolean"] is True


@pytest.mark.parametrize("method", ["get", "post"])
def test_query_dataset_named_graphs(client: TestClient, method: str) -> None:
    fields = {"query": "ASK { GRAPH ?g { ?s ?p ?o } }", "named-graph-uri": HELD}
    answer = client.get("/sparql", params=fields) if method == "get" else client.post("/sparql", data=fields)
    assert answer.json()["boolean"] is True


def test_query_named_graphs_leave_the_default_graph_empty(client: TestClient) -> None:
    assert client.get("/sparql", params={"query": ASK, "named-graph-uri": HELD}).json()["boolean"] is False


def test_query_dataset_full(client: TestClient) -> None:
    fields = {"query": "ASK { ?a ?b ?c GRAPH ?g { ?s ?p ?o } }", "default-graph-uri": HELD, "named-graph-uri": HELD}
    assert client.get("/sparql", params=fields).json()["boolean"] is True


def test_query_multiple_dataset_the_protocol_goes_before_the_query(client: TestClient) -> None:
    query = f"ASK FROM <{HELD}> {{ GRAPH ?g {{ ?s ?p ?o }} }}"
    assert client.get("/sparql", params={"query": query}).json()["boolean"] is False
    assert client.get("/sparql", params={"query": query, "named-graph-uri": HELD}).json()["boolean"] is True


def test_query_from_a_held_graph(client: TestClient) -> None:
    assert client.get("/sparql", params={"query": f"ASK FROM <{HELD}> {{ ?s ?p ?o }}"}).json()["boolean"] is True
    assert client.get("/sparql", params={"query": f"ASK FROM NAMED <{HELD}> {{ GRAPH <{HELD}> {{ ?s ?p ?o }} }}"}).json()["boolean"] is True


@pytest.mark.parametrize("media", [JSON, XML, CSV, TSV])
def test_query_content_type_select(client: TestClient, media: str) -> None:
    answer = client.get("/sparql", params={"query": SELECT}, headers={"Accept": media})
    assert answer.headers["content-type"].startswith(media)
    assert answer.text.count(f"{ID}bullet/") == 3


@pytest.mark.parametrize("media", [JSON, XML])
def test_query_content_type_ask(client: TestClient, media: str) -> None:
    answer = client.get("/sparql", params={"query": ASK}, headers={"Accept": media})
    assert answer.headers["content-type"].startswith(media)
    assert "true" in answer.text


@pytest.mark.parametrize("query", [CONSTRUCT, f"DESCRIBE <{ID}district/harlow>"])
@pytest.mark.parametrize("media", ["text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml"])
def test_query_content_type_construct_and_describe(client: TestClient, query: str, media: str) -> None:
    import rdflib

    answer = client.get("/sparql", params={"query": query}, headers={"Accept": media})
    assert answer.headers["content-type"].startswith(media)
    form = {"application/n-triples": "nt", "application/ld+json": "json-ld", "application/rdf+xml": "xml"}.get(media, "turtle")
    assert len(rdflib.Graph().parse(data=answer.text, format=form)) >= 3


def test_quality_values_are_heeded(client: TestClient) -> None:
    answer = client.get("/sparql", params={"query": SELECT}, headers={"Accept": f"{JSON};q=0.2, {CSV};q=0.9, */*;q=0.1"})
    assert answer.headers["content-type"].startswith(CSV)
    assert client.get("/sparql", params={"query": SELECT}, headers={"Accept": "image/png"}).status_code == 406
    assert client.get("/sparql", params={"query": SELECT}, headers={"Accept": "application/json"}).json()["results"]["bindings"]


# Bad queries ------------------------------------------------------------------------------------------------------------------


def test_bad_query_method(client: TestClient) -> None:
    assert client.put("/sparql", params={"query": ASK}).status_code == 405


@pytest.mark.parametrize("method", ["get", "post"])
def test_bad_multiple_queries(client: TestClient, method: str) -> None:
    fields = {"query": [ASK, SELECT]}
    answer = client.get("/sparql", params=fields) if method == "get" else client.post("/sparql", data=fields)
    assert answer.status_code == 400


def test_bad_query_wrong_media_type(client: TestClient) -> None:
    assert post(client, ASK, "text/plain").status_code == 415


def test_bad_query_missing_form_type(client: TestClient) -> None:
    assert post(client, f"query={ASK}", None).status_code == 415


def test_bad_query_missing_direct_type(client: TestClient) -> None:
    assert post(client, ASK, None).status_code == 415


@pytest.mark.parametrize("body", [ASK.encode("utf-16"), b"ASK { ?s ?p '\xff' }"])
def test_bad_query_non_utf8(client: TestClient, body: bytes) -> None:
    assert post(client, body, DIRECT).status_code == 400
    assert post(client, ASK, f"{DIRECT}; charset=UTF-16").status_code == 415


def test_bad_query_syntax(client: TestClient) -> None:
    answer = client.get("/sparql", params={"query": "SELECT * WHERE { ?s ?p"})
    assert answer.status_code == 400
    assert "SPARQL" in answer.json()["detail"]


@pytest.mark.parametrize("body", ["", "default-graph-uri=http://example.org/"])
def test_bad_query_missing(client: TestClient, body: str) -> None:
    assert post(client, body, FORM).status_code == 400


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
def test_bad_query_unknown_graph_by_the_protocol(client: TestClient, name: str) -> None:
    assert client.get("/sparql", params={"query": ASK, name: OTHER}).status_code == 400


@pytest.mark.parametrize("clause", [f"FROM <{OTHER}>", f"FROM NAMED <{OTHER}>", "FROM <file:///etc/passwd>", "FROM ex:g", f"from\n#c\n<{OTHER}>"])
def test_bad_query_unknown_graph_by_the_query(client: TestClient, clause: str) -> None:
    answer = client.get("/sparql", params={"query": f"PREFIX ex: <http://example.org/> SELECT * {clause} WHERE {{ ?s ?p ?o }}"})
    assert answer.status_code == 400
    assert "not held" in answer.json()["detail"]


# Updates ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("update", [INSERT, "LOAD <http://example.org/x>", "CLEAR ALL", "DROP SILENT ALL", "PREFIX a: <b> DELETE WHERE { ?s ?p ?o }"])
@pytest.mark.parametrize("way", ["get", "form", "direct", "as a query"])
def test_updates_are_refused(client: TestClient, update: str, way: str) -> None:
    if way == "get":
        answer = client.get("/sparql", params={"update": update})
    elif way == "form":
        answer = client.post("/sparql", data={"update": update})
    elif way == "direct":
        answer = post(client, update, UPDATE)
    else:
        answer = client.get("/sparql", params={"query": update})
    assert answer.status_code == 403
    assert "updates" in answer.json()["detail"]


@pytest.mark.parametrize("fields", [{"update": [INSERT, INSERT]}, {"update": INSERT, "query": ASK}, {"update": INSERT, "using-graph-uri": HELD}])
def test_bad_updates(client: TestClient, fields: dict[str, Any]) -> None:
    assert client.post("/sparql", data=fields).status_code == 403


def test_bad_update_wrong_media_type(client: TestClient) -> None:
    assert post(client, INSERT, "text/turtle").status_code == 415


def test_bad_update_non_utf8(client: TestClient) -> None:
    assert 400 <= post(client, INSERT.encode("utf-16"), UPDATE).status_code < 500


# Beyond the W3C's -------------------------------------------------------------------------------------------------------------


def test_a_query_that_is_too_long(client: TestClient) -> None:
    long = f"ASK {{ ?s ?p '{'x' * MOST_TEXT}' }}"
    assert post(client, long, DIRECT).status_code == 413
    assert post(client, "x" * (4 * MOST_TEXT), DIRECT).status_code == 413


def test_every_site_may_ask(client: TestClient) -> None:
    assert client.get("/sparql", params={"query": ASK}, headers={"Origin": "http://example.org"}).headers["access-control-allow-origin"] == "*"
    assert client.options("/sparql").headers["access-control-allow-methods"] == "GET, POST"


def test_the_service_describes_itself(client: TestClient) -> None:
    import rdflib

    graph = rdflib.Graph().parse(data=client.get("/sparql", headers={"Accept": "text/turtle"}).text)
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    assert (None, sd.supportedLanguage, sd.SPARQL11Query) in graph
    assert str(graph.value(predicate=rdflib.RDF.type, object=sd.Service)).endswith("/sparql")


def test_the_library_is_described(client: TestClient) -> None:
    import rdflib

    graph = rdflib.Graph().parse(data=client.get("/.well-known/void").text)
    void, dataset = rdflib.VOID, rdflib.URIRef(HELD)
    counted = client.get("/sparql", params={"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"}).json()["results"]["bindings"][0]["n"]["value"]
    assert str(graph.value(dataset, void.triples)) == counted
    assert str(graph.value(dataset, void.sparqlEndpoint)).endswith("/sparql")
    assert graph.value(dataset, rdflib.DCTERMS.license)


def test_the_query_page_asks_nothing_of_others(client: TestClient) -> None:
    page = client.get("/sparql", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert page.headers["content-type"].startswith("text/html")
    for mark in ('src="', "@import", "url(", '<link rel="stylesheet"'):
        assert mark not in page.text
    assert 'id="query"' in page.text


@pytest.mark.parametrize("kind", ["bullet", "operation", "partner", "update"])
def test_items_come_as_turtle_json_ld_and_a_page(client: TestClient, kind: str) -> None:
    import rdflib

    query = f'SELECT ?i {{ ?i ?p ?o FILTER(STRSTARTS(STR(?i), "{ID}{kind}/") && !REGEX(STR(?i), "/{kind}/.*/[^/]*/")) }} ORDER BY ?i LIMIT 1'
    item = client.get("/sparql", params={"query": query}).json()["results"]["bindings"][0]["i"]["value"]
    path = "/id/" + item.removeprefix(ID)
    as_turtle, as_json = (client.get(path, headers={"Accept": media}) for media in ("text/turtle", "application/ld+json"))
    graphs = [rdflib.Graph().parse(data=as_turtle.text), rdflib.Graph().parse(data=as_json.text, format="json-ld")]
    assert set(graphs[0]) == set(graphs[1])
    assert (rdflib.URIRef(item), rdflib.RDF.type, None) in graphs[0]
    page = client.get(path, headers={"Accept": "text/html"})
    assert page.headers["content-type"].startswith("text/html")
    assert item in page.text


def test_a_bullets_description_has_its_mentions_and_their_places(client: TestClient) -> None:
    import rdflib

    query = "PREFIX oa: <http://www.w3.org/ns/oa#> SELECT ?b { ?m <https://w3id.org/beatbook/ns#inBullet> ?b ; oa:hasTarget/oa:hasSelector ?x } LIMIT 1"
    bullet = client.get("/sparql", params={"query": query}).json()["results"]["bindings"][0]["b"]["value"]
    graph = rdflib.Graph().parse(data=client.get("/id/" + bullet.removeprefix(ID)).text)
    assert list(graph.subject_objects(rdflib.URIRef("http://www.w3.org/ns/oa#exact")))


@pytest.mark.parametrize("path", ["/id/bullet/none", "/id/..%2f..%2fetc", "/id/x%3E%20%7D", "/id/"])
def test_what_is_not_held_is_not_found(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.json()["detail"]


def test_an_answer_says_from_which_build_it_is(client: TestClient) -> None:
    build = client.get("/api/v1/status").json()["build"]
    answer = client.get("/sparql", params={"query": SELECT})
    assert answer.headers["x-beatbook-build"] == build
    assert "x-beatbook-cut" not in answer.headers
    assert "beatbook" not in json.loads(answer.text)
