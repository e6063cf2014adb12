"""Whether a bullet is about a topic that no vocabulary names: by its words, its meaning and its themes, with a line drawn.

Words are counted by how telling they are in this library, and added to the meaning. The line lies at a share of the best bullet's
strength, for some topics are spoken of in their own words and some in others, but never under a floor: where the best is weak,
nothing is said of the topic. What falls just short is close, and never counted.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from kg.catalogue import quoted
from kg.tokens import tokenise
from kg.vocabulary import ConceptKind
from search.indexing import EVERY, NONE
from search.interpretation import Interpretation, Part
from search.library import Library

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Origin of the numbers: swept over the open questions of the development's gold standard, with their themes and without, and our own
# written blind, each left out in turn.
WEIGHT_OF_WORDS = 0.7
# A theme that a question names beside other words speaks for its bullets and does not shut out the rest.
WEIGHT_OF_THEME = 0.3
# One that is about every one of several themes that a question names is what was asked for, whatever other words say it.
EVERY_THEME = 1.5
# The theme of the bullet that lies nearest to the question is likely what is asked for, in other words: from this cosine on, in full from that.
WEIGHT_OF_NEAR_THEME = 0.2
NEAR_THEME = (0.4, 0.6)
SHARE_OF_BEST = 0.6
# A theme that is asked for alone is its bullets; others join them only where they lie as near to what is asked.
SHARE_BESIDE_A_THEME = 0.8
FLOOR = 0.62
CLOSE_BY = 0.08
# What holds no word and no named theme is neither in nor close under this cosine, nor is it the nearest bullet whose theme counts.
FAR = min(FLOOR - CLOSE_BY - WEIGHT_OF_NEAR_THEME, NEAR_THEME[0])
# A bullet of the right operation that lies further than this from what else is asked is about another side of it.
NEAR_WORDS = 0.26
# Strengths are summed in half the digits where there are many; none is further off than this.
_ROUNDING = 1e-4


@dataclass(frozen=True, slots=True)
class TopicScore:
    """How much of the topic a bullet holds: the share of its telling words (0 to 1), the cosine of their meanings, and the line.

    `theme` is the share of the question's themes that it is about (more than 1 where it is about every one of several), `near` how far it
    has the theme of the nearest bullet (0 to 1).
    """

    words: float
    meaning: float
    held: tuple[str, ...]
    line: float = FLOOR
    theme: float = 0.0
    near: float = 0.0

    @property
    def strength(self) -> float:
        """Meaning, and words and themes by their weights."""
        return self.meaning + WEIGHT_OF_WORDS * self.words + max(WEIGHT_OF_THEME * self.theme, WEIGHT_OF_NEAR_THEME * self.near)

    @property
    def score(self) -> float:
        """The strength from 0 to 1."""
        return max(0.0, self.strength / (1 + WEIGHT_OF_WORDS + WEIGHT_OF_THEME * EVERY_THEME))

    @property
    def member(self) -> bool:
        """Whether the bullet is about the topic."""
        return self.strength >= self.line

    @property
    def close(self) -> bool:
        """Whether it falls just short."""
        return not self.member and self.strength >= self.line - CLOSE_BY


def theme_rows(library: Library, theme: str) -> set[int]:
    """The rows that mention a theme or one that is narrower."""
    return set(library.order.rows[library.of_theme(theme)].tolist())


class Topic:
    """A topic over a whole library: the words that are telling of it, and the themes that it names.

    The line is drawn over the whole library, at a share of the best; `share` says which.
    """

    def __init__(self, library: Library, words: Sequence[str], themes: Sequence[str] = (), share: float = SHARE_OF_BEST) -> None:
        self._library, self.words = library, tuple(words)
        self._themes, self._share = tuple(themes), share

    @classmethod
    def of_theme(cls, library: Library, part: Part) -> Topic:
        """What a part that names a theme asks for by itself, by the words that were said."""
        words = list(dict.fromkeys(t.word for t in tokenise(part.said)))
        share = SHARE_OF_BEST if part.narrowed else SHARE_BESIDE_A_THEME
        return cls(library, words, [part.entity] if part.entity else [], share)

    @cached_property
    def _meaning(self) -> NDArray[np.float32]:
        """The cosines, from those that matter by themselves on, and of every bullet with a word or theme that is asked for."""
        named = (self._library.of_theme(theme) for theme in self._themes)
        also = np.concatenate([np.zeros(0, np.int64), *self._hits.values(), *named])
        return self._library.index.cosines(self._vector, FAR, also)

    @cached_property
    def _vector(self) -> NDArray[np.float32]:
        return self._library.encoder.encode(" ".join(self.words))

    def _meaning_at(self, at: int) -> float:
        """The cosine of one bullet, whether or not it matters."""
        known = float(self._meaning[at])
        return known if known > EVERY else float(self._library.index.cosines(self._vector, NONE, [at])[at])

    @cached_property
    def _hits(self) -> dict[str, NDArray[np.int64]]:
        """Word -> the places of the bullets that hold it."""
        return {word: self._library.holding(word) for word in self.words}

    @cached_property
    def _shares(self) -> NDArray[np.float32]:
        """The share of the telling words that each row holds."""
        total = sum(v.bullets for v in self._library.versions)
        telling = {word: math.log(1 + total / (1 + len(found))) for word, found in self._hits.items()}
        shares = self._nothing
        for word, found in self._hits.items():
            shares[found] += telling[word] / sum(telling.values())
        return shares

    @property
    def _nothing(self) -> NDArray[np.float32]:
        return np.zeros(len(self._library.order.rows), np.float32)

    def _about(self, themes: Iterable[str]) -> list[NDArray[np.bool_]]:
        about = []
        for theme in themes:
            mask = np.zeros(len(self._library.order.rows), np.bool_)
            mask[self._library.of_theme(theme)] = True
            about.append(mask)
        return about

    @cached_property
    def _theme(self) -> NDArray[np.float32]:
        about = self._about(dict.fromkeys(self._themes))
        if not about:
            return self._nothing
        share: NDArray[np.float32] = np.mean(about, axis=0, dtype=np.float32)
        share[np.all(about, axis=0)] = EVERY_THEME if len(about) > 1 else 1.0
        return share

    @cached_property
    def _near(self) -> NDArray[np.float32]:
        """How far each row has a theme of the row that lies nearest."""
        near = self._nothing
        nearest = int(np.argmax(self._meaning))
        low, high = NEAR_THEME
        if (closeness := min(1.0, (float(self._meaning[nearest]) - low) / (high - low))) > 0:
            known = self._library.vocabulary.concepts
            named = [e for e in self._library.catalogue.themes_of(int(self._library.order.rows[nearest])) if e in known and known[e].kind is ConceptKind.THEME]
            for mask in self._about(named):
                near[mask] = closeness
        return near

    @cached_property
    def _strength(self) -> NDArray[np.float32]:
        bonus = np.maximum(WEIGHT_OF_THEME * self._theme, WEIGHT_OF_NEAR_THEME * self._near)
        strength: NDArray[np.float32] = self._meaning + WEIGHT_OF_WORDS * self._shares + bonus
        return strength

    @cached_property
    def line(self) -> float:
        """The strength from which a bullet is a member."""
        return max(FLOOR, self._share * float(np.max(self._strength, initial=0.0)))

    def members(self) -> set[int]:
        """The rows of the library that are about the topic."""
        return set(self._library.order.rows[self._strength >= self.line].tolist())

    def score(self, row: int) -> TopicScore:
        """The score of one row; nothing held where it has no vector, as labels alone."""
        at = self._library.order.position(row)
        if at is None:
            return TopicScore(0.0, 0.0, (), self.line)
        held = tuple(word for word in self.words if self._holding[word][at])
        return TopicScore(float(self._shares[at]), self._meaning_at(at), held, self.line, float(self._theme[at]), float(self._near[at]))

    def nearest(self, rows: Iterable[int], most: int) -> list[int]:
        """Those of the rows that fall just short, the strongest first."""
        at = self._library.order.positions(rows)
        strengths = self._strength[at]
        least = max(self.line - CLOSE_BY, float(np.partition(strengths, -most)[-most]) if len(at) > most else 0.0)
        scores = {row: self.score(row) for row in self._library.order.rows[at[strengths >= least - _ROUNDING]].tolist()}
        return sorted((n for n in scores if scores[n].close), key=lambda n: (-scores[n].strength, n))[:most]

    @cached_property
    def _holding(self) -> dict[str, NDArray[np.bool_]]:
        """Word -> whether each bullet holds it."""
        holding = {word: np.zeros(len(self._library.order.rows), np.bool_) for word in self.words}
        for word, found in self._hits.items():
            holding[word][found] = True
        return holding


def about(library: Library, part: Part) -> set[int]:
    """The rows of a theme that is asked for: those that mention it, and those that lie as near to it; of a side of it only what lies near."""
    assert part.entity is not None
    found = Topic.of_theme(library, part).members()
    if part.narrowed:
        return found
    implied = library.vocabulary.concepts[part.entity].related("implied_by")
    return theme_rows(library, part.entity) | (set() if implied else found)


def near_words(library: Library, read: Interpretation, rows: Iterable[int]) -> set[int]:
    """Those of an operation's rows that what else the question says does not speak against: they hold a word of it, or lie near it all."""
    order, rows = library.order, set(rows)
    at = order.positions(rows)
    said = " ".join((*(part.said for part in read.parts), *read.rest))
    meanings = library.index.cosines(library.encoder.encode(said), NONE, at)
    holding: set[int] = set().union(*(library.catalogue.matching(quoted(word)) for word in read.rest))
    return holding.intersection(rows) | set(order.rows[at[meanings[at] >= NEAR_WORDS]].tolist())
