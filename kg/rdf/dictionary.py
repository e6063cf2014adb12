"""`python -m kg.rdf.dictionary FILE`: the data dictionary for partners, made from the ontology, the shapes and the queries."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kg.data import data_folder
from kg.rdf.markings import ladder, release_rules
from kg.rdf.terms import PREFIXES

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node


def _short(node: Node | None) -> str:
    text = str(node or "")
    return next((f"{prefix}:{text.removeprefix(space)}" for prefix, space in PREFIXES.items() if text.startswith(space)), text)


def _terms(graph: Graph, kind: str) -> Iterator[tuple[str, Node]]:
    from rdflib import OWL, RDF

    subjects = set(graph.subjects(RDF.type, OWL[kind]))
    yield from sorted((_short(s), s) for s in subjects if str(s).startswith(PREFIXES["bb"]))


def _classes(graph: Graph) -> Iterator[str]:
    from rdflib import RDFS

    yield from ("## Classes", "", "| class | is a | meaning |", "|---|---|---|")
    for name, term in _terms(graph, "Class"):
        yield f"| `{name}` | {_short(graph.value(term, RDFS.subClassOf))} | {graph.value(term, RDFS.comment)} |"
    yield ""


def _properties(graph: Graph) -> Iterator[str]:
    from rdflib import RDFS

    for title, kind in (("Properties between things", "ObjectProperty"), ("Properties with values", "DatatypeProperty")):
        yield from (f"## {title}", "", "| property | of | gives | meaning |", "|---|---|---|---|")
        for name, term in _terms(graph, kind):
            of, gives = (_short(graph.value(term, p)) for p in (RDFS.domain, RDFS.range))
            yield f"| `{name}` | {of} | {gives} | {graph.value(term, RDFS.comment)} |"
        yield ""


def _shapes(graph: Graph) -> Iterator[str]:
    from rdflib import SH

    yield from ("## What every release keeps to", "", "The shapes of `data/ontology/shapes.ttl` (SHACL Core), by the words in which they are told:", "")
    rows = {(str(shape).rpartition("#")[2], _short(graph.value(shape, SH.path)), str(said)) for shape, said in graph.subject_objects(SH.message)}
    yield from (f"- `{name}`: {said} (`{path}`)." for name, path, said in sorted(rows))
    yield from ("", f"{len(rows)} property shapes.", "")


def _markings() -> Iterator[str]:
    rules = release_rules()
    yield from ("## Protective markings", "", f"The ladder, lowest first: {', '.join(ladder())}. An update without a marking counts as the lowest.")
    yield from (f"`export` leaves out what is marked above **{rules.max_marking}** unless `--max-marking` says otherwise.", "")


def _queries() -> Iterator[str]:
    yield from ("## Queries to begin with", "", "In `data/ontology/queries/`; they give the same rows in rdflib, Oxigraph, rasqal, Virtuoso and Comunica.", "")
    for path in sorted((data_folder() / "ontology" / "queries").glob("*.rq")):
        title, _, query = path.read_text(encoding="utf-8").partition("\n")
        yield from (f"**{title.lstrip('# ')}** (`{path.name}`)", "", "```sparql", query.rstrip(), "```", "")


def dictionary() -> str:
    """The data dictionary as Markdown."""
    from rdflib import Graph

    folder = data_folder() / "ontology"
    terms, shapes = (Graph().parse(folder / name, format="turtle") for name in ("beatbook.ttl", "shapes.ttl"))
    prefixes = ["## Prefixes", "", "```turtle", *(f"@prefix {prefix}: <{iri}> ." for prefix, iri in PREFIXES.items()), "```", ""]
    parts = (
        (folder / "introduction.md").read_text(encoding="utf-8").splitlines(),
        [""],
        prefixes,
        _classes(terms),
        _properties(terms),
        _shapes(shapes),
        _markings(),
        _queries(),
    )
    return "\n".join(line for part in parts for line in part).rstrip() + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(dictionary(), encoding="utf-8")
