"""Bullets: text, place in the source and in the plan, and what they name."""

from __future__ import annotations

from collections.abc import Iterator

from kg.model import HeldBullet, Kind
from kg.rdf.plans import commitment_iri
from kg.rdf.terms import BB, DCT, PROV, SCHEMA, TYPE, Triple, boolean, english, integer, string
from kg.rdf.things import Things
from kg.versions import VersionRecord

LINKS = {
    Kind.OPERATION: BB.mentionsOperation,
    Kind.PARTNER: BB.mentionsPartner,
    Kind.DISTRICT: DCT.spatial,
    Kind.AREA: DCT.spatial,
    Kind.PLACE: DCT.spatial,
    Kind.THEME: DCT.subject,
}


def bullet_triples(things: Things, version: VersionRecord, held: HeldBullet) -> Iterator[Triple]:
    """A bullet without its mentions' places."""
    b, iri = held.bullet, things.bullet(held.bullet.id)
    yield iri, TYPE, BB.Bullet
    yield iri, TYPE, PROV.Entity
    yield iri, SCHEMA.text, english(b.text)
    yield iri, SCHEMA.position, integer(held.position + 1)
    yield iri, DCT.isPartOf, things.update(held.force, held.period)
    yield iri, DCT.temporal, things.period(held.period)
    yield iri, PROV.wasQuotedFrom, things.version(version.id)
    yield iri, BB.firstLine, integer(b.lines[0])
    yield iri, BB.lastLine, integer(b.lines[1])
    yield iri, BB.startOffset, integer(b.span[0])
    yield iri, BB.endOffset, integer(b.span[1])
    yield iri, BB.kind, string(b.kind.value)
    yield iri, BB.labelOnly, boolean(b.label_only)
    yield iri, BB.crossBorder, boolean(held.linked.cross_border)
    yield from _above(things, version, held)
    for mention in held.linked.mentions:
        yield iri, LINKS[mention.kind], things.iri(mention.entity)


def _above(things: Things, version: VersionRecord, held: HeldBullet) -> Iterator[Triple]:
    """What a bullet stands under, and its page."""
    b, iri = held.bullet, things.bullet(held.bullet.id)
    if b.page is not None:
        yield iri, SCHEMA.pageStart, integer(b.page)
    if b.label:
        yield iri, BB.label, english(b.label)
    for heading in b.headings:
        yield iri, BB.heading, english(heading)
    if b.parent:
        yield iri, BB.parent, things.bullet(b.parent)
    if b.priority:
        yield iri, BB.priority, things.priority(version, b.priority.number)
    if b.commitment:
        yield iri, BB.commitment, commitment_iri(things, version, b.commitment)
