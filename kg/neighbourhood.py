"""What stands beside one entity: the operations, partners and districts that its bullets name, and which of them are named together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from kg.model import HeldBullet, Kind
from kg.trace import Trace

_KINDS = (Kind.OPERATION, Kind.PARTNER, Kind.DISTRICT)


@dataclass(frozen=True, slots=True, order=True)
class Beside:
    """A name of a kind; as text "partner:Kent Police"."""

    kind: Kind
    name: str

    @classmethod
    def from_text(cls, text: str) -> Beside:
        """What `str` wrote. ValueError when it is none."""
        kind, _, name = text.partition(":")
        return cls(Kind(kind), name)

    def __str__(self) -> str:
        return f"{self.kind.value}:{self.name}"

    def holds(self, held: HeldBullet) -> bool:
        """Whether a bullet names it."""
        return self.name in held.linked.names(self.kind)


@dataclass(frozen=True, slots=True)
class Edge:
    """Two that bullets of the traced entity name together, and those bullets; `start` is None for the entity itself."""

    start: Beside | None
    end: Beside
    bullets: tuple[HeldBullet, ...]


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """The neighbours that are shown, the most often named first, the edges among them, and how many neighbours are not shown."""

    neighbours: tuple[Beside, ...]
    edges: tuple[Edge, ...]
    hidden: int


def neighbourhood(found: Trace, most: int) -> Neighbourhood:
    """The surroundings of a traced entity, of at most so many neighbours."""
    every = [(-count, Beside(kind, name)) for kind in _KINDS for name, count in found.counts(kind).items()]
    neighbours = tuple(beside for _, beside in sorted(every)[:most])
    return Neighbourhood(neighbours, tuple(_edges(found, neighbours)), len(every) - len(neighbours))


def _edges(found: Trace, neighbours: tuple[Beside, ...]) -> Iterator[Edge]:
    bullets = {beside: frozenset(i for i, held in enumerate(found.bullets) if beside.holds(held)) for beside in neighbours}
    for beside in neighbours:
        yield Edge(None, beside, tuple(found.bullets[i] for i in sorted(bullets[beside])))
    for one, other in combinations(neighbours, 2):
        if both := bullets[one] & bullets[other]:
            yield Edge(one, other, tuple(found.bullets[i] for i in sorted(both)))


def bullets_of(found: Trace, names: tuple[Beside, ...]) -> tuple[HeldBullet, ...]:
    """The bullets of a traced entity that name all of these."""
    return tuple(held for held in found.bullets if all(beside.holds(held) for beside in names))
