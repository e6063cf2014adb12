"""Which measure of the vocabulary a figure is of: by the words right after it, else by those before it in its sentence.

A measure is named by its labels; or by a noun that counts for it only where other words of the bullet say which. A figure that no
measure fits stays unnamed: its words are kept, and it is never put into another's series.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from kg.figures.figure import PERCENT, POINTS, Standing
from kg.figures.sentences import sentence_of
from kg.figures.words import figure_words
from kg.labels import Found, LabelIndex
from kg.tokens import Token, tokenise
from kg.vocabulary import Concept, ConceptKind, LabelStyle, Vocabulary

# So many words may stand between a number and the measure's name: "217 people were killed or seriously injured".
_WORDS_BETWEEN = 3
# And so many between a verb and the number: "has arrested just over 500".
_WORDS_AHEAD = 2
# After these, another thing is spoken of than is counted: "17 applications for ...".
_LEADS_AWAY = re.compile(r"\b(?:for|of|from|to|in|with|by|on|at|across|and|or|per|as|than|who|which|that|into)\b", re.I)
_BRACKETS = re.compile(r"\([^)]*\)")
_OF_THESE = re.compile(r"^\s*of\s+(?:these|those|them|whom|which)\b", re.I)
_NAMES = frozenset({LabelStyle.NAME, LabelStyle.MISPRINT, LabelStyle.NOUN})


@dataclass(frozen=True, slots=True)
class Sought:
    """What of a figure decides on its measure. `own` says whether a noun of its own stands after it; `until` is where the next
    figure begins, `since` where what may name it begins."""

    start: int
    end: int
    unit: str
    standing: Standing
    own: bool
    until: int
    since: int = 0


@lru_cache(maxsize=4096)
def family(unit: str) -> str:
    """What a unit is a kind of: two values may be of one measure only if theirs is the same."""
    if unit in (PERCENT, POINTS):
        return PERCENT
    if unit in figure_words().units.values() or unit in figure_words().currencies.values():
        return unit
    return "count"


class MeasureNamer:
    """The measures of a vocabulary, ready to be found in texts."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        measures = vocabulary.of_kind(ConceptKind.MEASURE)
        self._measures: Mapping[str, Concept] = {m.id: m for m in measures}
        self._labels = LabelIndex(measures, by_stem=True)
        # What stands over bullets is said over many.
        self._above = lru_cache(maxsize=1024)(self._words_of)

    @cached_property
    def _bound(self) -> frozenset[str]:
        """Measures whose nouns and names count only beside other words."""
        return frozenset(m.id for m in self._measures.values() if any(label.style is LabelStyle.WITH for label in m.labels))

    def is_part(self, measure: str) -> bool:
        """Whether a measure is a part of another."""
        return bool(self._measures[measure].related("broader"))

    def unit(self, measure: str) -> str:
        """What a measure's values are in."""
        return self._measures[measure].values["unit"]

    def reading(self, text: str, context: str = "") -> MeasuredText:
        """A bullet's text with the measures' words in it, and those of what it stands under."""
        tokens = tokenise(text)
        found = (f for f in self._labels.all(tokens) if _as_printed(f, tokens) and not _crosses_mark(f, tokens, text))
        return MeasuredText(self, text, tokens, tuple(found), self._above(context))

    def _words_of(self, context: str) -> frozenset[tuple[str, LabelStyle]]:
        return frozenset((f.concept, f.label.style) for f in self._labels.all(tokenise(context)))

    def fits(self, measure: str, sought: Sought, reading: MeasuredText, found: Found) -> bool:
        """Whether a measure whose words were found may be a figure's: by unit, by the words that must stand beside it and those that may not."""
        concept = self._measures[measure]
        same = family(sought.unit) == family(concept.values["unit"])
        untold = sought.unit == "" and not sought.own and family(concept.values["unit"]) != PERCENT
        if not same and not untold and not (sought.standing is Standing.CHANGE and sought.unit == PERCENT):
            return False
        if measure in self._bound and (found.label.style is LabelStyle.NOUN or len(found.label.text.split()) < 3) and not reading.beside(measure):
            return False
        return not reading.spoilt(measure, sought, found)


def _as_printed(found: Found, tokens: Sequence[Token]) -> bool:
    """Whether a verb stands there as one: "arrested" has the stem of "arrests", and is none."""
    one = found.label.text if " " not in found.label.text else ""
    return not one.endswith("ed") or tokens[found.first].word == one.lower()


def _crosses_mark(found: Found, tokens: Sequence[Token], text: str) -> bool:
    """Whether a mark stands inside the words: "3,841 vehicles, seized 43" names no seized vehicles."""
    if found.last - found.first == 1:
        return False
    inside = text[tokens[found.first].start : tokens[found.last - 1].end]
    return any(mark in inside for mark in (", ", "; ", ": ", ". "))


@dataclass(frozen=True)
class MeasuredText:
    """A bullet's text, and where words of measures stand in it."""

    namer: MeasureNamer
    text: str
    tokens: Sequence[Token]
    found: tuple[Found, ...]
    above: frozenset[tuple[str, LabelStyle]]

    def measure(self, sought: Sought) -> str | None:
        """The measure of a figure, None where none is told."""
        behind = self._best(self._behind(sought), sought)
        if behind:
            return behind
        if verb := self._best(self._right_ahead(sought), sought):
            return verb
        if sought.own and sought.standing is not Standing.CHANGE:
            return None
        return self._best(self._ahead(sought), sought)

    def of_label(self, sought: Sought) -> str | None:
        """The measure that a stretch of the text names as a whole, such as the label of a table's row: the longest of its names."""
        named = [f for f in self.found if f.label.style in _NAMES and sought.start <= self._start(f) and self._end(f) <= sought.end]
        return self._best(sorted(named, key=lambda f: f.first - f.last), sought)

    def beside(self, measure: str) -> bool:
        """Whether words that must stand beside a measure's stand in the bullet, or over it."""
        return (measure, LabelStyle.WITH) in self.above or any(f.concept == measure and f.label.style is LabelStyle.WITH for f in self.found)

    def spoilt(self, measure: str, sought: Sought, found: Found) -> bool:
        """Whether words with which it is another measure stand in the figure's sentence, before it or up to the next figure."""
        first, last = sentence_of(self.text, sought.start)
        last = min(last, max(sought.until, self._end(found)))
        spoilers = (f for f in self.found if f.concept == measure and f.label.style is LabelStyle.WITHOUT)
        return any(first <= self._start(f) < last for f in spoilers)

    def _start(self, found: Found) -> int:
        return self.tokens[found.first].start

    def _end(self, found: Found) -> int:
        return self.tokens[found.last - 1].end

    def _best(self, found: Iterable[Found], sought: Sought) -> str | None:
        """The first that fits; of those at one place the longest, then the one whose words beside it stand there."""
        held = [f for f in found if self.namer.fits(f.concept, sought, self, f)]
        if not held:
            return None
        near = [f for f in held if f.first == held[0].first and f.last == held[0].last]
        near.sort(key=lambda f: (*self._distance(f.concept, sought), f.label.style is LabelStyle.NOUN, f.concept))
        return near[0].concept

    def _distance(self, measure: str, sought: Sought) -> tuple[bool, int]:
        """Whether it is no part of another whose words stand before a figure; how far before it, else after it, words stand that must."""
        beside = [f for f in self.found if f.concept == measure and f.label.style is LabelStyle.WITH]
        ahead = [sought.start - self._end(f) for f in beside if self._end(f) <= sought.start]
        if ahead:
            return not self.namer.is_part(measure), min(ahead)
        return True, len(self.text) + min((self._start(f) for f in beside), default=len(self.text))

    def _right_ahead(self, sought: Sought) -> Iterator[Found]:
        """Verbs right before a figure: "has arrested over 500"."""
        for f in self.found:
            gap = self.text[self._end(f) : sought.start]
            near = f.label.style is LabelStyle.BEFORE and self._end(f) <= sought.start and len(gap.split()) <= _WORDS_AHEAD
            if near and not _LEADS_AWAY.search(gap) and not any(mark in gap for mark in ".;:,()"):
                yield f

    def _behind(self, sought: Sought) -> Iterator[Found]:
        """Names that begin right after a figure, the nearest and longest first."""
        for f in self.found:
            start = self._start(f)
            if f.label.style in _NAMES and sought.end <= start < sought.until and self._reaches(self.text[sought.end : start]):
                yield f

    def _reaches(self, gap: str) -> bool:
        """Whether a name after these words is still what the number before them counts."""
        if gap.strip() in ("", ")"):
            return True
        plain = _OF_THESE.sub("", _BRACKETS.sub("", gap))
        return len(plain.split()) <= _WORDS_BETWEEN and not _LEADS_AWAY.search(plain) and not any(mark in plain for mark in ".;:,)\t")

    def _ahead(self, sought: Sought) -> Iterator[Found]:
        """Names that stand before a figure in its sentence, the nearest first."""
        first = sentence_of(self.text, sought.start)[0]
        first = max(first, sought.since)
        named = [f for f in self.found if f.label.style in _NAMES and first <= self._start(f) and self._end(f) <= sought.start]
        yield from sorted(named, key=lambda f: (-f.last, f.first))
