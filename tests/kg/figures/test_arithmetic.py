"""Sums: a change against the two levels it is between."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kg.figures.arithmetic import checked, sums
from kg.figures.figure import Figure, Standing
from tests.kg.figures.reading import read, row


def figure(value: str, unit: str = "people", standing: Standing = Standing.LEVEL) -> Figure:
    return Figure(Decimal(value), unit, standing, "", 0, 1, decimals=len(value.partition(".")[2]))


@pytest.mark.parametrize(
    ("change", "unit", "level", "prior", "right"),
    [
        ("17", "%", "60844", "52000", True),
        ("16.3", "%", "1014", "861", False),
        ("145", "%", "941", "383", True),
        ("-13.4", "%", "74630", "86134", True),
        ("13.4", "%", "74630", "86134", False),
        ("6", "people", "14", "8", True),
        ("7", "people", "14", "8", False),
        ("5", "%", "5", "0", True),
    ],
)
def test_a_change_is_borne_out_or_not(change: str, unit: str, level: str, prior: str, right: bool) -> None:
    assert checked(figure(change, unit, Standing.CHANGE), figure(level), figure(prior)).right is right


def test_points_between_shares() -> None:
    levels = figure("30.4", "%"), figure("37.0", "%")
    assert checked(figure("-6.6", "percentage points", Standing.CHANGE), *levels).right
    assert not checked(figure("-7.6", "percentage points", Standing.CHANGE), *levels).right


@pytest.mark.parametrize(("change", "right"), [("22.4", True), ("12.4", False)])
def test_a_row_s_change_is_held_against_its_columns(change: str, right: bool) -> None:
    found = row(("Data to Jun 2016", "Number of Collisions"), ("12m Last Year", "669"), ("12m This Year", "819"), ("Better/ Worse %", change))
    assert [s.right for s in sums(found)] == [right]


def test_what_is_said_to_be_about_so_much_is_not_checked() -> None:
    assert list(sums(read("Specials gave about 1,014 hours, up 16.3% from 861 hours a year earlier."))) == []
    assert list(sums(read("Specials gave 1,014 hours, up around 16.3% from 861 hours a year earlier."))) == []


def test_what_does_not_add_up_is_said_in_numbers() -> None:
    (found,) = sums(read("Specials gave 1,014 hours, up 16.3% from 861 hours a year earlier."))
    assert (found.right, found.said) == (False, "+16.3% is said; 861 to 1014 is +17.8%")
