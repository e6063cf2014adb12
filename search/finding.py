"""What a question names: operations, priorities, publishers, places, partners, classes of partner and themes, each with its words.

Candidates of every kind are found first; where they overlap the longest reading holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.labels import Found as Labelled
from kg.labels import LabelIndex, expand
from kg.operations import named
from kg.tokens import Token, stem, tokenise
from kg.vocabulary import Concept, ConceptKind, Label, LabelStyle, Vocabulary
from search.interpretation import Key, Part
from search.names import Names
from search.wording import wording

KEYS = {
    ConceptKind.DISTRICT: Key.DISTRICTS,
    ConceptKind.AREA: Key.AREAS,
    ConceptKind.PLACE: Key.PLACES,
    ConceptKind.OUTSIDE: Key.PLACES,
    ConceptKind.PARTNER: Key.PARTNERS,
    ConceptKind.PARTNER_CLASS: Key.PARTNER_CLASSES,
    ConceptKind.THEME: Key.THEMES,
    ConceptKind.PRIORITY: Key.PRIORITIES,
    ConceptKind.MEASURE: Key.MEASURES,
}
# Of two readings of the same words the kind that comes first holds.
_ORDER = (Key.MEASURES, Key.OPERATIONS, Key.PRIORITIES, Key.FORCES, Key.PARTNERS, Key.DISTRICTS, Key.PLACES, Key.AREAS, Key.PARTNER_CLASSES, Key.THEMES)
_BEARING_NAMES = (Key.OPERATIONS, Key.PARTNERS, Key.DISTRICTS, Key.PLACES, Key.AREAS)
_PRIORITY = re.compile(r"\b(?:priority|objective|area of focus)\s+(\d{1,2})\b", re.I)
_OPERATION = re.compile(r"\b(?:operation|op|project)\s+([a-z][a-z'-]+)(?:\s+([a-z]+))?")


@dataclass(frozen=True, slots=True)
class Found:
    """A part with its first and last token (exclusive). `by_cue`: a theme of which the words are an instance, not a name; `weak`: it gives
    way to every other reading, as a theme that is implied by what the words name ("other forces"), or an operation after "in"."""

    part: Part
    first: int
    last: int
    by_cue: bool = False
    weak: bool = False


@dataclass(frozen=True, slots=True)
class _Known:
    """The labels of a vocabulary, indexed by what they name; `turned`: themes by the stems of their words."""

    things: LabelIndex
    themes: LabelIndex
    titles: LabelIndex
    measures: LabelIndex
    turned: dict[tuple[str, ...], tuple[Concept, Label]]


@lru_cache(maxsize=4)
def _known(v: Vocabulary) -> _Known:
    """The indexes of a vocabulary, made once: they take longer than most questions."""
    things = v.of_kind(ConceptKind.DISTRICT, ConceptKind.AREA, ConceptKind.PLACE, ConceptKind.OUTSIDE, ConceptKind.PARTNER, ConceptKind.PARTNER_CLASS)
    themes = v.of_kind(ConceptKind.THEME)
    return _Known(
        LabelIndex(things),
        LabelIndex(themes, by_stem=True, styles=frozenset({LabelStyle.NAME, LabelStyle.MISPRINT, LabelStyle.CUE})),
        LabelIndex(v.of_kind(ConceptKind.PRIORITY), by_stem=True),
        LabelIndex(v.of_kind(ConceptKind.MEASURE), by_stem=True, styles=frozenset({LabelStyle.NAME, LabelStyle.MISPRINT})),
        {
            key: (concept, label)
            for concept in themes
            for label in concept.labels
            if label.style in (LabelStyle.NAME, LabelStyle.CUE) and len(key := _content(tokenise(label.text))) > 1
        },
    )


class Finder:
    """Finds what questions about one library name. The first for a vocabulary takes some hundred milliseconds."""

    def __init__(self, names: Names) -> None:
        self._names = names
        known = _known(names.vocabulary)
        self._things, self._themes, self._titles, self._measures, self._turned = known.things, known.themes, known.titles, known.measures, known.turned

    def find(self, text: str, tokens: Sequence[Token], *, measures: bool = False) -> tuple[list[Found], tuple[Part, ...]]:
        """What is named, in order of the question: the longest reading of each place, of one length operations first, themes last.

        Second, other things that bear just the names that were found: an operation's name may be a place's too. `measures`: the measure
        too, before all else, for a question that wants its figures.
        """
        taken: list[Found] = []
        measured = self._measured(text, tokens) if measures else ()
        candidates = sorted((*measured, *self._candidates(text, tokens)), key=_precedence)
        for found in candidates:
            if all(found.last <= t.first or found.first >= t.last for t in taken):
                taken.append(found)
        kept = sorted(_without_wording(taken, tokens), key=lambda f: f.first)
        return kept, tuple(_otherwise(kept, candidates))

    def exact(self, name: str) -> Part | None:
        """The part that just this name is, whatever its case; None where the vocabulary has none."""
        for index in (self._things, self._themes, self._titles):
            if entity := index.exact(re.sub(r"^\s*the\s+", "", name, flags=re.I)):
                concept = self._names.vocabulary.concepts[entity]
                return Part(KEYS[concept.kind], concept.name, entity, name)
        return None

    def _candidates(self, text: str, tokens: Sequence[Token]) -> Iterator[Found]:
        yield from self._operations(text, tokens)
        for match in _PRIORITY.finditer(text):
            yield _span(tokens, match.span(), Part(Key.PRIORITIES, match[1], match[1], match[0]))
        yield from self._labelled(text, tokens)
        yield from self._turned_round(text, tokens)
        for i in range(len(tokens)):
            yield from self._forces_at(text, tokens, i)
        for name, entity in self._names.bodies.items():
            at = text.lower().find(name.lower())
            if at >= 0:
                yield _span(tokens, (at, at + len(name)), Part(Key.PARTNERS, name, entity, name))

    def _forces_at(self, text: str, tokens: Sequence[Token], i: int) -> Iterator[Found]:
        """Publishers of what is held, by their names or their areas' ("in Kent"); after "with" they are partners."""
        if i and tokens[i - 1].word in wording().before_a_partner:
            return
        for name, slug in self._names.forces.items():
            words = [t.word for t in tokenise(name)]
            if [t.word for t in tokens[i : i + len(words)]] == words:
                yield Found(Part(Key.FORCES, name, slug, text[tokens[i].start : tokens[i + len(words) - 1].end]), i, i + len(words))

    def _operations(self, text: str, tokens: Sequence[Token]) -> Iterator[Found]:
        known = self._names.operations
        for operation in named(text):
            yield _span(tokens, (operation.start, operation.end), self._names.operation(operation.name, text[operation.start : operation.end]))
        for match in _OPERATION.finditer(text):
            name = next((n for n in (f"{match[1]} {match[2]}".upper(), match[1].upper()) if n in known), None)
            if name:
                end = match.end(2) if " " in name else match.end(1)
                yield _span(tokens, (match.start(), end), self._names.operation(name, text[match.start() : end]))
        for i, token in enumerate(tokens):
            name = token.printed.upper()
            if name in known and len(name) > 2 and token.word not in wording().stop and (token.printed[0].isupper() or not self._is_word(token.word)):
                weak = i > 0 and tokens[i - 1].word in wording().before_a_place
                yield Found(self._names.operation(name, token.printed), i, i + 1, weak=weak)

    def _is_word(self, word: str) -> bool:
        """Whether a word in small letters is rather a word of the question's topic than an operation's name."""
        return bool(self._themes.all(tokenise(word)))

    def _labelled(self, text: str, tokens: Sequence[Token]) -> Iterator[Found]:
        for index in (self._things, self._themes, self._titles):
            for found in index.all(tokens):
                concept = self._names.vocabulary.concepts[found.concept]
                if not _accepts(found, tokens) or (concept.kind is ConceptKind.PARTNER_CLASS and not self._takes_part(tokens, found)):
                    continue
                last = found.last + (found.label.style is LabelStyle.AREA)
                said = text[tokens[found.first].start : tokens[last - 1].end]
                cue, implied = found.label.style is LabelStyle.CUE, bool(concept.related("implied_by"))
                yield Found(Part(KEYS[concept.kind], concept.name, concept.id, said), found.first, last, cue and not implied, cue and implied)
                if concept.kind is ConceptKind.PARTNER:
                    yield from self._joined_to(index, tokens, found, said)

    def _measured(self, text: str, tokens: Sequence[Token]) -> Iterator[Found]:
        """The measure with the longest name of those that are named; "how many" asks for a "number of"."""
        words = [t.word for t in tokens]
        counted = {i for i in range(len(words) - 1) if words[i : i + 2] in (["how", "many"], ["how", "much"])}
        asked = [t._replace(word="number" if i in counted else "of" if i - 1 in counted else t.word) for i, t in enumerate(tokens)]
        named = self._measures.all(asked)
        if best := max(named, key=lambda f: (f.last - f.first, -f.first), default=None):
            concept = self._names.vocabulary.concepts[best.concept]
            named_from = best.first + 2 * (best.first in counted)
            said = text[tokens[named_from].start : tokens[best.last - 1].end]
            yield Found(Part(Key.MEASURES, concept.name, concept.id, said), best.first, best.last)

    def _turned_round(self, text: str, tokens: Sequence[Token]) -> Iterator[Found]:
        """Themes by their words in another order: "the wellbeing of its own workforce" for "workforce wellbeing"."""
        telling = [i for i, t in enumerate(tokens) if t.word not in wording().stop]
        for length in (2, 3):
            for at in range(len(telling) - length + 1):
                first, last = telling[at], telling[at + length - 1] + 1
                known = self._turned.get(_content(tokens[first:last]))
                if known and not (wording().exclude | wording().joining) & {t.word for t in tokens[first:last]}:
                    concept, label = known
                    part = Part(Key.THEMES, concept.name, concept.id, text[tokens[first].start : tokens[last - 1].end])
                    yield Found(part, first, last, label.style is LabelStyle.CUE and not concept.related("implied_by"))

    def _takes_part(self, tokens: Sequence[Token], found: Labelled) -> bool:
        """Whether a class of partners is asked for as such ("with charities", "which councils", nothing else), not as a topic ("theft from churches")."""
        if found.concept in self._law_enforcement:
            return True
        named = {i for f in self._things.all(tokens) for i in range(f.first, f.last)}
        others = {t.word for i, t in enumerate(tokens) if i not in named} - wording().stop - {"or"}
        before = {t.word for t in tokens[max(0, found.first - 2) : found.first]}
        return not others or bool(before & wording().before_a_class) or bool({t.word for t in tokens} & wording().taking_part)

    @property
    def _law_enforcement(self) -> set[str]:
        return {c.id for c in self._names.vocabulary.of_kind(ConceptKind.PARTNER_CLASS) if c.values.get("law_enforcement") == "true"}

    def _joined_to(self, index: LabelIndex, tokens: Sequence[Token], found: Labelled, said: str) -> Iterator[Found]:
        """The partners that share a partner's ending: "Kent and" before "Hertfordshire Police"."""
        for joined in expand(index, tokens, found):
            other = self._names.vocabulary.concepts[joined.concept]
            if other.kind is ConceptKind.PARTNER:
                yield Found(Part(Key.PARTNERS, other.name, other.id, said), joined.first, joined.last)


def _content(tokens: Iterable[Token]) -> tuple[str, ...]:
    """The stems of words that are not only wording, in order of the alphabet."""
    return tuple(sorted(stem(t.word) for t in tokens if t.word not in wording().stop))


def _without_wording(found: Sequence[Found], tokens: Sequence[Token]) -> Iterator[Found]:
    """Beside a body that is named, "joint work" asks for work with it and for no theme."""
    bodies = any(f.part.key in (Key.PARTNERS, Key.PARTNER_CLASSES) for f in found)
    only = wording().working | wording().stop
    for one in found:
        if not (bodies and one.part.key is Key.THEMES and all(t.word in only for t in tokens[one.first : one.last])):
            yield one


def _otherwise(kept: Sequence[Found], candidates: Sequence[Found]) -> Iterator[Part]:
    named = {(f.first, f.last): f.part.key for f in kept if f.part.key in _BEARING_NAMES}
    seen: set[Part] = set()
    for found in candidates:
        part, key = found.part, named.get((found.first, found.last))
        if key and part.key in _BEARING_NAMES and part.key is not key and part.entity and part not in seen:
            seen.add(part)
            yield part


def _precedence(found: Found) -> tuple[bool, bool, int, int, int]:
    return (found.weak, found.part.key is not Key.MEASURES, found.first - found.last, _ORDER.index(found.part.key), found.first)


def _accepts(found: Labelled, tokens: Sequence[Token]) -> bool:
    label: Label = found.label
    first, last = found.first, found.last
    if label.style is LabelStyle.AREA:
        return last < len(tokens) and tokens[last].word in ("police", "force", "officers", "constabulary")
    if label.style is LabelStyle.WORD:
        capital = tokens[first].printed[0].isupper() and first > 0
        before = tokens[first - 1].word if first else ""
        return capital or before in wording().before_a_name - {"for", "of"}
    if last - first == 1 and tokens[first].word in wording().stop:
        return tokens[first].printed == label.text
    return True


def _span(tokens: Sequence[Token], span: tuple[int, int], part: Part) -> Found:
    inside = [i for i, t in enumerate(tokens) if t.start < span[1] and span[0] < t.end]
    return Found(part, inside[0], inside[-1] + 1)
