"""Result sets in the four formats of SPARQL, cut at a number of rows or bytes and told so."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import pyoxigraph as ox

JSON, XML, CSV, TSV = "application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"
GRAPHS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
Row = Sequence[Any]
_ILLEGAL = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535))


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one answer may hold."""

    rows: int
    size: int


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer in its format; `rows` that it holds, and whether there would be more."""

    body: bytes
    rows: int
    cut: bool = False


def boolean(value: bool, media_type: str) -> bytes:
    """The answer to ASK."""
    word = "true" if value else "false"
    if media_type == JSON:
        return json.dumps({"head": {}, "boolean": value}).encode()
    if media_type == XML:
        return f'<?xml version="1.0"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head/><boolean>{word}</boolean></sparql>\n'.encode()
    return f"{word}\n".encode()


def table(names: Sequence[str], rows: Iterable[Row], media_type: str, limits: Limits) -> Answered:
    """The answer to SELECT."""
    write = _WRITERS[media_type]
    taken: list[str] = []
    size, cut = 0, False
    for row in rows:
        if len(taken) >= limits.rows or size >= limits.size:
            cut = True
            break
        text = write(names, row)
        size += len(text)
        taken.append(text)
    return Answered("".join(_FRAMES[media_type](names, taken, cut)).encode(), len(taken), cut)


def graph(triples: Iterable[ox.Triple], media_type: str, limits: Limits) -> Answered:
    """The answer to CONSTRUCT and DESCRIBE."""
    taken: list[ox.Triple] = []
    for triple in triples:
        if len(taken) >= limits.rows:
            return Answered(_graph(taken, media_type), len(taken), True)
        taken.append(triple)
    return Answered(_graph(taken, media_type), len(taken))


def _graph(triples: list[ox.Triple], media_type: str) -> bytes:
    from kg.rdf.terms import PREFIXES

    return ox.serialize(triples, format=GRAPHS[media_type], prefixes=PREFIXES) or b""


def _term_json(term: Any) -> dict[str, Any]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    said: dict[str, Any] = {"type": "literal", "value": term.value}
    if term.language:
        said["xml:lang"] = term.language
    elif term.datatype.value != "http://www.w3.org/2001/XMLSchema#string":
        said["datatype"] = term.datatype.value
    return said


def _json(names: Sequence[str], row: Row) -> str:
    return json.dumps({name: _term_json(term) for name, term in zip(names, row, strict=True) if term is not None}, ensure_ascii=False)


def _json_frame(names: Sequence[str], rows: list[str], cut: bool) -> Iterator[str]:
    yield f'{{"head": {{"vars": {json.dumps(list(names))}}}, "results": {{"bindings": ['
    yield ",\n".join(rows)
    yield "]}"
    if cut:
        yield f', "beatbook": {{"cut": true, "rows": {len(rows)}}}'
    yield "}\n"


def _xml(names: Sequence[str], row: Row) -> str:
    parts = [f'<binding name="{escape(name)}">{_term_xml(term)}</binding>' for name, term in zip(names, row, strict=True) if term is not None]
    return f"<result>{''.join(parts)}</result>\n"


def _term_xml(term: Any) -> str:
    text = escape(term.value.translate(_ILLEGAL)).replace("\r", "&#13;")
    if isinstance(term, ox.NamedNode):
        return f"<uri>{text}</uri>"
    if isinstance(term, ox.BlankNode):
        return f"<bnode>{text}</bnode>"
    if term.language:
        return f'<literal xml:lang="{escape(term.language)}">{text}</literal>'
    typed = "" if term.datatype.value == "http://www.w3.org/2001/XMLSchema#string" else f' datatype="{escape(term.datatype.value)}"'
    return f"<literal{typed}>{text}</literal>"


def _xml_frame(names: Sequence[str], rows: list[str], cut: bool) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n<head>'
    yield "".join(f'<variable name="{escape(name)}"/>' for name in names)
    yield "</head>\n"
    yield f"<!-- cut after {len(rows)} rows -->\n" if cut else ""
    yield "<results>\n"
    yield from rows
    yield "</results>\n</sparql>\n"


def _csv(_: Sequence[str], row: Row) -> str:
    buffer = io.StringIO()
    values = ["" if term is None else f"_:{term.value}" if isinstance(term, ox.BlankNode) else term.value for term in row]
    csv.writer(buffer, lineterminator="\r\n").writerow(values)
    return buffer.getvalue()


def _csv_frame(names: Sequence[str], rows: list[str], cut: bool) -> Iterator[str]:  # noqa: ARG001 - a table has no place to say it
    yield ",".join(names) + "\r\n"
    yield from rows


def _tsv(_: Sequence[str], row: Row) -> str:
    return "\t".join("" if term is None else str(term).replace("\t", "\\t") for term in row) + "\n"


def _tsv_frame(names: Sequence[str], rows: list[str], cut: bool) -> Iterator[str]:  # noqa: ARG001
    yield "\t".join(f"?{name}" for name in names) + "\n"
    yield from rows


_WRITERS: dict[str, Callable[[Sequence[str], Row], str]] = {JSON: _json, XML: _xml, CSV: _csv, TSV: _tsv}
_FRAMES: dict[str, Callable[[Sequence[str], list[str], bool], Iterator[str]]] = {JSON: _json_frame, XML: _xml_frame, CSV: _csv_frame, TSV: _tsv_frame}
