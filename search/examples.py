"""Questions to begin with, made from what a library holds, so that each has an answer there."""

from __future__ import annotations

from collections.abc import Iterator

from kg.model import Kind
from search.answer import Answerer, Status
from search.roll import Named, Roll

# So many are offered, one a kind of question.
MOST = 6
# A name borne by more than this share of all bullets tells a newcomer little.
_COMMON = 0.25


def examples(answerer: Answerer, roll: Roll) -> list[str]:
    """Questions that this library answers, different in kind, from its most frequent names; the same ones for the same build."""
    asked: list[str] = []
    for question in _wanted(answerer, roll):
        if question not in asked and answerer.ask(question).status is Status.ANSWERED:
            asked.append(question)
        if len(asked) == MOST:
            break
    return asked


def _wanted(answerer: Answerer, roll: Roll) -> Iterator[str]:
    operation, partner, district = (_first(roll, kind) for kind in (Kind.OPERATION, Kind.PARTNER, Kind.DISTRICT))
    theme = _first(roll, Kind.THEME)
    if partner:
        yield f"all work with {partner.name}"
    if operation:
        yield f"trace Operation {operation.name}"
    if theme and district and theme.rows & district.rows:
        yield f"{theme.name} in {district.name}"
    if district:
        yield f"which operations were run in {district.name}"
    if theme and answerer.library.versions:
        yield f"{theme.name} in {answerer.library.versions[-1].colophon.period.title}"
    if partner and district and partner.rows & district.rows:
        yield f"{partner.name} in {district.name}"
    if theme:
        yield f"how many bullets mention {theme.name}"


def _first(roll: Roll, kind: Kind) -> Named | None:
    """The most frequent name of a kind that is not in everything; by name where several are."""
    most = max(1.0, _COMMON * len(roll.evidence))
    telling = [named for named in roll.names[kind].values() if 0 < len(named.rows) <= most]
    return min(telling, key=lambda named: (-len(named.rows), named.name), default=None)
