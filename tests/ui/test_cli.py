"""Each command as it is typed: what it prints, its exit code, and the one line it says when something is wrong."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from kg.catalogue import FILE
from kg.vocabulary import Vocabulary
from search.build import Builder
from search.library import Manifest
from tests.ui.conftest import KENT, Done, Run, run_beatbook

ANSWER_KEYS = {"question", "status", "interpretation", "marking", "count", "evidence", "result", "coverage", "facets", "close", "did_you_mean", "build"}
EVIDENCE_KEYS = {"id", "source", "lines", "page", "force", "period", "priority", "text", "marking", "score", "why"}
BULLET_KEYS = {
    *("id", "source", "lines", "page", "span", "force", "period", "plan", "priority", "commitment", "headings", "label", "label_only", "parent", "kind"),
    *("text", "marking", "cells", "operations", "partners", "districts", "areas", "cross_border", "mentions", "figures"),
}

OWN = r"""@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix bb: <https://w3id.org/beatbook/ns#> .
@prefix id: <https://w3id.org/beatbook/id/> .
id:theme\/kites a bb:Theme ; skos:prefLabel "kite flying"@en .
"""


def one_line(text: str) -> bool:
    return text.startswith("beatbook: ") and text.count("\n") == 1 and "Traceback" not in text


def test_ask_prints_the_answer_with_citations_and_receipt(beatbook: Run) -> None:
    shown = beatbook("ask", "all cross-border work with the Met").stdout
    assert "partner Metropolitan Police Service" in shown
    assert "[sample-2018-19-q4.txt, line" in shown
    assert "Receipt" in shown
    assert "not held (essex-sample): Q2 2016/17 to Q3 2018/19" in shown
    assert "\x1b[" not in shown, "colours are off when piped"


def test_the_demo_question_has_an_answer_in_every_sample(beatbook: Run) -> None:
    answer = json.loads(beatbook("ask", "all cross-border work with the Met", "--format", "json").stdout)
    assert {e["period"] for e in answer["evidence"]} == {"2016-06", "2018-19-Q4", "2019-20-Q3", "2020-21-Q1", "2022-23-Q1"}


def test_ask_json_is_one_object_on_one_line_with_every_key(beatbook: Run) -> None:
    shown = beatbook("ask", "county lines in Q1 2020/21", "--format", "json").stdout
    assert shown.count("\n") == 1
    answer = json.loads(shown)
    assert answer.keys() == ANSWER_KEYS
    assert answer["count"] == len(answer["evidence"]) > 0
    assert all(e.keys() == EVIDENCE_KEYS for e in answer["evidence"])
    assert {e["period"] for e in answer["evidence"]} == {"2020-21-Q1"}


def test_ask_csv_holds_the_whole_set(beatbook: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(beatbook("ask", "county lines", "--format", "csv").stdout)))
    answer = json.loads(beatbook("ask", "county lines", "--format", "json").stdout)
    assert [row["id"] for row in rows] == [e["id"] for e in answer["evidence"]]


def test_ask_writes_to_a_file(beatbook: Run, tmp_path: Path) -> None:
    done = beatbook("ask", "drink spiking", "--format", "markdown", "--output", "spiking.md")
    assert done.returncode == 0
    assert done.stdout == ""
    assert (tmp_path / "spiking.md").read_text().startswith("# drink spiking\n")


@pytest.mark.parametrize(
    ("question", "status", "code"),
    [
        ("What did Operation THUNDERBIRD achieve?", "no_evidence", 0),
        ("speed cameras in Norwich", "no_evidence", 0),
        ("county lines in 2010/11", "not_held", 0),
        ("what about it?", "not_understood", 1),
    ],
)
def test_the_kinds_of_no(beatbook: Run, question: str, status: str, code: int) -> None:
    done = beatbook("ask", question, "--format", "json")
    assert (json.loads(done.stdout)["status"], done.returncode) == (status, code)
    assert not code or one_line(done.stderr)


def test_an_unknown_operation_is_not_replaced(beatbook: Run) -> None:
    answer = json.loads(beatbook("ask", "Operation RAPTER", "--format", "json").stdout)
    assert answer["evidence"] == []
    assert "RAPTOR" in answer["did_you_mean"]


@pytest.mark.parametrize("question", ["", "   ", "\n\t"])
def test_an_empty_question_is_wrong_usage(beatbook: Run, question: str) -> None:
    done = beatbook("ask", question)
    assert done.returncode == 2
    assert one_line(done.stderr)


def test_a_question_of_ten_thousand_characters(beatbook: Run) -> None:
    done = beatbook("ask", "\"OR NEAR(* AND 'x' NOT ^col:" * 400)
    assert done.returncode == 2
    assert one_line(done.stderr)


@pytest.mark.parametrize("question", ['"', "'; DROP TABLE bullets; --", "NEAR(a b) OR *", "col:x AND ^y", "(((", "🙂 drugs", "\\", "-"])
def test_operators_and_quotes_are_only_words(beatbook: Run, question: str) -> None:
    done = beatbook("ask", question, "--format", "json")
    assert done.returncode in (0, 1)
    assert "Traceback" not in done.stderr
    assert json.loads(done.stdout)["status"] in ("answered", "no_evidence", "not_understood")


def test_trace_tells_first_last_and_gaps(beatbook: Run) -> None:
    found = json.loads(beatbook("trace", "Operation RAPTOR", "--format", "json").stdout)
    assert (found["name"], found["first"], found["last"]) == ("RAPTOR", "2018-19-Q4", "2020-21-Q1")
    states = {p["period"]: p["state"] for p in found["periods"]}
    assert states["2016-06"] == "silent"
    assert states["2017-18-Q1"] == "not_held"
    assert found["partners"]["Metropolitan Police Service"] == 1


def test_trace_of_an_unknown_name(beatbook: Run) -> None:
    done = beatbook("trace", "RAPTER")
    assert done.returncode == 1
    assert one_line(done.stderr)
    assert "RAPTOR" in done.stderr


def test_bullets_jsonl_has_every_key_and_resolves(beatbook: Run) -> None:
    lines = beatbook("bullets", "--format", "jsonl").stdout.splitlines()
    rows = [json.loads(line) for line in lines]
    assert len({row["id"] for row in rows}) == len(rows) > 250
    for row in rows:
        assert row.keys() == BULLET_KEYS
        assert all(row["text"][m["start"] : m["end"]] == m["surface"] for m in row["mentions"] if m["start"] is not None)
        assert all(0 <= f["start"] < f["end"] <= len(row["text"]) for f in row["figures"])


def test_status_counts_and_doubts(beatbook: Run) -> None:
    described = json.loads(beatbook("status", "--format", "json").stdout)
    assert described["updates"] == 5
    assert described["bullets"] == sum(v["bullets"] for v in described["versions"])
    shown = beatbook("status").stdout
    assert "doubt in sample-untitled.txt: no period is stated; taken for Q1 2020/21" in shown


def test_show_prints_each_line_with_its_role(beatbook: Run) -> None:
    shown = beatbook("show", "2019-20-Q3").stdout.splitlines()
    assert any("priority" in line and "Priority 2" in line for line in shown)
    assert any("  bullet " in line for line in shown)


@pytest.mark.parametrize(("form", "opening"), [("turtle", "@prefix"), ("ntriples", "<http")])
def test_export_rdf_is_read_by_another_reader(beatbook: Run, tmp_path: Path, form: str, opening: str) -> None:
    import rdflib

    assert beatbook("export", form, "--output", "out").returncode == 0
    text = (tmp_path / "out").read_text()
    assert text.startswith(opening)
    graph = rdflib.Graph().parse(data=text, format={"turtle": "turtle", "ntriples": "nt"}[form])
    query = "SELECT (COUNT(?b) AS ?n) { ?b a <https://w3id.org/beatbook/ns#Bullet> }"
    rows = json.loads(beatbook("status", "--format", "json").stdout)
    assert [int(row[0]) for row in graph.query(query)] == [rows["bullets"]]
    exact = """PREFIX oa: <http://www.w3.org/ns/oa#> SELECT ?exact ?start ?end
               { ?s a oa:SpecificResource ; oa:hasSelector [ oa:start ?start ; oa:end ?end ], [ oa:exact ?exact ] }"""
    assert all(len(row.exact) == int(row.end) - int(row.start) for row in graph.query(exact))


def test_two_ntriples_exports_are_the_same_bytes(beatbook: Run, tmp_path: Path) -> None:
    for name in ("one", "two"):
        beatbook("export", "ntriples", "--output", name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_export_graphml_opens_in_networkx(beatbook: Run, tmp_path: Path) -> None:
    import networkx

    beatbook("export", "graphml", "--output", "g.graphml")
    graph = networkx.read_graphml(tmp_path / "g.graphml")
    assert graph.nodes["partner/metropolitan-police-service"]["name"] == "Metropolitan Police Service"


def test_adding_again_changes_nothing(library: Path, tmp_path: Path) -> None:
    before = Manifest.read(library)
    done = run_beatbook("add", "--samples", "--library", str(library), cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout.count("unchanged ") == 5
    assert Manifest.read(library) == before


def test_one_bad_file_among_good_ones(library: Path, tmp_path: Path) -> None:
    folder = tmp_path / "updates"
    folder.mkdir()
    (folder / "kent.txt").write_text(KENT)
    (folder / "binary.txt").write_bytes(os.urandom(4000))
    (folder / "empty.txt").write_text("")
    (folder / "picture.jpg").write_bytes(b"\xff\xd8\xff")
    done = run_beatbook("add", str(folder), "--library", str(library), cwd=tmp_path)
    assert done.returncode == 1
    assert "added kent.txt: Kent Police, Q1 2018/19, 2 bullets" in done.stdout
    assert "skipped" in done.stdout
    assert "picture.jpg" in done.stdout
    assert sorted(line.split(":")[1].rsplit("/", 1)[-1] for line in done.stderr.splitlines()) == ["binary.txt", "empty.txt"]
    described = json.loads(run_beatbook("status", "--format", "json", "--library", str(library), cwd=tmp_path).stdout)
    assert described["updates"] == 6


@pytest.mark.parametrize("path", ["missing.txt", "no/such/folder"])
def test_a_missing_path(library: Path, tmp_path: Path, path: str) -> None:
    done = run_beatbook("add", path, "--library", str(library), cwd=tmp_path)
    assert done.returncode == 1
    assert one_line(done.stderr)
    assert path in done.stderr


@pytest.mark.parametrize(
    "command", [["ask", "drugs"], ["status"], ["bullets"], ["trace", "RAPTOR"], ["export", "csv", "-o", "x"], ["rebuild"], ["remove", "x"]]
)
def test_a_folder_that_is_no_library(tmp_path: Path, command: list[str]) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "letter.doc").write_text("not a library")
    done = run_beatbook(*command, "--library", str(other), cwd=tmp_path)
    assert done.returncode == 1
    assert one_line(done.stderr)
    assert [p.name for p in other.iterdir()] == ["letter.doc"]


def test_add_refuses_a_folder_of_other_things(tmp_path: Path) -> None:
    (tmp_path / "kent.txt").write_text(KENT)
    done = run_beatbook("add", "kent.txt", "--library", str(tmp_path), cwd=tmp_path)
    assert done.returncode == 1
    assert "folder of other things" in done.stderr


def test_a_wrong_period_is_wrong_usage(library: Path, tmp_path: Path) -> None:
    done = run_beatbook("add", "--samples", "--period", "2018-Q9", "--library", str(library), cwd=tmp_path)
    assert done.returncode == 2
    assert "2018-19-Q4" in done.stderr


def test_remove_and_add_again(library: Path, tmp_path: Path) -> None:
    before = Manifest.read(library).build
    assert run_beatbook("remove", "2018-19-Q4", "--library", str(library), cwd=tmp_path).returncode == 0
    answer = json.loads(run_beatbook("ask", "Operation CROMWELL", "--format", "json", "--library", str(library), cwd=tmp_path).stdout)
    assert answer["status"] == "no_evidence"
    run_beatbook("add", "--samples", "--library", str(library), cwd=tmp_path)
    assert Manifest.read(library).build == before


def test_what_changes_a_library_keeps_its_vocabulary(library: Path, tmp_path: Path, vocabulary: Vocabulary) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "own.ttl").write_text(OWN, encoding="utf-8")
    extended = Vocabulary.load([tmp_path / "own"])
    Builder(library, extended).rebuild()
    for change in (("remove", "2018-19-Q4"), ("review", "GAMBLER", "--verdict", "unsure", "--yes")):
        done = run_beatbook(*change, "--library", str(library), cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert Manifest.read(library).vocabulary == extended.digest != vocabulary.digest


def test_two_adds_at_once(library: Path, tmp_path: Path) -> None:
    for name, period in (("a.txt", "Quarter 2"), ("b.txt", "Quarter 3")):
        (tmp_path / name).write_text(KENT.replace("Quarter 1", period))
    commands = [[sys.executable, "-m", "ui.cli", "add", name, "--wait", "110", "--library", str(library)] for name in ("a.txt", "b.txt")]
    running = [subprocess.Popen(c, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for c in commands]
    outcomes = [p.communicate(timeout=120) for p in running]
    assert [p.returncode for p in running] == [0, 0], outcomes
    assert [said for _, said in outcomes] == ["", ""], "a process of its own says no more than this one"
    described = json.loads(run_beatbook("status", "--format", "json", "--library", str(library), cwd=tmp_path).stdout)
    assert described["updates"] == 7


def test_a_damaged_record_is_told(library: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(library / FILE)) as db, db:
        db.execute("UPDATE bullets SET body = '{}'")
    done = run_beatbook("ask", "all work with the Met", "--library", str(library), cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith(f"beatbook: library {library}: a record of its catalogue is damaged")
    assert "`beatbook check`" in done.stderr


def test_a_damaged_catalogue_is_told(library: Path, tmp_path: Path) -> None:
    for name in ("catalogue.sqlite-wal", "catalogue.sqlite-shm"):
        (library / name).unlink(missing_ok=True)
    (library / "catalogue.sqlite").write_bytes(b"no database" * 100)
    done = run_beatbook("ask", "drugs", "--library", str(library), cwd=tmp_path)
    assert done.returncode == 1
    assert one_line(done.stderr)


def test_a_missing_part_is_told_and_rebuilt(library: Path, tmp_path: Path) -> None:
    for part in (library / "parts").glob("*.faiss"):
        part.unlink()
    topic = ("ask", "otters in the reeds", "--library", str(library))
    done = run_beatbook(*topic, cwd=tmp_path)
    assert done.returncode == 1
    assert "beatbook rebuild" in done.stderr
    assert run_beatbook("rebuild", "--library", str(library), cwd=tmp_path).returncode == 0
    assert run_beatbook(*topic, cwd=tmp_path).returncode == 0


def test_ask_loads_neither_torch_nor_streamlit(samples: Path, tmp_path: Path) -> None:
    code = (
        "import sys; sys.argv = ['beatbook', 'ask', 'otters in the reeds', '--format', 'json']\n"
        "from ui.cli import app\n"
        "try: app()\nexcept SystemExit: pass\n"
        "heavy = {'torch', 'streamlit', 'sentence_transformers', 'rdflib', 'networkx', 'pyoxigraph', 'pyshacl', 'pymilvus', 'distributed'} & set(sys.modules)\n"
        "sys.exit(f'loaded {heavy}' if heavy else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=os.environ | {"BEATBOOK_LIBRARY": str(samples)}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_an_error_of_a_process_is_one_line(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "ui.cli", "ask", "otters", "--library", "none"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert one_line(done.stderr)


def test_help_teaches(beatbook: Run) -> None:
    commands = ("add", "status", "show", "bullets", "ask", "trace", "export", "remove", "rebuild", "app", "serve")
    shown = beatbook("--help").stdout
    assert all(command in shown for command in commands)
    assert "Example" in beatbook("ask", "--help").stdout


def test_the_library_is_left_as_it_was_by_readers(samples: Path, beatbook: Run) -> None:
    def state() -> dict[str, bytes]:
        return {p.name: p.read_bytes() for p in samples.rglob("*") if p.is_file() and not p.name.startswith("catalogue.sqlite-")}

    before = state()
    beatbook("ask", "drugs")
    beatbook("trace", "RAPTOR")
    beatbook("status")
    assert state() == before


def test_samples_are_not_versions_of_published_updates(beatbook: Run) -> None:
    described = json.loads(beatbook("status", "--format", "json").stdout)
    assert {v["force"] for v in described["versions"]} == {"essex-sample"}


def test_no_file_type_is_known(tmp_path: Path) -> None:
    shutil.copy(__file__, tmp_path / "a.py")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.py").write_text("x")
    done = run_beatbook("add", "in", "--library", "new", cwd=tmp_path)
    assert done.returncode == 0
    assert "nothing to add" in done.stdout


def test_status_accounts_for_every_line(beatbook: Run) -> None:
    shown = beatbook("status", "--doubts").stdout
    assert shown.count("are accounted for") == 5


def test_quiet_names_what_fell_silent_and_what_is_not_held(beatbook: Run) -> None:
    shown = beatbook("quiet").stdout
    assert "operations, " in shown
    assert "not held: " in shown
    rows = [json.loads(line) for line in beatbook("quiet", "--format", "json").stdout.splitlines()]
    assert {"operation", "partner", "commitment"} == {row["kind"] for row in rows}
    bad = beatbook("quiet", "--since", "last year")
    assert bad.returncode == 2
    assert "2018-19-Q4" in bad.stderr


def test_path_shows_bullets_on_every_edge(beatbook: Run) -> None:
    ways = json.loads(beatbook("path", "GAMBLER", "Harlow", "--format", "json").stdout)["ways"]
    assert ways
    assert all(step["bullets"] for way in ways for step in way)
    assert beatbook("path", "GAMBLER", "Nobody At All").returncode == 1


def test_review_decides_shows_and_undoes(library: Path, tmp_path: Path) -> None:
    def run(*arguments: str) -> Done:
        return run_beatbook("review", *arguments, "--library", str(library), cwd=tmp_path, BEATBOOK_AUTHOR="A. Reader")

    assert run().returncode == 0
    asked = run("GAMBLER", "--same-as", "RAPTOR")
    assert "nothing decided; add --yes" in asked.stdout
    assert "GAMBLER: " in asked.stdout
    assert "decision 1: GAMBLER same as RAPTOR" in run("GAMBLER", "--same-as", "RAPTOR", "--yes").stdout
    assert "1. GAMBLER same as RAPTOR, A. Reader" in run("--log").stdout
    assert "decision 1 undone" in run("--undo", "1").stdout
    assert run("--undo", "1").returncode == 1
    assert "undone" in run("--log").stdout
    assert run("GAMBLER").returncode == 2
    assert run("NOBODY", "--verdict", "unsure", "--yes").returncode == 1


def test_why_not_says_what_fails(beatbook: Run) -> None:
    bullet = json.loads(beatbook("ask", "RAPTOR", "--format", "json").stdout)["evidence"][0]["id"]
    shown = beatbook("ask", "RAPTOR with the Coastguard", "--why-not", bullet).stdout
    assert "no   partners: HM Coastguard" in shown
    assert "It is not counted." in shown
    told = json.loads(beatbook("ask", "RAPTOR", "--why-not", bullet, "--format", "json").stdout)
    assert told["member"] is True
    assert beatbook("ask", "RAPTOR", "--why-not", "no-such-bullet").returncode == 1


def test_a_saved_answer_is_asked_again(library: Path, tmp_path: Path) -> None:
    def run(*arguments: str) -> Done:
        return run_beatbook(*arguments, "--library", str(library), cwd=tmp_path)

    assert "saved as lines" in run("ask", "county lines", "--save", "lines").stderr
    assert "Nothing came, went or changed." in run("again", "lines").stdout
    run("remove", "2018-19-Q4")
    assert json.loads(run("again", "lines", "--format", "json").stdout)["went"]
    unknown = run("again", "liens")
    assert unknown.returncode == 1
    assert "lines" in unknown.stderr
