"""Ages of people in a text, whatever the wording; numbers that are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.ages import OLDEST, ages


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("A woman of 83 was sold three slates.", 83, 83),
        ("They called on 40 people over 70 whose names were on a list.", 71, OLDEST),
        ("victims, all over 65, were told", 66, OLDEST),
        ("A 37-year-old man moved house.", 37, 37),
        ("children aged 12 to 15 met", 12, 15),
        ("boys ages 5-11 at play", 5, 11),
        ("drivers aged 76+ on the roads", 76, OLDEST),
        ("those aged 75 and over", 75, OLDEST),
        ("riders aged 24 or under", 0, 24),
        ("a club for under-18s", 0, 17),
        ("a man in his eighties", 80, 89),
        ("a lady in her late 70s", 70, 79),
        ("three were under the age of 18", 0, 17),
        ("Two girls of 14 from Leeds were found.", 14, 14),
    ],
)
def test_an_age_is_read(text: str, low: int, high: int) -> None:
    assert {(age.low, age.high) for age in ages(text)} == {(low, high)}


@pytest.mark.parametrize(
    "text", ["those of 12 districts", "all over 20 sites", "an average age of the fleet", "up by 15 year on year", "people of 3 towns", "over 300 residents"]
)
def test_other_numbers_are_no_ages(text: str) -> None:
    assert not list(ages(text))


@given(st.integers(0, 99), st.sampled_from(["A man of {} was hurt.", "a {}-year-old girl", "pupils aged {} came", "a {} year old"]))
def test_any_age_is_read_back(years: int, said: str) -> None:
    assert {(age.low, age.high) for age in ages(said.format(years))} == {(years, years)}
