"""Stretches of time that a question names by what they were known for ("during the pandemic"), by the dates that the updates give them."""

from __future__ import annotations

from kg.period import Period
from search.library import Library
from search.topic import theme_rows
from search.wording import wording


def eras(library: Library) -> dict[str, tuple[Period, Period]]:
    """How a question speaks of an era -> the first and last period whose updates speak of it; nothing where none does."""
    found: dict[str, tuple[Period, Period]] = {}
    for era in wording().eras:
        about = theme_rows(library, era.theme)
        spoken = [v.colophon.period for v in library.versions if about and len(about.intersection(library.catalogue.members([v.id]))) >= era.share * v.bullets]
        if spoken:
            found[era.pattern] = (min(spoken, key=lambda p: p.start), max(spoken, key=lambda p: p.end))
    return found
