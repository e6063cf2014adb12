"""Cleaned text still knows where each of its characters stood."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.outline import read_outline
from kg.outline.lines import look
from kg.traced import Traced, source_offset
from tests.kg.samples import source_of

WORDS = st.text(alphabet="abcXYZ 0£é-", min_size=1, max_size=6)
MARKUP = st.sampled_from(["**", "*", "__", "_", "<b>", "</b>", "<sup>", "</sup>", "<br/>", "\\-", "#", "- ", "• ", "  ", "\t", "|", "1. "])
LINES = st.lists(st.one_of(WORDS, MARKUP), max_size=12).map("".join)
TEXTS = st.lists(LINES, min_size=1, max_size=12).map("\n".join)
TAGS = re.compile(r"</?\w+>")
EMPHASIS = re.compile(r"\*([^*]*)\*")


def holds(traced: Traced, source: str) -> bool:
    """The law of offsets: every character is the one that stands in the source where it says."""
    return len(traced.text) == len(traced.at) and all(source[at] == char for char, at in zip(traced.text, traced.at, strict=True))


@given(LINES, st.integers(0, 9))
def test_the_offset_law_holds_through_cleaning(text: str, start: int) -> None:
    source = "~" * start + text
    for pattern in (TAGS, EMPHASIS):
        cleaned = Traced.of(text, start).without(pattern).strip()
        assert holds(cleaned, source)
        assert cleaned.text == pattern.sub(r"\1" if pattern.groups else "", text).strip()


@given(TEXTS)
def test_the_offset_law_holds_for_the_content_and_cells_of_every_line(text: str) -> None:
    source = source_of(text)
    for line in look(source):
        assert holds(line.content, source.text)
        assert all(holds(cell, source.text) for cell in line.cells)


@given(TEXTS)
def test_the_offset_law_holds_for_every_bullet(text: str) -> None:
    source = source_of(text)
    for bullet in read_outline(source).bullets:
        assert source.text[bullet.span[0]] == bullet.text[0]
        assert source.text[bullet.span[1] - 1] == bullet.text[-1]
        for i, char in enumerate(bullet.text):
            assert char in " \t" or source.text[source_offset(bullet.runs, i)] == char


@given(st.lists(st.tuples(st.text("ab", min_size=1, max_size=4), st.integers(0, 50)), min_size=1, max_size=5), st.sampled_from(["", " ", "\t", " | "]))
def test_runs_and_offsets_agree(parts: list[tuple[str, int]], separator: str) -> None:
    joined = Traced.join([Traced.of(text, start) for text, start in parts], separator)
    runs = joined.runs()
    assert [source_offset(runs, i) for i in range(len(joined.text))] == list(joined.at)
    assert [here for here, _, _ in runs] == [sum(length for _, _, length in runs[:n]) for n in range(len(runs))]
    assert sum(length for _, _, length in runs) == len(joined.text)


def test_a_separator_takes_the_place_of_the_character_before_it() -> None:
    joined = Traced.join([Traced.of("stop", 10), Traced.of("search", 20)], " ")
    assert joined.text == "stop search"
    assert joined.at == (10, 11, 12, 13, 13, 20, 21, 22, 23, 24, 25)
    assert joined.runs() == ((0, 10, 4), (4, 13, 1), (5, 20, 6))


def test_groups_of_a_pattern_stay() -> None:
    cleaned = Traced.of("an *armed* car", 0).without(EMPHASIS)
    assert (cleaned.text, cleaned.at[3]) == ("an armed car", 4)


@pytest.mark.parametrize("text", ["", "   ", "\t\n"])
def test_nothing_but_space_strips_to_nothing(text: str) -> None:
    stripped = Traced.of(text, 7).strip()
    assert (stripped.text, stripped.at, stripped.runs()) == ("", (), ())
