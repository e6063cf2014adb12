"""The vocabulary: SKOS files of places, partners, themes, plans and operations, loaded once and checked.

`docs/vocabulary.md` is the format. A contradiction fails at load with the file and the line. A library keeps the vocabulary
it was linked with (`to_json`), so that a question is read with the same names and no RDF library is needed for it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any

from kg.data import data_folder
from kg.errors import VocabularyError
from kg.tokens import fold

BB = "https://w3id.org/beatbook/ns#"
ID = "https://w3id.org/beatbook/id/"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_ORG = "http://www.w3.org/ns/org#"


class LabelStyle(StrEnum):
    """How a label may be recognised; see `docs/vocabulary.md`."""

    NAME = "name"
    MISPRINT = "misprint"
    WORD = "word"
    AREA = "area"
    CUE = "cue"
    NOUN = "noun"
    BEFORE = "before"
    WITH = "with"
    WITHOUT = "without"


class ConceptKind(StrEnum):
    """The classes of the vocabulary."""

    DISTRICT = "District"
    AREA = "Area"
    PLACE = "Place"
    OUTSIDE = "OutsidePlace"
    PARTNER = "Partner"
    PARTNER_CLASS = "PartnerClass"
    THEME = "Theme"
    PLAN = "Plan"
    PRIORITY = "Priority"
    OPERATION = "Operation"
    MEASURE = "Measure"


_STYLES = {
    f"{_SKOS}prefLabel": LabelStyle.NAME,
    f"{_SKOS}altLabel": LabelStyle.NAME,
    f"{_SKOS}hiddenLabel": LabelStyle.MISPRINT,
    f"{BB}wordLabel": LabelStyle.WORD,
    f"{BB}areaLabel": LabelStyle.AREA,
    f"{BB}cue": LabelStyle.CUE,
    f"{BB}noun": LabelStyle.NOUN,
    f"{BB}before": LabelStyle.BEFORE,
    f"{BB}with": LabelStyle.WITH,
    f"{BB}without": LabelStyle.WITHOUT,
}
# What tells a measure from another stands on several.
_SHARED = (LabelStyle.NOUN, LabelStyle.BEFORE, LabelStyle.WITH, LabelStyle.WITHOUT)
_RELATIONS = {
    f"{_SKOS}broader": "broader",
    f"{_SKOS}closeMatch": "close_match",
    f"{_SKOS}inScheme": "scheme",
    f"{_ORG}classification": "classification",
    f"{BB}force": "force",
    f"{BB}covers": "covers",
    f"{BB}theme": "theme",
    f"{BB}impliedBy": "implied_by",
}
_VALUES = {
    **{f"{_SKOS}notation": "notation", f"{BB}lawEnforcement": "law_enforcement", f"{BB}start": "start", f"{BB}end": "end"},
    **{f"{BB}unit": "unit", f"{BB}counting": "counting", f"{BB}scoped": "scoped", f"{_SKOS}definition": "definition"},
    **{f"{BB}ageFrom": "age_from", f"{BB}ageTo": "age_to"},
}
# How a measure counts, and the notes that are kept of measures alone.
COUNTINGS = ("period", "time", "to date")
_SCOPE_NOTE = f"{_SKOS}scopeNote"
# One label may stand on two concepts of different families: a town and a theme do not compete for the same words.
_FAMILIES = (
    (ConceptKind.DISTRICT, ConceptKind.AREA, ConceptKind.PLACE, ConceptKind.OUTSIDE),
    (ConceptKind.PARTNER,),
    (ConceptKind.PARTNER_CLASS,),
    (ConceptKind.THEME,),
    (ConceptKind.PLAN,),
    (ConceptKind.OPERATION,),
    (ConceptKind.MEASURE,),
)


@dataclass(frozen=True, slots=True)
class Label:
    """One name of a concept and how it may be recognised."""

    text: str
    style: LabelStyle


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing of the vocabulary. `id` is its IRI after the base: "partner/kent-police"."""

    id: str
    kind: ConceptKind
    name: str
    labels: tuple[Label, ...]
    relations: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)

    def related(self, relation: str) -> tuple[str, ...]:
        """The ids it is related to by "broader", "classification", "force" ..."""
        return self.relations.get(relation, ())


@dataclass(frozen=True)
class Vocabulary:
    """Every concept by id; `digest` changes when any of them does."""

    concepts: Mapping[str, Concept]
    digest: str

    def __hash__(self) -> int:
        return hash(self.digest)

    @classmethod
    def load(cls, folders: Iterable[Path] = ()) -> Vocabulary:
        """The vocabulary that ships with Beatbook, extended by the user's folders. VocabularyError on a contradiction."""
        files = [f for folder in (data_folder() / "vocabulary", *folders) for f in sorted(folder.glob("*.ttl"))]
        concepts: dict[str, Concept] = {}
        sources: dict[str, Path] = {}
        for file in files:
            for concept in _read(file):
                if concept.id in concepts and sources[concept.id].parent == file.parent:
                    raise _error(file, concept.id, f"{concept.id} is also in {sources[concept.id].name}")
                concepts[concept.id] = _merged(concepts[concept.id], concept) if concept.id in concepts else concept
                sources[concept.id] = file
        _check(concepts, sources)
        return cls.of(concepts.values())

    @classmethod
    def of(cls, concepts: Iterable[Concept]) -> Vocabulary:
        """A vocabulary of these concepts, unchecked."""
        by_id = {c.id: c for c in sorted(concepts, key=lambda c: c.id)}
        digest = hashlib.sha256(json.dumps([_plain(c) for c in by_id.values()], sort_keys=True).encode()).hexdigest()
        return cls(by_id, digest[:16])

    @classmethod
    def from_json(cls, text: str) -> Vocabulary:
        """The vocabulary that `to_json` wrote."""
        return cls.of(_concept(row) for row in json.loads(text))

    def to_json(self) -> str:
        """All of it as one line."""
        return json.dumps([_plain(c) for c in self.concepts.values()], ensure_ascii=False, sort_keys=True)

    def of_kind(self, *kinds: ConceptKind) -> tuple[Concept, ...]:
        """The concepts of these kinds, by id."""
        return tuple(c for c in self.concepts.values() if c.kind in kinds)

    @cached_property
    def force_slugs(self) -> Mapping[str, str]:
        """Slug of a force -> id of its partner concept, for those that publish updates."""
        return {c.values["notation"]: c.id for c in self.of_kind(ConceptKind.PARTNER) if "notation" in c.values}

    @cached_property
    def law_enforcement(self) -> frozenset[str]:
        """Ids of the partners that are police or other law-enforcement bodies."""
        classes = {c.id for c in self.of_kind(ConceptKind.PARTNER_CLASS) if c.values.get("law_enforcement") == "true"}
        return frozenset(c.id for c in self.of_kind(ConceptKind.PARTNER) if classes.intersection(c.related("classification")))

    @cached_property
    def narrower(self) -> Mapping[str, tuple[str, ...]]:
        """Id -> ids of all concepts below it by `broader`, itself first."""
        below: dict[str, list[str]] = {}
        for concept in self.concepts.values():
            for above in concept.related("broader"):
                below.setdefault(above, []).append(concept.id)

        def closure(start: str, seen: tuple[str, ...] = ()) -> Iterator[str]:
            if start not in seen:
                yield start
                for child in below.get(start, ()):
                    yield from closure(child, (*seen, start))

        return {c: tuple(dict.fromkeys(closure(c))) for c in self.concepts}

    def plans(self, force: str) -> Mapping[str, frozenset[str]]:
        """Plan name -> titles of its priorities, for the force of that slug."""
        owner = self.force_slugs.get(force)
        titles: dict[str, set[str]] = {c.name: set() for c in self.of_kind(ConceptKind.PLAN) if owner in c.related("force")}
        for priority in self.of_kind(ConceptKind.PRIORITY):
            for plan in priority.related("scheme"):
                titles.get(self.concepts[plan].name, set()).add(priority.name)
        return {name: frozenset(t) for name, t in titles.items()}

    @cached_property
    def aligned_priorities(self) -> dict[str, str]:
        """Title of a priority, in small letters -> the title of the latest plan's priority that it is matched with, one to one.

        A priority whose concern was split or merged by a later plan keeps its own title.
        """
        return {p.name.lower(): self._latest_match(p).name for p in self.of_kind(ConceptKind.PRIORITY)}

    def _latest_match(self, priority: Concept) -> Concept:
        alone = [other for other in self._matched(priority) if self._is_only_match(priority, other) and self._is_only_match(other, priority)]
        return max((priority, *alone), key=lambda p: (self._plan_of(p), p is priority))

    def _matched(self, priority: Concept) -> list[Concept]:
        return [self.concepts[other] for other in priority.related("close_match")]

    def _plan_of(self, priority: Concept) -> str:
        return next((self.concepts[plan].name for plan in priority.related("scheme")), "")

    def _is_only_match(self, priority: Concept, other: Concept) -> bool:
        """Whether `other` is the one priority of its plan that a priority is matched with."""
        return [p.id for p in self._matched(priority) if self._plan_of(p) == self._plan_of(other)] == [other.id]

    def speaks_of(self, concept: Concept, force: str) -> bool:
        """Whether a concept that belongs to one force may be meant in an update of the force of that slug."""
        owners = concept.related("force")
        return not owners or self.force_slugs.get(force) in owners


def _plain(concept: Concept) -> dict[str, Any]:
    labels = [[label.text, label.style.value] for label in concept.labels]
    return {
        "id": concept.id,
        "kind": concept.kind.value,
        "name": concept.name,
        "labels": labels,
        "relations": dict(concept.relations),
        "values": dict(concept.values),
    }


def _concept(row: dict[str, Any]) -> Concept:
    labels = tuple(Label(text, LabelStyle(style)) for text, style in row["labels"])
    relations = {k: tuple(v) for k, v in row["relations"].items()}
    return Concept(row["id"], ConceptKind(row["kind"]), row["name"], labels, relations, row["values"])


def _merged(old: Concept, new: Concept) -> Concept:
    """An overlay's entry adds labels and relations to the one that ships, and replaces its name and values."""
    relations = {k: tuple(dict.fromkeys((*old.related(k), *new.related(k)))) for k in {*old.relations, *new.relations}}
    return Concept(new.id, new.kind, new.name or old.name, tuple(dict.fromkeys((*old.labels, *new.labels))), relations, {**old.values, **new.values})


def _local(iri: str) -> str:
    return iri.removeprefix(ID) if iri.startswith(ID) else "#" + iri.removeprefix(BB)


def _read(file: Path) -> Iterator[Concept]:
    from pyoxigraph import RdfFormat, parse

    said: dict[str, list[tuple[str, str]]] = {}
    try:
        for quad in parse(file.read_text(encoding="utf-8"), format=RdfFormat.TURTLE):
            said.setdefault(quad.subject.value, []).append((quad.predicate.value, quad.object.value))
    except SyntaxError as error:
        raise VocabularyError(file, error.lineno, "is not Turtle") from error
    except (OSError, UnicodeDecodeError) as error:
        raise VocabularyError(file, None, f"cannot be read as UTF-8 ({error})") from error
    kinds = {f"{BB}{kind.value}": kind for kind in ConceptKind}
    for subject, facts in sorted(said.items()):
        for kind in (kinds[value] for predicate, value in sorted(facts) if predicate == _TYPE and value in kinds):
            yield _from_facts(subject, sorted(facts), kind, file)


def _from_facts(subject: str, facts: Iterable[tuple[str, str]], kind: ConceptKind, file: Path) -> Concept:
    names: list[str] = []
    labels: list[Label] = []
    relations: dict[str, list[str]] = {}
    values: dict[str, str] = {}
    for predicate, value in facts:
        if style := _STYLES.get(predicate):
            labels.append(Label(value, style))
            if predicate.endswith("prefLabel"):
                names.append(value)
        elif relation := _RELATIONS.get(predicate):
            relations.setdefault(relation, []).append(_local(value))
        elif key := _VALUES.get(predicate):
            values[key] = value
        elif kind is ConceptKind.MEASURE and predicate == _SCOPE_NOTE:
            values["note"] = value
    if len(names) != 1:
        raise _error(file, _local(subject), f"{_local(subject)} has {len(names)} skos:prefLabel, not one")
    words = {fold(label.text) for label in labels if label.style is LabelStyle.WORD}
    labels = [label for label in labels if label.style is not LabelStyle.NAME or fold(label.text) not in words]
    return Concept(_local(subject), kind, names[0], tuple(labels), {k: tuple(v) for k, v in relations.items()}, values)


def _error(file: Path, concept: str, reason: str) -> VocabularyError:
    pattern = re.compile(r"^\s*(?:id:|<[^>]*/)" + re.escape(concept).replace("/", r"\\?/") + r"(?![\w-])")
    lines = file.read_text(encoding="utf-8").splitlines()
    return VocabularyError(file, next((n for n, line in enumerate(lines, 1) if pattern.match(line)), None), reason)


def _check(concepts: Mapping[str, Concept], sources: Mapping[str, Path]) -> None:
    for concept in concepts.values():
        if reason := _missing(concept, concepts):
            raise _error(sources[concept.id], concept.id, f"{concept.id} {reason}")
    for family in _FAMILIES:
        claimed: dict[str, str] = {}
        for concept, label in ((c, label) for c in concepts.values() if c.kind in family for label in c.labels if label.style not in _SHARED):
            other = claimed.setdefault(fold(label.text), concept.id)
            if other != concept.id:
                raise _error(sources[concept.id], concept.id, f"the label {label.text!r} is also {other}'s")


def _missing(concept: Concept, concepts: Mapping[str, Concept]) -> str | None:
    """What a concept lacks: a target of a relation, a place's district, a partner's class."""
    for relation, targets in concept.relations.items():
        unknown = next((t for t in targets if not t.startswith("#") and t not in concepts), None)
        if unknown:
            return f"names {unknown} as {relation}, which is not in the vocabulary"
    if age := next((concept.values[key] for key in ("age_from", "age_to") if not concept.values.get(key, "0").isdigit()), None):
        return f"gives {age!r} as an age; give whole years"
    if concept.kind is ConceptKind.MEASURE and (reason := _unmeasured(concept)):
        return reason
    if concept.kind is ConceptKind.PLACE and not any(concepts[b].kind is ConceptKind.DISTRICT for b in concept.related("broader")):
        return "lies in no district"
    return "has no class" if concept.kind is ConceptKind.PARTNER and not concept.related("classification") else None


def _unmeasured(measure: Concept) -> str | None:
    """What a measure lacks: a unit, a definition, or a way of counting that is known; words for a noun that is no measure by itself."""
    missing = next((key for key in ("unit", "definition", "counting") if not measure.values.get(key)), None)
    if missing:
        return f"has no {missing}"
    if measure.values["counting"] not in COUNTINGS:
        return f"counts in {measure.values['counting']!r}; say one of {', '.join(COUNTINGS)}"
    return None
