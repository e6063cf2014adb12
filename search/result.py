"""What a question asks for beyond the bullets: names, the first and last period, what is compared, what a name stands for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from kg.model import HeldBullet, Kind, Mention
from kg.tokens import tokenise
from search.criteria import in_class
from search.evidence import Evidence
from search.figures import figure_rows
from search.interpretation import Intent, Interpretation, Key, Part
from search.library import Library

_FIGURE_NEAR = re.compile(r"(?:\d[\d,.]*\s+(?:[\w'-]+\s+){0,3}$|\b(?:number|total|rate|percentage|proportion|figures?)\b[^.]{0,40}$)", re.I)


def result_of(library: Library, read: Interpretation, evidence: Sequence[Evidence]) -> Any:
    """The result of an answer with this evidence, in the form that every door prints; None where the bullets are all."""
    if read.intent is Intent.WHICH and read.wanted:
        return _which(library, read, evidence)
    if not evidence:
        return None
    if read.intent is Intent.WHEN:
        return {"first": evidence[0].held.period.label, "last": evidence[-1].held.period.label}
    if read.intent is Intent.FIGURE:
        words = " ".join((*(part.said for part in read.named), *read.rest))
        return figure_rows(library, words, [e.held for e in evidence], read.measure.entity if read.measure else None)
    if read.intent is Intent.COMPARE:
        return _compared(library, read, evidence)
    if read.intent is Intent.DEFINE:
        return next((_defined(part, evidence) for part in read.named if part.entity), None)
    return None


def _which(library: Library, read: Interpretation, evidence: Sequence[Evidence]) -> list[dict[str, Any]]:
    """The names of the kind that is wanted, of the class that is asked for, each with its bullets."""
    classes = [p.entity for p in read.parts if p.key is Key.PARTNER_CLASSES] if read.wanted is Kind.PARTNER else []
    named: dict[str, list[str]] = {}
    for e in evidence:
        names = e.held.linked.names(read.wanted) if read.wanted else ()
        inside = {m.name for m in e.held.linked.mentions if not classes or any(in_class(library.vocabulary, m.entity, c) for c in classes)}
        for name in names:
            if name in inside:
                named.setdefault(name, []).append(e.held.bullet.id)
    return [{"kind": read.wanted.value if read.wanted else "", "name": name, "evidence": ids} for name, ids in sorted(named.items())]


def _compared(library: Library, read: Interpretation, evidence: Sequence[Evidence]) -> list[dict[str, Any]] | None:
    """Each of the places, names or periods that are compared, with its bullets, by period and in all."""
    sides = list(_sides(library, read))
    if len(sides) < 2:
        return None
    rows = []
    for name, holds in sides:
        found = [e.held for e in evidence if holds(e.held)]
        periods = Counter(held.period.label for held in found)
        rows.append({"name": name, "count": len(found), "periods": dict(periods), "evidence": [held.bullet.id for held in found]})
    return rows


def _sides(library: Library, read: Interpretation) -> Iterator[tuple[str, Any]]:
    wanted = [r for r in read.periods if not r.excluded]
    if len(wanted) > 1:
        yield from ((r.said, lambda held, r=r: held.period.overlaps(r.first, r.last)) for r in wanted)
        return
    for part in next(iter(read.any_of), ()):
        entities = {*part.entities, *library.vocabulary.narrower.get(part.entity or "", ())}
        yield part.name, lambda held, entities=entities: any(m.entity in entities for m in held.linked.mentions)
    if not read.any_of:
        for name in next((names for names in read.required if len(names) > 1), ()):
            yield name, lambda held, name=name: name.lower() in held.bullet.text.lower()


def _defined(part: Part, evidence: Sequence[Evidence]) -> dict[str, Any]:
    """What the updates tell of a name: as which it was printed, from when to when, and the bullet that names it first."""
    mentions: list[Mention] = [m for e in evidence for m in e.held.linked.mentions if m.entity in part.entities]
    return {
        **{"kind": part.key.value, "name": part.name, "printed": sorted({m.surface for m in mentions if m.surface})},
        **{"first": evidence[0].held.period.label, "last": evidence[-1].held.period.label, "introduced_by": evidence[0].held.bullet.id},
    }


def gives_figure(held: HeldBullet, read: Interpretation) -> bool:
    """Whether a bullet gives a figure of what is asked: a number, or the word number, right before it; or a row of a table."""
    bullet = held.bullet
    if bullet.cells:
        return True
    asked = {e for p in read.named for e in p.entities}
    starts = [m.start for m in held.linked.mentions if m.entity in asked and m.start is not None]
    words = {t.word: t.start for t in tokenise(bullet.text)}
    starts += [words[w] for w in read.rest if w in words]
    return any(_FIGURE_NEAR.search(bullet.text[:start]) for start in starts)
