"""Why a bullet is in an answer, or why it is not: each part of the question, met or failed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.errors import UnknownNameError
from search.answer import Answerer
from search.interpretation import Interpretation, Key, Part
from search.topic import near_question, quoted


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that a question asks of a bullet, whether it holds, and what was found."""

    asked: str
    met: bool
    found: str = ""


def why(answerer: Answerer, question: str, bullet: str) -> list[Check]:
    """What a question asks of the bullet of this id, one by one; all are met by the bullets of the answer.

    UnknownNameError when no bullet in force has the id.
    """
    library = answerer.library
    row = library.catalogue.by_id(bullet, library.version_ids)
    if row is None:
        raise UnknownNameError(bullet)
    return list(_checks(answerer, question, row))


def _checks(answerer: Answerer, question: str, row: int) -> Iterator[Check]:
    read = answerer.read(question)
    catalogue, (held,) = answerer.library.catalogue, answerer.library.catalogue.bullets([row])
    versions = answerer.in_scope(read)
    yield Check("more than a label", not held.bullet.label_only)
    said = ", ".join(r.said for r in read.periods) or "any period"
    yield Check(f"an update of {said}", held.version in {v.id for v in versions}, f"{held.period.title} ({held.force})")
    if read.working and any(part.key is Key.PARTNERS for part in read.named):
        yield Check("work with them, not a row of a table", row not in catalogue.table_rows())
    for part in read.exact:
        yield Check(_named(part), row in _rows(answerer, part))
    for group in read.any_of:
        found = [part.name for part in group if part.entity and row in _rows(answerer, part)]
        yield Check("either " + " or ".join(part.name for part in group), bool(found), ", ".join(found))
    for part in read.exclude:
        yield Check(f"not {_named(part)}", row not in _rows(answerer, part))
    for names in read.required:
        yield Check(f"naming “{'” or “'.join(names)}”", any(row in catalogue.matching(quoted(name)) for name in names))
    if read.rest:
        yield _topic(answerer, question, read, row)


def _rows(answerer: Answerer, part: Part) -> set[int]:
    """The rows for which a part holds; a publisher is met by the update that was in scope."""
    versions = answerer.library.versions
    if part.key is Key.FORCES:
        return set(answerer.library.catalogue.members([v.id for v in versions if v.colophon.force.slug == part.entity]))
    return answerer.rows(part, versions)


def _named(part: Part) -> str:
    return f"{part.key.value}: {part.name}"


def _topic(answerer: Answerer, question: str, read: Interpretation, row: int) -> Check:
    asked = f"topic “{' '.join((*(part.name for part in read.themes), *read.rest))}”"
    if read.of_operation:
        return Check(asked, row in near_question(answerer.library, question, read.rest, {row}), "beside an operation: a word of it, or near in meaning")
    score = answerer.topic(question, read, [row])[row]
    words = f"holds {', '.join(score.held)}" if score.held else "holds none of its words"
    about = f"; about {score.theme:.0%} of its themes" if read.themes else ""
    return Check(asked, score.member, f"{words}{about}; meaning {score.meaning:.2f}; together {score.strength:.2f}, the line lies at {score.line:.2f}")
