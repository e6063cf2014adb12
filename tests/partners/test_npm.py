"""The npm layer: N3.js, jsonld.js, Comunica and rdf-validate-shacl."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.rdf.writing import RdfFormat
from tests.partners.conftest import broken_exports, run, triples
from tests.partners.queries import QUERIES, rows_of_csv
from tests.partners.test_pip import oxigraph_rows
from tests.ui.servers import served

SCRIPT = Path(__file__).with_name("read.mjs")


def node(npm: Path, *arguments: str | Path) -> bytes:
    """What a task of `read.mjs` prints."""
    here = npm / SCRIPT.name
    here.write_bytes(SCRIPT.read_bytes())
    return run("node", here, *arguments, timeout=300)


@pytest.mark.parametrize("form", [RdfFormat.TURTLE, RdfFormat.NTRIPLES, RdfFormat.TRIG, RdfFormat.NQUADS])
def test_n3_reads_the_same_triples(npm: Path, exported: dict[RdfFormat, Path], facts: frozenset[str], form: RdfFormat) -> None:
    assert triples(node(npm, "n3", exported[form])) == facts


def test_jsonld_js_reads_the_same_triples(npm: Path, exported: dict[RdfFormat, Path], facts: frozenset[str]) -> None:
    assert triples(node(npm, "jsonld", exported[RdfFormat.JSONLD])) == facts


@pytest.fixture(scope="session")
def store(exported: dict[RdfFormat, Path]) -> ox.Store:
    made = ox.Store()
    made.bulk_load(path=str(exported[RdfFormat.NTRIPLES]))
    return made


@pytest.mark.parametrize("query", QUERIES, ids=lambda q: q.stem)
def test_comunica_gives_the_same_rows(npm: Path, exported: dict[RdfFormat, Path], store: ox.Store, query: Path) -> None:
    said = run(npm / "node_modules" / ".bin" / "comunica-sparql-file", exported[RdfFormat.TURTLE], "-f", query, "-t", "text/csv", timeout=300)
    assert rows_of_csv(said.decode()) == oxigraph_rows(store, query)


def test_comunica_asks_the_endpoint(npm: Path, folder: Path, store: ox.Store) -> None:
    with served(folder) as address:
        said = run(npm / "node_modules" / ".bin" / "comunica-sparql-file", f"sparql@{address}/sparql", "-f", QUERIES[0], "-t", "text/csv", timeout=300)
    assert rows_of_csv(said.decode()) == oxigraph_rows(store, QUERIES[0])


def test_rdf_validate_shacl_accepts_the_export(npm: Path, exported: dict[RdfFormat, Path], shapes: Path) -> None:
    assert node(npm, "shacl", shapes, exported[RdfFormat.NTRIPLES]).strip() == b"true"


def test_rdf_validate_shacl_refuses_broken_exports(npm: Path, exported: dict[RdfFormat, Path], shapes: Path, tmp_path: Path) -> None:
    for what, broken in broken_exports(exported[RdfFormat.NTRIPLES].read_bytes()).items():
        (tmp_path / "broken.nt").write_bytes(broken)
        assert node(npm, "shacl", shapes, tmp_path / "broken.nt").strip() == b"false", what
