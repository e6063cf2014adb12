"""Looking up words in the vocabulary that a library was linked with, and among the names that its updates bring."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.model import Kind
from kg.tokens import fold
from kg.vocabulary import Concept, ConceptKind, LabelStyle
from search.library import Library

# The kinds of concepts that bullets mention, by the kind of the mention.
MENTIONED = {
    **{ConceptKind.OPERATION: Kind.OPERATION, ConceptKind.PARTNER: Kind.PARTNER, ConceptKind.DISTRICT: Kind.DISTRICT, ConceptKind.AREA: Kind.AREA},
    **{ConceptKind.PLACE: Kind.PLACE, ConceptKind.THEME: Kind.THEME},
}
_NAMES = (LabelStyle.NAME, LabelStyle.WORD, LabelStyle.AREA, LabelStyle.CUE, LabelStyle.MISPRINT)


@dataclass(frozen=True, slots=True)
class Entry:
    """A concept, or a name that only the updates bring (`known` False); `bullets` that mention it, None for kinds that bullets do not mention."""

    id: str
    kind: ConceptKind
    name: str
    labels: tuple[str, ...]
    above: tuple[str, ...]
    bullets: int | None
    known: bool = True


def look_up(library: Library, words: str = "", kind: ConceptKind | None = None) -> list[Entry]:
    """The entries of which a label has words that begin so, in any form of case; those that bear just these words first, then by how often they are
    mentioned."""
    counts = _counts(library)
    wanted = fold(words)
    entries = [e for e in (*_known(library, counts), *_brought(library, counts)) if kind in (None, e.kind)]
    bearing = [(e, [fold(label) for label in (e.name, *e.labels)]) for e in entries]
    found = [(wanted not in labels, e) for e, labels in bearing if any(_holds(label, wanted) for label in labels)]
    return [e for _, e in sorted(found, key=lambda f: (f[0], -(f[1].bullets or 0), f[1].kind, f[1].name))]


def _holds(label: str, wanted: str) -> bool:
    return all(any(word.startswith(begun) for word in label.split()) for begun in wanted.split())


def _counts(library: Library) -> Mapping[str, tuple[Kind, str, int]]:
    """Entity -> kind, name and how many bullets mention it."""
    appearances = library.catalogue.appearances
    return {entity: (kind, name, len(rows)) for kind in MENTIONED.values() for (entity, name), rows in appearances.naming(kind, library.version_ids).items()}


def _known(library: Library, counts: Mapping[str, tuple[Kind, str, int]]) -> Iterator[Entry]:
    for concept in library.vocabulary.concepts.values():
        mentioned = counts[concept.id][2] if concept.id in counts else 0
        labels = tuple(dict.fromkeys(label.text for label in concept.labels if label.style in _NAMES and label.text != concept.name))
        yield Entry(concept.id, concept.kind, concept.name, labels, tuple(_above(library, concept)), mentioned if concept.kind in MENTIONED else None)


def _above(library: Library, concept: Concept) -> Iterator[str]:
    """The names of what a concept belongs to: broader ones, its class, its plan."""
    for relation in ("broader", "classification", "scheme"):
        yield from (library.vocabulary.concepts[other].name for other in concept.related(relation) if other in library.vocabulary.concepts)


def _brought(library: Library, counts: Mapping[str, tuple[Kind, str, int]]) -> Iterator[Entry]:
    """The names that updates bring and the vocabulary lacks."""
    kinds = {kind: concept for concept, kind in MENTIONED.items()}
    for entity, (kind, name, count) in counts.items():
        if entity not in library.vocabulary.concepts:
            yield Entry(entity, kinds[kind], name, (), (), count, known=False)
