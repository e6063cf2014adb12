"""How two entities are connected: through bullets that name both, shortest ways first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, islice, pairwise
from typing import TYPE_CHECKING

from kg.model import HeldBullet, Kind

if TYPE_CHECKING:
    from networkx import Graph

# Longer ways say little: everything is connected through a large district.
LONGEST = 4
_KINDS = (Kind.OPERATION, Kind.PARTNER, Kind.DISTRICT)


@dataclass(frozen=True, slots=True)
class Step:
    """One edge of a way: the names at its ends, and the bullets that name both, in order of period."""

    start: str
    end: str
    bullets: tuple[HeldBullet, ...]


def company_graph(bullets: Iterable[HeldBullet]) -> Graph:
    """Operations, partners and districts as nodes (`name`, `kind`); an edge where a bullet names both, with its `bullets`."""
    import networkx as nx

    graph = nx.Graph()
    for held in bullets:
        named = {m.entity: m for m in held.linked.mentions if m.kind in _KINDS}
        for entity, mention in named.items():
            graph.add_node(entity, name=mention.name, kind=mention.kind.value)
        for a, b in combinations(sorted(named), 2):
            if not graph.has_edge(a, b):
                graph.add_edge(a, b, bullets=[])
            graph.edges[a, b]["bullets"].append(held)
    return graph


def ways(graph: Graph, start: str, end: str, most: int) -> Iterator[list[Step]]:
    """At most so many ways from one entity to another, shortest first; of equal length those with more bullets on their weakest edge."""
    import networkx as nx

    if start not in graph or end not in graph or not nx.has_path(graph, start, end):
        return
    for length in range(nx.shortest_path_length(graph, start, end), LONGEST + 1):
        paths = (path for path in nx.all_simple_paths(graph, start, end, cutoff=length) if len(path) == length + 1)
        found = sorted(islice(paths, 10 * most), key=lambda path: (-_weakest(graph, path), path))
        for path in found[:most]:
            yield [Step(graph.nodes[a]["name"], graph.nodes[b]["name"], tuple(graph.edges[a, b]["bullets"])) for a, b in pairwise(path)]
        most -= len(found[:most])
        if most <= 0:
            return


def _weakest(graph: Graph, path: list[str]) -> int:
    return min((len(graph.edges[a, b]["bullets"]) for a, b in pairwise(path)), default=0)
