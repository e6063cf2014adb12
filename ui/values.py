"""Single values, days and counts in the words that readers expect."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from kg.figures.days import Days, months_to, span_of
from kg.figures.figure import PERCENT, POINTS, Figure, Standing
from kg.period import Period

_MONEY = {"GBP": "£", "EUR": "€", "USD": "$"}


def value_text(figure: Figure) -> str:
    """A figure as a reader expects it: "over 3,000 people", "£5,400,000", "30.4%", "4 to 6 hours"."""
    low, high = _number(figure, figure.value), "" if figure.high is None else f" to {_number(figure, figure.high)}"
    sign = "+" if figure.standing is Standing.CHANGE and figure.value > 0 else ""
    unit = "" if figure.unit in (PERCENT, *_MONEY) else f" {figure.unit}"
    per = f" per {figure.per}" if figure.per and figure.per != "average" else ""
    return f"{figure.qualifier + ' ' if figure.qualifier else ''}{sign}{low}{high}{unit}{per}"


def _number(figure: Figure, value: Decimal) -> str:
    printed = f"{value:,f}"
    printed = printed.rstrip("0").rstrip(".") if "." in printed and figure.unit not in (PERCENT, POINTS) else printed
    return f"{_MONEY.get(figure.unit, '')}{printed}{'%' if figure.unit == PERCENT else ''}"


def days_text(days: Days | None) -> str:
    """Days as a period's title where they are one: "Q3 2019/20", "12 months to June 2016", "31 December 2019"."""
    if days is None:
        return "not dated"
    first, last = days
    if first == last:
        return f"{last.day} {last:%B %Y}"
    if days == months_to(last, 1):
        return Period.month(last.year, last.month).title
    quarter = Period.quarter_of(last)
    if days == (quarter.start, quarter.end):
        return quarter.title
    whole = first.day == 1 and (last + dt.timedelta(days=1)).day == 1
    return f"{span_of(days)} to {last:%B %Y}" if whole else f"{first.day} {first:%B %Y} to {last.day} {last:%B %Y}"


def bullets_held(described: Mapping[str, Any]) -> str:
    """How many bullets there are, and how many of them a question searches."""
    labels = described["bullets"] - described["searched"]
    return f"{described['bullets']} bullets" + (f" ({labels} of them only a label of what stands under it)" if labels else "")
