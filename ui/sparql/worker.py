"""A process that answers queries on one store, one at a time: `python -m ui.sparql.worker STORE MEMORY SECONDS ROWS BYTES`.

It reads a request as one line of JSON and writes a header as one line of JSON, then the body. It can only read the store, and dies when it
takes more memory or time than it may, or when the one who started it is gone.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
from typing import Any

import pyoxigraph as ox

from ui.sparql.parent import die_with_parent
from ui.sparql.results import Answered, Limits, boolean, graph, table

_NO_GRAPH = ox.NamedNode("urn:x-beatbook:none")


def answer(store: ox.Store, request: dict[str, Any], limits: Limits) -> tuple[dict[str, Any], bytes]:
    """Header and body of the answer to a request.

    `query`; `default` and `named`, the graphs to take in place of those that the query names (null to leave it to the query); `table` and
    `graph`, the media types of the answer by form.
    """
    try:
        found = store.query(request["query"], default_graph=_default(request["default"]), named_graphs=_nodes(request["named"]))
        if isinstance(found, ox.QueryBoolean):
            media, answered = request["table"], Answered(boolean(bool(found), request["table"]), 1)
        elif isinstance(found, ox.QuerySolutions):
            names = [variable.value for variable in found.variables]
            media, answered = request["table"], table(names, ([row[name] for name in names] for row in found), request["table"], limits)
        else:
            media, answered = request["graph"], graph(found, request["graph"], limits)
    except SyntaxError as error:
        return {"status": 400, "reason": f"not a SPARQL query: {error}"}, b""
    except (ValueError, OSError, RuntimeError) as error:
        return {"status": 400, "reason": f"cannot be evaluated: {error}"}, b""
    return {"status": 200, "type": media, "rows": answered.rows, "cut": answered.cut}, answered.body


def _nodes(graphs: list[str] | None) -> list[ox.NamedNode | ox.BlankNode] | None:
    return None if graphs is None else [ox.NamedNode(graph) for graph in graphs]


def _default(graphs: list[str] | None) -> list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] | None:
    """The graphs to query; none at all is a graph that is not there."""
    return None if graphs is None else [*map(ox.NamedNode, graphs)] or [_NO_GRAPH]


def main() -> None:
    """Answers until its input ends."""
    path, memory, seconds, rows, size = sys.argv[1], *map(int, sys.argv[2:])
    die_with_parent()
    store = ox.Store.read_only(path)
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (_size_now() + memory, _size_now() + memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    limits = Limits(rows, size)
    sys.stdout.buffer.write(b"{}\n")
    sys.stdout.buffer.flush()
    for line in sys.stdin.buffer:
        signal.alarm(seconds + 5)
        header, body = answer(store, json.loads(line), limits)
        signal.alarm(0)
        sys.stdout.buffer.write(json.dumps(header | {"length": len(body)}).encode() + b"\n")
        sys.stdout.buffer.write(body)
        sys.stdout.buffer.flush()


def _size_now() -> int:
    """The address space in use, in bytes."""
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - a file of the kernel's
        return int(file.read().split()[0]) * resource.getpagesize()


if __name__ == "__main__":
    main()
