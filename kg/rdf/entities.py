"""What bullets name: operations, partners with their classes, districts, areas, places and themes."""

from __future__ import annotations

from collections.abc import Iterator

from kg.model import Kind
from kg.rdf.terms import BB, DCT, ORG, PROV, SCHEMA, SKOS, TYPE, Triple, boolean, english, iri, string
from kg.rdf.things import Things
from kg.vocabulary import Concept, ConceptKind, LabelStyle

STATISTICS = "http://statistics.data.gov.uk/id/statistical-geography"
_CLASSES = {
    Kind.OPERATION: (BB.Operation, PROV.Activity),
    Kind.PARTNER: (BB.Partner, ORG.FormalOrganization),
    Kind.DISTRICT: (BB.District, DCT.Location),
    Kind.AREA: (BB.Area, ORG.OrganizationalUnit),
    Kind.PLACE: (BB.Place, DCT.Location),
    Kind.THEME: (BB.Theme, SKOS.Concept),
}
_BY_CONCEPT = {
    **{ConceptKind.OPERATION: Kind.OPERATION, ConceptKind.PARTNER: Kind.PARTNER, ConceptKind.DISTRICT: Kind.DISTRICT, ConceptKind.AREA: Kind.AREA},
    **{ConceptKind.PLACE: Kind.PLACE, ConceptKind.THEME: Kind.THEME},
}
# How a relation of the vocabulary is said of a thing of a kind.
_RELATIONS = {
    (ConceptKind.PARTNER, "classification"): ORG.classification,
    (ConceptKind.PLACE, "broader"): SCHEMA.containedInPlace,
    (ConceptKind.THEME, "broader"): SKOS.broader,
    (ConceptKind.PARTNER_CLASS, "broader"): SKOS.broader,
    (ConceptKind.AREA, "force"): ORG.unitOf,
    (ConceptKind.AREA, "covers"): BB.covers,
    (ConceptKind.PARTNER, "force"): BB.worksFor,
}


def entity_triples(things: Things, entity: str, kind: Kind, name: str) -> Iterator[Triple]:
    """An entity that something mentions, with all that the vocabulary knows of it and of what it points to."""
    concept = things.vocabulary.concepts.get(entity)
    if concept is None:
        iri_ = things.iri(entity)
        yield from ((iri_, TYPE, class_) for class_ in _CLASSES[kind])
        yield iri_, SKOS.prefLabel, english(name)
        return
    seen: set[str] = set()
    waiting = [concept]
    while waiting:
        concept = waiting.pop()
        if concept.id not in seen:
            seen.add(concept.id)
            yield from _concept(things, concept)
            waiting += [things.vocabulary.concepts[other] for other in _pointed_to(concept)]


def _pointed_to(concept: Concept) -> Iterator[str]:
    yield from (
        other for relation in ("classification", "broader", "force", "covers") if (concept.kind, relation) in _RELATIONS for other in concept.related(relation)
    )


def _concept(things: Things, concept: Concept) -> Iterator[Triple]:
    this = things.iri(concept.id)
    kind = _BY_CONCEPT.get(concept.kind)
    yield from ((this, TYPE, class_) for class_ in (_CLASSES[kind] if kind else (BB.PartnerClass, SKOS.Concept)))
    yield this, SKOS.prefLabel, english(concept.name)
    yield from _labels(this, concept)
    if code := concept.values.get("notation"):
        yield this, SKOS.notation, string(code)
        if concept.kind is ConceptKind.DISTRICT:
            yield this, SKOS.exactMatch, iri(f"{STATISTICS}/{code}")
    if concept.kind is ConceptKind.PARTNER_CLASS:
        yield this, BB.lawEnforcement, boolean(concept.values.get("law_enforcement") == "true")
    for (kind_, relation), predicate in _RELATIONS.items():
        if concept.kind is kind_:
            yield from ((this, predicate, things.iri(other)) for other in concept.related(relation))


def _labels(this: str, concept: Concept) -> Iterator[Triple]:
    """Other names, and misprints that were seen."""
    for label in concept.labels:
        if label.style is not LabelStyle.CUE and label.text != concept.name:
            yield this, SKOS.hiddenLabel if label.style is LabelStyle.MISPRINT else SKOS.altLabel, english(label.text)
