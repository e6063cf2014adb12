"""The networkx view of the catalogue: updates, priorities, bullets and what they mention. A view, never a second store."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from kg.catalogue import Catalogue
from kg.relations import relations

if TYPE_CHECKING:
    from networkx import MultiDiGraph


def build_graph(catalogue: Catalogue, versions: Sequence[str], rows: Collection[int] | None = None) -> MultiDiGraph:
    """A directed multigraph of these versions, or of some of their bullets (row numbers).

    Nodes have `kind` and `name`; bullets also `text`, `period`, `source`, `marking`, `first_line` and `last_line`. Edges have `kind`:
    "in" (bullet to update), "under" (bullet to parent or priority), "mentions" (bullet to entity, with `printed` and `by`), and what operations are to one
    another ("part_of", "version_of", "follows", "supports", with the `bullet` that states it).
    """
    import networkx as nx

    graph = nx.MultiDiGraph()
    for held in catalogue.bullets([n for n in catalogue.members(versions) if rows is None or n in rows]):
        b = held.bullet
        first, last = b.lines
        graph.add_node(held.version, kind="update", name=held.period.title)
        graph.add_node(
            b.id,
            kind="bullet",
            name=b.text[:60],
            text=b.text,
            period=held.period.label,
            source=held.source,
            marking=held.marking or "",
            first_line=first,
            last_line=last,
        )
        graph.add_edge(b.id, held.version, kind="in")
        if b.parent:
            graph.add_edge(b.id, b.parent, kind="under")
        if b.priority:
            priority = f"{held.force}/{held.plan or held.period.label}/priority-{b.priority.number}"
            graph.add_node(priority, kind="priority", name=b.priority.title)
            graph.add_edge(b.id, priority, kind="under")
        for m in held.linked.mentions:
            graph.add_node(m.entity, kind=m.kind.value, name=m.name)
            graph.add_edge(b.id, m.entity, kind="mentions", printed=m.surface, by=m.by.value)
        for r in relations(held.linked):
            graph.add_edge(r.subject, r.object, kind=r.kind.value, bullet=b.id)
    return graph
