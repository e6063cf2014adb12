"""All triples of a library, version by version.

What is said of a version depends on that version, on the view, and on a few things of the whole library (names of bodies that no vocabulary
knows, the update before). `key` is the hash of all of these, so that it can be told without making the triples whether they changed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cached_property

from kg.catalogue import Catalogue
from kg.decisions import Decision
from kg.model import HeldBullet, Kind
from kg.rdf.bullets import bullet_triples
from kg.rdf.entities import entity_triples
from kg.rdf.figures import figure_triples
from kg.rdf.mentions import mention_triples
from kg.rdf.operations import operation_triples
from kg.rdf.plans import plan_triples
from kg.rdf.reviews import review_triples
from kg.rdf.terms import BB, SKOS, Triple, english, string
from kg.rdf.things import Things
from kg.rdf.versions import places_of, version_triples
from kg.versions import VersionRecord

# To be raised when the triples of the same records change.
MODEL = 2
# What is said of each bullet beside its mentions.
BY_BULLET: tuple[Callable[[Things, VersionRecord, HeldBullet], Iterator[Triple]], ...] = (bullet_triples, operation_triples, figure_triples)
# So many bullets are read from the catalogue at once.
_AT_ONCE = 500


class Facts:
    """The triples of the versions of a build. `catalogue` gives mentions as the build's view has them.

    `versions` are those in force, in order of period; `held` all versions, of which older ones are named; `decisions` those in force.
    Each version says all of what it names, so that some of them stand for themselves.
    """

    def __init__(
        self, catalogue: Catalogue, things: Things, versions: Sequence[VersionRecord], held: Sequence[VersionRecord], decisions: Sequence[Decision] = ()
    ) -> None:
        self.things, self.versions = things, tuple(versions)
        self._catalogue, self._decisions = catalogue, tuple(decisions)
        self._places = places_of(versions, held)
        self._entities: dict[str, tuple[Triple, ...]] = {}

    def of_version(self, version: VersionRecord, rows: Collection[int] | None = None) -> Iterator[Triple]:
        """The triples of a version, or of some of its bullets (row numbers); the same triple may come more than once.

        Only the whole version comes with its text.
        """
        text = self._catalogue.text(version.id)
        yield from version_triples(self.things, version, self._places[version.id], text if rows is None else None)
        entities: dict[str, tuple[Kind, str]] = {}
        ids: set[str] = set()
        above: set[object] = set()
        for held in self._bullets(version, rows):
            ids.add(held.bullet.id)
            for part in BY_BULLET:
                yield from part(self.things, version, held)
            if (place := (held.bullet.priority, held.bullet.commitment)) not in above:
                above.add(place)
                yield from plan_triples(self.things, version, held.bullet)
            for mention in held.linked.mentions:
                entities.setdefault(mention.entity, (mention.kind, mention.name))
            yield from self._mentions(held, text)
        for entity, (kind, name) in entities.items():
            yield from self._entity(entity, kind, name)
        yield from self._reviewed(version, rows, entities, frozenset(ids))

    def _mentions(self, held: HeldBullet, text: str) -> Iterator[Triple]:
        for mention in held.linked.mentions:
            yield from mention_triples(self.things, held, mention, text)
            if mention.start is not None and mention.kind in (Kind.OPERATION, Kind.PARTNER):
                yield self.things.iri(mention.entity), BB.printedAs, string(mention.surface)

    def _entity(self, entity: str, kind: Kind, name: str) -> tuple[Triple, ...]:
        """What is said of an entity, made once: most are named in many versions."""
        if entity not in self._entities:
            self._entities[entity] = tuple(entity_triples(self.things, entity, kind, self._names.get(entity, name)))
        return self._entities[entity]

    def key(self, version: VersionRecord) -> str:
        """A name for the triples of a version, the same as long as they are."""
        place, view, names = self._places[version.id], self._catalogue.view, self._catalogue.names([version.id])
        counted = {entity: view.counts_as.get(entity) for entity in names if entity in view.counts_as}
        ends = {into for into, _ in filter(None, counted.values())}
        decisions = [[d.number, d.author, d.made, d.bullet, d.verdict] for d in self._decisions if d.entity in names or d.other in names]
        shared = {entity: self._names.get(entity) for entity in sorted({*names, *ends}) if entity not in self.things.vocabulary.concepts}
        row = [MODEL, self.things.base, version.id, version.source, version.colophon.marking, version.vocabulary, self.things.vocabulary.digest]
        row += [place.before.label if place.before else None, [v.id for v in place.older], [d.message for d in version.doubts]]
        row += [sorted(counted.items()), sorted(view.dropped.intersection(names)), decisions, shared]
        return hashlib.sha256(json.dumps(row, sort_keys=True).encode()).hexdigest()[:16]

    def _bullets(self, version: VersionRecord, rows: Collection[int] | None) -> Iterator[HeldBullet]:
        members = [n for n in self._catalogue.members([version.id]) if rows is None or n in rows]
        for i in range(0, len(members), _AT_ONCE):
            yield from self._catalogue.bullets(members[i : i + _AT_ONCE])

    def _reviewed(self, version: VersionRecord, rows: Collection[int] | None, entities: Collection[str], bullets: frozenset[str]) -> Iterator[Triple]:
        """Names that count as another's, and the decisions about what the bullets name."""
        raw = [use for kind in (Kind.OPERATION, Kind.PARTNER) for use in self._catalogue.uses(kind, [version.id])]
        named = {use.entity: use.name for use in raw if rows is None or not use.bullets.isdisjoint(rows)}
        for entity, name in named.items():
            if into := self._catalogue.view.counts_as.get(entity):
                yield self.things.iri(into[0]), SKOS.hiddenLabel, english(name)
        about = {*entities, *named}
        for decision in self._decisions:
            if decision.entity in about and (decision.other is None or decision.other in about):
                yield from review_triples(self.things, decision, bullets)

    @cached_property
    def _names(self) -> dict[str, str]:
        """Entity -> its name over all versions, for what no vocabulary knows."""
        return self._catalogue.names([v.id for v in self.versions])
