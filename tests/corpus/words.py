"""The words that the generator speaks in: templates of our own from `data/`, names from the vocabulary that ships with Beatbook."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kg.labels import LabelIndex
from kg.tokens import tokenise
from kg.vocabulary import Concept, ConceptKind, LabelStyle, Vocabulary

DATA = Path(__file__).with_name("data")
# Names that a text could mean otherwise are left to the tests of linking: those of one word, and those that hold a place's of the force.
_PLACES = (ConceptKind.DISTRICT, ConceptKind.AREA, ConceptKind.PLACE)
_PRINTED = (LabelStyle.NAME, LabelStyle.MISPRINT)
_OF_PARTNERS = frozenset(
    {"class/police-force", "class/law-enforcement", "class/charity", "class/criminal-justice", "class/government", "class/health", "class/fire"}
)


@dataclass(frozen=True, slots=True)
class Named:
    """A body: its preferred name, and the forms it may be printed in, the usual one first."""

    entity: str
    name: str
    printed: tuple[str, ...]
    police: bool


@dataclass(frozen=True)
class Words:
    """All that a corpus is made of."""

    moulds: Mapping[str, tuple[str, ...]]
    frames: Mapping[str, Any]
    partners: tuple[Named, ...]
    districts: tuple[str, ...]
    forces: Mapping[str, str]
    plans: Mapping[str, tuple[str, ...]]


@cache
def words() -> Words:
    """The words, read once. ValueError where a mould's theme is none of the vocabulary's."""
    vocabulary = Vocabulary.load()
    moulds = templates("moulds")["themes"]
    if unknown := {name for name in moulds if f"theme/{name}" not in vocabulary.concepts}:
        raise ValueError(f"{DATA / 'moulds.toml'}: no such themes: {', '.join(sorted(unknown))}")
    districts = tuple(c.name for c in vocabulary.of_kind(ConceptKind.DISTRICT))
    forces = {slug: vocabulary.concepts[entity].name for slug, entity in vocabulary.force_slugs.items()}
    return Words({f"theme/{k}": tuple(v) for k, v in moulds.items()}, templates("frames"), _partners(vocabulary), districts, forces, _plans(vocabulary))


def templates(name: str) -> dict[str, Any]:
    """A file of templates, by its name."""
    with (DATA / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def _plans(vocabulary: Vocabulary) -> dict[str, tuple[str, ...]]:
    """Plan of Essex -> the titles of its priorities, by number."""
    plans: dict[str, list[Concept]] = {}
    for priority in vocabulary.of_kind(ConceptKind.PRIORITY):
        plans.setdefault(vocabulary.concepts[priority.related("scheme")[0]].name, []).append(priority)
    return {plan: tuple(p.name for p in sorted(held, key=lambda p: int(p.values["notation"]))) for plan, held in plans.items()}


def _partners(vocabulary: Vocabulary) -> tuple[Named, ...]:
    places = LabelIndex(vocabulary.of_kind(*_PLACES))
    themes = LabelIndex(vocabulary.of_kind(ConceptKind.THEME), by_stem=True)
    bodies = LabelIndex(vocabulary.of_kind(ConceptKind.PARTNER))

    def plain(text: str, entity: str) -> bool:
        tokens = tokenise(text)
        found = bodies.all(tokens)
        alone = {f.concept for f in found} == {entity} and max(f.last - f.first for f in found) == len(tokens)
        return len(tokens) > 1 and alone and not places.all(tokens) and not themes.all(tokens)

    found = []
    for c in vocabulary.of_kind(ConceptKind.PARTNER):
        usual = [c.name, *(label.text for label in c.labels if label.style in _PRINTED and label.text != c.name)]
        printed = tuple(text for text in usual if plain(text, c.id))
        if c.name in printed and _OF_PARTNERS.intersection(c.related("classification")):
            found.append(Named(c.id, c.name, printed, c.id in vocabulary.law_enforcement))
    return tuple(found)
