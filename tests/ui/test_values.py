"""Values and days in the words that readers expect."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from kg.figures.days import Days
from kg.figures.figure import Figure, Standing
from ui.values import days_text, value_text


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        (Figure(Decimal(3000), "people", Standing.LEVEL, "", 0, 1, qualifier="over"), "over 3,000 people"),
        (Figure(Decimal("5400000.0"), "GBP", Standing.LEVEL, "", 0, 1), "£5,400,000"),
        (Figure(Decimal("30.40"), "%", Standing.LEVEL, "", 0, 1), "30.40%"),
        (Figure(Decimal(4), "%", Standing.CHANGE, "", 0, 1), "+4%"),
        (Figure(Decimal("-6.6"), "percentage points", Standing.CHANGE, "", 0, 1), "-6.6 percentage points"),
        (Figure(Decimal(4), "hours", Standing.LEVEL, "", 0, 1, high=Decimal(6), per="week"), "4 to 6 hours per week"),
    ],
)
def test_a_value(figure: Figure, text: str) -> None:
    assert value_text(figure) == text


@pytest.mark.parametrize(
    ("days", "text"),
    [
        (None, "not dated"),
        ((dt.date(2019, 10, 1), dt.date(2019, 12, 31)), "Q3 2019/20"),
        ((dt.date(2019, 12, 1), dt.date(2019, 12, 31)), "December 2019"),
        ((dt.date(2015, 7, 1), dt.date(2016, 6, 30)), "12 months to June 2016"),
        ((dt.date(2019, 12, 31), dt.date(2019, 12, 31)), "31 December 2019"),
        ((dt.date(2019, 1, 1), dt.date(2019, 3, 27)), "1 January 2019 to 27 March 2019"),
    ],
)
def test_days(days: Days | None, text: str) -> None:
    assert days_text(days) == text
