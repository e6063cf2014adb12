"""Plans, priorities and commitments as SKOS, with the matches between the priorities of different plans."""

from __future__ import annotations

from collections.abc import Iterator

from kg.model import Bullet
from kg.quiet import plain
from kg.rdf.terms import BB, DCT, PROV, SKOS, TYPE, Triple, date, english, string
from kg.rdf.things import Things
from kg.versions import VersionRecord
from kg.vocabulary import Concept


def commitment_iri(things: Things, version: VersionRecord, words: str) -> str:
    """The IRI of a commitment as a version words it."""
    return things.commitment(version.colophon.force.base, version.colophon.plan, plain(words))


def plan_triples(things: Things, version: VersionRecord, bullet: Bullet) -> Iterator[Triple]:
    """The plan, priority and commitment that a bullet stands under."""
    plan, priority = things.plan(version), None
    if plan:
        yield from _plan(things, version, plan)
    if bullet.priority:
        priority = things.priority(version, bullet.priority.number)
        if known := things.known_priority(version, bullet.priority.number):
            yield from _known(things, known)
        else:
            yield from _priority(priority, bullet.priority.title, str(bullet.priority.number), plan)
    if bullet.commitment:
        commitment = commitment_iri(things, version, bullet.commitment)
        yield commitment, TYPE, BB.Commitment
        yield commitment, TYPE, SKOS.Concept
        yield commitment, SKOS.prefLabel, english(plain(bullet.commitment))
        yield from ((commitment, SKOS.inScheme, plan),) if plan else ()
        yield from ((commitment, SKOS.broader, priority),) if priority else ()


def _plan(things: Things, version: VersionRecord, plan: str) -> Iterator[Triple]:
    yield plan, TYPE, PROV.Plan
    yield plan, TYPE, SKOS.ConceptScheme
    yield plan, SKOS.prefLabel, english(version.colophon.plan or "")
    yield plan, DCT.publisher, things.force(version.colophon.force.base)
    if known := things.vocabulary.concepts.get(plan.removeprefix(f"<{things.base}").rstrip(">")):
        yield from _dates(plan, known)


def _dates(plan: str, known: Concept) -> Iterator[Triple]:
    for key, predicate in (("start", BB.firstDay), ("end", BB.lastDay)):
        if key in known.values:
            yield plan, predicate, date(known.values[key])


def _priority(priority: str, title: str, number: str, plan: str | None) -> Iterator[Triple]:
    yield priority, TYPE, BB.Priority
    yield priority, TYPE, SKOS.Concept
    yield priority, SKOS.prefLabel, english(title)
    yield priority, SKOS.notation, string(number)
    if plan:
        yield priority, SKOS.inScheme, plan


def _known(things: Things, known: Concept) -> Iterator[Triple]:
    """A priority of the vocabulary, and those that it is matched with, each with its plan."""
    concepts = things.vocabulary.concepts
    for one in (known, *(concepts[other] for other in known.related("close_match"))):
        scheme = concepts[one.related("scheme")[0]]
        plan = things.iri(scheme.id)
        yield from _priority(things.iri(one.id), one.name, one.values["notation"], plan)
        yield plan, TYPE, PROV.Plan
        yield plan, TYPE, SKOS.ConceptScheme
        yield plan, SKOS.prefLabel, english(scheme.name)
        yield from ((plan, DCT.publisher, things.iri(owner)) for owner in scheme.related("force"))
        yield from _dates(plan, scheme)
    yield from ((things.iri(known.id), SKOS.closeMatch, things.iri(other)) for other in known.related("close_match"))
    yield from ((things.iri(known.id), DCT.subject, things.iri(theme)) for theme in known.related("theme"))
