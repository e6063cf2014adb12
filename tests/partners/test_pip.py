"""The pip layer: rdflib, pyoxigraph, pySHACL. Each format is read by one that did not write it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from fastapi.testclient import TestClient

from kg.rdf.writing import RdfFormat
from kg.vocabulary import Vocabulary
from search.build import Builder
from search.history import facts_of
from search.library import Library
from tests.partners.conftest import NASTY, broken_exports, triples
from tests.partners.queries import QUERIES, Rows, names_of, rows_of, rows_of_csv
from ui.service.app import make_api
from ui.service.settings import Settings

FLAT = {RdfFormat.TURTLE: "turtle", RdfFormat.NTRIPLES: "nt", RdfFormat.RDFXML: "xml", RdfFormat.JSONLD: "json-ld"}
OA = "http://www.w3.org/ns/oa#"
pytestmark = pytest.mark.filterwarnings("ignore:Dataset.default_context:DeprecationWarning")


def test_there_are_at_least_ten_competency_queries() -> None:
    assert len(QUERIES) >= 10


@pytest.mark.parametrize("form", FLAT)
def test_rdflib_reads_the_same_triples_from_every_format(exported: dict[RdfFormat, Path], facts: frozenset[str], form: RdfFormat) -> None:
    graph = rdflib.Graph().parse(exported[form], format=FLAT[form])
    assert triples(graph.serialize(format="nt", encoding="utf-8")) == facts


@pytest.mark.parametrize("form", [RdfFormat.TRIG, RdfFormat.NQUADS])
def test_formats_with_graphs_hold_the_same_triples(exported: dict[RdfFormat, Path], facts: frozenset[str], form: RdfFormat) -> None:
    dataset = rdflib.Dataset()
    dataset.parse(exported[form], format=form.value)
    found = "".join(f"{s.n3()} {p.n3()} {o.n3()} .\n" for s, p, o, _ in dataset.quads() if '"""' not in o.n3())
    held = {str(quad.triple) for quad in ox.parse(path=str(exported[form]))}
    assert held == facts
    assert triples(found.encode()) <= facts


@pytest.mark.parametrize("form", FLAT)
def test_oxigraph_reads_the_same_triples_from_every_format(exported: dict[RdfFormat, Path], facts: frozenset[str], form: RdfFormat) -> None:
    forms = {**dict.fromkeys(FLAT, None), RdfFormat.JSONLD: ox.RdfFormat.JSON_LD}
    assert {str(quad.triple) for quad in ox.parse(path=str(exported[form]), format=forms[form])} == facts


@pytest.fixture(scope="session")
def store(exported: dict[RdfFormat, Path]) -> ox.Store:
    made = ox.Store()
    made.bulk_load(path=str(exported[RdfFormat.NTRIPLES]))
    return made


@pytest.fixture(scope="session")
def graph(exported: dict[RdfFormat, Path]) -> rdflib.Graph:
    return rdflib.Graph().parse(exported[RdfFormat.NTRIPLES], format="nt")


def oxigraph_rows(store: ox.Store, query: Path) -> Rows:
    found = store.query(query.read_text(encoding="utf-8"))
    assert isinstance(found, ox.QuerySolutions)
    names = [variable.value for variable in found.variables]
    assert names == names_of(query)
    return rows_of([row[name].value for name in names] for row in found)


@pytest.mark.parametrize("query", QUERIES, ids=lambda q: q.stem)
def test_rdflib_and_oxigraph_give_the_same_rows(store: ox.Store, graph: rdflib.Graph, query: Path) -> None:
    rows = oxigraph_rows(store, query)
    assert rows
    assert rows_of(graph.query(query.read_text(encoding="utf-8"))) == rows  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def client(folder: Path) -> TestClient:
    opened = TestClient(make_api(folder, Settings(hosts=None)))
    opened.__enter__()
    return opened


@pytest.mark.parametrize("query", QUERIES, ids=lambda q: q.stem)
def test_the_endpoint_gives_the_same_rows(store: ox.Store, client: TestClient, query: Path) -> None:
    answer = client.post("/sparql", content=query.read_bytes(), headers={"Content-Type": "application/sparql-query", "Accept": "text/csv"})
    assert rows_of_csv(answer.content.decode()) == oxigraph_rows(store, query)


def test_pyshacl_accepts_the_export(exported: dict[RdfFormat, Path], shapes: Path) -> None:
    import pyshacl

    data = rdflib.Graph().parse(exported[RdfFormat.NTRIPLES], format="nt")
    conforms, _, said = pyshacl.validate(data, shacl_graph=rdflib.Graph().parse(shapes), inference="none")
    assert conforms, said


def test_pyshacl_refuses_broken_exports(library: Library, shapes: Path) -> None:
    import pyshacl

    shacl, made = rdflib.Graph().parse(shapes), facts_of(library)
    part = "".join(f"{s} {p} {o} .\n" for s, p, o in sorted(set(made.of_version(made.versions[1])))).encode()
    for what, broken in broken_exports(part).items():
        assert not pyshacl.validate(rdflib.Graph().parse(data=broken, format="nt"), shacl_graph=shacl, inference="none")[0], what


def test_every_selector_resolves(store: ox.Store) -> None:
    query = f"""PREFIX oa: <{OA}> SELECT ?exact ?start ?end ?text {{ ?t oa:hasSource/<https://w3id.org/beatbook/ns#sourceText> ?text ;
        oa:hasSelector/oa:start ?start ; oa:hasSelector/oa:end ?end ; oa:hasSelector/oa:exact ?exact }}"""
    found = list(store.query(query))  # type: ignore[call-overload]
    assert len(found) > 500
    for row in found:
        assert row["text"].value[int(row["start"].value) : int(row["end"].value)] == row["exact"].value


def test_nasty_text_survives(store: ox.Store) -> None:
    found = store.query("SELECT ?t { ?b <https://schema.org/text> ?t ; <http://purl.org/dc/terms/temporal>/<https://w3id.org/beatbook/ns#firstDay> ?d }")
    said = "\n".join(row["t"].value for row in found)  # type: ignore[union-attr]
    for piece in ("]]>", "<![CDATA[", "🚓🚓", "Café Zoë", '"""', "'''", "back\\slash", "\\u0041", "${dollar}", "a & b", "1 < 2 > 0"):
        assert piece in said, piece
    assert len(NASTY.bullets) == 3


def test_a_new_quarter_adds_only_its_own_subjects(tmp_path: Path) -> None:
    vocabulary, updates = Vocabulary.load(), sorted((Path(__file__).parents[2] / "data" / "updates").glob("sample-20*.txt"))
    before = Builder(tmp_path / "library", vocabulary).add(updates[:-1]).build
    Builder(tmp_path / "library", vocabulary).add(updates[-1:])
    command = [sys.executable, "-m", "ui.cli", "export", "ntriples", "--changes-since", before, "-o", "c.nt", "--library", "library"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    assert (tmp_path / "c.withdrawn.nt").read_bytes() == b""
    added = [quad.triple for quad in ox.parse(path=str(tmp_path / "c.added.nt"), format=ox.RdfFormat.N_TRIPLES)]
    with Library.open(tmp_path / "library") as library:
        new = library.versions[-1]
        ids = {b.bullet.id for b in library.catalogue.bullets(library.catalogue.members([new.id]))}
        said_of_new = {s for s, _, _ in facts_of(library).of_version(new)}
    subjects = {str(triple.subject) for triple in added}
    assert subjects <= said_of_new
    assert {re.search("/bullet/([a-z0-9-]+)", s)[1] for s in subjects if "/bullet/" in s} == ids  # type: ignore[index]
    assert all("2022-23-q1" in s for s in subjects if "/version/" in s or "/update/" in s)
