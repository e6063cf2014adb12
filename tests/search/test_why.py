"""Why, and why not: a bullet is in an answer just when it meets everything that the question asks."""

from __future__ import annotations

import pytest

from kg.errors import UnknownNameError
from search.answer import Answerer
from search.library import Library
from search.why import why
from tests.search.samples import every_bullet

QUESTIONS = [
    "all cross-border work with the Met",
    "RAPTOR in Basildon since 2019",
    "anti-social behaviour in Harlow or Southend, not with the council",
    "thefts from parked vans",
    "county lines in 2018/19 except with Kent Police",
    "priority 2",
    "burglary by Essex or Kent",
    "which councils were involved in 2019/20?",
    "work with other forces, not about drugs",
    "cocaine or knife crime",
    "training, but not of drivers",
    "how many Volunteer Police Cadets are there, quarter by quarter",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_bullet_is_a_member_just_when_it_meets_everything(demo: Library, question: str) -> None:
    answerer = Answerer(demo)
    members = {e.held.bullet.id for e in answerer.ask(question).evidence}
    found = {b.bullet.id: all(check.met for check in why(answerer, answerer.read(question), b.bullet.id)) for b in every_bullet(demo)[::5]}
    found |= {id_: all(check.met for check in why(answerer, answerer.read(question), id_)) for id_ in members}
    assert {id_ for id_, met in found.items() if met} == members & found.keys()


def test_the_part_that_fails_is_named(demo: Library) -> None:
    answerer = Answerer(demo)
    met = answerer.ask("RAPTOR").evidence[0].held.bullet.id
    failed = [check.asked for check in why(answerer, answerer.read("RAPTOR with the Coastguard in 2010"), met) if not check.met]
    assert failed == ["an update of 2010", "partners: HM Coastguard"]


def test_a_bullet_that_is_not_held_is_refused(demo: Library) -> None:
    with pytest.raises(UnknownNameError):
        why(Answerer(demo), Answerer(demo).read("RAPTOR"), "no-such-bullet")
