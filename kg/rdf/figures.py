"""Figures as an RDF Data Cube: an observation a figure that names a known measure and dated days, a data set a measure, one structure for all.

A figure of no known measure, or of days that cannot be told, is a `bb:Figure` and no observation. Nothing is summed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from kg.figures.about import about
from kg.figures.days import Days
from kg.figures.figure import Figure
from kg.model import HeldBullet
from kg.period import Period
from kg.rdf.periods import period_triples
from kg.rdf.terms import BB, DCT, DIMENSION, MEASURE, PROV, QB, SKOS, TIME, TYPE, Triple, date, decimal, english, integer, string
from kg.rdf.things import Things
from kg.versions import VersionRecord

_DIMENSIONS = {"period": DIMENSION.refPeriod, "area": DIMENSION.refArea, "standing": BB.standing, "bullet": PROV.wasDerivedFrom, "number": BB.figureNumber}
_ATTRIBUTES = {"unit": BB.unit, "qualifier": BB.qualifier}


def figure_triples(things: Things, _: VersionRecord, held: HeldBullet) -> Iterator[Triple]:
    """The figures of a bullet."""
    for number, figure in enumerate(held.linked.figures, 1):
        iri = things.bullet(held.bullet.id, "figure", str(number))
        yield iri, TYPE, BB.Figure
        yield iri, PROV.wasDerivedFrom, things.bullet(held.bullet.id)
        yield iri, BB.figureNumber, integer(number)
        yield from _told(iri, figure)
        yield from _about(things, iri, held, figure)
        if figure.measure and figure.measure in things.vocabulary.concepts:
            yield iri, BB.measure, things.iri(figure.measure)
            yield from _measure(things, figure.measure)
            if days := _days(figure):
                yield from _observed(things, iri, held, figure, days)


def _told(iri: str, figure: Figure) -> Iterator[Triple]:
    """What the bullet says of it."""
    yield iri, MEASURE.obsValue, _number(figure.value)
    if figure.high is not None:
        yield iri, BB.highValue, _number(figure.high)
    yield iri, BB.unit, string(figure.unit)
    yield iri, BB.standing, string(figure.standing.value)
    yield iri, BB.startInBullet, integer(figure.start)
    yield iri, BB.endInBullet, integer(figure.end)
    said = {BB.counted: figure.counted, BB.qualifier: figure.qualifier, BB.comparedWith: figure.compared, BB.of: figure.of, BB.per: figure.per}
    said[BB.speaksOf] = figure.spoken.said if figure.spoken else None
    yield from ((iri, term, english(words)) for term, words in said.items() if words)


def _number(value: Decimal) -> str:
    return decimal(f"{value:f}")


def _about(things: Things, iri: str, held: HeldBullet, figure: Figure) -> Iterator[Triple]:
    entities = {m.name: m.entity for m in held.linked.mentions}
    yield from ((iri, BB.aboutOperation, things.iri(entities[name])) for name in about(held.linked, figure).operations)


def _measure(things: Things, measure: str) -> Iterator[Triple]:
    concept, iri = things.vocabulary.concepts[measure], things.iri(measure)
    yield iri, TYPE, SKOS.Concept
    yield iri, TYPE, BB.Measure
    yield iri, SKOS.prefLabel, english(concept.name)
    for term, key in ((SKOS.definition, "definition"), (SKOS.scopeNote, "note")):
        if said := concept.values.get(key):
            yield iri, term, english(said)
    yield iri, BB.unit, string(concept.values["unit"])
    yield iri, BB.counting, string(concept.values["counting"])


def _days(figure: Figure) -> Days | None:
    """The days that a figure speaks of, where they can be told; of one that stood on a day, that day."""
    spoken = figure.spoken
    if spoken is None or spoken.last is None:
        return None
    return spoken.first or spoken.last, spoken.last


def _observed(things: Things, iri: str, held: HeldBullet, figure: Figure, days: Days) -> Iterator[Triple]:
    """A figure as an observation of the data set of its measure."""
    assert figure.measure is not None
    cube = things.iri("figures", figure.measure.rpartition("/")[2])
    places = about(held.linked, figure).places
    entities = {m.name: m.entity for m in held.linked.mentions}
    yield iri, TYPE, QB.Observation
    yield iri, QB.dataSet, cube
    yield iri, DIMENSION.refArea, things.iri(entities[places[0]]) if len(places) == 1 else things.force(held.force)
    period, said = _period(things, days)
    yield iri, DIMENSION.refPeriod, period
    yield from said
    yield cube, TYPE, QB.DataSet
    yield cube, DCT.title, english(f"Figures: {things.vocabulary.concepts[figure.measure].name}")
    yield cube, QB.structure, things.iri("figures", "structure")
    yield from _structure(things)


def _period(things: Things, days: Days) -> tuple[str, Iterator[Triple]]:
    """The government's period of these days where there is one; else an interval of our own."""
    first, last = days
    for period in (Period.month(last.year, last.month), Period.quarter_of(last), Period.year(last.year - (last.month < 4))):
        if (period.start, period.end) == days:
            return things.period(period), period_triples(things, period)
    iri = things.iri("days", f"{first.isoformat()}-{last.isoformat()}")
    return iri, _interval(iri, first, last)


def _interval(iri: str, first: dt.date, last: dt.date) -> Iterator[Triple]:
    yield iri, TYPE, TIME.Interval
    yield iri, SKOS.prefLabel, english(last.isoformat() if first == last else f"{first.isoformat()} to {last.isoformat()}")
    yield iri, BB.firstDay, date(first)
    yield iri, BB.lastDay, date(last)


def _structure(things: Things) -> Iterator[Triple]:
    """The structure of every data set of figures; each part has an IRI."""
    structure = things.iri("figures", "structure")
    yield structure, TYPE, QB.DataStructureDefinition
    parts = [*((name, QB.dimension, term) for name, term in _DIMENSIONS.items()), ("value", QB.measure, MEASURE.obsValue)]
    for name, role, term in (*parts, *((name, QB.attribute, term) for name, term in _ATTRIBUTES.items())):
        part = things.iri("figures", "structure", name)
        yield structure, QB.component, part
        yield part, TYPE, QB.ComponentSpecification
        yield part, role, term
