"""Exports and checks as a partner's data team runs them."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from pathlib import Path

import pytest
import rdflib

from tests.search.samples import Tiny
from tests.ui.conftest import Run, run_beatbook

FORMATS = {"turtle": "turtle", "ntriples": "nt", "rdfxml": "xml", "jsonld": "json-ld"}


@pytest.fixture(scope="module")
def whole(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export")
    done = run_beatbook("export", "ntriples", "-o", "all.nt", cwd=folder, BEATBOOK_LIBRARY=str(samples))
    assert done.returncode == 0, done.stderr
    return folder / "all.nt"


def bullets_in(graph: rdflib.Graph) -> set[str]:
    return {str(s).rpartition("/")[2] for s in graph.subjects(rdflib.RDF.type, rdflib.URIRef("https://w3id.org/beatbook/ns#Bullet"))}


@pytest.mark.parametrize("form", FORMATS)
def test_every_flat_format_on_stdout_holds_the_same(beatbook: Run, whole: Path, form: str) -> None:
    part = ("--period", "2018-19-Q4")
    graph = rdflib.Graph().parse(data=beatbook("export", form, *part).stdout, format=FORMATS[form])
    assert len(graph) > 5000
    assert set(graph) <= set(rdflib.Graph().parse(whole, format="nt"))


@pytest.mark.parametrize("form", ["trig", "nquads"])
def test_formats_with_graphs_name_the_versions(beatbook: Run, form: str) -> None:
    assert "id/version/essex-sample-2018-19-q4" in beatbook("export", form, "--period", "2018-19-Q4").stdout


def test_a_release_carries_its_description_and_its_report(whole: Path) -> None:
    described, report = (rdflib.Graph().parse(whole.with_suffix(ending)) for ending in (".void.ttl", ".shacl.ttl"))
    dataset = rdflib.URIRef("https://w3id.org/beatbook/id/dataset")
    assert int(described.value(dataset, rdflib.VOID.triples)) == len(whole.read_text().splitlines())  # type: ignore[arg-type]
    assert "open-government-licence" in str(described.value(dataset, rdflib.DCTERMS.license))
    assert described.value(dataset, rdflib.DCTERMS.provenance)
    sizes = list(described.objects(None, rdflib.URIRef("http://www.w3.org/ns/dcat#byteSize")))
    assert [int(size) for size in sizes] == [whole.stat().st_size]  # type: ignore[call-overload]
    assert (None, rdflib.URIRef("http://www.w3.org/ns/shacl#conforms"), rdflib.Literal(True)) in report


def test_the_members_of_an_answer(beatbook: Run) -> None:
    question = "all cross-border work with the Met"
    graph = rdflib.Graph().parse(data=beatbook("export", "turtle", "--question", question).stdout)
    assert bullets_in(graph) == {row["id"] for row in json.loads(beatbook("ask", question, "--format", "json").stdout)["evidence"]}


@pytest.mark.parametrize("option", ["--operation", "--partner"])
def test_parts_by_name_as_table_and_graph(beatbook: Run, option: str) -> None:
    name = {"--operation": "RAPTOR", "--partner": "the Met"}[option]
    rows = list(csv.DictReader(io.StringIO(beatbook("export", "csv", option, name).stdout)))
    graph = rdflib.Graph().parse(data=beatbook("export", "ntriples", option, name).stdout, format="nt")
    assert {row["id"] for row in rows} == bullets_in(graph) != set()
    column = {"--operation": "operations", "--partner": "partners"}[option]
    assert all(row[column] for row in rows)
    assert "<graphml" in beatbook("export", "graphml", option, name).stdout


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--operation", "RAPTER"], 1, "did you mean"),
        (["--period", "2018"], 2, "no period"),
        (["--period", "2010-11"], 1, "nothing is left"),
        (["--max-marking", "hush"], 2, "ladder"),
        (["--base", "example.org"], 2, "cannot begin"),
        (["--licence", "a b"], 2, "no IRI"),
        (["--changes-since", "0000"], 1, "no longer known"),
        (["-o", "none/x.nt"], 1, "cannot be written"),
    ],
)
def test_what_is_wrong_is_said(beatbook: Run, arguments: list[str], code: int, said: str) -> None:
    done = beatbook("export", "ntriples", *arguments)
    assert done.returncode == code
    assert said in " ".join(done.stderr.replace("│", " ").split())
    assert done.stdout == ""


def test_changes_are_told_as_files_and_as_a_patch(library: Path, tmp_path: Path) -> None:
    where = ("--library", str(library))
    before = json.loads(run_beatbook("status", "--format", "json", *where, cwd=tmp_path).stdout)["build"]
    update = Tiny(["Operation WINDLASS found a boat."], quarter="Quarter 1 – 2023/24", produced="July 2023").write(tmp_path / "new.txt")
    assert run_beatbook("add", str(update), *where, cwd=tmp_path).returncode == 0
    done = run_beatbook("export", "turtle", "--changes-since", before, "-o", "c.ttl", "--base", "https://example.org/id/", *where, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    added, withdrawn = (rdflib.Graph().parse(tmp_path / f"c.{name}.ttl") for name in ("added", "withdrawn"))
    assert len(withdrawn) == 0
    assert {b for b in bullets_in(added) if "2023-24-q1" not in b} == set()
    assert not [s for s in added.subjects() if str(s).startswith("https://w3id.org/beatbook/id/")]
    patch = run_beatbook("export", "ntriples", "--changes-since", before, *where, cwd=tmp_path).stdout.splitlines()
    assert (patch[0], patch[-1]) == ("TX .", "TC .")
    assert len([line for line in patch if line.startswith("A ")]) == len(added)


def test_validate_conforms(beatbook: Run) -> None:
    done = beatbook("validate", "2018-19-Q4")
    assert (done.returncode, done.stdout.strip().endswith("conforms")) == (0, True)


def test_what_does_not_conform_is_named_and_not_exported(library: Path, tmp_path: Path) -> None:
    where = ("--library", str(library))
    with sqlite3.connect(library / "catalogue.sqlite") as db:
        (broken,) = db.execute("SELECT id FROM bullets WHERE version LIKE '%2018-19-q4%' ORDER BY n LIMIT 1").fetchone()
        db.execute("UPDATE bullets SET body = json_set(body, '$.lines', json('[9, 3]')) WHERE id = ?", (broken,))
        db.execute("DELETE FROM verdicts")
    told = run_beatbook("validate", "2018-19-Q4", *where, cwd=tmp_path)
    assert told.returncode == 1
    assert "first line is counted from 1 and does not come after its last (shape Bullet-lines)" in told.stdout
    assert f"bullet {broken}" in told.stdout
    rows = json.loads(run_beatbook("validate", "2018-19-Q4", "--format", "json", *where, cwd=tmp_path).stdout)
    assert (rows["conforms"], rows["findings"][0]["shape"]) == (False, "Bullet-lines")
    part = ("--period", "2018-19-Q4", "-o", "x.nt")
    refused = run_beatbook("export", "ntriples", *part, *where, cwd=tmp_path)
    assert refused.returncode == 1
    assert "--force" in refused.stderr
    assert not (tmp_path / "x.nt").exists()
    assert run_beatbook("export", "ntriples", *part, "--force", *where, cwd=tmp_path).returncode == 0
    assert "false" in (tmp_path / "x.shacl.ttl").read_text()
