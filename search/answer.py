"""From an interpretation to an answer: the whole set, and the account of why there are no others.

Constraints are exact and come from the catalogue; themes count what is narrower; what is left is a topic, decided by words and
meaning. Every bullet of the build in the periods asked for is gone through; nothing is cut at a top-k.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from kg.catalogue import VersionRecord
from kg.labels import LabelIndex
from kg.model import HeldBullet, Kind
from kg.tokens import stem, tokenise
from search.coverage import Coverage, coverage_of
from search.criteria import OWN, criteria, in_scope, rows_of
from search.interpretation import Intent, Interpretation, Key, Part
from search.library import Library
from search.question import Names, QuestionReader, closest
from search.topic import TopicScore, near_question, topic_scores

# As many of the bullets that fell short are shown, the strongest first.
MOST_CLOSE = 10
_FACETS = {"operations": Kind.OPERATION, "partners": Kind.PARTNER, "districts": Kind.DISTRICT}
# A partner counts by the bullet's own words.
_FIGURE_NEAR = re.compile(r"(?:\d[\d,.]*\s+(?:[\w'-]+\s+){0,3}$|\b(?:number|total|rate|percentage|proportion|figures?)\b[^.]{0,40}$)", re.I)


class Status(StrEnum):
    """Whether there is an answer, and if not why."""

    ANSWERED = "answered"
    NO_EVIDENCE = "no_evidence"
    NOT_HELD = "not_held"
    NOT_UNDERSTOOD = "not_understood"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One bullet of an answer, its strength (1 where all is exact), why it is there, and the stretches of its text that matched."""

    held: HeldBullet
    score: float
    why: tuple[str, ...]
    marks: tuple[tuple[int, int], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The form that every door prints."""
        b = self.held.bullet
        return {
            **{"id": b.id, "source": self.held.source, "lines": list(b.lines), "page": b.page, "force": self.held.force, "period": self.held.period.label},
            **{"priority": asdict(b.priority) if b.priority else None, "text": b.text, "score": round(self.score, 4), "why": list(self.why)},
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """The bullets that answer a question, how it was read, and what was searched."""

    question: str
    status: Status
    interpretation: Interpretation
    evidence: tuple[Evidence, ...]
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

    def to_json(self) -> dict[str, Any]:
        """The form that every door prints; every key is always there."""
        return {
            "question": self.question,
            "status": self.status.value,
            "interpretation": self.interpretation.to_json(),
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
    for entity, name, _ in library.catalogue.entities(Kind.OPERATION):
        if entity not in held.setdefault(name, []):
            held[name].append(entity)
    operations = {name: (name, tuple(entities)) for name, entities in held.items()}
    for join in library.joins:
        if library.catalogue.view.entity(join.entity, join.name) == (join.into, join.into_name):
            operations[join.name] = operations.get(join.into_name, (join.into_name, (join.into,)))
    for name, entities in held.items():
        for concept in (vocabulary.concepts[e] for e in entities if e in vocabulary.concepts):
            operations |= {label.text.upper(): (name, tuple(entities)) for label in concept.labels}
    bodies = {name: entity for entity, name, _ in library.catalogue.entities(Kind.PARTNER) if entity not in vocabulary.concepts}
    forces: dict[str, str] = {}
    for force in (v.colophon.force for v in library.versions):
        area = re.sub(r"\s+(?:Police(?: Service)?|Constabulary)$", "", force.name)
        forces |= {force.name: force.slug, area: force.slug}
    latest = max((v.colophon.period for v in library.versions), key=lambda period: period.end, default=None)
    return Names(vocabulary, operations, forces, bodies, latest)


class Answerer:
    """Answers questions over one open library."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._names = names_of(library)
        self._reader = QuestionReader(self._names)
        self._labels = library.catalogue.flagged("label_only")

    def ask(self, question: str) -> Answer:
        """The answer to a question. QuestionError when it cannot be taken as one."""
        return self.answer(question, self.read(question))

    def read(self, question: str) -> Interpretation:
        """How a question is understood. QuestionError when it cannot be taken as one."""
        return self._reader.read(question)

    def answer(self, question: str, read: Interpretation) -> Answer:
        """The answer to an interpretation, however it came about."""
        if read.empty:
            return self._nothing(question, read, Status.NOT_UNDERSTOOD, ())
        versions = in_scope(self.library, read)
        if not versions:
            return self._nothing(question, read, Status.NOT_HELD, ())
        unknown = [p for p in (*read.named, *read.exclude) if p.entity is None]
        meant = tuple(dict.fromkeys(name for p in unknown for name in closest(p.name, self._names.operation_names)))
        if any(p.entity is None for p in read.parts):
            return self._nothing(question, read, Status.NO_EVIDENCE, versions, meant)
        universe = [n for n in self.library.catalogue.members([v.id for v in versions]) if n not in self._labels]
        members, close = self._members(question, read, set(universe), versions)
        evidence = self._evidence(read, members)
        if read.intent is Intent.FIGURE:
            evidence = [e for e in evidence if _gives_figure(e.held, read)] or evidence
        counted = Counter(e.held.version for e in evidence)
        status = Status.ANSWERED if evidence else Status.NO_EVIDENCE
        coverage = coverage_of(self.library, read, versions, counted)
        result = self._result(read, evidence)
        return Answer(question, status, read, tuple(evidence), tuple(self._evidence(read, close)), coverage, result, meant, self.library.manifest.build)

    def _nothing(self, question: str, read: Interpretation, status: Status, versions: Sequence[VersionRecord], meant: tuple[str, ...] = ()) -> Answer:
        coverage = coverage_of(self.library, read, versions, Counter())
        return Answer(question, status, read, (), (), coverage, None, meant, self.library.manifest.build)

    # Who is in ----------------------------------------------------------------------------------------------------------------

    def _members(
        self, question: str, read: Interpretation, universe: set[int], versions: Sequence[VersionRecord]
    ) -> tuple[dict[int, TopicScore | None], dict[int, TopicScore | None]]:
        """Rows that meet every part, and rows that fall just short on the topic; each with its topic score where there is a topic."""
        rows = set(universe)
        for criterion in criteria(self.library, read, universe, versions):
            rows &= criterion.rows
        if read.of_operation and read.rest:
            rows = near_question(self.library, question, read.rest, rows)
        if not read.rest or read.of_operation:
            near = self._under_partners(read, universe, versions) - rows
            return dict.fromkeys(rows), dict.fromkeys(sorted(near)[:MOST_CLOSE])
        scores = self.topic(question, read, rows)
        close = sorted((n for n in rows if scores[n].close), key=lambda n: -scores[n].strength)[:MOST_CLOSE]
        return {n: scores[n] for n in rows if scores[n].member}, {n: scores[n] for n in close}

    def topic(self, question: str, read: Interpretation, rows: Iterable[int]) -> dict[int, TopicScore]:
        """The scores of rows for what is left of a question, with the themes that it names."""
        said = (token.word for part in read.themes for token in tokenise(part.said))
        words = list(dict.fromkeys((*read.rest, *said)))
        return topic_scores(self.library, question, words, rows, [rows_of(self.library, part, self.library.versions) for part in read.themes])

    def _under_partners(self, read: Interpretation, universe: set[int], versions: Sequence[VersionRecord]) -> set[int]:
        """Rows that only their parent's words put beside a partner that is asked for, and that meet everything else."""
        rows = set(universe)
        partners = [p for p in read.parts if p.key is Key.PARTNERS]
        for part in read.exact:
            found = rows_of(self.library, part, versions)
            rows &= found | self.library.catalogue.children(found) if part in partners else found
        return rows if partners else set()

    # What is said of them -----------------------------------------------------------------------------------------------------

    def _evidence(self, read: Interpretation, rows: dict[int, TopicScore | None]) -> list[Evidence]:
        numbers = sorted(rows)
        found = [self._one(read, held, rows[n]) for n, held in zip(numbers, self.library.catalogue.bullets(numbers), strict=True)]
        return sorted(found, key=lambda e: e.held.order)

    def _one(self, read: Interpretation, held: HeldBullet, topic: TopicScore | None) -> Evidence:
        why = [w for part in read.named if (w := self._why(part, held))]
        why += [f"word: {' or '.join(names)}" for names in read.required]
        if topic:
            words = f"holds {', '.join(topic.held)}" if topic.held else "holds none of the words"
            why.append(f"topic: {words}; meaning {topic.meaning:.2f}")
        return Evidence(held, topic.score if topic else 1.0, tuple(why), tuple(self._marks(read, held, topic)))

    def _marks(self, read: Interpretation, held: HeldBullet, topic: TopicScore | None) -> list[tuple[int, int]]:
        """Where in the text the parts and words of the question stand."""
        parts = [p for p in read.named if p.entity]
        wanted = {e for p in parts for e in (*p.entities, *self.library.vocabulary.narrower.get(p.entity or "", ()))}
        classes = {p.entity for p in parts if p.key is Key.PARTNER_CLASSES}
        spans = {
            (m.start, m.end) for m in held.linked.mentions if m.start is not None and (m.entity in wanted or any(self._in_class(m.entity, c) for c in classes))
        }
        words = {stem(w.lower()) for w in (*(n for names in read.required for n in names), *(topic.held if topic else ()))}
        spans |= {(t.start, t.end) for t in tokenise(held.bullet.text) if stem(t.word) in words}
        spans |= {span for c in classes for span in self._class_words(c or "", held.bullet.text)}
        return sorted(s for s in spans if s[1] is not None)  # type: ignore[misc]

    def _why(self, part: Part, held: HeldBullet) -> str | None:
        wanted = {*part.entities, *self.library.vocabulary.narrower.get(part.entity or "", ())}
        for m in held.linked.mentions:
            in_class = part.key is Key.PARTNER_CLASSES and m.kind is Kind.PARTNER and self._in_class(m.entity, part.entity)
            if m.entity in wanted or in_class:
                how = f"“{m.surface}”" if m.by in OWN and m.surface else f"by its {m.by}" + (f" “{m.surface}”" if m.surface else "")
                return f"{part.key.value}: {m.name} ({how})" if m.name != m.surface else f"{part.key.value}: {m.name}"
        if part.key is Key.PARTNER_CLASSES and (spans := self._class_words(part.entity or "", held.bullet.text)):
            return f"{part.key.value}: {part.name} (“{held.bullet.text[slice(*spans[0])]}”)"
        return f"{part.key.value}: {part.name}" if part.key in (Key.PRIORITIES, Key.FORCES) else None

    def _class_words(self, class_: str, text: str) -> list[tuple[int, int]]:
        """Where a text names a class of partners by its own words: "housing associations"."""
        below = self.library.vocabulary.narrower.get(class_, ())
        index = LabelIndex((self.library.vocabulary.concepts[c] for c in below), by_stem=True)
        tokens = tokenise(text)
        found = index.search(tokens, lambda _, __, first, last: last - first > 1)
        return [(tokens[f.first].start, tokens[f.last - 1].end) for f in found]

    def _in_class(self, entity: str, class_: str | None) -> bool:
        concept = self.library.vocabulary.concepts.get(entity)
        classes = self.library.vocabulary.narrower.get(class_ or "", ())
        return concept is not None and not set(classes).isdisjoint(concept.related("classification"))

    def _result(self, read: Interpretation, evidence: Sequence[Evidence]) -> Any:
        """What a question asks for beyond the bullets: the names, or the first and last period."""
        if read.intent is Intent.WHICH and read.wanted:
            named: dict[str, list[str]] = {}
            for e in evidence:
                for name in e.held.linked.names(read.wanted):
                    named.setdefault(name, []).append(e.held.bullet.id)
            return [{"kind": read.wanted.value, "name": name, "evidence": ids} for name, ids in sorted(named.items())]
        if read.intent is Intent.WHEN and evidence:
            return {"first": evidence[0].held.period.label, "last": evidence[-1].held.period.label}
        if read.intent is Intent.FIGURE:
            periods = dict.fromkeys(e.held.period.label for e in evidence)
            return [{"period": p, "evidence": [e.held.bullet.id for e in evidence if e.held.period.label == p]} for p in periods]
        return None


def _gives_figure(held: HeldBullet, read: Interpretation) -> bool:
    """Whether a bullet gives a figure of what is asked: a number, or the word number, right before it; or a row of a table."""
    bullet = held.bullet
    if bullet.cells:
        return True
    asked = {e for p in read.named for e in p.entities}
    starts = [m.start for m in held.linked.mentions if m.entity in asked and m.start is not None]
    words = {t.word: t.start for t in tokenise(bullet.text)}
    starts += [words[w] for w in read.rest if w in words]
    return any(_FIGURE_NEAR.search(bullet.text[:start]) for start in starts)
