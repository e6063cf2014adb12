"""Series, updates and versions: DCAT, and PROV for what a version was made from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.period import Period
from kg.rdf.periods import period_triples
from kg.rdf.terms import BB, DCAT, DCT, ORG, PROV, SKOS, TYPE, Triple, english, iri, string
from kg.rdf.things import Things
from kg.versions import VersionRecord
from kg.vocabulary import BB as TERMS

BEATBOOK = iri(f"{TERMS}Beatbook")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a version stands: the update of the same force before it, and the older versions of the same update, oldest first."""

    before: Period | None = None
    older: tuple[VersionRecord, ...] = ()


def version_triples(things: Things, version: VersionRecord, place: Place, text: str | None) -> Iterator[Triple]:
    """A version with its update, series, force and period; with its normalised text where it is given."""
    c = version.colophon
    update, current, force = things.update(c.force.slug, c.period), things.version(version.id), things.force(c.force.slug)
    yield from _force(things, version)
    yield from period_triples(things, c.period)
    yield update, TYPE, BB.Update
    yield update, TYPE, PROV.Entity
    yield update, DCT.title, english(f"{c.force.name}, {c.period.title}")
    yield update, DCT.publisher, force
    yield update, DCT.temporal, things.period(c.period)
    yield update, DCAT.inSeries, things.iri("series", c.force.slug)
    yield update, DCAT.hasCurrentVersion, current
    if place.before:
        yield update, DCAT.prev, things.update(c.force.slug, place.before)
    if plan := things.plan(version):
        yield update, BB.plan, plan
    for older, newer in zip((None, *place.older), (*place.older, version), strict=True):
        yield from _version(things, newer, older, update)
    if text is not None:
        yield current, BB.sourceText, string(text)


def _force(things: Things, version: VersionRecord) -> Iterator[Triple]:
    c = version.colophon
    force, series = things.force(c.force.slug), things.iri("series", c.force.slug)
    yield force, TYPE, BB.PoliceForce
    yield force, TYPE, ORG.FormalOrganization
    if c.force.slug not in things.vocabulary.force_slugs:
        yield force, SKOS.prefLabel, english(c.force.name)
    else:
        yield force, SKOS.prefLabel, english(things.vocabulary.concepts[things.vocabulary.force_slugs[c.force.slug]].name)
    yield force, SKOS.notation, string(c.force.slug)
    yield series, TYPE, DCAT.DatasetSeries
    yield series, DCT.title, english(f"Progress updates of {c.force.name}")
    yield series, DCT.publisher, force


def _version(things: Things, version: VersionRecord, older: VersionRecord | None, update: str) -> Iterator[Triple]:
    c, this = version.colophon, things.version(version.id)
    yield update, DCAT.hasVersion, this
    yield this, TYPE, BB.Version
    yield this, TYPE, PROV.Entity
    yield this, DCAT.isVersionOf, update
    yield this, DCT.identifier, string(f"sha256:{version.sha256}")
    yield this, BB.sourceFile, string(version.source)
    if c.version:
        yield this, DCAT.version, string(c.version)
    if c.marking:
        yield this, BB.marking, string(c.marking)
    if c.produced:
        produced = Period.from_label(c.produced)
        yield this, BB.producedIn, things.period(produced)
        yield from period_triples(things, produced)
    if older:
        yield this, PROV.wasRevisionOf, things.version(older.id)
        yield this, DCAT.previousVersion, things.version(older.id)
    for doubt in version.doubts:
        yield this, BB.doubt, english(f"{doubt.message} (line {doubt.line})" if doubt.line else doubt.message)
    yield from _reading(things, version)


def _reading(things: Things, version: VersionRecord) -> Iterator[Triple]:
    """How a version came to be: read and linked with a vocabulary by Beatbook."""
    reading = things.iri("version", version.id, "reading")
    yield things.version(version.id), PROV.wasGeneratedBy, reading
    yield reading, TYPE, PROV.Activity
    yield reading, PROV.wasAssociatedWith, BEATBOOK
    yield reading, BB.vocabularyDigest, string(version.vocabulary)
    yield BEATBOOK, TYPE, PROV.SoftwareAgent
    yield BEATBOOK, SKOS.prefLabel, english("Beatbook")


def places_of(versions: Sequence[VersionRecord], held: Sequence[VersionRecord]) -> dict[str, Place]:
    """Where each version in force stands among all that are held. `versions` in order of period."""
    places: dict[str, Place] = {}
    last: dict[str, Period] = {}
    updates: dict[tuple[str, str], list[VersionRecord]] = {}
    for v in held:
        updates.setdefault(v.update, []).append(v)
    for version in versions:
        force = version.colophon.force.slug
        older = sorted((v for v in updates.get(version.update, ()) if v.rank[1:] < version.rank[1:]), key=lambda v: v.rank[1:])
        places[version.id] = Place(last.get(force), tuple(older))
        last[force] = version.colophon.period
    return places
