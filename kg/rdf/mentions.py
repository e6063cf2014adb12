"""Mentions as Web Annotations: what was recognised, how, and the characters of the version that show it.

A mention that is inherited (from a heading, a parent, a place) has no characters of its own; its target is what it came by. IRIs are made of
the place and the entity, so that they do not depend on what else is mentioned.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.model import HeldBullet, Mention
from kg.rdf.terms import BB, OA, TYPE, Triple, integer, string
from kg.rdf.things import Things

# How many characters before and after a quotation tell it from others.
AROUND = 32


def mention_triples(things: Things, held: HeldBullet, mention: Mention, text: str) -> Iterator[Triple]:
    """One mention. `text` is the normalised text of its version."""
    where = "inherited" if mention.start is None else f"{mention.start}-{mention.end}"
    path = ("mention", f"{where}-{mention.entity.replace('/', '-')}")
    bullet, iri = things.bullet(held.bullet.id), things.bullet(held.bullet.id, *path)
    yield iri, TYPE, OA.Annotation
    yield iri, OA.motivatedBy, OA.identifying
    yield iri, OA.hasBody, things.iri(mention.entity)
    yield iri, BB.inBullet, bullet
    yield iri, BB.recognisedBy, string(mention.by.value)
    yield iri, BB.role, string(mention.role.value)
    if mention.source_start is None or mention.source_end is None:
        yield iri, OA.hasTarget, _source(things, held, mention)
        return
    target = things.bullet(held.bullet.id, *path, "target")
    yield iri, OA.hasTarget, target
    yield target, TYPE, OA.SpecificResource
    yield target, OA.hasSource, things.version(held.version)
    yield from _selectors(target, (mention.source_start, mention.source_end), text)


def _source(things: Things, held: HeldBullet, mention: Mention) -> str:
    """What an inherited mention came by: another bullet, or the bullet itself by its heading, or by another of its mentions."""
    inherited = mention.via is not None and mention.via == held.bullet.parent
    return things.bullet(mention.via if inherited and mention.via else held.bullet.id)


def _selectors(target: str, span: tuple[int, int], text: str) -> Iterator[Triple]:
    """Where it stands (in Unicode code points, end exclusive), and the words themselves with what is around them."""
    start, end = span
    place, quote = f"{target[:-7]}position>", f"{target[:-7]}quote>"
    yield target, OA.hasSelector, place
    yield target, OA.hasSelector, quote
    yield place, TYPE, OA.TextPositionSelector
    yield place, OA.start, integer(start)
    yield place, OA.end, integer(end)
    yield quote, TYPE, OA.TextQuoteSelector
    yield quote, OA.exact, string(text[start:end])
    yield quote, OA.prefix, string(text[max(0, start - AROUND) : start])
    yield quote, OA.suffix, string(text[end : end + AROUND])
