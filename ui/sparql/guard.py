"""What must not be evaluated is refused here: updates, SERVICE, and graphs that are not held.

Decided by tokens, never by a search through the text: comments, strings and IRIs may hold any word. SPARQL lets characters be written as
escapes, which some engines read before they look for words; so the query is looked at both as it stands and with its escapes read.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""
      (?P<comment>\#[^\n\r]*)
    | (?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)
    | (?P<string>\"{3}(?:[^"\\]|\\.|\"{1,2}(?!\"))*\"{3} | '{3}(?:[^'\\]|\\.|'{1,2}(?!'))*'{3} | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*')
    | (?P<variable>[?$]\w+)
    | (?P<tag>@[A-Za-z][A-Za-z0-9-]*)
    | (?P<blank>_:[\w.-]*)
    | (?P<name>(?:[^\W\d_][\w.-]*)?:(?:[\w.:-]|%[0-9A-Fa-f]{2}|\\.)*)
    | (?P<word>[^\W\d]\w*)
    | (?P<other>\s+|.)
    """,
    re.X | re.S,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_UPDATES = frozenset(("insert", "delete", "load", "clear", "create", "drop", "copy", "move", "add", "with"))
_QUERIES = frozenset(("select", "construct", "describe", "ask"))
# Oxigraph does not cut a query into tokens first: "1<2)SERVICE ?s" may look like the beginning of an IRI and be none.
_HIDDEN = re.compile(r"\)\.?service", re.I)


class RefusedError(Exception):
    """A request that is not evaluated: the HTTP status, and why."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status, self.reason = status, reason


@dataclass(frozen=True, slots=True)
class Query:
    """A query that may be evaluated: its text, form ("select", "ask", "construct", "describe"), and whether it names its graphs itself."""

    text: str
    form: str
    names_graphs: bool


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "other"
        if kind != "comment" and not (kind == "other" and match[0].isspace()):
            yield kind, match[0]


def _read(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code < 0x110000 else "\ufffd"


def guarded(text: str, graphs: Collection[str]) -> Query:
    """The query, if it may be evaluated. RefusedError otherwise. `graphs`: the IRIs that FROM may name."""
    forms = [_check(list(_tokens(form)), graphs) for form in {text: None, _ESCAPE.sub(_read, text): None}]
    return Query(text, *forms[0])


def _check(tokens: list[tuple[str, str]], graphs: Collection[str]) -> tuple[str, bool]:
    """The form of a query and whether it has FROM."""
    words = [text.lower() for kind, text in tokens if kind == "word"]
    form = next((word for word in words if word not in ("base", "prefix")), "")
    if form in _UPDATES:
        raise RefusedError(403, "updates are refused: this endpoint only answers queries")
    if form not in _QUERIES:
        raise RefusedError(400, "no SPARQL query: it has to begin with SELECT, ASK, CONSTRUCT or DESCRIBE, after its prefixes")
    if "service" in words or any(kind == "iri" and _HIDDEN.search(text) for kind, text in tokens):
        raise RefusedError(403, "SERVICE is refused: this endpoint asks no other")
    asked = list(_graphs(tokens))
    for graph in asked:
        check_graph(graph, graphs)
    return form, bool(asked)


def _graphs(tokens: list[tuple[str, str]]) -> Iterator[str]:
    """The IRIs after FROM and FROM NAMED, as they are written."""
    for i, (kind, text) in enumerate(tokens):
        if kind == "word" and text.lower() == "from":
            rest = [t for k, t in tokens[i + 1 : i + 3] if not (k == "word" and t.lower() == "named")]
            yield rest[0].strip("<>") if rest else ""


def check_graph(graph: str, graphs: Collection[str]) -> None:
    """RefusedError where a graph is not one that is held."""
    if graph not in graphs:
        raise RefusedError(400, f"the graph {graph} is not held here; the whole library is one graph, <{min(graphs)}>: leave FROM out")
