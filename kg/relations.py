"""What one operation is to another, as bullets state it: part of it, a version of it, following it, supporting it.

Read from the words between two operations that one sentence names; nothing is concluded from their merely standing together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from kg.labels import cues
from kg.model import Kind, LinkedBullet, Mention
from kg.tokens import tokenise

# Between the two names stand so many words at most: "A, which since May has been part of the wider national Operation B".
WORDS_BETWEEN = 12


class RelationKind(StrEnum):
    """What the first operation is to the second."""

    PART_OF = "part_of"
    VERSION_OF = "version_of"
    FOLLOWS = "follows"
    SUPPORTS = "supports"


_FORWARD = {kind.value: kind for kind in RelationKind}
_BACKWARD = {"contains": RelationKind.PART_OF, "followed_by": RelationKind.FOLLOWS, "supported_by": RelationKind.SUPPORTS}


@dataclass(frozen=True, slots=True)
class Relation:
    """One statement: ids and names of both, and where in the bullet's text it stands."""

    kind: RelationKind
    subject: str
    subject_name: str
    object: str
    object_name: str
    start: int
    end: int


def relations(linked: LinkedBullet) -> Iterator[Relation]:
    """The relations between operations that a bullet states."""
    named = sorted((m for m in linked.mentions if m.kind is Kind.OPERATION and m.start is not None), key=lambda m: m.start or 0)
    for first, second in pairwise(named):
        if first.entity != second.entity and (found := _between(linked.bullet.text, first, second)):
            kind, backward = found
            a, b = (second, first) if backward else (first, second)
            yield Relation(kind, a.entity, a.name, b.entity, b.name, first.start or 0, second.end or 0)


def _between(text: str, first: Mention, second: Mention) -> tuple[RelationKind, bool] | None:
    """The relation that the words right before the second name state, and whether it runs from the second to the first."""
    said = text[first.end : second.start]
    words = [token.word for token in tokenise(said)]
    if len(words) > WORDS_BETWEEN or any(mark in said for mark in ".;!?"):
        return None
    while words and words[-1] in cues()["before_a_related_operation"]:
        words.pop()
    for key, kind in (*_FORWARD.items(), *_BACKWARD.items()):
        if any(words[-len(cue.split()) :] == cue.split() for cue in cues()[key]):
            return kind, key in _BACKWARD
    return None
