"""Periods in questions: every spelling, and what is left of the question."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.period import Period
from search.ranges import Range, find_ranges

SPELLINGS = [
    ("in 2019/20", "2019-04-01", "2020-03-31"),
    ("2019/20", "2019-04-01", "2020-03-31"),
    ("2019-20", "2019-04-01", "2020-03-31"),
    ("2019/2020", "2019-04-01", "2020-03-31"),
    ("Q3 2019/20", "2019-10-01", "2019-12-31"),
    ("Q4 2019/20", "2020-01-01", "2020-03-31"),
    ("quarter 3 of 2019/20", "2019-10-01", "2019-12-31"),
    ("the third quarter of 2019/20", "2019-10-01", "2019-12-31"),
    ("2019/20 Q3", "2019-10-01", "2019-12-31"),
    ("H1 2018/19", "2018-04-01", "2018-09-30"),
    ("June 2016", "2016-06-01", "2016-06-30"),
    ("during June 2016", "2016-06-01", "2016-06-30"),
    ("2019", "2019-01-01", "2019-12-31"),
    ("in 2019", "2019-01-01", "2019-12-31"),
    ("since 2019", "2019-01-01", None),
    ("since Q3 2019/20", "2019-10-01", None),
    ("from 2019/20", "2019-04-01", None),
    ("before 2020", None, "2019-12-31"),
    ("before 2019/20", None, "2019-03-31"),
    ("prior to June 2016", None, "2016-05-31"),
    ("after 2019", "2020-01-01", None),
    ("after Q3 2019/20", "2020-01-01", None),
    ("until March 2020", None, "2020-03-31"),
    ("up to 2019/20", None, "2020-03-31"),
    ("by the end of 2019", None, "2019-12-31"),
    ("between April 2018 and June 2020", "2018-04-01", "2020-06-30"),
    ("from 2018/19 to 2020/21", "2018-04-01", "2021-03-31"),
    ("from April 2018 until June 2020", "2018-04-01", "2020-06-30"),
    ("2016 to 2018", "2016-01-01", "2018-12-31"),
    ("October to December 2018", "2018-10-01", "2018-12-31"),
    ("Jul-Sep 2022", "2022-07-01", "2022-09-30"),
    ("November 2018 to January 2019", "2018-11-01", "2019-01-31"),
    ("December and January 2019", "2018-12-01", "2019-01-31"),
    ("Q2 22/23", "2022-07-01", "2022-09-30"),
    ("quarter two 2021-22", "2021-07-01", "2021-09-30"),
    ("the fourth quarter of the financial year 2021/22", "2022-01-01", "2022-03-31"),
    ("2021/22 third quarter", "2021-10-01", "2021-12-31"),
    ("Q3 2019", "2019-10-01", "2019-12-31"),
    ("the second quarter of 2019", "2019-07-01", "2019-09-30"),
    ("the last three months of 2022", "2022-10-01", "2022-12-31"),
    ("the first six months of 2019/20", "2019-04-01", "2019-09-30"),
    ("the first half of 2019", "2019-01-01", "2019-06-30"),
    ("the second half of 2019/20", "2019-10-01", "2020-03-31"),
    ("summer 2019", "2019-06-01", "2019-08-31"),
    ("winter 2019/20", "2019-12-01", "2020-02-29"),
]


@pytest.mark.parametrize(("said", "first", "last"), SPELLINGS)
@pytest.mark.parametrize("question", ["knife crime {} please", "{} burglary", "burglary {}"])
def test_every_spelling_is_one_range_wherever_it_stands(question: str, said: str, first: str | None, last: str | None) -> None:
    ranges, _ = find_ranges(question.format(said))
    assert [(r.to_json()["from"], r.to_json()["to"]) for r in ranges] == [(first, last)]


@pytest.mark.parametrize("said", [s for s, *_ in SPELLINGS])
def test_of_the_question_only_the_words_of_the_range_are_blanked(said: str) -> None:
    question = f"knife crime {said} with Kent"
    _, left = find_ranges(question)
    assert len(left) == len(question), "offsets in what is left are offsets in the question"
    assert left.split() in (["knife", "crime", "with", "Kent"], ["knife", "crime", "the", "with", "Kent"])


def test_two_ranges_are_two() -> None:
    ranges, left = find_ranges("arrests in Q3 2018/19 and in Q3 2019/20")
    assert [(r.first.isoformat(), r.last.isoformat()) for r in ranges] == [("2018-10-01", "2018-12-31"), ("2019-10-01", "2019-12-31")]
    assert left.split() == ["arrests", "and"]


@pytest.mark.parametrize("said", ["not in 2019/20", "except 2019/20", "excluding 2019/20", "other than in 2019/20", "but not in 2019/20", "apart from 2019/20"])
def test_a_range_may_be_left_out(said: str) -> None:
    (found,), left = find_ranges(f"ASB {said}")
    assert found.excluded
    assert (found.first.isoformat(), found.last.isoformat()) == ("2019-04-01", "2020-03-31")
    assert left.split() == ["ASB"]


def test_two_years_joined_by_and_are_two_ranges_not_one_long_one() -> None:
    ranges, _ = find_ranges("arrests in 2016 and 2019")
    assert [r.first.year for r in ranges] == [2016, 2019]


@pytest.mark.parametrize("question", ["all work with the Met", "the 101 service", "Project 360", "section 59 warnings", "call 2100 people", ""])
def test_a_number_that_is_no_year_is_no_range(question: str) -> None:
    assert find_ranges(question) == ((), question)


def test_a_financial_year_that_does_not_exist_is_not_taken_for_one() -> None:
    ranges, _ = find_ranges("crime in 2019/25")
    assert all(r.last.year < 2020 for r in ranges)


WORDS = st.sampled_from([*(s for s, *_ in SPELLINGS), "and", "to", "or", "with the Met", "knife crime,", "from", "between", "before", "-", "arrests"])


@given(st.lists(WORDS, max_size=9).map(" ".join))
def test_words_of_ranges_never_overlap_and_all_are_blanked(question: str) -> None:
    ranges, left = find_ranges(question)
    at = 0
    for found in ranges:
        at = question.index(found.said, at)
        assert not left[at : at + len(found.said)].strip(), f"{found.said!r} is still in {left!r}"
        at += len(found.said)
    assert all(b in (a, " ") for a, b in zip(question, left, strict=True)), "what is left is the question with blanks"


@given(st.lists(WORDS, max_size=9).map(" ".join))
def test_what_is_left_names_no_period(question: str) -> None:
    _, left = find_ranges(question)
    assert find_ranges(left)[0] == ()


LATEST = Period.quarter(2020, 1)


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("what happened in the last quarter", "2020-04-01", "2020-06-30"),
        ("arrests in the latest update", "2020-04-01", "2020-06-30"),
        ("burglary over the last two years", "2018-07-01", "2020-06-30"),
        ("burglary in the past 12 months", "2019-07-01", "2020-06-30"),
        ("burglary in the last year", "2019-07-01", "2020-06-30"),
        ("burglary in the previous three quarters", "2019-10-01", "2020-06-30"),
    ],
)
def test_what_is_told_from_the_latest_period_held(question: str, first: str, last: str) -> None:
    (found,), left = find_ranges(question, LATEST)
    assert (found.first.isoformat(), found.last.isoformat()) == (first, last)
    assert found.said not in left


@pytest.mark.parametrize("question", ["burglary in the last quarter", "the last officers to leave", "last years of school", "the last two"])
def test_without_a_period_held_or_a_stretch_nothing_is_told(question: str) -> None:
    assert find_ranges(question, None if "quarter" in question else LATEST)[0] == ()


COVID = {r"\b(?:during|since|before|after)\s+(?:the\s+)?(?P<era>covid|pandemic)\b": (Period.quarter(2020, 1), Period.quarter(2021, 2))}


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("during COVID", "2020-04-01", "2021-09-30"),
        ("during the pandemic", "2020-04-01", "2021-09-30"),
        ("before the pandemic", None, "2020-03-31"),
        ("since covid", "2020-04-01", None),
        ("after the pandemic", "2021-10-01", None),
    ],
)
def test_an_era_lasts_as_long_as_the_updates_speak_of_it(said: str, first: str | None, last: str | None) -> None:
    (found,), left = find_ranges(f"burglary {said} in Harlow", None, COVID)
    assert (found.to_json()["from"], found.to_json()["to"]) == (first, last)
    assert left.split() == ["burglary", "in", "Harlow"]


@pytest.mark.parametrize("question", ["covid fines", "burglary during COVID"])
def test_without_dates_for_it_an_era_is_a_topic(question: str) -> None:
    assert find_ranges(question) == ((), question)


@given(st.dates(), st.dates(), st.booleans())
def test_a_range_reads_back_from_its_printed_form(first: dt.date, last: dt.date, excluded: bool) -> None:
    found = Range(first, last, "some time", excluded)
    assert Range.from_json(found.to_json(), excluded=excluded) == found
