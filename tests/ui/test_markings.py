"""Protective markings stand on everything that shows a marked bullet, at every door; where nothing is marked nothing is said."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.ui.conftest import run_beatbook

UPDATE = """{marking}

Kent Police – Making Kent Safer Quarterly Update

Quarter {quarter} 2018/19

Priority 1 – Visible policing

We will:

Be seen.

- Operation LARK worked with the Metropolitan Police Service, and 12 people were arrested.
- Operation LARK was extended.
"""
OPEN, MARKED = "kent-open.txt", "kent-marked.txt"


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of two updates of which the later is marked."""
    folder = tmp_path_factory.mktemp("marked")
    (folder / OPEN).write_text(UPDATE.format(marking="", quarter=1), encoding="utf-8")
    (folder / MARKED).write_text(UPDATE.format(marking="OFFICIAL-SENSITIVE", quarter=2), encoding="utf-8")
    done = run_beatbook("add", OPEN, MARKED, cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder


def shown(folder: Path, *arguments: str) -> str:
    done = run_beatbook(*arguments, cwd=folder)
    assert done.returncode == 0, done.stderr
    return done.stdout


TEXTS = [
    *(["ask", "Operation LARK"], ["ask", "Operation LARK", "--format", "markdown"], ["trace", "LARK"], ["trace", "LARK", "--format", "markdown"]),
    *(["bullets"], ["figures", "arrests"], ["path", "LARK", "the Met"]),
]


@pytest.mark.parametrize("command", TEXTS, ids=" ".join)
def test_each_citation_of_a_marked_bullet_says_so_and_no_other_does(marked: Path, command: list[str]) -> None:
    cited = [line for line in shown(marked, *command).splitlines() if ".txt" in line]
    assert any(MARKED in line for line in cited)
    for line in cited:
        assert (MARKED in line) == ("OFFICIAL-SENSITIVE" in line), line


@pytest.mark.parametrize("command", TEXTS[:4], ids=" ".join)
def test_an_answer_and_a_trace_say_the_highest_marking_above(marked: Path, command: list[str]) -> None:
    assert "Protective marking: OFFICIAL-SENSITIVE" in "\n".join(shown(marked, *command).splitlines()[:4])


def test_nothing_is_said_where_nothing_is_marked(marked: Path) -> None:
    assert "marking" not in shown(marked, "ask", "Operation LARK in Q1 2018/19").lower()


def _evidence(answer: dict[str, object]) -> list[dict[str, object]]:
    return [*answer["evidence"]]  # type: ignore[misc]


def _stops(trace: dict[str, object]) -> list[dict[str, object]]:
    return [bullet for stop in trace["periods"] for bullet in stop["bullets"]]  # type: ignore[attr-defined]


@pytest.mark.parametrize(("command", "rows"), [("ask", _evidence), ("trace", _stops)])
def test_json_tells_it_of_the_whole_and_of_each(marked: Path, command: str, rows: Callable[..., list[dict[str, object]]]) -> None:
    told = json.loads(shown(marked, command, "Operation LARK" if command == "ask" else "LARK", "--format", "json"))
    assert told["marking"] == "official-sensitive"
    assert {(row["source"], row["marking"]) for row in rows(told)} == {(OPEN, None), (MARKED, "official-sensitive")}


def test_lines_of_json_and_tables_tell_it_of_each_bullet(marked: Path) -> None:
    lines = [json.loads(line) for line in shown(marked, "bullets", "--format", "jsonl").splitlines()]
    assert {(row["source"], row["marking"]) for row in lines} == {(OPEN, None), (MARKED, "official-sensitive")}
    for command in (["bullets", "--format", "csv"], ["ask", "Operation LARK", "--format", "csv"], ["figures", "arrests", "--format", "csv"]):
        rows = csv.DictReader(io.StringIO(shown(marked, *command)))
        assert {(row["source"], row["marking"]) for row in rows} == {(OPEN, ""), (MARKED, "official-sensitive")}, command


def test_a_question_asked_again_tells_it_of_what_went(marked: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(marked, tmp_path / "copy"))
    shown(folder, "ask", "Operation LARK", "--save", "lark")
    shown(folder, "remove", "2018-19-Q2")
    again = shown(folder, "again", "lark")
    assert again.startswith("Protective marking: OFFICIAL-SENSITIVE")
    went = [line for line in again.splitlines() if MARKED in line]
    assert went
    assert all("OFFICIAL-SENSITIVE" in line for line in went)


def test_exports_leave_it_out_or_say_it(marked: Path) -> None:
    for form, mark in (("csv", "official-sensitive"), ("graphml", "official-sensitive"), ("ntriples", "sensitive")):
        assert MARKED not in shown(marked, "export", form)
        assert mark in shown(marked, "export", form, "--max-marking", "official-sensitive").lower()
