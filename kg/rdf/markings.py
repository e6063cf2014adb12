"""Protective markings: the ladder, and what a release may hold."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from kg.data import data_folder
from kg.outline.grammar import grammar


@dataclass(frozen=True, slots=True)
class ReleaseRules:
    """What `data/ontology/release.toml` says."""

    title: str
    description: str
    max_marking: str
    licence: str
    licensed_to: str
    source_statement: str
    restricted_statement: str


@cache
def release_rules() -> ReleaseRules:
    """The rules that ship. ValueError when they name a marking that is not on the ladder."""
    rules = ReleaseRules(**tomllib.loads((data_folder() / "ontology" / "release.toml").read_text(encoding="utf-8")))
    for level in (rules.max_marking, rules.licensed_to):
        rank(level)
    return rules


def ladder() -> tuple[str, ...]:
    """The markings, lowest first."""
    return tuple(grammar().markings)


def rank(marking: str | None) -> int:
    """Where a marking stands on the ladder; none counts as the lowest. ValueError when it is not on it."""
    if marking is None:
        return 0
    if marking.lower() not in ladder():
        raise ValueError(f"{marking!r} is no marking; the ladder is {', '.join(ladder())}")
    return ladder().index(marking.lower())


def highest(markings: Iterable[str | None]) -> str | None:
    """The highest of some markings: what a page that shows them all is marked. None where none is marked."""
    return max((m for m in markings if m), key=rank, default=None)


def within(marking: str | None, level: str) -> bool:
    """Whether what is so marked may be in a release up to a level."""
    return rank(marking) <= rank(level)
