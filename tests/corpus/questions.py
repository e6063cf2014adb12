"""Questions about a corpus, each with the bullets that answer it: all that hold what was asked for, because it was put there."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kg.vocabulary import Vocabulary
from tests.corpus.made import Corpus, MadeBullet, MadeUpdate
from tests.corpus.words import templates, words

# So many of each kind: of a common, a middling and a rare name.
EACH = 3
NOBODY = "PERIWINKLE"


@dataclass(frozen=True, slots=True)
class MadeQuestion:
    """A question with its answer: the place of each bullet as update and text."""

    kind: str
    text: str
    answer: frozenset[tuple[str, str]]


Holds = Callable[[MadeUpdate, MadeBullet], bool]


def questions_of(corpus: Corpus) -> list[MadeQuestion]:
    """The questions about a corpus, the same for the same corpus."""
    asker = _Asker(corpus)
    return [question for kind, wordings in templates("questions")["questions"].items() for question in asker.of(kind, wordings)]


class _Asker:
    def __init__(self, corpus: Corpus) -> None:
        self._corpus, self._rng = corpus, random.Random(corpus.seed)
        concepts = Vocabulary.load().concepts
        self._themes = {theme: concepts[theme].name for theme in words().moulds}
        self._bullets = [(u, b) for u in corpus.updates for _, b in u.bullets]
        self._periods = {_period(update): update.period for update in corpus.updates}

    def of(self, kind: str, wordings: list[str]) -> Iterator[MadeQuestion]:
        """Questions of one kind, of which all but "unknown" have an answer."""
        asked: set[str] = set()
        for filled, holds in self._drawn(kind):
            text = wordings[len(asked) % len(wordings)].format(**filled)
            if text not in asked and len(asked) < EACH:
                asked.add(text)
                yield MadeQuestion(kind, text, frozenset((u.name, b.text) for u, b in self._bullets if holds(u, b)))

    def _drawn(self, kind: str) -> Iterator[tuple[dict[str, str], Holds]]:
        """What a question of a kind may name, common and rare, and what holds for the bullets that answer it."""
        if kind == "unknown":
            yield {"unknown": NOBODY}, lambda *_: False
            return
        wanted = {"partner", "operation", "district", "theme", "period"} & set(kind.replace("_in_", "_").replace("_on_", "_").split("_"))
        seen = Counter(named for u, b in self._bullets if len(named := tuple(sorted(self._names(wanted, u, b).items()))) == len(wanted))
        ranked = [dict(named) for named, _ in sorted(seen.items(), key=lambda x: (-x[1], x[0]))]
        for named in (ranked[len(ranked) * n // EACH] for n in range(EACH) if ranked):
            yield named, lambda u, b, named=named: self._answers(named, u, b)

    def _answers(self, named: dict[str, str], update: MadeUpdate, bullet: MadeBullet) -> bool:
        """Whether a bullet has all that is named, in an update that speaks of the period that is named: a month of the quarter asked for does."""
        asked = self._periods[named["period"]] if "period" in named else update.period
        things = {key: name for key, name in named.items() if key != "period"}
        return update.period.overlaps(asked.start, asked.end) and self._names(set(things), update, bullet) == things

    def _names(self, wanted: set[str], update: MadeUpdate, bullet: MadeBullet) -> dict[str, str]:
        """What a bullet names of each kind that is wanted."""
        named = {"partner": bullet.partners, "operation": bullet.operations, "district": bullet.districts[:1]}
        told = {key: names[0] for key, names in named.items() if names}
        told |= {"theme": self._themes[bullet.theme], "period": _period(update)}
        return {key: name for key, name in told.items() if key in wanted}


def _period(update: MadeUpdate) -> str:
    """An update's period as a question says it."""
    return update.period.title
