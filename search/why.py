"""Why a bullet is in an answer, or why it is not: each thing that the question asks, met or failed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.errors import UnknownNameError
from search.answer import Answerer
from search.criteria import criteria, in_scope
from search.interpretation import Intent, Interpretation, Key
from search.topic import near_words


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that a question asks of a bullet, whether it holds, and what was found."""

    asked: str
    met: bool
    found: str = ""


def why(answerer: Answerer, read: Interpretation, bullet: str) -> list[Check]:
    """What a question, as it was read, asks of the bullet of this id, one by one; the members of the answer are the bullets that meet all of it.

    UnknownNameError when no bullet in force has the id.
    """
    library = answerer.library
    row = library.catalogue.by_id(bullet, library.version_ids)
    if row is None:
        raise UnknownNameError(bullet)
    checks = list(_checks(answerer, read, row))
    if read.intent is Intent.FIGURE and all(check.met for check in checks):
        members = {e.held.bullet.id for e in answerer.answer("", read).evidence}
        checks.append(Check("gives the figure that is asked for, as other bullets do", bullet in members))
    return checks


def _checks(answerer: Answerer, read: Interpretation, row: int) -> Iterator[Check]:
    library = answerer.library
    (held,) = library.catalogue.bullets([row])
    yield Check("more than a label", not held.bullet.label_only)
    forces = [part.name for part in read.parts if part.key is Key.FORCES]
    scope = " ".join(["an update", *(["by", " or ".join(forces)] if forces else []), "of", ", ".join(r.said for r in read.periods) or "any period"])
    yield Check(scope, held.version in {v.id for v in in_scope(library, read)}, f"{held.period.title} ({held.force})")
    universe = set(library.catalogue.members(library.version_ids))
    yield from (Check(c.asked, row in c.rows) for c in criteria(library, read, universe, library.versions))
    if read.rest:
        yield _topic(answerer, read, row)


def _topic(answerer: Answerer, read: Interpretation, row: int) -> Check:
    asked = f"topic “{' '.join((*(part.name for part in read.themes), *read.rest))}”"
    if read.of_operation:
        return Check(asked, row in near_words(answerer.library, read, {row}), "beside an operation: a word of it, or near in meaning")
    score = answerer.topic(read).score(row)
    words = f"holds {', '.join(score.held)}" if score.held else "holds none of its words"
    about = f"; about {score.theme:.0%} of its themes" if read.themes else ""
    return Check(asked, score.member, f"{words}{about}; meaning {score.meaning:.2f}; together {score.strength:.2f}, the line lies at {score.line:.2f}")
