"""How good ranked bullets are as an answer, at the cut-off that flatters them most."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Ranked = Sequence[tuple[str, float]]
Places = Mapping[str, tuple[str, int, int]]


@dataclass(frozen=True, slots=True)
class Question:
    """A question with the spans (document, first and last line) that its answer must hold, and those that count neither way."""

    text: str
    must: tuple[tuple[str, int, int], ...]
    may: tuple[tuple[str, int, int], ...]

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Question:
        """From the form of the gold standard."""
        spans = ([(s["doc"], s["lines"][0], s["lines"][1]) for s in row[kind] if "lines" in s] for kind in ("must", "may"))
        return cls(row["question"], *(tuple(s) for s in spans))


def _same(a: tuple[str, int, int], b: tuple[str, int, int]) -> bool:
    inner = min(a[2], b[2]) - max(a[1], b[1]) + 1
    return a[0] == b[0] and inner > 0 and inner / (max(a[2], b[2]) - min(a[1], b[1]) + 1) >= 0.5


def f1(question: Question, said: Iterable[str], places: Places) -> float:
    """F1 of bullets as the gold standard counts: a span is hit once, what it neither demands nor allows is wrong."""
    hits: set[tuple[str, int, int]] = set()
    wrong = 0
    for bullet in said:
        demanded = {span for span in question.must if _same(span, places[bullet])}
        if demanded - hits:
            hits |= demanded
        elif demanded or not any(_same(span, places[bullet]) for span in question.may):
            wrong += 1
    return 2 * len(hits) / (len(hits) + wrong + len(question.must)) if hits else 0.0


Cut = Callable[[Ranked], Ranked]


@dataclass(frozen=True, slots=True)
class Best:
    """The best mean F1 that a cut-off gives: one for all questions, and one for each question as nobody could choose it beforehand."""

    f1: float
    cut: str
    oracle: float


def best(questions: Sequence[Question], answers: Sequence[Ranked], places: Places) -> Best:
    """Every number of bullets and a hundred thresholds of the score are tried on the very questions that are scored."""

    def mean(cut: Cut) -> float:
        return statistics.fmean(f1(q, [name for name, _ in cut(a)], places) for q, a in zip(questions, answers, strict=True))

    most = max(map(len, answers), default=0)
    scores = sorted(score for answer in answers for _, score in answer)
    thresholds = sorted({scores[len(scores) * step // 100] for step in range(100)}) if scores else []
    tried = [(mean(lambda a, n=n: a[:n]), f"first {n}") for n in range(1, most + 1)]
    tried += [(mean(lambda a, t=t: [x for x in a if x[1] >= t]), f"score from {t:.3g}") for t in thresholds]
    every = [max((f1(q, [name for name, _ in a[:n]], places) for n in range(1, len(a) + 1)), default=0.0) for q, a in zip(questions, answers, strict=True)]
    return Best(*max(tried, default=(0.0, "none")), statistics.fmean(every))
