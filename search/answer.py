"""From an interpretation to an answer: the whole set, and the account of why there are no others.

Constraints are exact and come from the catalogue; themes count what is narrower; what is left is a topic, decided by words and
meaning. Every bullet of the build in the periods asked for is gone through; nothing is cut at a top-k.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence, Set
from copy import copy
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kg.model import Kind
from kg.tokens import tokenise
from kg.versions import VersionRecord
from search.coverage import Coverage, coverage_of
from search.criteria import criteria, in_scope, rows_of
from search.editing import drop, from_json, merge, told
from search.eras import eras
from search.evidence import Evidence, Witness
from search.interpretation import Intent, Interpretation, Key, Part
from search.library import Library
from search.names import Names, closest
from search.question import QuestionReader, find_named, find_of_key
from search.result import gives_figure, result_of
from search.topic import Topic, TopicScore, near_words

# As many of the bullets that fell short are shown, the strongest first.
MOST_CLOSE = 10
_FACETS = {"operations": Kind.OPERATION, "partners": Kind.PARTNER, "districts": Kind.DISTRICT}


class Status(StrEnum):
    """Whether there is an answer, and if not why."""

    ANSWERED = "answered"
    NO_EVIDENCE = "no_evidence"
    NOT_HELD = "not_held"
    NOT_UNDERSTOOD = "not_understood"


@dataclass(frozen=True, slots=True)
class Answer:
    """The bullets that answer a question, how it was read, and what was searched."""

    question: str
    status: Status
    interpretation: Interpretation
    evidence: Sequence[Evidence]
    close: tuple[Evidence, ...]
    coverage: tuple[Coverage, ...]
    result: Any
    did_you_mean: tuple[str, ...]
    build: str

    @property
    def facets(self) -> dict[str, list[dict[str, Any]]]:
        """Counts of operations, partners, districts, priorities and periods over the evidence."""
        counts: dict[str, Counter[str]] = {name: Counter(n for e in self.evidence for n in e.held.linked.names(kind)) for name, kind in _FACETS.items()}
        counts["priorities"] = Counter(e.held.bullet.priority.title for e in self.evidence if e.held.bullet.priority)
        counts["periods"] = Counter(e.held.period.label for e in self.evidence)
        return {name: [{"name": n, "count": k} for n, k in sorted(c.items(), key=lambda x: (-x[1], x[0]))] for name, c in counts.items()}

    @property
    def marking(self) -> str | None:
        """The highest protective marking of the bullets that are shown."""
        from kg.rdf.markings import highest

        return highest(e.held.marking for e in (*self.evidence, *self.close))

    def to_json(self) -> dict[str, Any]:
        """The form that every door prints; every key is always there."""
        return {
            "question": self.question,
            "status": self.status.value,
            "interpretation": self.interpretation.to_json(),
            "marking": self.marking,
            "count": len(self.evidence),
            "evidence": [e.to_json() for e in self.evidence],
            "result": self.result,
            "coverage": [c.to_json() for c in self.coverage],
            "facets": self.facets,
            "close": [e.to_json() for e in self.close],
            "did_you_mean": list(self.did_you_mean),
            "build": self.build,
        }


def names_of(library: Library) -> Names:
    """What questions about a library may name."""
    vocabulary = library.vocabulary
    held: dict[str, list[str]] = {}
    for entity, name in library.catalogue.bearing(Kind.OPERATION):
        if entity not in held.setdefault(name, []):
            held[name].append(entity)
    operations = {name: (name, tuple(entities)) for name, entities in held.items()}
    for join in library.joins:
        if library.catalogue.view.entity(join.entity, join.name) == (join.into, join.into_name):
            operations[join.name] = operations.get(join.into_name, (join.into_name, (join.into,)))
    for name, entities in held.items():
        for concept in (vocabulary.concepts[e] for e in entities if e in vocabulary.concepts):
            operations |= {label.text.upper(): (name, tuple(entities)) for label in concept.labels}
    bodies = {name: entity for entity, name in library.catalogue.bearing(Kind.PARTNER) if entity not in vocabulary.concepts}
    forces: dict[str, str] = {}
    for force in (v.colophon.force for v in library.versions):
        area = re.sub(r"\s+(?:Police(?: Service)?|Constabulary)$", "", force.name)
        forces |= {force.name: force.slug, area: force.slug}
    latest = max((v.colophon.period for v in library.versions), key=lambda period: period.end, default=None)
    return Names(vocabulary, operations, forces, bodies, latest, eras(library))


class Answerer:
    """Answers questions over one open library."""

    def __init__(self, library: Library, names: Names | None = None) -> None:
        """`names`: what questions may name, if not all that the library holds."""
        self.library = library
        self._names = names or names_of(library)
        self._reader = QuestionReader(self._names)
        self._witness = Witness(library)

    def over(self, library: Library) -> Answerer:
        """The same reader of questions over another connection to the same build."""
        other = copy(self)
        other.library, other._witness = library, Witness(library)
        return other

    def named(self, key: Key, name: str) -> Part:
        """The part of that key that a name means. UnknownNameError when nothing of that key bears it."""
        return find_of_key(self._names, self._reader, key, name)

    def meant(self, name: str) -> Part:
        """The one thing that a name means, of whatever key. UnknownNameError when nothing bears it."""
        return find_named(self._names, name, self._reader)

    def ask(self, question: str) -> Answer:
        """The answer to a question. QuestionError when it cannot be taken as one."""
        return self.answer(question, self.read(question))

    def read(self, question: str, without: Sequence[str] = (), also: str = "") -> Interpretation:
        """How a question is understood, less the parts that are to go, and with what more words ask for. QuestionError when it cannot be."""
        read = self._reader.read(question)
        for name in without:
            read = drop(read, name)
        return merge(read, self._reader.read(also)) if also.strip() else read

    def given(self, interpretation: Mapping[str, Any]) -> Interpretation:
        """The interpretation of that printed form. UnknownNameError, QuestionError."""
        return from_json(self._names, interpretation)

    def answer(self, question: str, read: Interpretation) -> Answer:
        """The answer to an interpretation, however it came about."""
        if read.empty:
            return self._nothing(question, read, Status.NOT_UNDERSTOOD, ())
        versions = in_scope(self.library, read)
        if not versions:
            return self._nothing(question, read, Status.NOT_HELD, ())
        unknown = [p for p in (*read.named, *read.exclude) if p.entity is None]
        meant = tuple(dict.fromkeys(name for p in unknown for name in closest(p.name, self._names.operation_names)))
        meant += tuple(told(part) for part in read.otherwise)
        if any(p.entity is None for p in read.parts):
            return self._nothing(question, read, Status.NO_EVIDENCE, versions, meant)
        universe = self.library.order.members([v.id for v in versions])
        members, close, score = self._members(read, universe, versions)
        evidence = self._witness.evidence(read, members, score)
        if read.intent is Intent.FIGURE and read.measure is None:
            giving = [n for n, e in zip(evidence.rows, evidence, strict=True) if gives_figure(e.held, read)]
            evidence = self._witness.evidence(read, giving, score) if giving else evidence
        counted = self.library.order.by_version(evidence.rows)
        status = Status.ANSWERED if evidence else Status.NO_EVIDENCE
        if not evidence:
            meant += tuple(dict.fromkeys(name for names in read.required for printed in names for name in self._names.like(printed)))
        coverage = coverage_of(self.library, read, versions, counted)
        result = result_of(self.library, read, evidence)
        beside = tuple(self._witness.evidence(read, close, score))
        return Answer(question, status, read, evidence, beside, coverage, result, meant, self.library.manifest.build)

    def _nothing(self, question: str, read: Interpretation, status: Status, versions: Sequence[VersionRecord], meant: tuple[str, ...] = ()) -> Answer:
        coverage = coverage_of(self.library, read, versions, Counter())
        return Answer(question, status, read, (), (), coverage, None, meant, self.library.manifest.build)

    # Who is in ----------------------------------------------------------------------------------------------------------------

    def _members(
        self, read: Interpretation, universe: Set[int], versions: Sequence[VersionRecord]
    ) -> tuple[Set[int], Sequence[int], Callable[[int], TopicScore] | None]:
        """Rows that meet every part, rows that fall just short on the topic, and what gives a row's score where there is a topic."""
        rows = universe
        for criterion in criteria(self.library, read, universe, versions):
            rows = rows & criterion.rows
        if read.of_operation and read.rest:
            rows = near_words(self.library, read, rows)
        if not read.rest or read.of_operation:
            near = self._under_partners(read, universe, versions) - rows
            return rows, sorted(near)[:MOST_CLOSE], None
        topic = self.topic(read)
        members = rows & topic.members()
        return members, topic.nearest(rows - members, MOST_CLOSE), topic.score

    def topic(self, read: Interpretation) -> Topic:
        """What is left of a question beside its names, with the themes that it names."""
        said = (token.word for part in read.themes for token in tokenise(part.said))
        words = list(dict.fromkeys((*read.rest, *said)))
        return Topic(self.library, words, [part.entity for part in read.themes if part.entity])

    def _under_partners(self, read: Interpretation, universe: Set[int], versions: Sequence[VersionRecord]) -> Set[int]:
        """Rows that only their parent's words put beside a partner that is asked for, and that meet everything else."""
        partners = [p for p in read.parts if p.key is Key.PARTNERS]
        if not partners:
            return set()
        rows = universe
        for part in read.exact:
            found = rows_of(self.library, part, versions)
            rows = rows & (found | self.library.catalogue.children(found) if part in partners else found)
        return rows
