"""Result sets are read back by rdflib's readers as they were, whatever is in them; pages show text and never obey it."""

from __future__ import annotations

import csv
import io
import json

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.plugins.sparql.results.jsonresults import JSONResultParser
from rdflib.plugins.sparql.results.tsvresults import TSVResultParser
from rdflib.plugins.sparql.results.xmlresults import XMLResultParser

from kg.vocabulary import ID
from tests.kg.test_rdf_terms import NASTY
from ui.sparql.page import examples, item_page, query_page
from ui.sparql.results import CSV, JSON, TSV, XML, Limits, boolean, graph, table

LIMITS = Limits(1000, 1 << 20)
NAMES = ["s", "text", "number", "none"]
PLAIN = "".join(c for c in NASTY if c.isprintable() or c in "\n")
ROWS = [
    [ox.NamedNode("http://example.org/a?b=c&d"), ox.Literal(PLAIN), ox.Literal("1", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")), None],
    [ox.BlankNode("b0"), ox.Literal(PLAIN, language="en"), ox.Literal("x", datatype=ox.NamedNode("http://example.org/type<>".strip("<>"))), None],
]


@pytest.mark.parametrize(("media", "reader"), [(JSON, JSONResultParser), (XML, XMLResultParser)])
def test_json_and_xml_are_read_back(media: str, reader: type) -> None:
    found = reader().parse(io.BytesIO(table(NAMES, ROWS, media, LIMITS).body))
    assert [str(v) for v in found.vars] == NAMES
    first, second = found.bindings
    assert [first[n] for n in map(rdflib.Variable, NAMES[:3])] == [rdflib.URIRef("http://example.org/a?b=c&d"), rdflib.Literal(PLAIN), rdflib.Literal(1)]
    assert second[rdflib.Variable("text")] == rdflib.Literal(PLAIN, lang="en")
    assert isinstance(second[rdflib.Variable("s")], rdflib.BNode)
    assert rdflib.Variable("none") not in first


def test_csv_is_read_back() -> None:
    rows = list(csv.reader(io.StringIO(table(NAMES, ROWS, CSV, LIMITS).body.decode(), newline="")))
    assert rows == [NAMES, ["http://example.org/a?b=c&d", PLAIN, "1", ""], ["_:b0", PLAIN, "x", ""]]


def test_tsv_is_read_back() -> None:
    simple = [[ox.NamedNode("http://example.org/a"), ox.Literal('a "quoted"\ttab\nline'), ox.Literal("x", language="en"), ox.Literal("z")]]
    body = table(NAMES, simple, TSV, LIMITS).body
    assert body.count(b"\n") == 2
    (row,) = TSVResultParser().parse(io.BytesIO(body)).bindings
    assert row[rdflib.Variable("text")] == rdflib.Literal('a "quoted"\ttab\nline')
    assert row[rdflib.Variable("number")] == rdflib.Literal("x", lang="en")


@pytest.mark.parametrize("value", [True, False])
def test_booleans(value: bool) -> None:
    assert json.loads(boolean(value, JSON))["boolean"] is value
    assert XMLResultParser().parse(io.BytesIO(boolean(value, XML))).askAnswer is value
    assert boolean(value, CSV).strip() == str(value).lower().encode()


@pytest.mark.parametrize("media", [JSON, XML, CSV, TSV])
@pytest.mark.parametrize("limits", [Limits(3, 1 << 20), Limits(1000, 600)])
def test_a_table_is_cut_at_rows_or_bytes(media: str, limits: Limits) -> None:
    rows = ([ox.Literal(str(n) * 80)] for n in range(100))
    answered = table(["n"], rows, media, limits)
    assert answered.cut
    assert 0 < answered.rows < 12
    whole = table(["n"], [[ox.Literal("x")]] * 3, media, Limits(3, 1 << 20))
    assert (whole.rows, whole.cut) == (3, False)


def test_a_graph_is_cut() -> None:
    triples = [ox.Triple(ox.NamedNode(f"http://example.org/{n}"), ox.NamedNode("http://example.org/p"), ox.Literal("x")) for n in range(10)]
    answered = graph(iter(triples), "application/n-triples", Limits(4, 1 << 20))
    assert (answered.rows, answered.cut, answered.body.count(b"\n")) == (4, True, 4)
    assert not graph(triples, "text/turtle", Limits(10, 1 << 20)).cut


SCRIPT = "</script><script>alert(1)</script>"


def test_an_items_page_shows_text_and_never_obeys_it() -> None:
    page = item_page(ID, f"{ID}bullet/x", [("http://example.org/p", SCRIPT, "literal"), (f"{ID}q", f"{ID}operation/y", "uri")], [(f"{ID}bullet/z", SCRIPT)], 7)
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert 'href="/id/operation/y"' in page
    assert "7 more" in page


def test_the_query_page_holds_the_examples_under_the_base() -> None:
    assert len(examples()) >= 10
    page = query_page("https://example.org/id/")
    assert page.count("<option") == len(examples()) + 1
    assert 'base="https://example.org/id/"' in page
    assert page.count("</script>") == 1
