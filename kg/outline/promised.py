"""What an update prints that it promises, whether or not anything is reported under it."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import Priority, Role, SourceText
from kg.outline.grammar import grammar
from kg.outline.lines import look
from kg.outline.roles import classify
from kg.outline.sections import standings


@dataclass(frozen=True, slots=True)
class Promised:
    """A commitment as it is printed at a line (1-based), under a priority where one is known."""

    priority: Priority | None
    commitment: str
    line: int


def promised(source: SourceText) -> tuple[Promised, ...]:
    """The commitments that a source prints, in order, each once under its priority."""
    rules = grammar()
    classified = classify(look(source), rules)
    under, _ = standings(classified, rules)
    found: dict[tuple[int | None, str], Promised] = {}
    for line, role, standing in zip(classified.lines, classified.roles, under, strict=True):
        if role is Role.LEAD and standing.commitment:
            number = standing.priority.number if standing.priority else None
            found.setdefault((number, standing.commitment), Promised(standing.priority, standing.commitment, line.number))
    return tuple(found.values())
