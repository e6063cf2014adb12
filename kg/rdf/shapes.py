"""Checking triples against the shapes that every release keeps to (SHACL Core, with pySHACL).

The graph is one version's: it is checked when the version is added, and a large library costs no more for it. pySHACL reports with blank nodes
and in the words of the standard; what is found is kept as plain records.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from functools import cache
from typing import TYPE_CHECKING

from kg.data import data_folder
from kg.rdf.terms import PREFIXES, TYPE, Triple, iri, string
from kg.rdf.writing import no_collection

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Identifier

_LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"(?:@([a-z-]+)|\^\^<([^>]*)>)?', re.S)
_ESCAPE = re.compile(r"\\(.)")
_MEANT = {"n": "\n", "r": "\r", "t": "\t"}
_SH = PREFIXES["sh"]
_BULLET = re.compile(r"^(.*/bullet/[a-z0-9-]+)(?:/|$)")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not conform: the shape's name, the node and its bullet (IRIs; "" where there is none), property, value, and why."""

    shape: str
    node: str
    bullet: str
    path: str
    value: str
    message: str

    def __str__(self) -> str:
        where = f", bullet {self.bullet.rpartition('/')[2]}" if self.bullet else ""
        found = f"; found {self.value}" if self.value else ""
        return f"{self.message} (shape {self.shape}): {self.node}{where}{found}"

    @property
    def row(self) -> list[str]:
        """The form that a catalogue keeps; `Finding(*row)` is it again."""
        return list(astuple(self))


@cache
def shapes_digest() -> str:
    """A name for the shapes, which changes when any of them does."""
    return hashlib.sha256(_shapes_file().encode()).hexdigest()[:16]


def _shapes_file() -> str:
    return (data_folder() / "ontology" / "shapes.ttl").read_text(encoding="utf-8")


@cache
def _shapes() -> Graph:
    from rdflib import Graph

    return Graph().parse(data=_shapes_file(), format="turtle")


def check(triples: Iterable[Triple]) -> list[Finding]:
    """What of these triples does not conform, in order; none when all does."""
    from pyshacl import validate
    from rdflib import Graph

    with no_collection():
        unique = set(triples)
        graph = Graph()
        terms = _Terms()
        for s, p, o in unique:
            graph.store.add((terms[s], terms[p], terms[o]), graph)
        _, report, _ = validate(graph, shacl_graph=_shapes(), inference="none", inplace=True)
    return sorted(_findings(report, unique), key=astuple)


class _Terms(dict[str, "Identifier"]):
    """N-Triples terms -> rdflib's, each made once."""

    def __missing__(self, text: str) -> Identifier:
        from rdflib import Literal, URIRef

        made: Identifier
        if text[0] == "<":
            made = URIRef(text[1:-1])
        else:
            match = _LITERAL.fullmatch(text)
            assert match is not None, text
            value = _ESCAPE.sub(lambda m: _MEANT.get(m[1], m[1]), match[1])
            made = Literal(value, lang=match[2], datatype=URIRef(match[3]) if match[3] else None)
        self[text] = made
        return made


def _findings(report: Graph, triples: Iterable[Triple]) -> Iterator[Finding]:
    from rdflib import RDF, SH

    naming: dict[str, str] | None = None
    for result in report.subjects(RDF.type, SH.ValidationResult):
        node, shape = str(report.value(result, SH.focusNode)), str(report.value(result, SH.sourceShape))
        bullet = _BULLET.match(node)
        if not bullet and naming is None:
            naming = _naming(triples)
        path, value, message = (report.value(result, p) for p in (SH.resultPath, SH.value, SH.resultMessage))
        of = bullet[1] if bullet else (naming or {}).get(node, "")
        yield Finding(re.split(r"[#/]", shape)[-1], node, of, str(path or ""), str(value or ""), str(message or ""))


def _naming(triples: Iterable[Triple]) -> dict[str, str]:
    """Node -> the first bullet, by IRI, that points to it."""
    found: dict[str, str] = {}
    for s, _, o in sorted(t for t in triples if t[2][0] == "<"):
        if bullet := _BULLET.match(s[1:-1]):
            found.setdefault(o[1:-1], bullet[1])
    return found


def report_triples(report: str, findings: Iterable[Finding]) -> Iterator[Triple]:
    """A SHACL validation report under an IRI, without blank nodes."""

    def sh(name: str) -> str:
        return f"<{_SH}{name}>"

    this, findings = iri(report), list(findings)
    yield this, TYPE, sh("ValidationReport")
    yield this, sh("conforms"), f'"{"false" if findings else "true"}"^^<{PREFIXES["xsd"]}boolean>'
    for n, finding in enumerate(findings, 1):
        result = iri(f"{report}/{n}")
        yield this, sh("result"), result
        yield result, TYPE, sh("ValidationResult")
        yield result, sh("resultSeverity"), sh("Violation")
        yield result, sh("focusNode"), iri(finding.node)
        yield result, sh("sourceShape"), iri(f"https://w3id.org/beatbook/shape#{finding.shape}")
        yield result, sh("resultMessage"), string(finding.message)
        if finding.path:
            yield result, sh("resultPath"), iri(finding.path)
        if finding.value:
            yield result, sh("value"), string(finding.value)
