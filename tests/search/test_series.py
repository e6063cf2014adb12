"""Series: what may be set in a row and what may not, restatements, sums that do not add up, notes. Updates written for these tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.colophon import Given
from kg.figures.days import span_of
from kg.period import Period
from kg.series import Flag, MeasureSeries, Series
from kg.vocabulary import Vocabulary
from search.build import Builder
from search.figures import Wanted, series_of
from search.library import Library

HEAD = "Essex Police\n\nPriority 7 – Safer Roads\n\n"
Make = Callable[..., Library]


@pytest.fixture
def library(tmp_path: Path, vocabulary: Vocabulary) -> Make:
    """A library of updates, given as period and lines."""

    def make(**updates: list[str]) -> Library:
        builder = Builder(tmp_path / "library", vocabulary)
        for name, lines in updates.items():
            period = Period.from_label(f"20{name[1:3]}-{int(name[1:3]) + 1:02d}-{name[3:].upper()}")
            path = tmp_path / f"{name}.txt"
            path.write_text(HEAD + "".join(f"- {line}\n\n" for line in lines), encoding="utf-8")
            report = builder.add([path], Given(period, "Essex Police"))
            assert not report.failed
        return Library.open(tmp_path / "library")

    return make


def only(found: MeasureSeries) -> Series:
    assert len(found.series) == 1, [s.definition.title for s in found.series]
    return found.series[0]


def flags(series: Series) -> list[list[Flag]]:
    return [[remark.flag for remark in row.remarks] for row in series.rows]


def values(series: Series) -> list[float]:
    return [row.figure.number for row in series.rows]


def test_points_stand_in_the_order_of_the_days_they_speak_of(library: Make) -> None:
    held = library(
        u19q3=["There were 208 KSI casualties in the last quarter, down from 223 in the same period in 2018."],
        u20q1=["There were 142 KSI casualties in the last quarter, down from 218 in the same quarter last year."],
    )
    series = only(series_of(held, "KSI"))
    assert values(series) == [223, 218, 208, 142]
    assert [str(row.days[0]) for row in series.rows if row.days] == ["2018-10-01", "2019-04-01", "2019-10-01", "2020-04-01"]
    assert flags(series) == [[], [], [], []]
    assert {row.held.period.label for row in series.rows} == {"2019-20-Q3", "2020-21-Q1"}, "each cites the update that tells it"


def test_a_later_update_that_tells_another_value_restates(library: Make) -> None:
    held = library(
        u19q1=["There were 200 KSI casualties in the last quarter."],
        u20q1=["There were 142 KSI casualties in the last quarter, down from 218 in the same quarter last year."],
    )
    series = only(series_of(held, "KSI"))
    assert values(series) == [200, 218, 142]
    assert flags(series) == [[Flag.RESTATED], [Flag.RESTATED], []]
    assert "Q1 2020/21 says 218" in series.rows[0].remarks[0].said
    assert series.rows[0].remarks[0].bullets == (series.rows[1].held.bullet.id,)


def test_the_same_value_told_again_is_no_restatement(library: Make) -> None:
    held = library(
        u19q1=["There were 218 KSI casualties in the last quarter."],
        u20q1=["There were 142 KSI casualties in the last quarter, down from 218 in the same quarter last year."],
    )
    assert flags(only(series_of(held, "KSI"))) == [[], [], []]


def test_two_values_in_one_update_are_told(library: Make) -> None:
    held = library(u19q1=["There are currently 300 Volunteer Police Cadets.", "We now have 310 Volunteer Police Cadets."])
    assert flags(only(series_of(held, "Volunteer Police Cadets"))) == [[Flag.DIFFERS], [Flag.DIFFERS]]


def test_other_spans_and_places_are_other_series(library: Make) -> None:
    held = library(
        u19q1=[
            "There were 200 KSI casualties in the last quarter.",
            "There were 890 KSI casualties in the 12 months to June 2019.",
            "Harlow: 12 KSI casualties were counted in the last quarter.",
        ]
    )
    found = series_of(held, "KSI")
    assert sorted((s.definition.basis, s.definition.scope, tuple(values(s))) for s in found.series) == [
        ("12 months", "", (890,)),
        ("3 months", "", (200,)),
        ("3 months", "Harlow", (12,)),
    ]
    whole = next(s for s in found.series if s.definition.basis == "3 months" and not s.definition.scope)
    assert [s.definition.basis for s in found.apart(whole)] == ["12 months"]


def test_of_a_measure_counted_by_operation_no_two_are_joined(library: Make) -> None:
    held = library(
        u19q1=["Operation GAMBLER led to 20 arrests in the last quarter.", "Operation RAPTOR led to 30 arrests in the last quarter.", "There were 9 arrests."],
        u19q2=["Operation GAMBLER led to 25 arrests in the last quarter.", "There were 7 arrests."],
    )
    found = series_of(held, "arrests")
    assert sorted((s.definition.scope, tuple(values(s))) for s in found.series) == [
        ("GAMBLER", (20, 25)),
        ("RAPTOR", (30,)),
        ("not said whose", (7,)),
        ("not said whose", (9,)),
    ]
    assert values(only(series_of(held, "arrests", Wanted(operation="GAMBLER")))) == [20, 25]


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ("Specials gave 1,014 hours in the last quarter, up 17.8% from 861 hours a year earlier.", True),
        ("Specials gave 1,014 hours in the last quarter, up 16.3% from 861 hours a year earlier.", False),
        ("We took 74,630 emergency calls in the last quarter, against 86,134 in the same period in 2019 (a fall of 11,504 calls, down 13.4%).", True),
        ("We took 74,630 emergency calls in the last quarter, against 86,134 in the same period in 2019 (a fall of 11,400 calls).", False),
    ],
)
def test_a_change_that_its_levels_do_not_bear_out_is_flagged(library: Make, said: str, right: bool) -> None:
    held = library(u20q1=[said])
    found = series_of(held, "special-constabulary-hours" if "Specials" in said else "emergency-calls")
    marked = [flag for row in only(found).rows for flag in (r.flag for r in row.remarks)]
    assert marked == ([] if right else [Flag.SUM])


def test_a_change_on_last_year_is_held_against_what_last_year_said(library: Make) -> None:
    held = library(
        u18q3=["Specials gave 40,000 hours in the last quarter."],
        u19q3=["Specials gave 44,000 hours in the last quarter (a 4% increase on the same period last year)."],
    )
    series = only(series_of(held, "Special Constabulary hours"))
    assert flags(series) == [[], [Flag.SUM]]
    assert "+10.0%" in series.rows[1].remarks[0].said


def test_a_period_that_is_not_stated_is_said_so(library: Make) -> None:
    assert flags(only(series_of(library(u19q1=["There were 200 KSI casualties."]), "KSI"))) == [[Flag.NOT_STATED]]


def test_a_note_that_warns_of_a_measure_stands_at_its_figures(library: Make) -> None:
    held = library(
        u19q1=["There were 200 KSI casualties in the last quarter.", "The KSI figures were re-run and are not strictly comparable with earlier ones."]
    )
    assert Flag.NOTE in flags(only(series_of(held, "KSI")))[0]


def test_what_is_foreseen_is_no_point(library: Make) -> None:
    held = library(
        u19q1=["There are currently 300 Volunteer Police Cadets.", "It is anticipated that there will be 400 Volunteer Police Cadets by March 2020."]
    )
    found = series_of(held, "Volunteer Police Cadets")
    assert values(only(found)) == [300]
    assert [row.figure.number for row in found.expected] == [400]


def test_figures_of_no_known_measure_are_a_list_and_no_series(library: Make) -> None:
    held = library(u19q1=["We planted 40 apple trees in Harlow."], u19q2=["We planted 50 apple trees in Maldon."])
    found = series_of(held, "apple trees")
    assert found.concept is None
    assert [(row.figure.number, row.remarks) for s in found.series for row in s.rows if row.remarks] == [
        (row.figure.number, row.remarks) for row in only(found).rows
    ]
    assert values(only(found)) == [40, 50]
    assert all(r.flag is Flag.NOT_STATED for row in only(found).rows for r in row.remarks), "nothing is held against another"


def test_how_long_days_last() -> None:
    assert span_of((Period.quarter(2019, 3).start, Period.quarter(2019, 3).end)) == "3 months"
    assert span_of((Period.month(2019, 2).start, Period.month(2019, 2).end)) == "1 month"
    assert span_of((Period.month(2019, 2).start, Period.month(2019, 2).start)) == "1 day"


def test_another_vocabulary_reads_the_figures_anew(library: Make, tmp_path: Path) -> None:
    held = library(u19q1=["We planted 40 apple trees in the last quarter."])
    assert series_of(held, "apple trees").concept is None
    held.close()
    own = tmp_path / "own"
    own.mkdir()
    (own / "own.ttl").write_text(
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n@prefix bb: <https://w3id.org/beatbook/ns#> .\n@prefix id: <https://w3id.org/beatbook/id/> .\n"
        'id:measure\\/apple-trees a bb:Measure ; skos:prefLabel "apple trees"@en ; bb:unit "trees" ;'
        ' bb:counting "period" ; skos:definition "Trees planted."@en .\n',
        encoding="utf-8",
    )
    Builder(tmp_path / "library", Vocabulary.load([own])).rebuild()
    with Library.open(tmp_path / "library") as again:
        found = series_of(again, "apple trees")
        assert found.concept
        assert values(only(found)) == [40]
