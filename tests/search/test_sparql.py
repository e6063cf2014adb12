"""The SPARQL form of an answer gives its members, on the export of the same library."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.vocabulary import ID
from search.answer import Answerer
from search.errors import QuestionError
from search.history import facts_of
from search.library import Library
from search.sparql import sparql

OURS = Path(__file__).parents[1] / "gold"
EXACT = [
    "RAPTOR in Basildon since 2019",
    "everything in Q1 2022/23",
    "everything with British Transport Police",
    "all bullets in Harlow or Southend",
    "Operation RAPTOR not in Basildon",
    "everything in Canvey Island",
    "priority 7 in 2018/19",
    "everything under Improve Safety on our Roads",
    "all of Essex (sample) before 2019",
    "everything not in 2018/19",
]
OTHERS = [
    "all cross-border work with the Met",
    "county lines",
    "burglary in Norwich",
    "work with councils in Tendring",
    "otters in the reeds",
    "county lines in 2010/11",
]


def _questions() -> list[str]:
    """The development's questions where they are at hand, ours, and some that name every kind of part."""
    found = [q["question"] for q in json.loads((OURS / "questions.json").read_text(encoding="utf-8")).values()]
    gold = Path(os.environ.get("BEATBOOK_GOLD", "")) / "eval" / "dev" / "questions.json"
    if os.environ.get("BEATBOOK_GOLD") and gold.exists():
        found += [q["question"] for q in json.loads(gold.read_text(encoding="utf-8")).values()]
    return list(dict.fromkeys([*EXACT, *OTHERS, *found]))


@pytest.fixture(scope="module")
def store(demo: Library) -> ox.Store:
    facts = facts_of(demo)
    made = ox.Store()
    for version in facts.versions:
        made.load("".join(f"{s} {p} {o} .\n" for s, p, o in facts.of_version(version)).encode(), format=ox.RdfFormat.N_TRIPLES)
    return made


def members(store: ox.Store, query: str) -> set[str]:
    found = store.query(query)
    assert isinstance(found, ox.QuerySolutions)
    return {row["bullet"].value.removeprefix(f"{ID}bullet/") for row in found}


@pytest.mark.parametrize("question", _questions())
def test_the_query_gives_the_members(store: ox.Store, demo: Library, answerer: Answerer, question: str) -> None:
    try:
        answer = answerer.ask(question)
    except QuestionError:
        pytest.skip("no question")
    assert members(store, sparql(demo, answer)) == {e.held.bullet.id for e in answer.evidence}


@pytest.mark.parametrize("question", EXACT)
def test_what_is_exact_is_said_as_patterns_alone(demo: Library, answerer: Answerer, question: str) -> None:
    answer = answerer.ask(question)
    assert answer.evidence
    assert "VALUES ?bullet" not in sparql(demo, answer)


def test_what_meaning_decided_is_listed(demo: Library, answerer: Answerer) -> None:
    answer = answerer.ask("volunteers who gave their time to patrols")
    listed = sparql(demo, answer).partition("VALUES ?bullet {")[2].partition("}")[0]
    assert listed.count("<") == len(answer.evidence) > 0


def test_a_question_cannot_break_out_of_its_comment(demo: Library, answerer: Answerer) -> None:
    answer = answerer.ask("RAPTOR\n} DELETE\r{ ?s ?p ?o }")
    assert sparql(demo, answer).split("\n")[1].startswith("PREFIX")
    assert "DELETE" not in sparql(demo, answer).partition("\n")[2]


def test_another_base(demo: Library, answerer: Answerer) -> None:
    query = sparql(demo, answerer.ask("RAPTOR in Basildon"), "https://example.org/id/")
    assert "<https://example.org/id/operation/essex-raptor>" in query or "<https://example.org/id/operation/" in query
    assert ID not in query
