"""Stretches of days: whole months up to a day, the same days of another year, how long they last."""

from __future__ import annotations

import datetime as dt

from kg.period import Period

# The first and the last day, both included.
Days = tuple[dt.date, dt.date]
_DAY = dt.timedelta(days=1)


def months_to(last: dt.date, months: int) -> Days:
    """So many whole months up to a day that is the end of a month."""
    first = last.year * 12 + last.month - months
    return dt.date(first // 12, first % 12 + 1, 1), last


def end_of_month(year: int, month: int) -> dt.date:
    """The last day of a month."""
    return Period.month(year, month).end


def shifted(days: Days, months: int) -> Days:
    """Days so many months earlier; a month's last day stays one."""
    first, last = days
    moved = (first.year * 12 + first.month - 1 - months, (last + _DAY).year * 12 + (last + _DAY).month - 1 - months)
    ends = (last + _DAY).day == 1
    if first.day != 1 or not ends:
        return first.replace(year=first.year - months // 12), last.replace(year=last.year - months // 12)
    return dt.date(moved[0] // 12, moved[0] % 12 + 1, 1), dt.date(moved[1] // 12, moved[1] % 12 + 1, 1) - _DAY


def span_of(days: Days) -> str:
    """How long days last, in whole months where they are: "3 months", "12 months", "87 days"."""
    first, last = days
    after = last + dt.timedelta(days=1)
    if first.day == 1 and after.day == 1:
        months = (after.year - first.year) * 12 + after.month - first.month
        return f"{months} month{'s' * (months != 1)}"
    count = (last - first).days + 1
    return f"{count} day{'s' * (count != 1)}"
