"""Periods: labels and printed forms, the financial year, overlap and order."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.period import Period, PeriodKind, month_number, printed_periods, quarters_missing

YEARS = st.integers(2000, 2098)
# Commissioners took office in November 2012; the label of an older financial year ("2010-11") is also that of a month.
FIRST_PLANS = 2012


def periods(first: int, last: int) -> st.SearchStrategy[Period]:
    """Periods of every kind whose financial year begins in one of these years."""
    years = st.integers(first, last)
    return st.one_of(
        st.builds(Period.month, years, st.integers(1, 12)),
        st.builds(Period.quarter, years, st.integers(1, 4)),
        st.builds(Period.half, years, st.integers(1, 2)),
        st.builds(Period.year, st.integers(max(first, FIRST_PLANS), last)),
    )


PERIODS = periods(2000, 2098)
DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2098, 12, 31))


@given(PERIODS)
def test_every_label_reads_back_as_its_period(period: Period) -> None:
    assert Period.from_label(period.label) == period


@given(PERIODS)
def test_every_title_is_a_printed_form_of_its_period(period: Period) -> None:
    assert [p.period for p in printed_periods(period.title)] == [period]


@given(PERIODS)
def test_the_next_period_begins_the_day_after_the_last_day(period: Period) -> None:
    assert period.next.kind is period.kind
    assert period.next.start == period.after == period.end + dt.timedelta(days=1)
    assert period.start.day == period.after.day == 1


@given(PERIODS, DAYS, DAYS)
def test_overlap_is_a_shared_day(period: Period, one: dt.date, other: dt.date) -> None:
    first, last = sorted((one, other))
    shared = max(first, period.start) <= min(last, period.end)
    assert period.overlaps(first, last) is shared


@given(PERIODS)
def test_a_period_overlaps_its_edges_and_not_its_neighbours(period: Period) -> None:
    assert period.overlaps(period.start, period.start)
    assert period.overlaps(period.end, period.end)
    assert not period.overlaps(period.after, period.next.end)
    assert not period.next.overlaps(period.start, period.end)


@given(DAYS)
def test_the_quarter_of_a_day_holds_it(day: dt.date) -> None:
    quarter = Period.quarter_of(day)
    assert quarter.kind is PeriodKind.QUARTER
    assert quarter.start <= day <= quarter.end


@given(YEARS)
def test_quarters_and_halves_fill_the_financial_year(year: int) -> None:
    whole = Period.year(year)
    quarters = [Period.quarter(year, n) for n in (1, 2, 3, 4)]
    halves = [Period.half(year, n) for n in (1, 2)]
    for parts in (quarters, halves):
        assert parts[0].start == whole.start
        assert parts[-1].after == whole.after
        assert all(a.next == b for a, b in itertools.pairwise(parts))


@pytest.mark.parametrize(
    ("day", "label"),
    [
        ("2018-04-01", "2018-19-Q1"),
        ("2018-06-30", "2018-19-Q1"),
        ("2018-07-01", "2018-19-Q2"),
        ("2018-12-31", "2018-19-Q3"),
        ("2019-01-01", "2018-19-Q4"),
        ("2019-03-31", "2018-19-Q4"),
    ],
)
def test_the_financial_year_begins_in_april(day: str, label: str) -> None:
    assert Period.quarter_of(dt.date.fromisoformat(day)).label == label


@pytest.mark.parametrize(
    ("label", "start", "end", "title"),
    [
        ("2018-19-Q4", "2019-01-01", "2019-03-31", "Q4 2018/19"),
        ("2016-06", "2016-06-01", "2016-06-30", "June 2016"),
        ("2020-02", "2020-02-01", "2020-02-29", "February 2020"),
        ("2018-19-H1", "2018-04-01", "2018-09-30", "H1 2018/19"),
        ("2018-19-H2", "2018-10-01", "2019-03-31", "H2 2018/19"),
        ("2018-19", "2018-04-01", "2019-03-31", "2018/19"),
        ("1999-00", "1999-04-01", "2000-03-31", "1999/00"),
    ],
)
def test_what_a_label_stands_for(label: str, start: str, end: str, title: str) -> None:
    period = Period.from_label(label)
    assert (period.start.isoformat(), period.end.isoformat(), period.title) == (start, end, title)


@pytest.mark.parametrize("label", ["", "Q4", "2018", "2018-19-Q5", "2018-19-Q0", "2018/19", "2018-19-X1", "2018-19-Q", "june 2016", "2018-19-Q4-Q1"])
def test_what_is_no_label_is_told_what_to_write(label: str) -> None:
    with pytest.raises(ValueError, match="write 2018-19-Q4, 2016-06, 2018-19-H1 or 2018-19") as caught:
        Period.from_label(label)
    assert repr(label) in str(caught.value)


@pytest.mark.parametrize("label", ["2018-20", "2018-13", "2018-17-Q1", "2018-19-H3", "2018-19-H4"])
def test_what_is_no_financial_year_is_told_the_right_one(label: str) -> None:
    with pytest.raises(ValueError, match="write 2018-19") as caught:
        Period.from_label(label)
    assert repr(label) in str(caught.value)


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Quarter 4 – 2018/19", ["2018-19-Q4"]),
        ("Quarter 3 2019/20", ["2019-20-Q3"]),
        ("Q2 (2020-21)", ["2020-21-Q2"]),
        ("q1 FY 2020/2021", ["2020-21-Q1"]),
        ("2018/19 Q4", ["2018-19-Q4"]),
        ("2018–19, Quarter 2", ["2018-19-Q2"]),
        ("the third quarter of 2021/22", ["2021-22-Q3"]),
        ("2nd quarter 2021/22", ["2021-22-Q2"]),
        ("H1 2018/19", ["2018-19-H1"]),
        ("Half 2, 2018/19", ["2018-19-H2"]),
        ("June 2016", ["2016-06"]),
        ("to Sept 2019 and from dec 2019", ["2019-09", "2019-12"]),
        ("in 2018/19", ["2018-19"]),
        ("April to September 2021", ["2021-22-H1"]),
        ("October 2021 – March 2022", ["2021-22-H2"]),
        ("Quarter 2 (July – September 2021)", ["2021-22-Q2"]),
        ("1 January to 31st March 2019", ["2018-19-Q4"]),
        ("April 2018 to March 2019", ["2018-19"]),
        ("May to June 2019", ["2019-06"]),
        ("quarter ending 30 June 2019", ["2019-20-Q1"]),
        ("the six months to the end of March 2020", ["2019-20-H2"]),
        ("year ended March 2020", ["2019-20"]),
        ("12 months to June 2016", ["2016-06"]),
        ("first half of 2021/22", ["2021-22-H1"]),
        ("2021-22: second half", ["2021-22-H2"]),
        ("Q1 2018/19, then Q2 2018/19", ["2018-19-Q1", "2018-19-Q2"]),
        ("calls rose in June 2016 and fell in 2017/18", ["2016-06", "2017-18"]),
    ],
)
def test_printed_forms(text: str, labels: list[str]) -> None:
    assert [p.period.label for p in printed_periods(text)] == labels


@pytest.mark.parametrize("text", ["", "the plan of 2016-2020", "in 2019", "quarter of the calls", "June", "may 2nd", "room 2018/2", "2018/21", "1 of 20"])
def test_what_names_no_period(text: str) -> None:
    assert printed_periods(text) == ()


def test_a_printed_period_says_where_it_stands() -> None:
    text = "Calls in Quarter 4 – 2018/19 rose."
    (printed,) = printed_periods(text)
    assert text[printed.start : printed.end] == "Quarter 4 – 2018/19"


@pytest.mark.parametrize(("name", "number"), [("January", 1), ("jan", 1), ("MAY", 5), ("Sept", 9), ("september", 9), ("Dec", 12)])
def test_months_by_name(name: str, number: int) -> None:
    assert month_number(name) == number


# Gaps -----------------------------------------------------------------------------------------------------------------------------


@given(st.lists(periods(2018, 2022), max_size=6))
def test_a_quarter_is_missing_or_touched_by_what_is_held(held: list[Period]) -> None:
    missing = list(quarters_missing(held))
    assert missing == sorted(missing, key=lambda p: p.start)
    assert not any(q.overlaps(p.start, p.end) for q in missing for p in held)
    if held:
        quarter, last = Period.quarter_of(min(p.start for p in held)), max(p.end for p in held)
        while quarter.start <= last:
            assert (quarter in missing) is not any(quarter.overlaps(p.start, p.end) for p in held)
            quarter = quarter.next
        assert all(q.end <= last for q in missing)


def test_nothing_is_missing_where_nothing_is_held() -> None:
    assert list(quarters_missing([])) == []
    assert list(quarters_missing([Period.quarter(2018, 1)])) == []


def test_gaps_between_and_around_what_is_held() -> None:
    held = [Period.month(2016, 6), Period.quarter(2016, 4)]
    assert [q.label for q in quarters_missing(held)] == ["2016-17-Q2", "2016-17-Q3"]
    around = quarters_missing(held, dt.date(2016, 1, 15), dt.date(2017, 4, 1))
    assert [q.label for q in around] == ["2015-16-Q4", "2016-17-Q2", "2016-17-Q3", "2017-18-Q1"]
