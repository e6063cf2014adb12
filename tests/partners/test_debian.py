"""The Debian layer: rapper, serdi, roqet and Virtuoso."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from kg.rdf.writing import RdfFormat
from tests.partners.conftest import run, triples
from tests.partners.queries import QUERIES, Rows, names_of, rows_of, rows_of_csv
from tests.partners.test_pip import oxigraph_rows
from tests.ui.servers import free_port

pytestmark = pytest.mark.usefixtures("debian")
GRAPH = "http://example.org/graph"
CONFIG = """[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = .
NumberOfBuffers = 10000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
[SPARQL]
ResultSetMaxRows = 100000
"""


@pytest.mark.parametrize(("form", "guess"), [(RdfFormat.TURTLE, "turtle"), (RdfFormat.NTRIPLES, "ntriples"), (RdfFormat.RDFXML, "rdfxml")])
def test_rapper_reads_the_same_triples(exported: dict[RdfFormat, Path], facts: frozenset[str], form: RdfFormat, guess: str) -> None:
    assert triples(run("rapper", "-q", "-i", guess, "-o", "ntriples", exported[form], "http://example.org/")) == facts


@pytest.mark.parametrize("form", [RdfFormat.TURTLE, RdfFormat.NTRIPLES])
def test_serdi_reads_the_same_triples(exported: dict[RdfFormat, Path], facts: frozenset[str], form: RdfFormat) -> None:
    assert triples(run("serdi", "-i", form.value, "-o", "ntriples", exported[form])) == facts


@pytest.fixture(scope="session")
def store(exported: dict[RdfFormat, Path]) -> ox.Store:
    made = ox.Store()
    made.bulk_load(path=str(exported[RdfFormat.NTRIPLES]))
    return made


@pytest.mark.parametrize("query", QUERIES, ids=lambda q: q.stem)
def test_roqet_gives_the_same_rows(exported: dict[RdfFormat, Path], store: ox.Store, query: Path) -> None:
    # Debian's roqet ends with 2 after some queries that it answers.
    said = run("roqet", "-q", query, "-D", exported[RdfFormat.NTRIPLES], "-r", "csv", codes=(0, 2)).decode()
    assert rows_of_csv(said) == oxigraph_rows(store, query)


@pytest.fixture(scope="session")
def virtuoso(exported: dict[RdfFormat, Path], tmp_path_factory: pytest.TempPathFactory, debian: None) -> Iterator[str]:  # noqa: ARG001
    """A Virtuoso that has loaded the Turtle export; its SPARQL address."""
    folder, sql, http = tmp_path_factory.mktemp("virtuoso"), free_port(), free_port()
    shutil.copy(exported[RdfFormat.TURTLE], folder / "export.ttl")
    (folder / "virtuoso.ini").write_text(CONFIG.format(sql=sql, http=http))
    (folder / "load.sql").write_text(f"DB.DBA.TTLP(file_to_string_output('export.ttl'), 'http://example.org/', '{GRAPH}', 0);\ncheckpoint;\n")
    process = subprocess.Popen(["virtuoso-t", "+configfile", "virtuoso.ini", "+foreground"], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            try:
                socket.create_connection(("127.0.0.1", sql), timeout=1).close()
                break
            except OSError:
                time.sleep(0.2)
        said = subprocess.run(["isql-vt", f"127.0.0.1:{sql}", "dba", "dba", "load.sql"], cwd=folder, capture_output=True, text=True, timeout=240, check=False)
        assert "*** Error" not in said.stdout + said.stderr, said.stdout + said.stderr
        yield f"http://127.0.0.1:{http}/sparql"
    finally:
        process.terminate()
        process.wait(60)


def _virtuoso_rows(address: str, query: Path) -> Rows:
    fields = {"query": query.read_text(encoding="utf-8"), "default-graph-uri": GRAPH, "format": "application/sparql-results+json"}
    answer = httpx.get(address, params=fields, timeout=120)
    answer.raise_for_status()
    names = names_of(query)
    return rows_of([row[name]["value"] for name in names] for row in json.loads(answer.text)["results"]["bindings"])


@pytest.mark.parametrize("query", QUERIES, ids=lambda q: q.stem)
def test_virtuoso_gives_the_same_rows(virtuoso: str, store: ox.Store, query: Path) -> None:
    assert _virtuoso_rows(virtuoso, query) == oxigraph_rows(store, query)


def test_virtuoso_holds_as_many_triples(virtuoso: str, facts: frozenset[str]) -> None:
    counted = httpx.get(virtuoso, params={"query": f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{GRAPH}> {{ ?s ?p ?o }} }}", "format": "text/csv"}, timeout=120)
    assert int(counted.text.split()[1].strip('"')) == len(facts)
