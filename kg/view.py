"""The view of a library's mentions: which entities count as one, and which names are no body's.

Mentions stay as they were recognised. What a reader sees passes through a view, made of the misprints that were joined and of what
people decided; take one decision away and everything is as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kg.decisions import Decision, Verdict
from kg.joins import Join


@dataclass(frozen=True, slots=True)
class View:
    """Entity -> the entity and name it counts as; entities that are dropped."""

    counts_as: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    dropped: frozenset[str] = frozenset()

    @classmethod
    def of(cls, joins: Iterable[Join], decisions: Iterable[Decision]) -> View:
        """The view of sure joins and of decisions in force. A person's decision goes before a join; of two decisions the later holds."""
        to: dict[str, tuple[str, str]] = {join.entity: (join.into, join.into_name) for join in joins if join.sure}
        dropped: set[str] = set()
        for decision in decisions:
            to.pop(decision.entity, None)
            dropped.discard(decision.entity)
            if decision.verdict is Verdict.SAME and decision.other and decision.other_name:
                to[decision.entity] = (decision.other, decision.other_name)
            elif decision.verdict is Verdict.NO_BODY:
                dropped.add(decision.entity)
        return cls({entity: _end(entity, to) for entity in to}, frozenset(dropped))

    def entity(self, entity: str, name: str) -> tuple[str, str]:
        """What an entity counts as, and its name."""
        return self.counts_as.get(entity, (entity, name))

    def members(self, entities: Iterable[str]) -> list[str]:
        """The entities that count as one of these, and these themselves."""
        wanted = set(entities)
        return sorted((wanted | {entity for entity, (into, _) in self.counts_as.items() if into in wanted}) - self.dropped)


def _end(entity: str, to: Mapping[str, tuple[str, str]]) -> tuple[str, str]:
    """Where a chain of entities ends; a circle ends where it closes."""
    seen = {entity}
    found = to[entity]
    while found[0] in to and found[0] not in seen:
        seen.add(found[0])
        found = to[found[0]]
    return found
