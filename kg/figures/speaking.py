"""Which of the periods that a bullet names each of its figures speaks of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.figures.figure import Spoken
from kg.figures.periods import Named
from kg.figures.sentences import sentence_of

# A period this near to the next figure, with nothing but words between, belongs to that one.
_NEXT_IS_NEAR = 8
_APART = re.compile(r"[;:]|\b(?:whereas|while|whilst|but|than|compared|versus|vs)\b")
_MARK = re.compile(r"[,.;:()]")


@dataclass(frozen=True, slots=True)
class Speaking:
    """A figure as it stands among others: `until` is where the next begins; `prior` if it is what another is compared with,
    `own` if a noun of its own follows it."""

    start: int
    end: int
    until: int
    prior: bool
    change: bool
    own: bool = False


def spoken_of(text: str, figures: Sequence[Speaking], named: Sequence[Named]) -> list[Spoken | None]:
    """The period of each figure, None where the bullet names none for it."""
    result: list[Spoken | None] = []
    carried: Spoken | None = None
    for i, figure in enumerate(figures):
        level = next((j for j in range(i - 1, -1, -1) if not figures[j].change and not figures[j].prior), None)
        if figure.change and level is not None and sentence_of(text, figure.start) == sentence_of(text, figures[level].start):
            result.append(result[level])
            continue
        found = _found(text, figure, named)
        if found and not found.compares and not figure.prior:
            carried = found.spoken
        result.append(found.spoken if found else None if figure.prior and not figure.own else carried or _opening(text, figure, named))
    return result


def _found(text: str, figure: Speaking, named: Sequence[Named]) -> Named | None:
    """The period that a sentence names for a figure: right after it, else before it, else further on."""
    first, last = sentence_of(text, figure.start)
    inside = [n for n in named if first <= n.start and n.end <= last]
    ahead = [n for n in inside if n.end <= figure.start and (figure.prior or not n.compares)]
    right_after = [n for n in inside if figure.end <= n.start < figure.until and _belongs(text, figure, n, bool(ahead))]
    if right_after:
        return right_after[0]
    behind = [n for n in inside if n.start >= figure.until and (figure.prior or not n.compares)]
    if figure.prior:
        return next((n for n in (*reversed(ahead), *behind) if n.compares), None)
    if ahead:
        return ahead[-1]
    return next((n for n in behind if not _APART.search(text[figure.end : n.start])), None)


def _belongs(text: str, figure: Speaking, period: Named, has_other: bool) -> bool:
    """Whether a period that stands between a figure and the next is that figure's own."""
    between = text[figure.end : period.start]
    if period.compares and not figure.prior:
        return False
    if has_other and _APART.search(between):
        return False
    to_next = text[period.end : figure.until]
    leads_on = len(to_next) <= _NEXT_IS_NEAR and not _MARK.search(to_next) and figure.until < len(text)
    return not (leads_on and (has_other or _MARK.search(between)))


def _opening(text: str, figure: Speaking, named: Sequence[Named]) -> Spoken | None:
    """The period that an earlier sentence of the bullet begins with: "In the last quarter, ..."."""
    first = sentence_of(text, figure.start)[0]
    opening = [n for n in named if n.end <= first and not n.compares and n.start - sentence_of(text, n.start)[0] <= 2]
    return opening[-1].spoken if opening else None
