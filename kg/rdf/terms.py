"""Terms of RDF as N-Triples writes them, and the namespaces in use.

A triple is three such texts. Literals come in one canonical form: strings, `@en`, and a few datatypes that every tool keeps as they are.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from kg.vocabulary import BB as TERMS

Triple = tuple[str, str, str]

PREFIXES = {
    "bb": TERMS,
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sdmx-dimension": "http://purl.org/linked-data/sdmx/2009/dimension#",
    "sdmx-measure": "http://purl.org/linked-data/sdmx/2009/measure#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "time": "http://www.w3.org/2006/time#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
# What no XML parser reads back, and what is no character: dropped on reading, and here once more for text that came another way.
_DROPPED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_RETURNS = re.compile("\r\n?")
_ESCAPED = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"})
_NEEDS_CARE = re.compile('[\x00-\x1f\x7f"\\\\\ud800-\udfff\ufffe\uffff]')
_NO_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')


class Namespace:
    """The terms of one namespace: `OA.start` is its IRI in angle brackets."""

    def __init__(self, prefix: str) -> None:
        self._iri = PREFIXES[prefix]

    def __getattr__(self, name: str) -> str:
        term = f"<{self._iri}{name}>"
        setattr(self, name, term)
        return term


BB, DCAT, DCT, OA, ORG = (Namespace(p) for p in ("bb", "dcat", "dct", "oa", "org"))
PROV, SCHEMA, SKOS, TIME, VOID, XSD = (Namespace(p) for p in ("prov", "schema", "skos", "time", "void", "xsd"))
QB, DIMENSION, MEASURE = (Namespace(p) for p in ("qb", "sdmx-dimension", "sdmx-measure"))
TYPE = f"<{PREFIXES['rdf']}type>"
TRUE, FALSE = (f'"{value}"^^{XSD.boolean}' for value in ("true", "false"))


def iri(value: str) -> str:
    """An IRI as a term. ValueError where a character may not stand in one."""
    if _NO_IRI.search(value):
        raise ValueError(f"{value!r} is no IRI")
    return f"<{value}>"


def clean(value: str) -> str:
    """A text without the characters that some RDF syntax cannot hold; XML holds no carriage return."""
    return _DROPPED.sub("", _RETURNS.sub("\n", value))


def string(value: str) -> str:
    """A text without a language."""
    if _NEEDS_CARE.search(value):
        value = clean(value).translate(_ESCAPED)
    return f'"{value}"'


def english(value: str) -> str:
    """A text in English."""
    return string(value) + "@en"


def integer(value: int) -> str:
    """A whole number."""
    return f'"{value}"^^<http://www.w3.org/2001/XMLSchema#integer>'


def decimal(value: str) -> str:
    """A decimal number without an exponent, in canonical form: no zeros that say nothing."""
    value = value.rstrip("0").rstrip(".") if "." in value else value
    return f'"{value}"^^{XSD.decimal}'


def boolean(value: bool) -> str:
    """True or false."""
    return TRUE if value else FALSE


def date(value: dt.date | str) -> str:
    """A day; a text must be one in ISO form."""
    return f'"{value}"^^{XSD.date}'


def moment(value: str) -> str:
    """A point in time, from ISO form with an offset, in UTC."""
    when = dt.datetime.fromisoformat(value).astimezone(dt.UTC)
    return f'"{when:%Y-%m-%dT%H:%M:%S}Z"^^{XSD.dateTime}'


def any_uri(value: str) -> str:
    """An address as a literal."""
    return f"{string(value)}^^{XSD.anyURI}"


@lru_cache(maxsize=4096)
def checked_base(value: str) -> str:
    """A base IRI for things. ValueError unless it is an http(s) address that ends in `/` or `#`."""
    if not re.fullmatch(r"https?://[^/\s]+/\S*", value) or value[-1] not in "/#" or _NO_IRI.search(value) or "?" in value:
        raise ValueError(f"{value!r} cannot begin IRIs; give an address such as https://data.example.org/id/ that ends in / or #")
    return value
