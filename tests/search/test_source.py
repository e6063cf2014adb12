"""Where a citation lands: the marked stretches of a source are the bullet, character by character."""

from __future__ import annotations

import re

from kg.model import Role
from search.library import Library
from search.source import source_of


def squeezed(text: str) -> str:
    """Letters and digits alone: glyphs, wraps and markup left out."""
    return re.sub(r"<[^<>]+>|[^\w]+", "", text)


def test_every_bullet_is_marked_on_its_own_lines_and_nowhere_else(demo: Library) -> None:
    for version in demo.version_ids:
        source = source_of(demo, version)
        marked: dict[str, str] = {}
        for row in source.rows:
            for mark in row.marks:
                assert 0 <= mark.start < mark.end <= len(row.text)
                marked[mark.bullet] = marked.get(mark.bullet, "") + row.text[mark.start : mark.end]
        assert set(marked) == {b.bullet.id for b in source.bullets}
        for held in source.bullets:
            assert squeezed(marked[held.bullet.id]) == squeezed(held.bullet.text)


def test_lines_are_those_of_the_text(demo: Library) -> None:
    version = demo.version_ids[0]
    source = source_of(demo, version)
    assert "\n".join(row.text for row in source.rows).rstrip("\n") == demo.catalogue.text(version).rstrip("\n")
    assert [row.number for row in source.rows] == list(range(1, len(source.rows) + 1))
    assert all(row.role is not Role.BLANK for row in source.rows if row.marks)


def test_a_cited_line_finds_its_bullet(demo: Library) -> None:
    source = source_of(demo, demo.version_ids[1])
    for held in source.bullets:
        first, last = held.bullet.lines
        assert held in source.at(first)
        assert held in source.at(last)
        shown = source.around(first, last, 3)
        assert {first, last} <= {row.number for row in shown}
        assert len(shown) <= last - first + 7
    assert source.at(10**6) == ()
