"""Words as labels and texts are compared."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.tokens import fold, stem, tokenise

TEXTS = st.text(alphabet="Aé's’&-_ .,£5%z", max_size=40)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Crown Prosecution Service", ["crown", "prosecution", "service"]),
        ("Southend-on-Sea", ["southend", "on", "sea"]),
        ("Avon & Somerset", ["avon", "and", "somerset"]),
        ("Harlow's and Harlow’s", ["harlow", "and", "harlow"]),
        ("the officers' hours", ["the", "officers", "hours"]),
        ("Don’t stop", ["don't", "stop"]),
        ("£5m, 40%", ["£", "5m", "40", "%"]),
        ("snake_case", ["snake", "case"]),
        ("", []),
    ],
)
def test_what_a_word_is(text: str, words: list[str]) -> None:
    assert [t.word for t in tokenise(text)] == words


@given(TEXTS)
def test_a_token_stands_where_it_says_as_printed(text: str) -> None:
    tokens = tokenise(text)
    assert all(text[t.start : t.end] == t.printed for t in tokens)
    assert all(a.end <= b.start for a, b in itertools.pairwise(tokens))


@given(TEXTS)
def test_folding_does_not_mind_case_or_spaces(text: str) -> None:
    assert fold(text.upper()) == fold(text) == fold(f"  {text} ")


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("The Children's Society", "Children’s Society"),
        ("Avon & Somerset Police", "Avon and Somerset Police"),
        ("Southend-on-Sea", "Southend on Sea"),
        ("the NHS", "nhs"),
    ],
)
def test_labels_that_are_the_same(a: str, b: str) -> None:
    assert fold(a) == fold(b)


def test_the_alone_is_a_word() -> None:
    assert fold("The") == "the"


@pytest.mark.parametrize(("word", "other"), [("burglary", "burglaries"), ("offending", "offend"), ("lines", "line")])
def test_stems(word: str, other: str) -> None:
    assert stem(word) == stem(other)
