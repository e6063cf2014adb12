"""Figures of a library: which measures it holds, the series of one, and rows for the evidence of an answer."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.catalogue import quoted
from kg.errors import UnknownNameError
from kg.figures.about import figures_about
from kg.figures.figure import Standing
from kg.figures.naming import MeasureNamer
from kg.figures.told import figure_json
from kg.figures.words import figure_words
from kg.labels import LabelIndex
from kg.model import HeldBullet
from kg.series import MeasureSeries, Row, SeriesMaker
from kg.tokens import stem, tokenise
from kg.vocabulary import Concept, ConceptKind, LabelStyle, Vocabulary
from search.library import Library
from search.names import closest

# A bullet that speaks of a measure says so before its name; names of more words are wordings of one figure.
_NUMBER = r"(?:number|numbers|total|rate|percentage|proportion|figures?)"
_LONG = 8
_NAMING = frozenset({LabelStyle.NAME, LabelStyle.MISPRINT})
# Words of a measure's name that do not tell it from others.
_COMMON = frozenset(
    map(stem, ("of", "the", "a", "an", "in", "on", "by", "to", "for", "with", "number", "total", "rate", "how", "many", "much", "people", "recorded"))
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which figures are asked for: about an operation, in a district, in updates of these periods (first and last day)."""

    operation: str | None = None
    district: str | None = None
    first: dt.date | None = None
    last: dt.date | None = None

    def holds(self, held: HeldBullet) -> bool:
        """Whether a bullet's update is of the periods asked for."""
        return (self.first is None or held.period.end >= self.first) and (self.last is None or held.period.start <= self.last)


@dataclass(frozen=True, slots=True)
class MeasureHeld:
    """A measure of which figures are held: how many, in which updates' periods."""

    measure: Concept
    count: int
    periods: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The form that every door prints."""
        v = self.measure.values
        return {
            **{"measure": self.measure.id, "name": self.measure.name, "unit": v["unit"], "counting": v["counting"], "scoped": v.get("scoped") == "true"},
            **{"figures": self.count, "periods": list(self.periods)},
        }


def measures_held(library: Library, wanted: Wanted = Wanted()) -> tuple[list[MeasureHeld], int]:
    """The measures of which the library holds figures, by name; and how many figures it holds of none."""
    counts: Counter[str] = Counter()
    periods: dict[str, dict[str, None]] = {}
    unnamed = 0
    for held in _bullets(library, library.catalogue.figures.bullets()):
        for figure in figures_about(held.linked, wanted.operation, wanted.district) if wanted.holds(held) else ():
            if figure.measure is None or figure.measure not in library.vocabulary.concepts:
                unnamed += 1
                continue
            counts[figure.measure] += 1
            periods.setdefault(figure.measure, {})[held.period.label] = None
    found = [MeasureHeld(library.vocabulary.concepts[m], n, tuple(periods[m])) for m, n in counts.items()]
    return sorted(found, key=lambda m: m.measure.name.lower()), unnamed


def find_measure(vocabulary: Vocabulary, words: str) -> Concept | None:
    """The measure that these words name: by a label, by its id, else the one measure whose name holds every word. None where none does."""
    if found := _index(vocabulary).exact(words):
        return vocabulary.concepts[found]
    slug = words.strip().removeprefix("measure/")
    if f"measure/{slug}" in vocabulary.concepts:
        return vocabulary.concepts[f"measure/{slug}"]
    fitting = _fitting(vocabulary, words)
    return fitting[0] if len(fitting) == 1 else None


def _fitting(vocabulary: Vocabulary, words: str) -> list[Concept]:
    """The measures of which some name holds every telling word of these."""
    wanted = _stems(words) - _COMMON
    measures = vocabulary.of_kind(ConceptKind.MEASURE)
    return [m for m in measures if wanted and any(wanted <= _stems(label.text) for label in m.labels if label.style in _NAMING)]


def measure_in(vocabulary: Vocabulary, question: str) -> Concept | None:
    """The measure that a question names among other words: the longest label that it holds. None where it names none."""
    tokens = tokenise(question)
    named = _index(vocabulary).all(tokens)
    best = max(named, key=lambda f: (f.last - f.first, -f.first), default=None)
    return vocabulary.concepts[best.concept] if best else None


def _stems(text: str) -> set[str]:
    return {stem(t.word) for t in tokenise(text)}


def _index(vocabulary: Vocabulary) -> LabelIndex:
    return LabelIndex(vocabulary.of_kind(ConceptKind.MEASURE), by_stem=True, styles=_NAMING)


def series_of(library: Library, words: str, wanted: Wanted = Wanted()) -> MeasureSeries:
    """The series of a measure, by name; where no one measure bears the name, a list of the figures whose words hold it.

    UnknownNameError when nothing held bears the name.
    """
    concept = find_measure(library.vocabulary, words)
    maker = _maker(library, concept)
    if concept:
        found = [h for h in _bullets(library, library.catalogue.figures.with_measure([concept.id])) if wanted.holds(h)]
        figures = [f for h in found for f in figures_about(h.linked, wanted.operation, wanted.district) if f.measure == concept.id]
        return maker.of(concept.name, found, figures, concept)
    stems = _stems(words) - _COMMON
    found = [h for h in _bullets(library, library.catalogue.figures.bullets()) if wanted.holds(h)]
    figures = [f for h in found for f in figures_about(h.linked, wanted.operation, wanted.district) if stems and stems <= _stems(f.counted)]
    if not figures:
        names = [label.text for m in library.vocabulary.of_kind(ConceptKind.MEASURE) for label in m.labels if label.style in _NAMING]
        raise UnknownNameError(words, closest(words, names))
    return maker.listed(words, found, figures, tuple(m.name for m in _fitting(library.vocabulary, words)))


def _maker(library: Library, concept: Concept | None) -> SeriesMaker:
    measures = {m.id: m for m in library.vocabulary.of_kind(ConceptKind.MEASURE)}
    return SeriesMaker(measures, _notes(library, concept) if concept else {})


def _notes(library: Library, concept: Concept) -> dict[tuple[str, str], list[HeldBullet]]:
    """Bullets that say that figures of a measure are not to be compared, by version."""
    pattern = figure_words().patterns["notes.not_comparable"]
    namer = MeasureNamer(Vocabulary.of([concept]))
    found: dict[tuple[str, str], list[HeldBullet]] = {}
    names = [label.text for label in concept.labels if label.style in _NAMING]
    for held in _bullets(library, _naming(library, names)):
        text = held.bullet.text
        if pattern.search(text) and any(f.label.style in _NAMING for f in namer.reading(text).found):
            found.setdefault((held.version, concept.id), []).append(held)
    return found


def _bullets(library: Library, rows: set[int]) -> list[HeldBullet]:
    """Those of these rows that are in force, in order of period and place."""
    held = library.catalogue.bullets([n for n in library.catalogue.members(library.version_ids) if n in rows])
    return sorted(held, key=lambda h: h.order)


# Rows for the doors ------------------------------------------------------------------------------------------------------------


def row_json(row: Row, names: Mapping[str, Concept] | None = None) -> dict[str, Any]:
    """A row of a series as every door prints it: the figure, its update, the days it speaks of, changes, citation and flags."""
    b = row.held.bullet
    days = [day.isoformat() for day in row.days] if row.days else None
    return {
        **{"period": row.held.period.label, "force": row.held.force, "days": days},
        **figure_json(row.held.linked, row.figure, names),
        "changes": [{"value": c.number, "unit": c.unit, "qualifier": c.qualifier, "compared": c.compared} for c in row.changes],
        **{"evidence": b.id, "source": row.held.source, "lines": list(b.lines), "page": b.page, "marking": row.held.marking},
        "flags": [{"flag": r.flag.value, "said": r.said, "bullets": list(r.bullets)} for r in row.remarks],
    }


def series_json(found: MeasureSeries) -> dict[str, Any]:
    """A measure's series as every door prints them."""
    values = found.concept.values if found.concept else {}
    names = {found.concept.id: found.concept} if found.concept else {}
    return {
        **{"measure": found.concept.id if found.concept else None, "name": found.name, "unit": values.get("unit"), "counting": values.get("counting")},
        **{"definition": values.get("definition"), "note": values.get("note")},
        "series": [
            {
                **{"force": s.definition.force, "basis": s.definition.basis, "operations": list(s.definition.operations)},
                **{"places": list(s.definition.places), "of": s.definition.of, "rows": [row_json(row, names) for row in s.rows]},
                "not_joined_with": [other.definition.title for other in found.apart(s)],
            }
            for s in found.series
        ],
        "expected": [row_json(row, names) for row in found.expected],
        "measures": list(found.near),
    }


def figure_rows(library: Library, words: str, evidence: Sequence[HeldBullet], measure: str | None = None) -> list[dict[str, Any]]:
    """For the bullets of an answer, the figures that a question asks for, by the days they speak of: one row a figure.

    Of the `measure`, or else of the one that the words name; where no bullet gives one, the figures whose own words hold a telling one of these. A bullet
    without such a figure gives no row: how many bullets there are is no figure.
    """
    concept = library.vocabulary.concepts[measure] if measure else measure_in(library.vocabulary, words)
    names = {m.id: m for m in library.vocabulary.of_kind(ConceptKind.MEASURE)}
    told = [f for held in evidence for f in held.linked.figures]
    if concept and not any(f.measure == concept.id for f in told):
        concept = None
    stems = _stems(words) - _COMMON
    wanted = [f for f in told if (f.measure == concept.id if concept else stems & _stems(f.counted))]
    maker = _maker(library, concept)
    found = maker.of(words, evidence, wanted, concept) if concept else maker.listed(words, evidence, wanted)
    rows = [(s, row) for s in found.series for row in s.rows if row.figure.standing is Standing.LEVEL]
    return [row_json(row, names) | {"basis": s.definition.basis} for s, row in sorted(rows, key=lambda pair: pair[1].order)]


def told_of(library: Library, measure: Concept, said: str) -> set[int]:
    """Row numbers of the bullets that hold a figure of a measure, say how many there are in the words of the question ("203 cadets"), or
    say something of the number without giving it ("exact figures are not available")."""
    catalogue = library.catalogue
    names = [said, *(label.text for label in measure.labels if label.style in _NAMING and len(tokenise(label.text)) < _LONG)]
    rows = sorted(_naming(library, names))
    before = re.compile(rf"\b{_NUMBER}\b[^.]{{0,60}}?(?:{'|'.join(map(re.escape, names))})|\d\s+(?:[\w'-]+\s+)?{re.escape(said)}", re.I)
    spoken = {n for n, held in zip(rows, catalogue.bullets(rows), strict=True) if before.search(held.bullet.text)}
    return catalogue.figures.with_measure([measure.id]) | spoken


def _naming(library: Library, names: Iterable[str]) -> set[int]:
    """Row numbers of the bullets whose own text holds one of these names."""
    return library.catalogue.matching(" OR ".join(f"text : {quoted(name)}" for name in names))


def titles(found: Iterable[MeasureHeld]) -> dict[str, str]:
    """Name of a measure -> its id, for a list to choose from."""
    return {m.measure.name: m.measure.id for m in found}
