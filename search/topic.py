"""Whether a bullet is about a topic that no vocabulary names: by its words and by its meaning, with a line drawn.

Words are counted by how telling they are in this library, and added to the meaning. The line lies at a share of the best bullet's
strength, for some topics are spoken of in their own words and some in others, but never under a floor: where the best is weak,
nothing is said of the topic. What falls just short is close, and never counted.
"""

from __future__ import annotations

import math
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace

from search.library import Library

# Origin of the numbers: swept over 27 open questions (8 of the development's, with their themes taken out, and 19 written blind), each
# left out in turn: F1 0.60, against 0.55 with one fixed line for words and one for meaning.
WEIGHT_OF_WORDS = 0.6
# A theme that a question names beside other words speaks for its bullets and does not shut out the rest; swept over the eleven questions,
# the development's and our own, that do so: F1 0.67, against 0.58 where it did shut them out.
WEIGHT_OF_THEME = 0.3
SHARE_OF_BEST = 0.6
FLOOR = 0.65
CLOSE_BY = 0.08
# A bullet of the right theme that lies further than this from the whole question is about another side of the theme.
NEAR_QUESTION = 0.26


@dataclass(frozen=True, slots=True)
class TopicScore:
    """How much of the topic a bullet holds: the share of its telling words (0 to 1), the cosine of their meanings, and the line.

    `theme` is the share of the question's themes that it is about.
    """

    words: float
    meaning: float
    held: tuple[str, ...]
    line: float = FLOOR
    theme: float = 0.0

    @property
    def strength(self) -> float:
        """Meaning, and words and themes by their weights."""
        return self.meaning + WEIGHT_OF_WORDS * self.words + WEIGHT_OF_THEME * self.theme

    @property
    def score(self) -> float:
        """The strength from 0 to 1."""
        return max(0.0, self.strength / (1 + WEIGHT_OF_WORDS + WEIGHT_OF_THEME))

    @property
    def member(self) -> bool:
        """Whether the bullet is about the topic."""
        return self.strength >= self.line

    @property
    def close(self) -> bool:
        """Whether it falls just short."""
        return not self.member and self.strength >= self.line - CLOSE_BY


def near_question(library: Library, question: str, words: Sequence[str], rows: Iterable[int]) -> set[int]:
    """Those of a theme's rows that what else the question says does not speak against: they hold a word of it, or lie near it all."""
    meanings = library.index.scores(library.encoder.encode(question))
    holding: set[int] = set().union(*(library.catalogue.matching(quoted(word)) for word in words))
    return {row for row in rows if row in holding or meanings.get(row, 0.0) >= NEAR_QUESTION}


def quoted(word: str) -> str:
    """A word as FTS5 takes it, whatever characters it holds."""
    return '"' + word.replace("\0", " ").replace('"', '""') + '"'


def topic_scores(library: Library, question: str, words: Sequence[str], rows: Iterable[int], themes: Sequence[Container[int]] = ()) -> dict[int, TopicScore]:
    """The score of each row for a topic of these words in a question; the line is drawn over the whole library.

    `themes`: for each theme that the question names the rows that are about it.
    """
    total = sum(v.bullets for v in library.versions)
    everything = library.catalogue.members(library.version_ids)
    hits = {word: set(everything) & library.catalogue.matching(quoted(word)).keys() for word in words}
    telling = {word: math.log(1 + total / (1 + len(found))) for word, found in hits.items()}
    whole = sum(telling.values()) or 1.0
    of_words, of_question = (library.index.scores(library.encoder.encode(text)) for text in (" ".join(words), question))
    scores: dict[int, TopicScore] = {}
    for row in everything:
        held = tuple(word for word in words if row in hits[word])
        meaning = max(of_words.get(row, 0.0), of_question.get(row, 0.0))
        theme = sum(row in about for about in themes) / max(1, len(themes))
        scores[row] = TopicScore(sum(telling[w] for w in held) / whole, meaning, held, theme=theme)
    line = max(FLOOR, SHARE_OF_BEST * max((score.strength for score in scores.values()), default=0.0))
    return {row: replace(scores[row], line=line) for row in rows}
