"""The RDF view of the catalogue: standard terms where there are any, no blank nodes, IRIs that stay when a quarter is added.

Updates and versions are DCAT and PROV, mentions are Web Annotations whose selectors point into the version's text, names are SKOS,
bodies ORG, periods OWL-Time with the government's interval IRIs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path

from rdflib import DCTERMS, ORG, PROV, RDF, SKOS, TIME, XSD, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from kg.catalogue import Catalogue, VersionRecord
from kg.model import HeldBullet, Kind, Mention
from kg.period import Period, PeriodKind
from kg.vocabulary import BB as TERMS
from kg.vocabulary import ID, Concept, ConceptKind, LabelStyle, Vocabulary

BB = Namespace(TERMS)
OA = Namespace("http://www.w3.org/ns/oa#")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
SCHEMA = Namespace("https://schema.org/")
# How many characters before and after a quotation tell it from others.
_AROUND = 32
_LINKS = {
    Kind.OPERATION: BB.mentionsOperation,
    Kind.PARTNER: BB.mentionsPartner,
    Kind.DISTRICT: DCTERMS.spatial,
    Kind.AREA: DCTERMS.spatial,
    Kind.PLACE: DCTERMS.spatial,
    Kind.THEME: DCTERMS.subject,
}
_CLASSES = {
    Kind.OPERATION: (BB.Operation,),
    Kind.PARTNER: (ORG.FormalOrganization, BB.Partner),
    Kind.DISTRICT: (BB.District, DCTERMS.Location),
    Kind.AREA: (ORG.OrganizationalUnit, BB.Area),
    Kind.PLACE: (BB.Place, DCTERMS.Location),
    Kind.THEME: (SKOS.Concept, BB.Theme),
}
Triple = tuple[Node, Node, Node]


class RdfFormat(StrEnum):
    """Formats of one flat graph, by the names that commands take."""

    TURTLE = "turtle"
    NTRIPLES = "ntriples"


def _en(text: str) -> Literal:
    return Literal(text, lang="en")


def period_iri(period: Period, base: str = ID) -> URIRef:
    """The government's IRI of a quarter, month or year; ours for a half."""
    year = period.start.year - (period.start.month < 4)
    government = "http://reference.data.gov.uk/id"
    if period.kind is PeriodKind.MONTH:
        return URIRef(f"{government}/month/{period.label}")
    if period.kind is PeriodKind.QUARTER:
        return URIRef(f"{government}/government-quarter/{year}-{year + 1}/{period.label[-2:]}")
    return URIRef(f"{government}/government-year/{year}-{year + 1}" if period.kind is PeriodKind.YEAR else f"{base}period/{period.label.lower()}")


class RdfView:
    """The triples of some versions of a catalogue. `base` begins the IRI of every thing."""

    def __init__(self, catalogue: Catalogue, vocabulary: Vocabulary, base: str = ID) -> None:
        self._catalogue, self._vocabulary, self._base = catalogue, vocabulary, base

    def triples(self, versions: Sequence[VersionRecord]) -> Iterator[Triple]:
        """All triples of these versions; the same triple may come more than once."""
        entities: dict[str, Mention] = {}
        for version in versions:
            yield from self._version(version)
            text = self._catalogue.update(version.id).source.text
            for position, held in enumerate(self._catalogue.bullets(self._catalogue.members([version.id]))):
                yield from self._bullet(held, position)
                for k, mention in enumerate(held.linked.mentions):
                    entities.setdefault(mention.entity, mention)
                    yield from self._mention(held, k, mention, text)
        for entity, mention in entities.items():
            yield from self._entity(entity, mention)

    def _iri(self, *path: str) -> URIRef:
        return URIRef(self._base + "/".join(path))

    def _version(self, record: VersionRecord) -> Iterator[Triple]:
        c = record.colophon
        update = self._iri("update", c.force.slug, c.period.label.lower())
        version, series, force = self._iri("version", record.id), self._iri("series", c.force.slug), self._iri("force", c.force.slug)
        yield series, RDF.type, DCAT.DatasetSeries
        yield series, DCTERMS.title, _en(f"Progress updates of {c.force.name}")
        yield series, DCTERMS.publisher, force
        yield force, RDF.type, ORG.FormalOrganization
        yield force, RDF.type, BB.PoliceForce
        yield force, SKOS.prefLabel, _en(c.force.name)
        yield force, SKOS.notation, Literal(c.force.slug)
        yield update, RDF.type, BB.Update
        yield update, RDF.type, PROV.Entity
        yield update, DCTERMS.title, _en(f"{c.force.name}, {c.period.title}")
        yield update, DCTERMS.publisher, force
        yield update, DCTERMS.temporal, period_iri(c.period, self._base)
        yield update, DCAT.inSeries, series
        yield update, DCAT.hasCurrentVersion, version
        yield version, RDF.type, BB.Version
        yield version, RDF.type, PROV.Entity
        yield version, DCAT.isVersionOf, update
        yield version, DCTERMS.identifier, Literal(f"sha256:{record.sha256}")
        yield version, DCTERMS.source, Literal(record.source)
        if c.version:
            yield version, DCAT.version, Literal(c.version)
        yield from self._period(c.period)

    def _period(self, period: Period) -> Iterator[Triple]:
        iri = period_iri(period, self._base)
        yield iri, RDF.type, TIME.ProperInterval
        yield iri, SKOS.prefLabel, _en(period.title)
        yield iri, BB.firstDay, Literal(period.start.isoformat(), datatype=XSD.date)
        yield iri, BB.lastDay, Literal(period.end.isoformat(), datatype=XSD.date)

    def _bullet(self, held: HeldBullet, position: int) -> Iterator[Triple]:
        b = held.bullet
        iri = self._iri("bullet", b.id)
        yield iri, RDF.type, BB.Bullet
        yield iri, RDF.type, PROV.Entity
        yield iri, SCHEMA.text, _en(b.text)
        yield iri, SCHEMA.position, Literal(position + 1)
        yield iri, DCTERMS.isPartOf, self._iri("update", held.force, held.period.label.lower())
        yield iri, PROV.wasQuotedFrom, self._iri("version", held.version)
        yield iri, DCTERMS.temporal, period_iri(held.period, self._base)
        yield iri, BB.firstLine, Literal(b.lines[0])
        yield iri, BB.lastLine, Literal(b.lines[1])
        yield iri, BB.labelOnly, Literal(b.label_only)
        yield iri, BB.crossBorder, Literal(held.linked.cross_border)
        if b.page is not None:
            yield iri, SCHEMA.pageStart, Literal(b.page)
        if b.parent:
            yield iri, BB.parent, self._iri("bullet", b.parent)
        if b.commitment:
            yield iri, BB.commitment, _en(b.commitment)
        if b.priority:
            yield from self._priority(iri, held)
        for mention in held.linked.mentions:
            yield iri, _LINKS[mention.kind], self._iri(mention.entity)

    def _priority(self, bullet: URIRef, held: HeldBullet) -> Iterator[Triple]:
        priority = held.bullet.priority
        assert priority is not None
        known = self._known_priorities().get((held.plan, str(priority.number)))
        iri = self._iri(known.id) if known else self._iri("priority", f"{held.version}-{priority.number}")
        yield bullet, BB.priority, iri
        yield iri, RDF.type, SKOS.Concept
        yield iri, SKOS.prefLabel, _en(known.name if known else priority.title)
        yield iri, SKOS.notation, Literal(str(priority.number))
        for other in known.related("close_match") if known else ():
            yield iri, SKOS.closeMatch, self._iri(other)

    def _known_priorities(self) -> dict[tuple[str | None, str], Concept]:
        v = self._vocabulary
        return {(v.concepts[p.related("scheme")[0]].name, p.values["notation"]): p for p in v.of_kind(ConceptKind.PRIORITY)}

    def _mention(self, held: HeldBullet, k: int, mention: Mention, text: str) -> Iterator[Triple]:
        if mention.source_start is None or mention.source_end is None:
            return
        path = ("bullet", held.bullet.id, "mention", str(k + 1))
        iri, target, place, quote = self._iri(*path), self._iri(*path, "target"), self._iri(*path, "position"), self._iri(*path, "quote")
        start, end = mention.source_start, mention.source_end
        yield iri, RDF.type, OA.Annotation
        yield iri, OA.motivatedBy, OA.identifying
        yield iri, OA.hasBody, self._iri(mention.entity)
        yield iri, OA.hasTarget, target
        yield target, RDF.type, OA.SpecificResource
        yield target, OA.hasSource, self._iri("version", held.version)
        yield target, OA.hasSelector, place
        yield target, OA.hasSelector, quote
        yield place, RDF.type, OA.TextPositionSelector
        yield place, OA.start, Literal(start)
        yield place, OA.end, Literal(end)
        yield quote, RDF.type, OA.TextQuoteSelector
        yield quote, OA.exact, Literal(text[start:end])
        yield quote, OA.prefix, Literal(text[max(0, start - _AROUND) : start])
        yield quote, OA.suffix, Literal(text[end : end + _AROUND])

    def _entity(self, entity: str, mention: Mention) -> Iterator[Triple]:
        iri, concept = self._iri(entity), self._vocabulary.concepts.get(entity)
        yield from ((iri, RDF.type, class_) for class_ in _CLASSES[mention.kind])
        yield iri, SKOS.prefLabel, _en(mention.name)
        if concept is None:
            return
        for label in concept.labels:
            if label.style is not LabelStyle.CUE and label.text != concept.name:
                yield iri, SKOS.hiddenLabel if label.style is LabelStyle.MISPRINT else SKOS.altLabel, _en(label.text)
        if code := concept.values.get("notation"):
            yield iri, SKOS.notation, Literal(code)
            if concept.kind is ConceptKind.DISTRICT:
                yield iri, SKOS.exactMatch, URIRef(f"http://statistics.data.gov.uk/id/statistical-geography/{code}")
        for other in concept.related("classification"):
            yield iri, ORG.classification, self._iri(other)
        for other in concept.related("broader"):
            yield iri, SKOS.broader, self._iri(other)


def write_rdf(triples: Iterable[Triple], path: Path, form: RdfFormat) -> int:
    """Writes triples as one flat graph, N-Triples sorted, whole or not at all; how many there are."""
    graph = Graph()
    for prefix, namespace in (("bb", BB), ("oa", OA), ("dcat", DCAT), ("schema", SCHEMA), ("org", ORG), ("time", TIME)):
        graph.bind(prefix, namespace, replace=True)
    for triple in triples:
        graph.add(triple)
    partial = path.with_name(path.name + ".partial")
    if form is RdfFormat.NTRIPLES:
        lines = graph.serialize(format="nt", encoding="utf-8").splitlines()
        partial.write_bytes(b"\n".join(sorted(line for line in lines if line)) + b"\n")
    else:
        graph.serialize(partial, format="turtle", encoding="utf-8")
    partial.replace(path)
    return len(graph)
