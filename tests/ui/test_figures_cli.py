"""`beatbook figures` as a reader runs it, and the figures that other commands print."""

from __future__ import annotations

import csv
import io
import json

import pytest

from tests.ui.conftest import Run


def test_without_a_measure_it_lists_what_is_held(beatbook: Run) -> None:
    shown = beatbook("figures")
    assert shown.returncode == 0, shown.stderr
    line = next(line for line in shown.stdout.splitlines() if "Volunteer Police Cadets" in line)
    assert line.split()[3] == "3"
    assert "Q4 2018/19, Q3 2019/20, Q1 2022/23" in line
    assert "found by their words" in shown.stdout


def test_a_measure_is_a_table_with_its_definition_and_sources(beatbook: Run) -> None:
    shown = beatbook("figures", "Volunteer Police Cadets").stdout.splitlines()
    assert shown[0] == "Volunteer Police Cadets"
    assert any(line.startswith("Not to be mixed: ") for line in shown)
    rows = [line.split()[:5] for line in shown if "people" in line and "line " in line]
    assert rows[0] == ["31", "March", "2019", "297", "people"]
    assert all("sample-" in line for line in shown if "people" in line and "line " in line)


def test_json_is_one_object_on_one_line(beatbook: Run) -> None:
    shown = beatbook("figures", "Volunteer Police Cadets", "--format", "json").stdout
    assert shown.count("\n") == 1
    found = json.loads(shown)
    assert found["measure"] == "measure/volunteer-police-cadets"
    assert [row["value"] for row in found["series"][0]["rows"]] == [297, 384, 350]
    assert json.loads(beatbook("figures", "--format", "json").stdout)["unnamed"] > 0


def test_csv_has_a_row_for_each_figure(beatbook: Run, tmp_path) -> None:  # type: ignore[no-untyped-def]
    done = beatbook("figures", "Volunteer Police Cadets", "--format", "csv", "--output", "cadets.csv")
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader(io.StringIO((tmp_path / "cadets.csv").read_text())))
    counted = [row for row in rows if row["standing"] == "level"]
    assert [row["value"] for row in counted] == ["297", "384", "350"]
    assert all(row["bullet"] and row["source"] and row["first_line"] for row in rows)


def test_options_narrow_it(beatbook: Run) -> None:
    one = json.loads(beatbook("figures", "arrests", "--operation", "CEDAR", "--format", "json").stdout)
    assert {name for series in one["series"] for name in series["operations"]} == {"CEDAR"}
    district = json.loads(beatbook("figures", "ASB incidents", "--district", "Thurrock", "--format", "json").stdout)
    assert {tuple(series["places"]) for series in district["series"]} == {("Thurrock",)}
    period = json.loads(beatbook("figures", "Volunteer Police Cadets", "--period", "2018-19-Q4", "--format", "json").stdout)
    assert [row["value"] for series in period["series"] for row in series["rows"]] == [297]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("figures", "umbrellas"), 1, "nothing in this library bears the name 'umbrellas'"),
        (("figures", "arrests", "--operation", "GAMBLR"), 1, "did you mean GAMBLER"),
        (("figures", "arrests", "--district", "RAPTOR"), 1, "RAPTOR"),
        (("figures", "arrests", "--period", "2018"), 2, "2018-19-Q4"),
    ],
)
def test_what_is_wrong_is_said(beatbook: Run, arguments: tuple[str, ...], code: int, said: str) -> None:
    done = beatbook(*arguments)
    assert done.returncode == code
    assert said in done.stderr


def test_bullets_carry_their_figures_with_places_in_the_source(beatbook: Run) -> None:
    rows = [json.loads(line) for line in beatbook("bullets", "--format", "jsonl").stdout.splitlines()]
    assert all(isinstance(row["figures"], list) for row in rows)
    with_figures = [row for row in rows if row["figures"]]
    assert len(with_figures) > 100
    for row in with_figures:
        for figure in row["figures"]:
            assert row["span"][0] <= figure["source_start"] < figure["source_end"] <= row["span"][1]


def test_a_trace_of_an_operation_tells_the_figures_about_it(beatbook: Run) -> None:
    found = json.loads(beatbook("trace", "CEDAR", "--format", "json").stdout)
    assert [(f["value"], f["unit"]) for f in found["figures"]][:1] == [(7, "people")]
    assert "figures: 7 people" in beatbook("trace", "CEDAR").stdout
