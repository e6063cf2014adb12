"""What bullets state of operations: what one is to another, and with whom it was run. Each statement keeps the bullet that makes it."""

from __future__ import annotations

from collections.abc import Iterator

from kg.model import HeldBullet, Kind, MentionRole
from kg.rdf.terms import BB, PROV, TYPE, Triple
from kg.rdf.things import Things
from kg.relations import RelationKind, relations
from kg.versions import VersionRecord

_RELATIONS = {
    RelationKind.PART_OF: BB.partOfOperation,
    RelationKind.VERSION_OF: BB.versionOfOperation,
    RelationKind.FOLLOWS: BB.followsOperation,
    RelationKind.SUPPORTS: BB.supportsOperation,
}


def operation_triples(things: Things, _: VersionRecord, held: HeldBullet) -> Iterator[Triple]:
    """The statements of one bullet."""
    bullet = things.bullet(held.bullet.id)
    for relation in relations(held.linked):
        this, other = things.iri(relation.subject), things.iri(relation.object)
        yield this, _RELATIONS[relation.kind], other
        path = f"{relation.subject}-{relation.kind.value}-{relation.object}".replace("/", "-").replace("_", "-")
        statement = things.bullet(held.bullet.id, "statement", path)
        yield statement, TYPE, BB.Statement
        yield statement, BB.statedOf, this
        yield statement, BB.statedRelation, _RELATIONS[relation.kind]
        yield statement, BB.statedObject, other
        yield statement, PROV.wasDerivedFrom, bullet
    yield from _associations(things, held)


def _associations(things: Things, held: HeldBullet) -> Iterator[Triple]:
    """An operation and a partner that the bullet's own words say it was run with."""
    own = [m for m in held.linked.mentions if m.start is not None]
    partners = [m.entity for m in own if m.kind is Kind.PARTNER and m.role is MentionRole.WORKS_WITH]
    for operation in (m.entity for m in own if m.kind is Kind.OPERATION):
        for partner in partners:
            this = things.iri(operation)
            association = things.bullet(held.bullet.id, "association", f"{operation}-{partner}".replace("/", "-"))
            yield this, PROV.wasAssociatedWith, things.iri(partner)
            yield this, PROV.qualifiedAssociation, association
            yield association, TYPE, PROV.Association
            yield association, PROV.agent, things.iri(partner)
            yield association, PROV.wasDerivedFrom, things.bullet(held.bullet.id)
