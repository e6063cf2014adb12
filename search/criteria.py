"""What a question asks of a bullet, part by part: the rows that meet each. The members of an answer meet them all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from kg.catalogue import VersionRecord
from kg.model import By
from kg.vocabulary import ConceptKind
from search.interpretation import Interpretation, Key, Part
from search.library import Library
from search.topic import quoted

# A partner counts by the bullet's own words; one that only a heading or parent names makes it close.
OWN = (By.TEXT, By.LABEL, By.SHAPE)


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that is asked, in words, and the rows that meet it."""

    asked: str
    rows: Set[int]


def in_scope(library: Library, read: Interpretation) -> list[VersionRecord]:
    """The versions whose force and period the question asks for."""
    forces = {p.entity for p in read.parts if p.key is Key.FORCES}
    kept = [v for v in library.versions if not forces or v.colophon.force.slug in forces]
    wanted, out = [r for r in read.periods if not r.excluded], [r for r in read.periods if r.excluded]
    kept = [v for v in kept if not wanted or any(v.colophon.period.overlaps(r.first, r.last) for r in wanted)]
    return [v for v in kept if not any(v.colophon.period.overlaps(r.first, r.last) for r in out)]


def criteria(library: Library, read: Interpretation, universe: Set[int], versions: Sequence[VersionRecord]) -> Iterator[Criterion]:
    """What a question asks beyond force and period, which are a matter of `in_scope`, and beyond its topic."""
    if read.working and any(p.key is Key.PARTNERS for p in read.named):
        yield Criterion("work with them, not a row of a table", universe - library.catalogue.table_rows())
    for part in read.exact:
        yield Criterion(_said(part), rows_of(library, part, versions))
    for group in read.any_of:
        either = set[int]().union(*(rows_of(library, part, versions) for part in group if part.entity))
        yield Criterion("either " + " or ".join(part.name for part in group), either)
    for part in read.exclude:
        yield Criterion(f"not {_said(part)}", universe - rows_of(library, part, versions))
    for names in read.required:
        printed = set[int]().union(*(library.catalogue.matching(quoted(name)) for name in names))
        yield Criterion(f"naming “{'” or “'.join(names)}”", printed)


def _said(part: Part) -> str:
    return f"{part.key.value}: {part.name}"


def rows_of(library: Library, part: Part, versions: Sequence[VersionRecord]) -> set[int]:
    """The rows for which a part holds."""
    vocabulary, catalogue = library.vocabulary, library.catalogue
    if part.entity is None:
        return set()
    if part.key is Key.PRIORITIES and part.entity.isdigit():
        return catalogue.under(int(part.entity), [v.id for v in versions])
    if part.key is Key.PRIORITIES:
        return _under_priority(library, part.entity, versions)
    if part.key is Key.PARTNER_CLASSES:
        classes = vocabulary.narrower.get(part.entity, (part.entity,))
        inside = [c.id for c in vocabulary.concepts.values() if not set(classes).isdisjoint(c.related("classification"))]
        printed = [label.text for c in classes for label in vocabulary.concepts[c].labels if " " in label.text]
        return catalogue.mentioning(inside).union(*(catalogue.matching(f"text : {quoted(words)}") for words in printed))
    if part.entity in vocabulary.concepts and vocabulary.concepts[part.entity].kind is ConceptKind.OUTSIDE:
        return set(catalogue.matching(quoted(part.said)))
    entities = list(vocabulary.narrower.get(part.entity, (part.entity,))) if part.key in (Key.THEMES, Key.PLACES) else list(part.entities)
    return catalogue.mentioning(entities, by=OWN if part.key is Key.PARTNERS else tuple(By))


def _under_priority(library: Library, concept: str, versions: Sequence[VersionRecord]) -> set[int]:
    """Rows under a priority of any plan that it is matched with."""
    vocabulary = library.vocabulary
    rows: set[int] = set()
    for other in (concept, *vocabulary.concepts[concept].related("close_match")):
        priority = vocabulary.concepts[other]
        plan = vocabulary.concepts[priority.related("scheme")[0]].name
        inside = [v.id for v in versions if v.colophon.plan == plan]
        rows |= library.catalogue.under(int(priority.values["notation"]), inside)
    return rows
