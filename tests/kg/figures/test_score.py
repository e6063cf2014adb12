"""The scorer of figures does what `docs/figures.md` says: on items made for it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bench.figures import Tally, family, is_change, score_item


def figure(value: float, unit: str, standing: str = "level") -> dict[str, Any]:
    return {"value": value, "unit": unit, "standing": standing, "counted": ""}


def quantity(value: float, unit: str, measure: str = "otters", period: str | None = None) -> dict[str, Any]:
    return {"value": value, "unit": unit, "measure": measure, "period": period}


@pytest.mark.parametrize(
    ("quantities", "figures", "expected"),
    [
        ([quantity(5, "people")], [figure(5, "people")], (1.0, 1.0, 1.0)),
        ([quantity(5, "people")], [figure(5, "%")], (0.0, 0.0, 1.0)),
        ([quantity(5, "people"), quantity(6, "people")], [figure(5, "people")], (1.0, 0.5, 1.0)),
        ([quantity(5, "people")], [figure(5, "people"), figure(9, "people")], (0.5, 1.0, 1.0)),
        ([quantity(-14, "%", "thefts change")], [figure(-14, "%", "change")], (1.0, 1.0, 1.0)),
        ([quantity(-14, "%", "thefts change")], [figure(14, "%", "change")], (1.0, 1.0, 0.0)),
        ([quantity(-14, "%", "thefts change")], [figure(14, "%")], (1.0, 1.0, 0.0)),
        ([quantity(42, "people", "headcount change", "vs December 2018 (477)")], [figure(42, "people", "change"), figure(477, "people")], (1.0, 1.0, 1.0)),
        ([quantity(7, "people")], [figure(7, "people"), figure(7, "people")], (1.0, 1.0, 1.0)),
        ([], [figure(7, "people")], (0.0, 1.0, 1.0)),
    ],
)
def test_precision_recall_and_standing(quantities: list[dict[str, Any]], figures: list[dict[str, Any]], expected: tuple[float, float, float]) -> None:
    tally = Tally()
    score_item(quantities, figures, tally)
    scored = tally.to_json()
    assert (scored["precision"], scored["recall"], scored["standing"]) == expected


def test_what_is_a_change() -> None:
    assert is_change(quantity(1, "%", "thefts change"))
    assert is_change(quantity(1, "%", period="vs 2018"))
    assert not is_change(quantity(1, "%", "changed locks"))
    assert (family("% points"), family("officers"), family("seconds")) == ("percentage points", "count", "seconds")
