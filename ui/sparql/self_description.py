"""What the endpoint says of itself: SPARQL service description, and VoID."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import pyoxigraph as ox

from kg.rdf.description import Release, description_triples
from kg.rdf.terms import PREFIXES, TYPE, Triple, iri
from kg.rdf.things import Things
from kg.rdf.writing import lines_of, sorted_lines
from search.history import Told
from search.library import Library
from ui.sparql.results import GRAPHS

_SD = "http://www.w3.org/ns/sparql-service-description#"


def serialised(triples: Iterable[Triple], media_type: str) -> bytes:
    """Triples in a format of graphs."""
    text = "".join(f"{line} .\n" for line in sorted_lines(lines_of(triples)))
    parsed = (quad.triple for quad in ox.parse(text, format=ox.RdfFormat.N_TRIPLES))
    return ox.serialize(parsed, format=GRAPHS[media_type], prefixes=PREFIXES | {"sd": _SD}) or b""


def service_description(base: str, address: str, media_type: str, formats: Iterable[str]) -> bytes:
    """The description of the service at an address."""

    def sd(name: str) -> str:
        return f"<{_SD}{name}>"

    this, dataset, graph = iri(address), iri(f"{address}#dataset"), iri(f"{address}#graph")
    triples = [(this, TYPE, sd("Service")), (this, sd("endpoint"), this), (this, sd("supportedLanguage"), sd("SPARQL11Query"))]
    triples += [(this, sd("resultFormat"), f"<http://www.w3.org/ns/formats/media/{media}>") for media in formats]
    triples += [(this, sd("defaultDataset"), dataset), (dataset, TYPE, sd("Dataset")), (dataset, sd("defaultGraph"), graph), (graph, TYPE, sd("Graph"))]
    triples += [(dataset, sd("namedGraph"), iri(f"{base}dataset")), (iri(f"{base}dataset"), sd("name"), iri(f"{base}dataset"))]
    return serialised(triples, media_type)


def described(folder: Path, base: str, endpoint: str, media_type: str) -> bytes:
    """The description of the library's current build as it is published here."""
    with Library.open(folder) as library:
        count = _count(str(folder), base, library.manifest.build, hashlib.sha256(repr(library.all_versions).encode()).hexdigest())
        release = Release(library.manifest.build, library.versions, count)
        return serialised(description_triples(Things(library.vocabulary, base), release, endpoint=endpoint), media_type)


@lru_cache(maxsize=4)
def _count(folder: str, base: str, build: str, held: str) -> int:  # noqa: ARG001 - the build and what is held are the key
    """How many triples a build has."""
    with Library.open(Path(folder)) as library:
        told = Told(library, base)
        return sum(1 for _ in sorted_lines(line for version in library.versions for line in told.lines(version)))
