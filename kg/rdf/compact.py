"""JSON-LD with short names: one context with the prefixes in use at its head, one object a subject, written as they come."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from itertools import groupby
from typing import IO, Any

from kg.rdf.terms import PREFIXES

_LINE = re.compile(r'(?P<s><[^>]*>) (?P<p><[^>]*>) (?:(?P<o><[^>]*>)|"(?P<text>(?:[^"\\]|\\.)*)"(?:@(?P<lang>[a-z-]+)|\^\^(?P<type><[^>]*>))?)')
_SHORT = {iri: prefix for prefix, iri in PREFIXES.items()}
_LOCAL = re.compile(r"(?P<space><.*[/#])(?P<local>[A-Za-z][\w-]*)>")
_ESCAPE = re.compile(r"\\(.)")
_MEANT = {"n": "\n", "r": "\r", "t": "\t"}
_NATIVE: dict[str, Callable[[str], Any]] = {f"<{PREFIXES['xsd']}integer>": int, f"<{PREFIXES['xsd']}boolean>": "true".__eq__}


def write_jsonld(lines: Iterable[str], output: IO[bytes]) -> int:
    """Writes N-Triples lines (without their end, sorted by subject) as one JSON-LD document; how many there are."""
    count = 0
    output.write(f'{{"@context": {json.dumps(PREFIXES)},\n"@graph": ['.encode())
    matches = filter(None, map(_LINE.match, lines))
    for n, (subject, group) in enumerate(groupby(matches, key=lambda m: m["s"])):
        node: dict[str, Any] = {"@id": subject[1:-1]}
        for match in group:
            _put(node, match)
            count += 1
        output.write(((",\n" if n else "\n") + json.dumps(node, ensure_ascii=False)).encode())
    output.write(b"\n]}\n")
    return count


def _put(node: dict[str, Any], match: re.Match[str]) -> None:
    if match["p"] == f"<{PREFIXES['rdf']}type>":
        node.setdefault("@type", []).append(_short(match["o"]))
    else:
        node.setdefault(_short(match["p"]), []).append(_value(match))


def _value(match: re.Match[str]) -> Any:
    if match["o"]:
        return {"@id": match["o"][1:-1]}
    text = _ESCAPE.sub(lambda m: _MEANT.get(m[1], m[1]), match["text"])
    if match["lang"]:
        return {"@language": match["lang"], "@value": text}
    if native := _NATIVE.get(match["type"] or ""):
        return native(text)
    return {"@type": _short(match["type"]), "@value": text} if match["type"] else text


def _short(iri: str) -> str:
    """An IRI with a prefix where one fits."""
    found = _LOCAL.fullmatch(iri)
    prefix = _SHORT.get(found["space"][1:]) if found else None
    return f"{prefix}:{found['local']}" if found and prefix else iri[1:-1]
