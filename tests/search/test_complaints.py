"""What users say of the strongest systems in the field, each as a test that we do not do the same (`answers.md`)."""

from __future__ import annotations

import datetime as dt
import os
from collections import Counter
from itertools import cycle, islice
from pathlib import Path

import pytest

from kg.model import By, Kind
from kg.vocabulary import Vocabulary
from search.answer import Answerer, Status
from search.build import Builder
from search.library import Library
from tests.search.samples import Q3, Tiny, as_bytes, ask, every_bullet, texts

OWN = (By.TEXT, By.LABEL, By.SHAPE)


def test_citations_that_point_nowhere(answerer: Answerer, demo: Library) -> None:
    sources = {v.source: demo.catalogue.update(v.id).source for v in demo.versions}
    for e in answerer.ask("everything in all years").evidence:
        lines = sources[e.held.source].text.split("\n")
        first, last = e.held.bullet.lines
        assert 1 <= first <= last <= len(lines)
        words = e.held.bullet.text.split()
        assert words[-1].strip(".”’)").split("-")[-1] in "".join(lines[first - 1 : last]), "the last words stand in the last lines"
        assert lines[first - 1].strip(), "a citation begins at a line with words"
        assert lines[last - 1].strip(), "and ends at one"


def test_all_that_silently_stops_at_a_cap(tmp_path: Path, vocabulary: Vocabulary) -> None:
    kinds = ["Operation WINDLASS found a boat.", "Operation WINDLASS arrested four people.", "The Met joined us on patrol in Epping."]
    Builder(tmp_path / "library", vocabulary).add([Tiny(list(islice(cycle(kinds), 2100))).write(tmp_path / "a.txt")])
    answer = ask(tmp_path / "library", "all of Operation WINDLASS")
    assert Counter(texts(answer)) == {kinds[0]: 700, kinds[1]: 700}
    assert answer.to_json()["count"] == 1400
    assert len(ask(tmp_path / "library", "boat found").evidence) == 700, "a topic has no cap either"


def test_superseded_and_removed_documents_that_still_answer(tmp_path: Path, vocabulary: Vocabulary) -> None:
    builder = Builder(tmp_path / "library", vocabulary)
    builder.add([Tiny(["Operation WINDLASS arrested four people.", "A drone found a lost walker."]).write(tmp_path / "old.txt")])
    builder.add([Tiny(["Operation WINDLASS arrested five people."], version="2.0").write(tmp_path / "new.txt")])
    (gone,) = builder.add([Tiny(["A lost walker was found by horse riders."], quarter=Q3).write(tmp_path / "gone.txt")]).added
    builder.remove([gone.id])
    for question in ("Operation WINDLASS", "a lost walker found by a drone or riders", "everything in all years"):
        answer = ask(tmp_path / "library", question)
        assert {*texts(answer), *(e.held.bullet.text for e in answer.close)} <= {"Operation WINDLASS arrested five people."}, question


def test_the_date_of_loading_shown_as_the_date_of_the_event(tmp_path: Path, vocabulary: Vocabulary) -> None:
    answers = []
    for year in (2001, 2030):
        file = Tiny(["Operation WINDLASS arrested four people."]).write(tmp_path / str(year) / "a.txt")
        os.utime(file, (dt.datetime(year, 5, 5).timestamp(),) * 2)
        Builder(tmp_path / str(year) / "library", vocabulary).add([file])
        answers.append(ask(tmp_path / str(year) / "library", "when was Operation WINDLASS first mentioned?"))
    assert as_bytes(answers[0]) == as_bytes(answers[1]), "neither the file's date nor the clock shows"
    assert answers[0].result == {"first": "2018-19-Q4", "last": "2018-19-Q4"}
    assert not {dt.date.today().isoformat().encode(), b"2001", b"2030"} & set(as_bytes(answers[0]).split(b'"'))


@pytest.mark.parametrize(
    "names",
    [
        ["the Met", "MPS", "the Metropolitan Police", "the Metropolitan Police Service", "met police"],
        ["the NCA", "the National Crime Agency"],
        ["BTP", "the British Transport Police"],
        ["Herts Police", "Hertfordshire Police", "Hertfordshire Constabulary"],
    ],
)
def test_one_body_under_several_names(answerer: Answerer, names: list[str]) -> None:
    found = [[e.held.bullet.id for e in answerer.ask(f"all work with {name}").evidence] for name in names]
    assert found[0]
    assert all(f == found[0] for f in found)
    assert len([row for row in answerer.ask(f"work with {names[0]}").facets["partners"] if row["name"] in names]) <= 1


MERGE = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix bb:   <https://w3id.org/beatbook/ns#> .
@prefix dct:  <http://purl.org/dc/terms/> .
@prefix id:   <https://w3id.org/beatbook/id/> .
id:operation\\/essex-windlass a bb:Operation ; skos:prefLabel "WINDLASS"@en ; skos:hiddenLabel "CAPSTAN"@en ;
    bb:force id:partner\\/essex-police ; dct:source "test" .
"""


def test_merges_that_cannot_be_undone(tmp_path: Path, vocabulary: Vocabulary) -> None:
    library = tmp_path / "library"
    Builder(library, vocabulary).add([Tiny(["Operation WINDLASS found a boat.", "Operation CAPSTAN found a car."]).write(tmp_path / "a.txt")])
    apart = as_bytes(ask(library, "Operation WINDLASS"))
    (tmp_path / "overlay").mkdir()
    (tmp_path / "overlay" / "mine.ttl").write_text(MERGE, encoding="utf-8")
    Builder(library, Vocabulary.load([tmp_path / "overlay"])).rebuild()
    assert len(ask(library, "Operation WINDLASS").evidence) == len(ask(library, "Operation CAPSTAN").evidence) == 2
    Builder(library, vocabulary).rebuild()
    assert as_bytes(ask(library, "Operation WINDLASS")) == apart


def test_facts_that_are_not_in_the_text(answerer: Answerer, demo: Library) -> None:
    texts_held = {v.source: demo.catalogue.update(v.id).source.text for v in demo.versions}
    for b in every_bullet(demo):
        above = [*b.bullet.headings, b.bullet.priority.title if b.bullet.priority else "", texts_held[b.source]]
        for m in b.linked.mentions:
            assert m.surface in b.bullet.text if m.start is not None else any(m.surface.lower() in part.lower() for part in above) or m.kind is Kind.THEME
    for question in ("which operations were run with the Met?", "which partners work in Harlow?"):
        for row in answerer.ask(question).result:
            assert row["evidence"], row


def test_facet_counts_that_disagree_with_the_list(answerer: Answerer) -> None:
    for question in ("ASB in Harlow or Basildon", "everything in 2019/20", "raids on cash machines"):
        answer = answerer.ask(question)
        for row in answer.facets["partners"]:
            shown = [e for e in answer.evidence if row["name"] in e.held.linked.names(Kind.PARTNER)]
            assert row["count"] == len(shown)
        assert sum(row["count"] for row in answer.facets["periods"]) == answer.to_json()["count"]


@pytest.mark.parametrize(
    ("kind", "question"),
    [
        (Kind.OPERATION, "What did Operation {} do?"),
        (Kind.OPERATION, "{}"),
        (Kind.PARTNER, "all work with {}"),
        (Kind.PARTNER, "What has {} done with the force?"),
        (Kind.DISTRICT, "What happened in {} in all years?"),
        (Kind.PLACE, "anything on {}"),
        (Kind.THEME, "everything about {}"),
    ],
)
def test_unable_to_answer_with_the_evidence_in_hand(answerer: Answerer, demo: Library, kind: Kind, question: str) -> None:
    named = {}
    for b in every_bullet(demo):
        for m in b.linked.mentions:
            if m.kind is kind and m.by in OWN and "not" not in m.name.split() and not (kind is Kind.PARTNER and b.bullet.cells):
                named.setdefault(m.name, b.bullet.id)
    assert len(named) > 10
    for name, bullet in named.items():
        answer = answerer.ask(question.format(name))
        assert answer.status is Status.ANSWERED, answer.question
        assert bullet in {e.held.bullet.id for e in answer.evidence}, answer.question


@pytest.mark.parametrize(
    ("question", "bullet"),
    [
        ("when was Harlow first mentioned?", "Harlow"),
        ("compare Harlow and Basildon", "Harlow"),
        ("what did we do with Kent and Hertfordshire Police?", "Hertfordshire"),
        ("which operations are there?", "Operation"),
        ("all operations with the British Transport Police", "knife arches at Benfleet station"),
        ("Operation Reunite", "Reunite"),
        ("cash machine raids in 2018/19", "cash machine raids"),
    ],
)
def test_unable_to_answer_because_of_how_it_was_asked(answerer: Answerer, question: str, bullet: str) -> None:
    assert any(bullet in text for text in texts(answerer.ask(question)))
