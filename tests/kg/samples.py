"""The smallest updates that tests need, and short ways to read them."""

from __future__ import annotations

from kg.colophon import Given, read_colophon
from kg.linking import Linker
from kg.model import Bullet, LinkedBullet, SourceText, Update
from kg.outline import Outline, read_outline
from kg.period import Period
from kg.reading.source import source_text

Q4 = Period.quarter(2018, 4)


def source_of(text: str, name: str = "update.txt") -> SourceText:
    """A source as the reader of text files would give it."""
    return source_text(name, text)


def outline_of(text: str) -> Outline:
    """The outline of a text."""
    return read_outline(source_of(text))


def update_of(text: str, *, force: str = "Essex Police", period: Period = Q4, name: str = "update.txt") -> Update:
    """An update whose force and period are settled, so that its text need not say them."""
    source = source_of(text, name)
    outline = read_outline(source)
    colophon, doubts = read_colophon(source, outline, {}, Given(period, force))
    return Update(source, colophon, outline.bullets, outline.roles, (*outline.doubts, *doubts))


def link_lines(linker: Linker, *lines: str, force: str = "Essex Police") -> list[LinkedBullet]:
    """The bullets "- line" under one priority, linked."""
    return list(linker.link(update_of("Priority 1 – Safer Streets\n\n" + "\n".join(f"- {line}" for line in lines) + "\n", force=force))[0])


def by_text(bullets: tuple[Bullet, ...], opening: str) -> Bullet:
    """The one bullet that begins so."""
    found = [b for b in bullets if b.text.startswith(opening)]
    assert len(found) == 1, f"{len(found)} bullets begin with {opening!r}"
    return found[0]
