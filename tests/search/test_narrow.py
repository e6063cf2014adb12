"""Answers narrowed by facets, questions to begin with, and what to ask instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.vocabulary import Vocabulary
from search.answer import Answer, Answerer, Status
from search.build import Builder
from search.errors import QuestionError
from search.examples import examples
from search.follow import follow_list
from search.library import Library
from search.meant import instead
from search.narrow import FACETS, Only, narrowed
from search.roll import Roll
from search.selection import selection_of
from tests.search.samples import Q3, Q4, Tiny, ask

FIRST = (
    "Operation RAPTOR arrested nine people in Harlow with Kent Police.",
    "Operation RAPTOR seized two vans in Basildon.",
    "Officers walked the beat in Harlow.",
)
SECOND = ("Operation RAPTOR went on in Harlow.", "Operation GAMBLER began in Thurrock with Kent Police.")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, vocabulary: Vocabulary) -> Path:
    folder = tmp_path_factory.mktemp("narrow")
    updates = [Tiny(FIRST, Q3).write(folder / "q3.txt"), Tiny(SECOND, Q4).write(folder / "q4.txt")]
    builder = Builder(folder / "library", vocabulary)
    builder.add(updates)
    return folder / "library"


@pytest.fixture(scope="module")
def answer(library: Path) -> Answer:
    return ask(library, "Operation RAPTOR")


def test_every_facet_narrows_to_as_many_bullets_as_it_counts(answer: Answer) -> None:
    rows = [(facet, row) for facet in FACETS for row in answer.facets[facet]]
    assert len(rows) > 5
    for facet, row in rows:
        some = narrowed(answer, [Only(facet, row["name"])])
        assert len(some.evidence) == row["count"] == sum(c.matched for c in some.coverage)


def test_the_facets_and_the_receipt_follow(answer: Answer) -> None:
    some = narrowed(answer, [Only("districts", "Harlow"), Only("periods", "2018-19-Q3")])
    assert [e.held.bullet.text for e in some.evidence] == [FIRST[0]]
    assert some.facets["partners"] == [{"name": "Kent Police", "count": 1}]
    assert [c.matched for c in some.coverage] == [1, 0]
    assert narrowed(answer, []) is answer


def test_what_an_address_holds_is_read_back() -> None:
    assert Only.from_text(str(Only("partners", "A: B"))) == Only("partners", "A: B")
    for text in ("colours:red", "districts:", "Harlow"):
        with pytest.raises(QuestionError, match="districts:Harlow"):
            Only.from_text(text)


def test_every_example_is_answered_and_they_are_the_same_each_time(library: Path) -> None:
    with Library.open(library) as held:
        answerer, roll = Answerer(held), Roll(held)
        found = examples(answerer, roll)
        assert found == examples(answerer, roll)
        assert all(answerer.ask(question).status is Status.ANSWERED for question in found)
    assert len(found) >= 3
    assert len(set(found)) == len(found)


def test_what_was_perhaps_meant_stands_in_the_question(library: Path) -> None:
    assert instead(ask(library, "What did Operation RAPTER do in Harlow?")) == [("RAPTOR", "What did Operation RAPTOR do in Harlow?")]


def test_what_can_be_followed_is_told_the_most_frequent_first(library: Path) -> None:
    with Library.open(library) as held:
        found = follow_list(Roll(held))
    assert [one.count for one in found] == sorted((one.count for one in found), reverse=True)
    assert {one.name: one.label for one in found}["RAPTOR"] == "RAPTOR · operation, 3 bullets"


def test_a_selection_of_bullets_holds_just_these(library: Path, answer: Answer) -> None:
    with Library.open(library) as held:
        chosen = selection_of(held, [e.held for e in answer.evidence[:1]], "official")
        assert [b.bullet.text for b in held.catalogue.bullets(sorted(chosen.rows or ()))] == [FIRST[0]]
        assert [v.colophon.period.label for v in chosen.versions] == ["2018-19-Q3"]
