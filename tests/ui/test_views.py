"""Quarter and compare on the command line: what they print, as text, JSON and CSV, and what they say to wrong input."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.ui.conftest import Run
from ui.commands.views import Side


def test_a_quarter_is_told_against_the_last_one_held(beatbook: Run) -> None:
    said = beatbook("quarter", "2020-21-Q1").stdout
    assert "Compared with Q3 2019/20; not held between them: Q4 2019/20." in said
    assert "Gone, named in the last update held: operations" in said
    assert "not printed in this update; last reported on in Q3 2019/20" in said
    told = json.loads(beatbook("quarter", "2020-21-Q1", "--format", "json").stdout)
    assert told["before"] == "2019-20-Q3"
    assert "Nothing earlier" in beatbook("quarter", "2016-06").stdout


def test_counts_are_printed_and_written(beatbook: Run, tmp_path: Path) -> None:
    said = beatbook("compare").stdout
    assert "284 bullets" in said
    assert "no update is held" in said
    assert "no priority of the plan of that time" in said
    assert beatbook("compare", "district", "period", "--format", "csv", "-o", "counts.csv").returncode == 0
    rows = list(csv.DictReader((tmp_path / "counts.csv").read_text(encoding="utf-8").splitlines()))
    told = json.loads(beatbook("compare", "district", "period", "--format", "json").stdout)
    assert [(r["row"], r["column"], r["state"], int(r["count"])) for r in rows] == [(c["row"], c["column"], c["state"], c["count"]) for c in told["cells"]]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("quarter", "2030-31-Q1"), 1, "2030-31-Q1"),
        (("compare", "district", "district"), 2, "compares nothing"),
        (("compare", "--force", "Kent Police"), 1, "Essex (sample)"),
        (("compare", "--period", "2030-31-Q1"), 1, "2022-23-Q1"),
        (("compare", "moon"), 2, "moon"),
    ],
)
def test_wrong_input_gets_one_clear_line(beatbook: Run, arguments: tuple[str, ...], code: int, said: str) -> None:
    done = beatbook(*arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_the_sides_of_the_command_are_those_of_the_search() -> None:
    from search.sides import Axis

    assert [side.value for side in Side] == [axis.value for axis in Axis]
