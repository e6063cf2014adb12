"""The SPARQL form of an answer: a query that gives the same members, for whoever would rather ask the endpoint or a copy of the export.

What a question asks of the catalogue (`search.criteria`) is said as patterns. What is decided by words or meaning cannot be: then the members are
listed as well (`VALUES`), so that the query gives them whatever it is run on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from kg.rdf.terms import PREFIXES, date
from kg.rdf.things import Things
from kg.vocabulary import ID, Concept, ConceptKind
from search.answer import Answer
from search.criteria import OWN
from search.evidence import ids_of
from search.interpretation import Intent, Interpretation, Key, Part
from search.library import Library
from search.topic import about, theme_rows

_USED = ("bb", "dct", "oa", "schema", "skos", "xsd")
_HEAD = "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in _USED)


class _Patterns:
    """Patterns for parts of a question. `whole` turns false when one of them could not be said."""

    def __init__(self, library: Library, base: str) -> None:
        self._library, self._things = library, Things(library.vocabulary, base)
        self.whole = True
        self._count = 0

    def part(self, part: Part, *, exactly: bool = False) -> str | None:
        """A pattern for `?bullet` to which the part holds; None when it cannot be said. `exactly`: a theme is only what mentions it."""
        makers: dict[Key, Callable[[Part], str | None]] = {
            **{Key.FORCES: self._force, Key.OPERATIONS: self._operation, Key.PARTNERS: self._partner, Key.PRIORITIES: self._priority},
            **{Key.DISTRICTS: self._place, Key.AREAS: self._place, Key.PLACES: self._place, Key.THEMES: self._theme},
        }
        if part.key is Key.THEMES and part.entity and not exactly and about(self._library, part) != theme_rows(self._library, part.entity):
            self.whole = False
            return None
        made = makers[part.key](part) if part.entity and part.key in makers else None
        self.whole = self.whole and made is not None
        return made

    def _iris(self, entities: Iterable[str]) -> str:
        return " ".join(self._things.iri(entity) for entity in sorted(set(entities)))

    def _one_of(self, entities: Iterable[str], pattern: str) -> str:
        """A pattern over `{x}`, a new variable that is one of these entities."""
        self._count += 1
        name = f"?x{self._count}"
        return f"VALUES {name} {{ {self._iris(entities)} }} {pattern.format(x=name, n=self._count)}"

    def _force(self, part: Part) -> str:
        return f"?bullet dct:isPartOf/dct:publisher {self._things.force(part.entity or '')} ."

    def _operation(self, part: Part) -> str:
        return self._one_of(part.entities, "?bullet bb:mentionsOperation {x} .")

    def _partner(self, part: Part) -> str:
        """By the bullet's own words, as the annotations say it."""
        ways = ", ".join(f'"{way.value}"' for way in OWN)
        return self._one_of(part.entities, "?m{n} oa:hasBody {x} ; bb:inBullet ?bullet ; bb:recognisedBy ?by{n} . FILTER(?by{n} IN (" + ways + "))")

    def _place(self, part: Part) -> str | None:
        concept = self._library.vocabulary.concepts.get(part.entity or "")
        if concept and concept.kind is ConceptKind.OUTSIDE:
            return None
        narrower = self._library.vocabulary.narrower.get(part.entity or "", part.entities) if part.key is Key.PLACES else part.entities
        return self._one_of(narrower, "?bullet dct:spatial {x} .")

    def _theme(self, part: Part) -> str:
        return self._one_of(self._library.vocabulary.narrower.get(part.entity or "", part.entities), "?bullet dct:subject {x} .")

    def _priority(self, part: Part) -> str:
        if (part.entity or "").isdigit():
            return f'?bullet bb:priority/skos:notation "{part.entity}" .'
        concepts = self._library.vocabulary.concepts
        matched = (part.entity or "", *concepts[part.entity or ""].related("close_match"))
        return self._one_of(self._same_number(concepts[one] for one in matched), "?bullet bb:priority {x} .")

    def _same_number(self, priorities: Iterable[Concept]) -> Iterator[str]:
        """Priorities of the same number in plans of the same name: a plan is told by its name, whichever force's it is."""
        vocabulary = self._library.vocabulary
        for priority in priorities:
            plan = vocabulary.concepts[priority.related("scheme")[0]].name
            for other in vocabulary.of_kind(ConceptKind.PRIORITY):
                if vocabulary.concepts[other.related("scheme")[0]].name == plan and other.values["notation"] == priority.values["notation"]:
                    yield other.id


def sparql(library: Library, answer: Answer, base: str = ID) -> str:
    """A query whose `?bullet`s are the members of an answer. ValueError when the base cannot begin an IRI."""
    read, patterns = answer.interpretation, _Patterns(library, base)
    lines = ["?bullet a bb:Bullet ; bb:labelOnly false .", *_parts(read, patterns), *_periods(read)]
    if read.working and any(part.key is Key.PARTNERS for part in read.named):
        lines.append('FILTER NOT EXISTS { ?bullet bb:kind "table_row" }')
    beyond = read.rest or read.required or read.without or read.wanted or read.intent is Intent.FIGURE
    if not patterns.whole or beyond or not answer.evidence:
        things = Things(library.vocabulary, base)
        members = "".join(f"\n    {things.bullet(bullet)}" for bullet in ids_of(library, answer.evidence))
        lines.append(f"# what words and meaning decided: the members\n  VALUES ?bullet {{{members}\n  }}")
    said = answer.question.replace("\n", " ").replace("\r", " ")
    return f"# {said}\n{_HEAD}SELECT DISTINCT ?bullet ?text WHERE {{\n  " + "\n  ".join([*lines, "?bullet schema:text ?text ."]) + "\n} ORDER BY ?bullet\n"


def _parts(read: Interpretation, patterns: _Patterns) -> Iterator[str]:
    """What must hold, what one of must hold, and what must not. A theme beside other words decides nothing alone."""
    forces = [part for part in read.parts if part.key is Key.FORCES]
    if forces:
        yield from _either(forces, patterns)
    for part in read.exact:
        if part.key is not Key.FORCES and (made := patterns.part(part)):
            yield made
    for group in read.any_of:
        yield from _either(group, patterns)
    for part in read.exclude:
        if made := patterns.part(part, exactly=True):
            yield f"FILTER NOT EXISTS {{ {made} }}"


def _either(parts: Sequence[Part], patterns: _Patterns) -> Iterator[str]:
    """One of these must hold; nothing is said where one of them cannot be."""
    made = [patterns.part(part) for part in parts if part.entity]
    if made and None not in made:
        yield " UNION ".join(f"{{ {one} }}" for one in made)


def _periods(read: Interpretation) -> Iterator[str]:
    """The update's period overlaps one of the ranges asked for, and none of those left out."""
    asked, out = ([r for r in read.periods if r.excluded is excluded] for excluded in (False, True))
    if not asked and not out:
        return
    yield "?bullet dct:temporal ?period . ?period bb:firstDay ?first ; bb:lastDay ?last ."
    if asked:
        yield f"FILTER({' || '.join(_overlap(r.first.isoformat(), r.last.isoformat()) for r in asked)})"
    yield from (f"FILTER(!{_overlap(r.first.isoformat(), r.last.isoformat())})" for r in out)


def _overlap(first: str, last: str) -> str:
    def day(value: str) -> str:
        return date(value).replace(f"<{PREFIXES['xsd']}date>", "xsd:date")

    return f"(?first <= {day(last)} && ?last >= {day(first)})"
