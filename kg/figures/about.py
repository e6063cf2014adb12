"""What a figure is about: the operation and the places that its bullet puts beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.figures.figure import Figure
from kg.figures.sentences import sentence_of
from kg.model import By, Kind, LinkedBullet, Mention


@dataclass(frozen=True, slots=True)
class About:
    """Names of operations and of districts, areas or places, each sorted; empty where a figure is of the whole force."""

    operations: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


def about(linked: LinkedBullet, figure: Figure) -> About:
    """What a figure is about. A row's own name (`Figure.of`) is not repeated here.

    Operations: of its sentence, else of the nearest sentence before, else of label and headings. Districts: of label and headings, else
    those that its sentence names before it.
    """
    operations = [m for m in linked.mentions if m.kind is Kind.OPERATION and m.by is not By.PARENT]
    named = _in_sentence(linked, operations, figure) or _before(operations, figure) or [m for m in operations if m.start is None]
    return About(_names(named), _names(_places(linked, figure)))


def _places(linked: LinkedBullet, figure: Figure) -> list[Mention]:
    districts = [m for m in linked.mentions if m.kind in (Kind.DISTRICT, Kind.AREA)]
    own = [m for m in districts if m.start is not None and m.by is not By.LABEL]
    ahead = [m for m in _in_sentence(linked, own, figure) if (m.end or 0) <= figure.start]
    return ahead or [m for m in districts if m.by in (By.LABEL, By.HEADING)]


def _in_sentence(linked: LinkedBullet, mentions: Iterable[Mention], figure: Figure) -> list[Mention]:
    first, last = sentence_of(linked.bullet.text, figure.start)
    return [m for m in mentions if m.start is not None and first <= m.start < last]


def _before(mentions: Iterable[Mention], figure: Figure) -> list[Mention]:
    """The mention that stands nearest before a figure."""
    ahead = [m for m in mentions if m.end is not None and m.end <= figure.start]
    return ahead[-1:]


def _names(mentions: Iterable[Mention]) -> tuple[str, ...]:
    return tuple(sorted({m.name for m in mentions}))


def figures_about(linked: LinkedBullet, operation: str | None, district: str | None) -> Iterator[Figure]:
    """The figures of a bullet that are about an operation and a district, where they are given."""
    for figure in linked.figures:
        found = about(linked, figure)
        if (operation is None or operation in found.operations) and (district is None or district in found.places):
            yield figure
