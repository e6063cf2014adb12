"""Figures of table rows: what the column says, what the row says, and how a change's unit is told by arithmetic."""

from __future__ import annotations

from kg.figures.figure import Standing
from kg.period import Period
from tests.kg.figures.reading import row

TITLE = "5. Safer Roads Data to Jun 2016"


def test_periods_stand_in_the_columns_and_the_measure_in_the_row() -> None:
    last, this, change = row((TITLE, "Number of Collisions"), ("12m Last Year", "669"), ("12m This Year", "819"), ("Better/ Worse %", "22.4"))
    assert [f.number for f in (last, this, change)] == [669, 819, 22.4]
    assert last.spoken
    assert this.spoken
    assert (str(last.spoken.first), str(last.spoken.last), str(this.spoken.last)) == ("2014-07-01", "2015-06-30", "2016-06-30")
    assert {f.measure for f in (last, this, change)} == {"measure/collisions"}
    assert (change.standing, change.unit) == (Standing.CHANGE, "%")


def test_a_change_between_shares_is_in_points() -> None:
    assert row((TITLE, "Solved crime rate"), ("12m Last Year", "37.0%"), ("12m This Year", "30.4%"), ("Diff.", "-6.6"))[2].unit == "percentage points"


def test_a_change_that_is_the_difference_is_in_the_row_s_unit() -> None:
    found = row(
        (TITLE, "Average waiting time in seconds for a person calling our switchboard"), ("12m Last Year", "7"), ("12m This Year", "8"), ("Diff. %", "1")
    )
    assert [(f.number, f.unit) for f in found] == [(7, "seconds"), (8, "seconds"), (1, "seconds")]


def test_where_rows_list_forces_the_columns_name_what_is_counted() -> None:
    reported, charged = row(("Force", "Kent"), ("Reported Incidents", "24"), ("Charges", "6"))
    assert (reported.counted, reported.unit, reported.of) == ("Reported Incidents", "incidents", "Kent")
    assert (charged.counted, charged.of) == ("Charges", "Kent")


def test_cells_without_a_figure_and_ranks_are_left_out() -> None:
    found = row((TITLE, "Repeat incidents of domestic abuse"), ("12m Last Year", "N/A"), ("12m This Year", "1118"), ("Rank", "3"), ("Change", "-"))
    assert [f.number for f in found] == [1118]


def test_quarters_and_ranges_of_months_in_heads() -> None:
    found = row(
        ("Casualties", "All people killed or seriously injured"),
        ("Oct-Dec 2021", "224"),
        ("Oct-Dec 2022", "209"),
        ("Difference", "-15"),
        period=Period.quarter(2022, 3),
    )
    assert [(f.number, f.unit) for f in found] == [(224, "people"), (209, "people"), (-15, "people")]
    assert found[0].spoken
    assert str(found[0].spoken.first) == "2021-10-01"


def test_places_of_cells_in_the_text() -> None:
    cells = (TITLE, "Youth offenders"), ("Monthly Last Year", "254"), ("Monthly This Year", "291")
    text = "\t".join(value for _, value in cells)
    assert [text[f.start : f.end] for f in row(*cells)] == ["254", "291"]
