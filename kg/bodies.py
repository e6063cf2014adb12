"""Bodies that a text names otherwise than by a label: by a short form it defined, in a list of forces, by their last words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from kg.labels import Found, chosen, cues, names_body
from kg.model import Bullet, BulletKind, Update
from kg.tokens import Token, tokenise
from kg.vocabulary import LabelStyle

_ABBREVIATION = re.compile(r"\s*\(\s*(?P<short>[A-Z][A-Za-z&]{1,7})s?\s*\)")


def abbreviations(update: Update, bodies: Mapping[str, Sequence[Found]]) -> dict[str, str]:
    """Short forms that the update itself defines: "Braintree District Council (BDC)"."""
    defined: dict[str, str] = {}
    for bullet in update.bullets:
        tokens = tokenise(bullet.text)
        for found in chosen(bodies[bullet.id], tokens, names_body(bullet.text)):
            short = _ABBREVIATION.match(bullet.text, tokens[found.last - 1].end)
            if short and sum(c.isupper() for c in short["short"]) >= 2:
                defined[short["short"]] = found.concept
    return defined


def forces_listed(bullet: Bullet, tokens: Sequence[Token], labels: Sequence[Found]) -> Iterator[Found]:
    """Forces that go by their areas' names: in a column of forces, and in a list of three or more."""
    areas = [f for f in labels if f.label.style is LabelStyle.AREA]
    if bullet.kind is BulletKind.TABLE_ROW:
        column = {c.value for c in bullet.cells if c.header.lower() in cues()["force_headers"]}
        yield from (f for f in areas if bullet.text[tokens[f.first].start : tokens[f.last - 1].end] in column)
        return
    run: list[Found] = []
    for found in [*areas, None]:
        if run and (found is None or not re.fullmatch(r"\s*(?:,|and|&|,\s*and)\s*", bullet.text[tokens[run[-1].last - 1].end : tokens[found.first].start])):
            before = tokens[run[0].first - 1].word if run[0].first else ""
            if len(run) >= 3 and before not in cues()["before_counties"]:
                yield from run
            run = []
        if found:
            run.append(found)


@cache
def _shape() -> re.Pattern[str]:
    """A body that is not in the vocabulary but says by its last words what it is."""
    endings = "|".join(sorted(cues()["endings_of_bodies"], key=len, reverse=True))
    return re.compile(rf"\b(?:[A-Z][\w'’-]+(?:\s+(?:and|&|of|on|in|the)\s+|\s+|-)){{1,4}}(?<!Special )(?:{endings})\b")


def unlisted(text: str) -> Iterator[tuple[int, int]]:
    """Where a text names bodies by shape: from where to where, without the words before a name that are no part of one."""
    for match in _shape().finditer(text):
        words = tokenise(match[0])
        named = next((t.start for t in words if t.word not in cues()["of_no_body"]), None)
        if named is not None and words[-1].start > named:
            yield match.start() + named, match.end()
