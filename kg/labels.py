"""Finding the vocabulary's labels in a text: an automaton over words, so that its size does not matter.

A label that is found is taken only if it was printed as a name, and for names that are also words only where the text shows
that the thing is meant.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import ahocorasick

from kg.data import data_folder
from kg.tokens import Token, fold, stem, tokenise
from kg.vocabulary import Concept, Label, LabelStyle


@cache
def cues() -> dict[str, frozenset[str]]:
    """The word lists of `data/linking.toml`."""
    with (data_folder() / "linking.toml").open("rb") as file:
        return {key: frozenset(words) for key, words in tomllib.load(file).items()}


@dataclass(frozen=True, slots=True)
class Found:
    """A label of a concept on the tokens `first` to `last` (exclusive)."""

    concept: str
    label: Label
    first: int
    last: int


Accept = Callable[[Label, Sequence[Token], int, int], bool]


class LabelIndex:
    """Labels as an automaton over words (Aho and Corasick, 1975). `by_stem` compares stems, for themes; else a plural of the last word counts."""

    def __init__(self, concepts: Iterable[Concept], *, by_stem: bool = False, styles: frozenset[LabelStyle] = frozenset(LabelStyle)) -> None:
        self._by_stem = by_stem
        self._labels: dict[str, list[tuple[str, Label]]] = {}
        wanted = ((concept.id, label) for concept in concepts for label in concept.labels if label.style in styles)
        for entity, label in wanted:
            key = self._key(fold(label.text).split())
            for form in (key,) if by_stem or not key else (key, f"{key}s"):
                self._labels.setdefault(form, []).append((entity, label))
        self._labels.pop("", None)
        self._automaton = ahocorasick.Automaton()
        for key in self._labels:
            self._automaton.add_word(f" {key} ", key)
        self._automaton.make_automaton()

    def _key(self, words: Iterable[str]) -> str:
        return " ".join(map(stem, words) if self._by_stem else words)

    def all(self, tokens: Sequence[Token]) -> list[Found]:
        """Every label in a text, also those that overlap: from left to right, the longest at each place first."""
        if not self._labels or not tokens:
            return []
        text = f" {self._key([token.word for token in tokens])} "
        found: list[Found] = []
        place, last = 0, 0
        for end, key in self._automaton.iter(text):
            last += text.count(" ", place + 1, end + 1)
            place = end
            found += [Found(concept, label, last - key.count(" ") - 1, last) for concept, label in self._labels[key]]
        return sorted(found, key=lambda f: (f.first, -f.last))

    def search(self, tokens: Sequence[Token], accept: Accept) -> Iterator[Found]:
        """The accepted labels of a text from left to right, the longest at each place, none overlapping."""
        return chosen(self.all(tokens), tokens, accept)

    def exact(self, words: str) -> str | None:
        """The concept that bears just this label, in any case; None where there is none."""
        return next((concept for concept, _ in self._labels.get(self._key(t.word for t in tokenise(words)), ())), None)


def chosen(labels: Iterable[Found], tokens: Sequence[Token], accept: Accept) -> Iterator[Found]:
    """Of labels in order the accepted ones that do not overlap one before."""
    free = 0
    for found in labels:
        if found.first >= free and accept(found.label, tokens, found.first, found.last):
            free = found.last
            yield found


def printed_as_name(label: Label, tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether the words are printed as a name is: one word just as the label, several with a capital at the start."""
    printed = tokens[first].printed
    if last - first == 1:
        one = label.text.strip()
        return printed in (one, one + "s") or (len(one) > 3 and printed == one.upper())
    words = label.text.removeprefix("The ").removeprefix("the ")
    if words[:1].islower():
        return True
    capitals = sum(not t.printed[0].islower() for t in tokens[first:last])
    return not printed[0].islower() and capitals * 2 >= last - first


def names_body(text: str) -> Accept:
    """Accepts labels of bodies in a bullet's text."""

    def accept(label: Label, tokens: Sequence[Token], first: int, last: int) -> bool:
        if label.style is LabelStyle.AREA:
            return tokens[first].printed[0].isupper() and _means_force(tokens, last)
        if not printed_as_name(label, tokens, first, last):
            return False
        return label.style is not LabelStyle.WORD or _stands_for(text, tokens, first, last, "before_a_body")

    return accept


def names_place(text: str) -> Accept:
    """Accepts labels of places in a bullet's text."""

    def accept(label: Label, tokens: Sequence[Token], first: int, last: int) -> bool:
        if not printed_as_name(label, tokens, first, last):
            return False
        return label.style is not LabelStyle.WORD or _stands_for(text, tokens, first, last, "before_a_place")

    return accept


def names_topic(label: Label, tokens: Sequence[Token], first: int, last: int) -> bool:
    """Accepts labels of themes: in any case, an abbreviation only as it is printed itself, for the stem of "AED" is "a"."""
    return last - first > 1 or not label.text.isupper() or tokens[first].printed.rstrip("s") == label.text


def _stands_for(text: str, tokens: Sequence[Token], first: int, last: int, before: str) -> bool:
    if first and tokens[first - 1].word in cues()[before]:
        return True
    after = text[tokens[last - 1].end : tokens[last - 1].end + 3]
    return before == "before_a_body" and after.startswith(("'s", "’s", " -", " –", ":"))


def _means_force(tokens: Sequence[Token], last: int) -> bool:
    """Whether an area's name means its force: before "officers" and the like, or before "and <area> Police"."""
    after = [t.word for t in tokens[last : last + 1]]
    return bool(after) and after[0] in cues()["after_a_force"]


def expand(index: LabelIndex, tokens: Sequence[Token], found: Found) -> Iterator[Found]:
    """What "Castle Point and" adds to "Rochford District Councils": the names joined before a label, with its ending."""
    end = found.first - (found.first > 0 and tokens[found.first - 1].word == "the")
    while end >= 2 and (tokens[end - 1].word == "and" or (end < found.first and tokens[end - 1].end < tokens[end].start - 1)):
        end -= tokens[end - 1].word == "and"
        other = _joined(index, tokens, found, end)
        if other is None:
            return
        yield other
        end = other.first


def _joined(index: LabelIndex, tokens: Sequence[Token], found: Found, end: int) -> Found | None:
    ending = [t.word for t in tokens[found.first + 1 : found.last]]
    for length in (3, 2, 1):
        start = end - length
        if start < 0 or tokens[start].printed[0].islower():
            continue
        name = [t.word for t in tokens[start:end]]
        for skip in range(len(ending)):
            words = [*name, *ending[skip:]]
            concept = index.exact(" ".join(words)) or index.exact(" ".join([*words[:-1], words[-1].rstrip("s")]))
            if concept and concept != found.concept:
                return Found(concept, found.label, start, end)
    return None
