"""Whether a bullet is about a topic that no vocabulary names: by its words and by its meaning, with a line drawn.

Words are counted by how telling they are in this library; a bullet that holds most of the topic's telling words is in, and one
that holds some of them is in when its meaning is close as well. What falls just short is close, and never counted.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from search.library import Library

# Origin of the numbers: swept on the development questions with their themes taken out (`make score` prints both).
IN_BY_WORDS = 0.7
IN_BY_BOTH = 0.3
MEANING_WITH_WORDS = 0.45
IN_BY_MEANING = 0.55
CLOSE_BY = 0.08
# A bullet of the right theme that lies further than this from the whole question is about another side of the theme.
NEAR_QUESTION = 0.26


@dataclass(frozen=True, slots=True)
class TopicScore:
    """How much of the topic a bullet holds: the share of its telling words (0 to 1), and the cosine of their meanings."""

    words: float
    meaning: float
    held: tuple[str, ...]

    @property
    def member(self) -> bool:
        """Whether the bullet is about the topic."""
        return self._passes(0)

    @property
    def close(self) -> bool:
        """Whether it falls just short."""
        return not self.member and self._passes(CLOSE_BY)

    def _passes(self, slack: float) -> bool:
        if self.words >= IN_BY_WORDS - slack or self.meaning >= IN_BY_MEANING - slack:
            return True
        return self.words >= IN_BY_BOTH and self.meaning >= MEANING_WITH_WORDS - slack

    @property
    def strength(self) -> float:
        """For ordering: words and meaning in equal parts."""
        return (self.words + self.meaning) / 2


def near_question(library: Library, question: str, words: Sequence[str], rows: Iterable[int]) -> set[int]:
    """Those of a theme's rows that what else the question says does not speak against: they hold a word of it, or lie near it all."""
    meanings = library.index.scores(library.encoder.encode(question))
    holding: set[int] = set().union(*(library.catalogue.matching(quoted(word)) for word in words))
    return {row for row in rows if row in holding or meanings.get(row, 0.0) >= NEAR_QUESTION}


def quoted(word: str) -> str:
    """A word as FTS5 takes it, whatever characters it holds."""
    return '"' + word.replace("\0", " ").replace('"', '""') + '"'


def topic_scores(library: Library, words: Sequence[str], rows: Iterable[int]) -> dict[int, TopicScore]:
    """The score of each row for a topic of these words."""
    rows = list(rows)
    total = sum(v.bullets for v in library.versions)
    everything = set(library.catalogue.members(library.version_ids))
    hits = {word: everything & library.catalogue.matching(quoted(word)).keys() for word in words}
    telling = {word: math.log(1 + total / (1 + len(found))) for word, found in hits.items()}
    whole = sum(telling.values()) or 1.0
    meanings = library.index.scores(library.encoder.encode(" ".join(words)))
    scores: dict[int, TopicScore] = {}
    for row in rows:
        held = tuple(word for word in words if row in hits[word])
        scores[row] = TopicScore(sum(telling[w] for w in held) / whole, meanings.get(row, 0.0), held)
    return scores
