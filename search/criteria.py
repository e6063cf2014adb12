"""What a question asks of a bullet, part by part: the rows that meet each. The members of an answer meet them all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from kg.catalogue import quoted
from kg.model import By
from kg.versions import VersionRecord
from kg.vocabulary import ConceptKind, Vocabulary
from search.figures import told_of
from search.interpretation import Interpretation, Key, Part
from search.library import Library
from search.topic import Topic, about, theme_rows

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
    kept = [v for v in library.versions if v.colophon.force.slug in forces] if forces else library.versions
    wanted, out = [r for r in read.periods if not r.excluded], [r for r in read.periods if r.excluded]
    if not read.periods:
        return kept
    inside = (v for v in kept if not wanted or any(v.colophon.period.overlaps(r.first, r.last) for r in wanted))
    return [v for v in inside if not any(v.colophon.period.overlaps(r.first, r.last) for r in out)]


def criteria(library: Library, read: Interpretation, universe: Set[int], versions: Sequence[VersionRecord]) -> Iterator[Criterion]:
    """What a question asks beyond force and period, which are a matter of `in_scope`, and beyond its topic."""
    if read.working and any(p.key is Key.PARTNERS for p in read.named):
        yield Criterion("work with them, not a row of a table", universe - library.catalogue.table_rows())
    if any(_is_law_enforcement(library, p) for p in read.named):
        yield Criterion("work across the boundary, not a comparison", library.catalogue.flagged("cross_border"))
    if read.wanted and not any(p.key is Key.PARTNER_CLASSES for p in read.parts):
        yield Criterion(f"naming some {read.wanted.value}", library.catalogue.naming(read.wanted))
    for part in read.exact:
        yield Criterion(_said(part), rows_of(library, part, versions))
    for group in read.any_of:
        either = set[int]().union(*(rows_of(library, part, versions) for part in group if part.entity))
        yield Criterion("either " + " or ".join(part.name for part in group), either)
    for part in read.exclude:
        yield Criterion(f"not {_said(part)}", universe - rows_of(library, part, versions, exactly=True))
    if read.without:
        yield Criterion(f"not about “{' '.join(read.without)}”", universe - Topic(library, read.without).members())
    for names in read.required:
        printed = set[int]().union(*(library.catalogue.matching(quoted(name)) for name in names))
        yield Criterion(f"naming “{'” or “'.join(names)}”", printed)


def _said(part: Part) -> str:
    return f"{part.key.value}: {part.name}"


def _is_law_enforcement(library: Library, part: Part) -> bool:
    concept = library.vocabulary.concepts.get(part.entity or "")
    return part.key is Key.PARTNER_CLASSES and concept is not None and concept.values.get("law_enforcement") == "true"


def rows_of(library: Library, part: Part, versions: Sequence[VersionRecord], *, exactly: bool = False) -> set[int]:
    """The rows for which a part holds. A theme takes in what lies near to it, but for `exactly`."""
    vocabulary, catalogue = library.vocabulary, library.catalogue
    if part.entity is None:
        return set()
    if part.key is Key.THEMES:
        return theme_rows(library, part.entity) if exactly else about(library, part)
    if part.key is Key.MEASURES:
        return told_of(library, vocabulary.concepts[part.entity], part.said)
    if part.key is Key.PRIORITIES and part.entity.isdigit():
        return catalogue.under(int(part.entity), [v.id for v in versions])
    if part.key is Key.PRIORITIES:
        return _under_priority(library, part.entity, versions)
    if part.key is Key.PARTNER_CLASSES:
        return _of_class(library, part.entity)
    if part.entity in vocabulary.concepts and vocabulary.concepts[part.entity].kind is ConceptKind.OUTSIDE:
        return catalogue.matching(quoted(part.said))
    entities = list(vocabulary.narrower.get(part.entity, (part.entity,))) if part.key is Key.PLACES else list(part.entities)
    return catalogue.mentioning(entities, by=OWN if part.key is Key.PARTNERS else tuple(By))


def in_class(vocabulary: Vocabulary, entity: str, class_: str | None) -> bool:
    """Whether a body is of a class of partners, or of one that is narrower."""
    concept = vocabulary.concepts.get(entity)
    return concept is not None and not set(vocabulary.narrower.get(class_ or "", ())).isdisjoint(concept.related("classification"))


def _of_class(library: Library, class_: str) -> set[int]:
    """Rows whose own words name a body of a class, or the class itself in more than one word ("housing associations")."""
    vocabulary, catalogue = library.vocabulary, library.catalogue
    classes = vocabulary.narrower.get(class_, (class_,))
    inside = [entity for entity in vocabulary.concepts if in_class(vocabulary, entity, class_)]
    printed = [label.text for c in classes for label in vocabulary.concepts[c].labels if " " in label.text]
    return catalogue.mentioning(inside, by=OWN).union(*(catalogue.matching(f"text : {quoted(words)}") for words in printed))


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
