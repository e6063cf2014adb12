"""Changing how a question was read: every part can go, words can come, and the printed form reads back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import UnknownNameError
from search.answer import Answer, Answerer, Status
from search.editing import drop, pieces, read_as
from search.errors import QuestionError
from search.interpretation import Intent, Interpretation, Key

QUESTIONS = [
    "all cross-border work with the Met under Operation Gambler in Harlow since 2019",
    "ASB in Harlow or Basildon, not in Q3 2019/20",
    "raids on cash machines before 2020",
    "which councils were involved in Essex (sample) updates of 2019/20?",
    "priority 4, but not about burglary or heroin",
    "cocaine smuggling or knife crime with Kent Police",
    "what happened to Baloo or Fido the dogs",
    "how many Special Constables are there each quarter?",
    "compare Harlow and Basildon",
    "county lines during COVID",
    "work with charities on Canvey Island every year",
]


def ids(answer: Answer) -> list[str]:
    return [e.held.bullet.id for e in answer.evidence]


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_printed_form_reads_back_as_itself(answerer: Answerer, question: str) -> None:
    read = answerer.read(question)
    again = answerer.given(read.to_json())
    assert again.to_json() == read.to_json()
    assert ids(answerer.answer(question, again)) == ids(answerer.answer(question, read))


@pytest.mark.parametrize("question", QUESTIONS)
def test_without_all_its_parts_a_question_asks_for_nothing(answerer: Answerer, question: str) -> None:
    read = answerer.read(question)
    while left := pieces(read):
        read = left[0].without
    assert read_as(read) == "everything"
    assert replace(read, intent=Intent.LIST, every_period=False, working=False) == Interpretation()


@pytest.mark.parametrize("question", QUESTIONS)
def test_each_part_goes_by_its_name_and_by_its_telling_and_only_it(answerer: Answerer, question: str) -> None:
    read = answerer.read(question)
    for i, piece in enumerate(pieces(read)):
        assert drop(read, piece.told) == piece.without
        assert [p.told for p in pieces(piece.without)] == [p.told for k, p in enumerate(pieces(read)) if k != i]
        if [p.name for p in pieces(read)].count(piece.name) == 1:
            assert drop(read, piece.name.upper()) == piece.without


def test_a_part_less_never_loses_a_bullet_when_all_is_exact(answerer: Answerer) -> None:
    question = "work with the Met under Operation Gambler in the West since 2019"
    whole = set(ids(answerer.ask(question)))
    assert whole
    for piece in pieces(answerer.read(question)):
        assert whole <= set(ids(answerer.answer(question, piece.without))), piece.told


def test_a_part_changed_is_one_dropped_and_one_added(answerer: Answerer) -> None:
    changed = answerer.read("anti-social behaviour in Harlow", ["Harlow"], "in Basildon since 2019")
    asked = answerer.read("anti-social behaviour in Basildon since 2019")
    assert changed.to_json() == asked.to_json()


def test_a_part_that_is_not_there_is_told_with_those_that_are(answerer: Answerer) -> None:
    with pytest.raises(QuestionError, match=r"no part 'Kent'.*district Harlow"):
        answerer.read("ASB in Harlow", ["Kent"])


@pytest.mark.parametrize(
    ("given_form", "error", "told"),
    [
        ({"districts": ["Atlantis"]}, UnknownNameError, "Atlantis"),
        ({"partners": ["Metropolitan Polce Service"]}, UnknownNameError, "metropolitan police service"),
        ({"districs": ["Harlow"]}, QuestionError, "no districs"),
        ({"periods": [{"from": "yesterday"}]}, QuestionError, "yesterday"),
        ({"intent": "guess"}, QuestionError, "guess"),
        ({"any_of": [[{"name": "Harlow"}]]}, QuestionError, "kind"),
        ({"exclude": ["Harlow"]}, QuestionError, "interpretation"),
    ],
)
def test_a_form_that_is_none_is_refused_with_what_is_wrong(answerer: Answerer, given_form: dict[str, Any], error: type[Exception], told: str) -> None:
    with pytest.raises(error, match=told):
        answerer.given(given_form)


def test_an_unknown_operation_stays_a_name(answerer: Answerer) -> None:
    read = answerer.given({"operations": ["WINDLASS"]})
    assert answerer.answer("?", read).status is Status.NO_EVIDENCE


def test_nothing_given_is_not_understood(answerer: Answerer) -> None:
    assert answerer.given({}) == Interpretation()
    assert answerer.answer("?", answerer.given({})).status is Status.NOT_UNDERSTOOD


LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=8)
JSON = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3), max_leaves=6)
KEYS = st.sampled_from([*(key.value for key in Key), "periods", "exclude", "any_of", "required", "rest", "intent", "said", "wanted"])


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(KEYS, JSON, max_size=4))
def test_any_form_is_read_or_refused(answerer: Answerer, form: dict[str, Any]) -> None:
    try:
        read = answerer.given(form)
    except (QuestionError, UnknownNameError):
        return
    assert answerer.given(read.to_json()).to_json() == read.to_json()
