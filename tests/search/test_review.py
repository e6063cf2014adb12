"""Names that wait for a person: what is listed, what a decision changes at every door, and that undoing restores everything."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.decisions import Verdict
from kg.errors import UnknownNameError
from kg.model import Kind
from kg.period import Period
from kg.quiet import find_quiet
from kg.vocabulary import Vocabulary
from search.build import Builder
from search.follow import connect, follow
from search.library import Library
from search.review import decision, effect, pending
from tests.search.samples import Q3, Q4, Tiny, as_bytes, ask, texts

EARLIER = (
    "Operation LANTERN stopped nine vans in Harlow.",
    "Operation LANTERN went on in Harlow with Kent Police.",
    "Op LANTREN seized two vans in Harlow.",
    "Operation BADGERS ran in Southend with the Thistledown Trust.",
    "Operation BADGERS closed in Southend, part of Operation HEDGEROW.",
)
LATER = ("Operation BUDGERS ran in Clacton.", "Officers walked the beat in Southend with Kent Police.")


@pytest.fixture
def builder(tmp_path: Path, vocabulary: Vocabulary) -> Builder:
    made = Builder(tmp_path / "library", vocabulary)
    report = made.add([Tiny(EARLIER, Q3).write(tmp_path / "q3.txt"), Tiny(LATER, Q4).write(tmp_path / "q4.txt")])
    assert not report.failed
    return made


def decide(builder: Builder, verdict: Verdict, *names: str) -> int:
    with Library.open(builder.folder) as library:
        made = decision(library, verdict, names, "a reader", None)
    return builder.decide(made)


def test_what_waits_is_told_with_its_bullets(builder: Builder) -> None:
    with Library.open(builder.folder) as library:
        found = {row.name: row for row in pending(library)}
    assert set(found) == {"LANTREN", "BUDGERS", "Thistledown Trust"}
    assert (found["LANTREN"].joined, found["LANTREN"].other, found["LANTREN"].shared) == (True, "LANTERN", ("Harlow",))
    assert (found["BUDGERS"].joined, found["BUDGERS"].other) == (False, "BADGERS")
    assert [b.bullet.text for b in found["Thistledown Trust"].bullets] == [EARLIER[3]]


def test_a_joined_misprint_answers_and_is_traced_under_the_name_that_is_meant(builder: Builder) -> None:
    answer = ask(builder.folder, "Operation LANTERN")
    assert texts(answer) == list(EARLIER[:3])
    assert texts(ask(builder.folder, "Op LANTREN")) == list(EARLIER[:3])
    assert answer.evidence[2].held.linked.names(Kind.OPERATION) == ("LANTERN",)
    with Library.open(builder.folder) as library:
        assert follow(library, "LANTERN").printed == {"Operation LANTERN": 2, "Op LANTREN": 1}


def test_a_decision_changes_what_is_shown_and_undoing_restores_everything(builder: Builder) -> None:
    before = as_bytes(ask(builder.folder, "Operation LANTERN"))
    number = decide(builder, Verdict.DIFFERENT, "LANTREN", "LANTERN")
    assert texts(ask(builder.folder, "Operation LANTERN")) == list(EARLIER[:2])
    assert texts(ask(builder.folder, "Op LANTREN")) == [EARLIER[2]]
    assert builder.undo(number, "another reader")
    assert as_bytes(ask(builder.folder, "Operation LANTERN")) == before
    assert not builder.undo(number, "another reader")
    with Library.open(builder.folder) as library:
        (kept,) = library.catalogue.decisions.all()
    assert (kept.author, kept.undone_by, kept.undone is not None) == ("a reader", "another reader", True)


def test_a_merge_is_told_before_it_is_made(builder: Builder) -> None:
    with Library.open(builder.folder) as library:
        made = decision(library, Verdict.SAME, ["Operation BUDGERS", "BADGERS"], "a reader", None)
        assert effect(library, made).rows == (("BUDGERS", (1, 1), (0, 0)), ("BADGERS", (2, 1), (3, 2)))
        assert texts(ask(builder.folder, "Operation BADGERS")) == list(EARLIER[3:])
    builder.decide(made)
    assert len(texts(ask(builder.folder, "Operation BADGERS"))) == 3
    with Library.open(builder.folder) as library:
        assert "BUDGERS" not in {row.name for row in pending(library)}


def test_what_is_no_body_is_no_partner(builder: Builder) -> None:
    decide(builder, Verdict.NO_BODY, "Thistledown Trust")
    (bullet,) = [e.held for e in ask(builder.folder, "Operation BADGERS").evidence if "Trust" in e.held.bullet.text]
    assert bullet.linked.names(Kind.PARTNER) == ()


def test_adding_keeps_decisions(builder: Builder, tmp_path: Path) -> None:
    decide(builder, Verdict.DIFFERENT, "LANTREN", "LANTERN")
    builder.add([Tiny(("Operation LANTERN ended in Harlow.",), "Quarter 1 – 2019/20").write(tmp_path / "q1.txt")])
    assert texts(ask(builder.folder, "Op LANTREN")) == [EARLIER[2]]


def test_an_unknown_name_is_refused(builder: Builder) -> None:
    with Library.open(builder.folder) as library, pytest.raises(UnknownNameError, match="did you mean"):
        decision(library, Verdict.SAME, ["LANTERNS", "LANTERN"], "a reader", None)


def test_what_fell_silent_is_told_apart_from_what_is_not_held(builder: Builder, tmp_path: Path) -> None:
    builder.add([Tiny(("Officers walked the beat.",), "Quarter 2 – 2019/20").write(tmp_path / "q2.txt")])
    with Library.open(builder.folder) as library:
        found = {row.name: row for row in find_quiet(library.catalogue, library.versions, (Kind.OPERATION,))}
        late = find_quiet(library.catalogue, library.versions, (Kind.OPERATION,), Period.from_label("2018-19-Q4"))
    assert set(found) == {"LANTERN", "BADGERS", "HEDGEROW", "BUDGERS"}
    assert (found["LANTERN"].count, found["LANTERN"].last.label) == (3, "2018-19-Q3")
    assert [p.label for p in found["LANTERN"].silent] == ["2018-19-Q4", "2019-20-Q2"]
    assert [p.label for p in found["LANTERN"].missing] == ["2019-20-Q1"]
    assert "BUDGERS" not in {row.name for row in late}


def test_a_trace_tells_what_operations_are_to_one_another(builder: Builder) -> None:
    with Library.open(builder.folder) as library:
        (stated,) = follow(library, "BADGERS").to_json()["related"]
    assert (stated["from"], stated["relation"], stated["to"]) == ("BADGERS", "part_of", "HEDGEROW")


def test_ways_between_two_names_have_the_bullets_of_every_edge(builder: Builder) -> None:
    with Library.open(builder.folder) as library:
        found = connect(library, "LANTERN", "HEDGEROW", 3)
        assert [step.end for step in found[0]] == ["Kent Police", "Southend-on-Sea", "HEDGEROW"]
        assert all(step.bullets for way in found for step in way)
        assert [len(way) for way in found] == sorted(len(way) for way in found)
        with pytest.raises(UnknownNameError):
            connect(library, "LANTERN", "NOBODY", 3)
