"""What people decided about names, as PROV: an activity with author and time, what it was about, and the bullet that proves it."""

from __future__ import annotations

from collections.abc import Iterator

from kg.colophon import slug
from kg.decisions import Decision
from kg.rdf.terms import BB, PROV, TYPE, Triple, english, moment, string
from kg.rdf.things import Things


def review_triples(things: Things, decision: Decision, bullets: frozenset[str]) -> Iterator[Triple]:
    """A decision in force. The bullet that proves it is named if it is among these (ids)."""
    review, author = things.iri("review", str(decision.number)), things.iri("person", slug(decision.author) or "unknown")
    yield review, TYPE, BB.Review
    yield review, TYPE, PROV.Activity
    yield review, BB.verdict, string(decision.verdict.value)
    yield review, BB.reviewed, things.iri(decision.entity)
    yield review, BB.reviewedName, english(decision.name)
    if decision.other:
        yield review, BB.withRegardTo, things.iri(decision.other)
    yield review, PROV.endedAtTime, moment(decision.made)
    yield review, PROV.wasAssociatedWith, author
    yield author, TYPE, PROV.Agent
    yield author, BB.account, string(decision.author)
    if decision.bullet and decision.bullet in bullets:
        yield review, PROV.used, things.bullet(decision.bullet)
