"""Finding the vocabulary's labels in a text: an automaton over words, so that its size does not matter.

A label that is found is taken only if it was printed as a name, and for names that are also words only where the text shows
that the thing is meant.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

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


@dataclass(slots=True)
class _Node:
    next: dict[str, _Node]
    ends: list[tuple[str, Label]]


Accept = Callable[[Label, Sequence[Token], int, int], bool]


class LabelIndex:
    """Labels as paths of words. `by_stem` compares stems, for themes."""

    def __init__(self, concepts: Iterable[Concept], *, by_stem: bool = False, styles: frozenset[LabelStyle] = frozenset(LabelStyle)) -> None:
        self._root = _Node({}, [])
        self._by_stem = by_stem
        for concept in concepts:
            for label in concept.labels:
                if label.style in styles:
                    self._add(concept.id, label)

    def _add(self, concept: str, label: Label) -> None:
        node = self._root
        for word in fold(label.text).split():
            node = node.next.setdefault(stem(word) if self._by_stem else word, _Node({}, []))
        if node is not self._root:
            node.ends.append((concept, label))

    def _key(self, word: str) -> str:
        return stem(word) if self._by_stem else word

    def at(self, tokens: Sequence[Token], first: int) -> list[Found]:
        """Every label that begins at a token, the longest first; a plural of the last word counts."""
        found: list[Found] = []
        node: _Node | None = self._root
        for i in range(first, len(tokens)):
            assert node is not None
            word = tokens[i].word
            singular = node.next.get(word[:-1]) if word.endswith("s") and not self._by_stem else None
            node = node.next.get(self._key(word))
            for n in (singular, node):
                found.extend(Found(concept, label, first, i + 1) for concept, label in (n.ends if n else ()))
            if node is None:
                break
        return sorted(found, key=lambda f: -f.last)

    def search(self, tokens: Sequence[Token], accept: Accept) -> Iterator[Found]:
        """The accepted labels of a text from left to right, the longest at each place, none overlapping."""
        i = 0
        while i < len(tokens):
            taken = next((f for f in self.at(tokens, i) if accept(f.label, tokens, f.first, f.last)), None)
            if taken:
                yield taken
            i = taken.last if taken else i + 1

    def exact(self, words: str) -> str | None:
        """The concept that bears just this label, in any case; None where there is none."""
        tokens = tokenise(words)
        return next((f.concept for f in self.at(tokens, 0) if f.last == len(tokens)), None) if tokens else None


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
    """Accepts labels of themes: in any case, abbreviations in capitals."""
    return last - first > 1 or not label.text.isupper() or tokens[first].printed.rstrip("s").isupper()


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
