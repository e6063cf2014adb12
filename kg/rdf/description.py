"""What a release says of itself: DCAT and VoID, with licence and source. No dates: a build is always described the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.rdf.markings import ladder, rank, release_rules
from kg.rdf.terms import DCAT, DCT, PREFIXES, PROV, TYPE, VOID, XSD, Triple, any_uri, english, integer, iri, string
from kg.rdf.things import Things
from kg.versions import VersionRecord

_SHAPES = iri("https://w3id.org/beatbook/shape")
_ONTOLOGY = iri(PREFIXES["bb"].rstrip("#"))
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"


@dataclass(frozen=True, slots=True)
class File:
    """A file of a release: name, media type, size in bytes, sha256."""

    name: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Release:
    """A release of a build: its versions, how many triples, which part of the library in words ("" for all), licence (IRI)."""

    build: str
    versions: Sequence[VersionRecord]
    triples: int
    part: str = ""
    licence: str | None = None

    @property
    def marking(self) -> str | None:
        """The highest marking in it."""
        return max((v.colophon.marking for v in self.versions), key=rank, default=None)

    @property
    def open(self) -> bool:
        """Whether nothing in it is marked beyond what a licence may cover."""
        return rank(self.marking) <= rank(release_rules().licensed_to)


def description_triples(things: Things, release: Release, files: Sequence[File] = (), endpoint: str | None = None) -> Iterator[Triple]:
    """The description of a release, of its files, and of the endpoint that answers over it."""
    rules, this = release_rules(), things.iri("dataset")
    yield this, TYPE, DCAT.Dataset
    yield this, TYPE, VOID.Dataset
    yield this, DCT.title, english(f"{rules.title}: {release.part}" if release.part else rules.title)
    yield this, DCT.description, english(rules.description)
    yield this, DCAT.version, string(release.build)
    yield this, DCT.provenance, things.iri("dataset", "source")
    yield things.iri("dataset", "source"), TYPE, DCT.ProvenanceStatement
    yield things.iri("dataset", "source"), DCT.description, english(rules.source_statement)
    yield from _rights(things, release)
    yield this, VOID.triples, integer(release.triples)
    yield this, VOID.documents, integer(len(release.versions))
    yield this, VOID.uriSpace, string(things.base)
    yield this, DCT.conformsTo, _SHAPES
    yield this, DCT.conformsTo, _ONTOLOGY
    for prefix in ("bb", "dcat", "dct", "oa", "org", "prov", "schema", "skos", "time"):
        yield this, VOID.vocabulary, iri(PREFIXES[prefix])
    for version in release.versions:
        yield this, DCT.source, things.version(version.id)
        yield this, DCT.publisher, things.force(version.colophon.force.slug)
        yield this, DCT.temporal, things.period(version.colophon.period)
        yield this, PROV.wasDerivedFrom, things.version(version.id)
    for file in files:
        yield from _distribution(things, file)
    if endpoint:
        yield from _service(things, endpoint)


def _rights(things: Things, release: Release) -> Iterator[Triple]:
    rules, this = release_rules(), things.iri("dataset")
    if licence := release.licence or (rules.licence if release.open else None):
        yield this, DCT.license, iri(licence)
    if not release.open:
        rights = things.iri("dataset", "rights")
        yield this, DCT.accessRights, rights
        yield rights, TYPE, DCT.RightsStatement
        yield rights, DCT.description, english(f"{rules.restricted_statement} Highest marking: {release.marking or ladder()[0]}.")


def _distribution(things: Things, file: File) -> Iterator[Triple]:
    this = things.iri("dataset", "file", file.media_type.replace("/", "-").replace("+", "-"))
    checksum = f"{this[:-1]}/checksum>"
    yield things.iri("dataset"), DCAT.distribution, this
    yield this, TYPE, DCAT.Distribution
    yield this, DCT.title, string(file.name)
    yield this, DCAT.mediaType, iri(_MEDIA_TYPES + file.media_type)
    yield this, DCAT.byteSize, f'"{file.size}"^^{XSD.integer}'
    yield this, f"<{PREFIXES['spdx']}checksum>", checksum
    yield checksum, TYPE, f"<{PREFIXES['spdx']}Checksum>"
    yield checksum, f"<{PREFIXES['spdx']}algorithm>", f"<{PREFIXES['spdx']}checksumAlgorithm_sha256>"
    yield checksum, f"<{PREFIXES['spdx']}checksumValue>", string(file.sha256)


def _service(things: Things, endpoint: str) -> Iterator[Triple]:
    service = things.iri("dataset", "service")
    yield things.iri("dataset"), VOID.sparqlEndpoint, iri(endpoint)
    yield service, TYPE, DCAT.DataService
    yield service, DCT.title, english("SPARQL endpoint")
    yield service, DCAT.endpointURL, iri(endpoint)
    yield service, DCAT.endpointDescription, any_uri(endpoint)
    yield service, DCAT.servesDataset, things.iri("dataset")
