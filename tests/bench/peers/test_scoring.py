"""Scores of ranked bullets, against sums done by hand."""

from __future__ import annotations

import pytest

from tests.bench.peers.scoring import Question, best, f1

PLACES = {"a": ("000", 1, 1), "b": ("000", 2, 5), "c": ("000", 9, 9), "d": ("001", 1, 1), "again": ("000", 1, 1)}
QUESTION = Question("?", (("000", 1, 1), ("000", 2, 4)), (("000", 9, 9),))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("ab", 1.0),
        ("a", 2 / 3),
        ("abc", 1.0),
        ("abd", 4 / 5),
        ("d", 0.0),
        ("", 0.0),
    ],
)
def test_f1_counts_what_is_demanded_and_forgives_what_is_allowed(said: str, expected: float) -> None:
    assert f1(QUESTION, list(said), PLACES) == pytest.approx(expected)


def test_a_bullet_said_twice_is_wrong_the_second_time() -> None:
    assert f1(QUESTION, ["a", "again", "b"], PLACES) == pytest.approx(4 / 5)


def test_half_of_the_lines_is_the_same_place_and_less_is_not() -> None:
    place = {"x": ("000", 2, 5)}
    assert f1(Question("?", (("000", 2, 3),), ()), ["x"], place) == 1.0
    assert f1(Question("?", (("000", 5, 8),), ()), ["x"], place) == 0.0


def test_the_best_cut_is_found_by_number_or_by_score() -> None:
    by_number = best([QUESTION, QUESTION], [[("a", 9), ("b", 8), ("d", 7)], [("b", 3), ("a", 2), ("d", 1)]], PLACES)
    assert (by_number.f1, by_number.cut, by_number.oracle) == (1.0, "first 2", 1.0)
    other = Question("?", (("001", 1, 1),), ())
    by_score = best([QUESTION, other], [[("a", 9), ("b", 8)], [("d", 9), ("a", 1)]], PLACES)
    assert (by_score.f1, by_score.cut) == (1.0, "score from 8")


def test_a_cut_for_each_question_is_never_worse_than_one_for_all() -> None:
    found = best([QUESTION, Question("?", (("001", 1, 1),), ())], [[("a", 1), ("b", 1)], [("d", 1), ("a", 1), ("b", 1)]], PLACES)
    assert found.oracle == 1.0
    assert found.f1 < 1.0


def test_no_answers_score_nothing() -> None:
    assert best([QUESTION], [[]], PLACES).f1 == 0.0
