"""Figures of a library: measures by name, rows for answers, and series over the published updates against values read by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import UnknownNameError
from kg.vocabulary import Vocabulary
from search.answer import Answerer
from search.build import Builder
from search.figures import figure_rows, find_measure, measure_in, measures_held, series_json, series_of, told_of
from search.library import Library

# Read by hand in the published updates: the last day that each value speaks of, the value, and the update that tells it.
KSI_QUARTERS = [
    ("2018-12-31", 223, "2019-20-Q3"),
    ("2019-06-30", 218, "2020-21-Q1"),
    ("2019-12-31", 208, "2019-20-Q3"),
    ("2020-06-30", 142, "2020-21-Q1"),
    ("2022-06-30", 217, "2022-23-Q1"),
]
KSI_YEARS = [("2015-06-30", 733, "2016-06"), ("2016-06-30", 890, "2016-06")]
CADETS = [("2019-03-31", 297, "2018-19-Q4"), ("2019-12-31", 384, "2019-20-Q3"), ("2020-06-30", 410, "2020-21-Q1"), ("2022-06-30", 350, "2022-23-Q1")]
OFFENCES = [("2015-06-30", 100798, "2016-06"), ("2016-06-30", 113650, "2016-06")]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory, vocabulary: Vocabulary) -> Iterator[Library]:
    import os

    if not os.environ.get("BEATBOOK_GOLD"):
        pytest.skip("BEATBOOK_GOLD is not set")
    folder = tmp_path_factory.mktemp("published")
    Builder(folder, vocabulary).add([Path(os.environ["BEATBOOK_GOLD"]) / "updates"])
    with Library.open(folder) as library:
        yield library


def points(library: Library, measure: str, basis: str) -> list[tuple[str, float, str]]:
    """The dated levels of the whole force's series of a measure over a span."""
    (series,) = [s for s in series_of(library, measure).series if s.definition.basis == basis and not s.definition.scope]
    return [(str(row.days[1]), row.figure.number, row.held.period.label) for row in series.levels if row.days]


@pytest.mark.parametrize(
    ("measure", "basis", "hand_read"),
    [
        ("KSI", "3 months", KSI_QUARTERS),
        ("killed and seriously injured", "12 months", KSI_YEARS),
        ("Volunteer Police Cadets", "on a day", CADETS),
        ("offences recorded", "12 months", OFFENCES),
    ],
)
def test_series_of_the_published_updates_are_those_read_by_hand(published: Library, measure: str, basis: str, hand_read: list[tuple[str, float, str]]) -> None:
    assert points(published, measure, basis) == hand_read


def test_every_point_opens_its_source(published: Library) -> None:
    for measure in ("KSI", "Volunteer Police Cadets", "offences recorded"):
        for series in series_of(published, measure).series:
            for row in series.rows:
                b = row.held.bullet
                assert published.catalogue.by_id(b.id, published.version_ids) is not None
                printed = b.text[row.figure.start : row.figure.end]
                assert any(c.isdigit() for c in printed) or printed.isalpha(), printed


def test_sums_of_the_published_updates_that_do_not_add_up(published: Library) -> None:
    told = {
        m: [r.said for s in series_of(published, m).series for row in s.rows for r in row.remarks if r.flag == "does not add up"]
        for m in ("ESP hours", "CSC hours")
    }
    assert told == {"ESP hours": ["+16.3% is said; 861 to 1014 is +17.8%"], "CSC hours": ["+29% is said; 440 to 590 is +34.1%"]}


def test_the_gold_standard_s_quantities_are_found(published: Library) -> None:
    import os

    from tests.bench.figures import score_figures
    from ui.formats import bullet_json

    rows = [bullet_json(h) for h in published.catalogue.bullets(published.catalogue.members(published.version_ids))]
    for everything in (False, True):
        figures = score_figures(Path(os.environ["BEATBOOK_GOLD"]), rows, everything=everything).to_json()
        assert figures["precision"] >= 0.96
        assert figures["recall"] >= 0.98
        assert figures["standing"] >= 0.98


@pytest.mark.parametrize(
    ("words", "measure"),
    [
        ("KSI", "measure/killed-or-seriously-injured"),
        ("people killed or seriously injured on the roads", "measure/killed-or-seriously-injured"),
        ("measure/collisions", "measure/collisions"),
        ("volunteer police cadets", "measure/volunteer-police-cadets"),
        ("cadets", None),
        ("umbrellas", None),
    ],
)
def test_a_measure_is_found_by_its_names(vocabulary: Vocabulary, words: str, measure: str | None) -> None:
    found = find_measure(vocabulary, words)
    assert (found.id if found else None) == measure


@pytest.mark.parametrize(
    ("question", "measure"),
    [
        ("how many Volunteer Police Cadets are there, quarter by quarter", "measure/volunteer-police-cadets"),
        ("how many people were killed or seriously injured each quarter", "measure/killed-or-seriously-injured"),
        ("what did Operation RAPTOR do in Harlow", None),
    ],
)
def test_the_measure_that_a_question_names(vocabulary: Vocabulary, question: str, measure: str | None) -> None:
    found = measure_in(vocabulary, question)
    assert (found.id if found else None) == measure


def test_rows_for_an_answer_are_figures_and_never_counts_of_bullets(demo: Library) -> None:
    question = "how many Volunteer Police Cadets are there each quarter"
    everything = demo.catalogue.bullets(demo.catalogue.members(demo.version_ids))
    rows = figure_rows(demo, question, everything)
    assert [(r["days"][1], r["value"], r["unit"], r["measure"]) for r in rows] == [
        ("2019-03-31", 297, "people", "measure/volunteer-police-cadets"),
        ("2019-12-31", 384, "people", "measure/volunteer-police-cadets"),
        ("2022-06-30", 350, "people", "measure/volunteer-police-cadets"),
    ]
    assert {r["evidence"] for r in rows} <= {h.bullet.id for h in everything}
    silent = [h for h in everything if not h.linked.figures]
    assert silent
    assert figure_rows(demo, question, silent) == []


def test_the_members_of_a_question_for_a_measure_tell_of_it(demo: Library) -> None:
    measure = find_measure(demo.vocabulary, "Volunteer Police Cadets")
    assert measure
    members = demo.catalogue.bullets(list(told_of(demo, measure, "Volunteer Police Cadets")))
    holding = [h for h in members if any(f.measure == measure.id for f in h.linked.figures)]
    assert len(holding) == 3
    assert all(re.search(r"number|\d\s+(?:\w+\s+)?Volunteer Police Cadets", h.bullet.text) for h in members if h not in holding)


def test_a_figure_question_gives_the_series_with_its_bullets(answerer: Answerer) -> None:
    answer = answerer.ask("how many Volunteer Police Cadets are there, quarter by quarter")
    assert [p.name for p in answer.interpretation.parts] == ["Volunteer Police Cadets"]
    ids = {e.held.bullet.id for e in answer.evidence}
    assert answer.result
    assert {row["evidence"] for row in answer.result} <= ids
    assert all(row["measure"] == "measure/volunteer-police-cadets" for row in answer.result)


def test_measures_held_with_counts_and_periods(demo: Library) -> None:
    held, unnamed = measures_held(demo)
    cadets = next(m for m in held if m.measure.id == "measure/volunteer-police-cadets")
    assert (cadets.count, cadets.periods) == (3, ("2018-19-Q4", "2019-20-Q3", "2022-23-Q1"))
    assert unnamed > 0


def test_an_unknown_name_says_what_may_be_meant(demo: Library) -> None:
    with pytest.raises(UnknownNameError, match="Volunteer Police Cadets"):
        series_of(demo, "Volunter Polise Cadetts")


def test_all_keys_are_always_there(demo: Library) -> None:
    for name in ("Volunteer Police Cadets", "knives"):
        found = series_json(series_of(demo, name))
        assert list(found) == ["measure", "name", "unit", "counting", "definition", "note", "series", "expected", "measures"]
        for series in found["series"]:
            assert all({"value", "unit", "days", "evidence", "flags", "changes"} <= row.keys() for row in series["rows"])
