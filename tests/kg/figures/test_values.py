"""Numbers as printed: digits, words, money, magnitudes, units, ranges."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kg.figures.values import numbers, spelled_value


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("nine warrants", "9", ""),
        ("twenty-one people", "21", ""),
        ("twenty two people", "22", ""),
        ("two hundred and fifty homes", "250", ""),
        ("a dozen officers", "12", ""),
        ("a hundred vehicles", "100", ""),
        ("12,996 courses", "12996", ""),
        ("£1.85 million", "1850000", "GBP"),
        ("£30k of drugs", "30000", "GBP"),
        ("£5.4m", "5400000", "GBP"),
        ("£ 43,404", "43404", "GBP"),
        ("3kg of cocaine", "3", "kilograms"),
        ("9.1% fewer", "9.1", "%"),
        ("ten per cent", "10", "%"),
        ("2.4 percentage points", "2.4", "percentage points"),
        ("1,021 hours", "1021", "hours"),
        ("12.45 average days lost", "12.45", "days"),
        ("five working days", "5", "working days"),
        ("four minutes ten seconds", "250", "seconds"),
        ("another arrest", "1", ""),
    ],
)
def test_a_number_is_read_with_its_unit(text: str, value: str, unit: str) -> None:
    found = list(numbers(text))
    assert [(n.value, n.unit) for n in found] == [(Decimal(value), unit)]


@pytest.mark.parametrize("text", ["M11", "A127", "C17 gang", "AK47", "COVID-19", "4VP checks", "the 5th", "1st place", "R2D2"])
def test_digits_inside_words_are_no_numbers(text: str) -> None:
    assert list(numbers(text)) == []


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("4-6 hours", 4, 6), ("80 – 90 a day", 80, 90), ("between 75 and 150 cars", 75, 150), ("three to five arrests", 3, 5), ("50 - 60%", 50, 60)],
)
def test_a_range_is_one_number(text: str, low: int, high: int) -> None:
    found = list(numbers(text))
    assert [(n.value, n.high) for n in found] == [(low, high)]


def test_from_one_to_the_other_is_no_range() -> None:
    assert [n.value for n in numbers("it rose from 474 to 516")] == [474, 516]


@pytest.mark.parametrize(("said", "value"), [("one", 1), ("ninety nine", 99), ("three thousand", 3000), ("two million", 2000000), ("one hundred and one", 101)])
def test_words_for_numbers(said: str, value: int) -> None:
    assert spelled_value(said) == value


@pytest.mark.parametrize("text", ["Officers walked the market.", "the often-told tale"])
def test_words_that_only_hold_the_letters_of_a_number_are_none(text: str) -> None:
    assert not list(numbers(text))
