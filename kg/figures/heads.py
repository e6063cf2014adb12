"""The period that the head of a table's column names."""

from __future__ import annotations

import datetime as dt
import re

from kg.figures.days import end_of_month, months_to, shifted
from kg.figures.figure import Reach, Spoken
from kg.period import MONTH_PATTERN, Period, month_number, printed_periods


def of_heading(head: str, title: str, of: Period) -> Spoken | None:
    """The period of a table's column: "12m This Year" under "Data to Jun 2016", "Q3 2018/19", "Jan-Mar 2019"; None where it names none."""
    base = _base(title, of)
    back = 12 if re.search(r"\b(?:last|previous|prior)\s+(?:year|12)", head, re.I) else 0
    if match := re.search(r"\b(\d{1,2})\s*(?:m|months?)\b", head, re.I):
        return Spoken(f"{head}, {title}" if base[1] else head, Reach.WITHIN, *shifted(months_to(base[0], int(match[1])), back))
    if re.search(r"\bmonthly\b", head, re.I):
        return Spoken(f"{head}, {title}" if base[1] else head, Reach.WITHIN, *shifted(months_to(base[0], 1), back))
    if printed := printed_periods(head):
        return Spoken(head, Reach.WITHIN, printed[0].period.start, printed[0].period.end)
    if match := re.search(r"\b((?:19|20)\d{2})\b", head):
        return Spoken(head, Reach.WITHIN, dt.date(int(match[1]), 1, 1), dt.date(int(match[1]), 12, 31))
    if re.search(r"\b(?:last|this|previous|current)\s+(?:year|quarter|month|period)\b", head, re.I):
        back = back or (3 if re.search(r"\b(?:last|previous)\s+quarter", head, re.I) else 0)
        return Spoken(head, Reach.WITHIN, *shifted((of.start, of.end), back))
    return None


def _base(title: str, of: Period) -> tuple[dt.date, bool]:
    """The last day that a table's title gives its data to, and whether it gives one."""
    match = re.search(rf"\b(?:to|for|as\s+at)\s+(?:the\s+)?(?:end\s+of\s+)?(?P<m>{MONTH_PATTERN})\s+(?P<y>(?:19|20)\d{{2}})", title, re.I)
    return (end_of_month(int(match["y"]), month_number(match["m"])), True) if match else (of.end, False)
