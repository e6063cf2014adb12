"""Periods: OWL-Time intervals with the government's IRIs, always with a label and dates."""

from __future__ import annotations

from collections.abc import Iterator

from kg.period import Period
from kg.rdf.terms import BB, SKOS, TIME, TYPE, Triple, date, english, string
from kg.rdf.things import Things


def period_triples(things: Things, period: Period) -> Iterator[Triple]:
    """What is said of a period."""
    iri = things.period(period)
    yield iri, TYPE, TIME.ProperInterval
    yield iri, SKOS.prefLabel, english(period.title)
    yield iri, SKOS.notation, string(period.label)
    yield iri, BB.firstDay, date(period.start)
    yield iri, BB.lastDay, date(period.end)
