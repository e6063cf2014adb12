"""Misprints of operations, joined over the whole library by form and by context, and told as such.

A name is taken for a misprint of another when one letter was left out, put in, changed or swapped, it is printed rarely and the other
more often, no bullet names both, and the bullets of both speak of the same district or partner. It is a view: nothing is rewritten,
the order of adding does not matter, and a person's decision goes before it.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from kg.operations import one_edit_apart

# Shorter names differ by one letter too often to be one another's misprints.
MISPRINT_LETTERS = 6
# A misprint comes once or twice; a name that comes more often is meant.
RARE = 2


@dataclass(frozen=True, slots=True)
class Use:
    """How an operation is used: its force's slug, and the bullets that name it (row numbers)."""

    entity: str
    name: str
    force: str
    bullets: frozenset[int]


@dataclass(frozen=True, slots=True)
class Join:
    """One operation that counts as another, and what they have in common. `sure` where context speaks for it as well as form."""

    entity: str
    name: str
    into: str
    into_name: str
    shared: tuple[str, ...]

    @property
    def sure(self) -> bool:
        """Whether it is made without being asked."""
        return bool(self.shared)


def _near(name: str) -> set[str]:
    """Keys that names one edit apart share: the name, and it with each letter left out."""
    return {name, *(name[:i] + name[i + 1 :] for i in range(len(name)))}


def _pairs(uses: Iterable[Use]) -> Iterator[tuple[Use, Use]]:
    """Names of one force that are one edit apart, each pair once."""
    by_key: dict[tuple[str, str], list[Use]] = {}
    for use in uses:
        if len(use.name) >= MISPRINT_LETTERS:
            for key in _near(use.name):
                by_key.setdefault((use.force, key), []).append(use)
    seen: set[frozenset[str]] = set()
    for a, b in (pair for group in by_key.values() for pair in combinations(group, 2)):
        pair = frozenset((a.entity, b.entity))
        if pair not in seen and one_edit_apart(a.name, b.name):
            seen.add(pair)
            yield a, b


def find_joins(uses: Sequence[Use], known: Container[str], company: Callable[[frozenset[int]], frozenset[str]]) -> list[Join]:
    """The joins, in order of name; those that are not `sure` are only to be looked at.

    `known`: entities of the vocabulary, which are nobody's misprint; `company`: which districts and partners bullets name.
    """
    found: dict[str, list[Join]] = {}
    for pair in _pairs(uses):
        rare, usual = sorted(pair, key=lambda use: (use.entity in known, len(use.bullets), use.entity))
        meant = rare.entity in known or len(rare.bullets) > RARE or (len(usual.bullets) <= len(rare.bullets) and usual.entity not in known)
        if meant or rare.bullets & usual.bullets:
            continue
        shared = company(rare.bullets) & company(usual.bullets)
        found.setdefault(rare.entity, []).append(Join(rare.entity, rare.name, usual.entity, usual.name, tuple(sorted(shared))))
    return sorted((_one_of(fits) for fits in found.values()), key=lambda join: join.name)


def _one_of(fits: Sequence[Join]) -> Join:
    """The join of a name that may be a misprint of several: the one that context speaks for, else a suggestion."""
    sure = [join for join in fits if join.sure]
    return sure[0] if len(sure) == 1 else replace(min(fits, key=lambda join: join.into), shared=())
