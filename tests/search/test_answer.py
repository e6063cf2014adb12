"""Answers over the sample library: the whole set, its receipt, its citations, and the kinds of no."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from kg.model import By, HeldBullet, Kind
from kg.vocabulary import Vocabulary
from search.answer import Answer, Answerer, Status
from search.build import Builder
from search.interpretation import Intent
from search.library import Library
from tests.search.samples import Q3, Tiny, as_bytes, ask, every_bullet, places, texts

MET = "partner/metropolitan-police-service"
ALL_WITH_THE_MET = "all cross-border work with the Met"
QUESTIONS = [
    ALL_WITH_THE_MET,
    "everything in all years",
    "everything in 2019/20",
    "Operation GAMBLER",
    "ASB in Harlow or Basildon",
    "cross-border work not with the Met",
    "priority 4 since 2020",
    "raids on cash machines",
    "people found dead in a lorry",
    "which operations were run with the Met?",
    "when was Operation GAMBLER first mentioned?",
    "how many Special Constables are there each quarter?",
    "burglary on Canvey Island",
    "Operation WINDLASS",
    "knife crime in 2012",
    "the of and",
]
KEYS = ["question", "status", "interpretation", "marking", "count", "evidence", "result", "coverage", "facets", "close", "did_you_mean", "build"]
EVIDENCE_KEYS = ["id", "source", "lines", "page", "force", "period", "priority", "text", "marking", "score", "why"]
COVERAGE_KEYS = ["force", "period", "held", "searched", "matched", "doubts"]


def mentions(bullet: HeldBullet, entity: str, *ways: By) -> bool:
    return any(m.entity == entity and m.by in (ways or tuple(By)) for m in bullet.linked.mentions)


def squashed(text: str) -> str:
    """Letters and digits alone: what is left when wraps, markup and glyphs are taken away."""
    return re.sub(r"\W|_", "", html.unescape(re.sub(r"<[^>]*>", "", text)))


@pytest.fixture(params=QUESTIONS)
def answer(request: pytest.FixtureRequest, answerer: Answerer) -> Answer:
    """The answers that hold for every question."""
    return answerer.ask(request.param)


# The whole set ----------------------------------------------------------------------------------------------------------------

# Found by reading the five samples from end to end: period and first line of each bullet on work with the Met.
READ_BY_HAND = [
    *[("2016-06", 217)],
    *[("2018-19-Q4", line) for line in (99, 110, 144, 145)],
    *[("2019-20-Q3", line) for line in (111, 154)],
    *[("2020-21-Q1", line) for line in (10, 26, 114, 128, 132, 211)],
    *[("2022-23-Q1", 64)],
]


def test_all_work_with_the_met_is_what_a_reader_of_every_page_finds(answerer: Answerer) -> None:
    assert places(answerer.ask(ALL_WITH_THE_MET)) == READ_BY_HAND


def test_and_is_what_going_through_every_bullet_finds(answerer: Answerer, demo: Library) -> None:
    wanted = [b.bullet.id for b in every_bullet(demo) if mentions(b, MET, By.TEXT, By.LABEL) and b.linked.cross_border]
    assert [e.held.bullet.id for e in answerer.ask(ALL_WITH_THE_MET).evidence] == wanted


@pytest.mark.parametrize("kind", [Kind.OPERATION, Kind.DISTRICT, Kind.AREA])
def test_the_answer_to_a_name_is_every_bullet_that_mentions_it(answerer: Answerer, demo: Library, kind: Kind) -> None:
    form = {Kind.OPERATION: "Operation {}", Kind.DISTRICT: "everything in {}", Kind.AREA: "{} LPA"}[kind]
    bullets = every_bullet(demo)
    for name, entity in {(m.name, m.entity) for b in bullets for m in b.linked.mentions if m.kind is kind}:
        assert [e.held.bullet.id for e in answerer.ask(form.format(name)).evidence] == [b.bullet.id for b in bullets if mentions(b, entity)], name


def test_everything_is_every_bullet(answerer: Answerer, demo: Library) -> None:
    assert [e.held.bullet.id for e in answerer.ask("everything in all years").evidence] == [b.bullet.id for b in every_bullet(demo)]


def test_a_constraint_more_never_adds_and_or_joins(answerer: Answerer) -> None:
    def ids(question: str) -> set[str]:
        return {e.held.bullet.id for e in answerer.ask(question).evidence}

    met, kent = ids("cross-border work with the Met"), ids("cross-border work with Kent Police")
    assert ids("cross-border work with the Met and Kent Police") == met & kent
    assert ids("cross-border work with the Met or Kent Police") == met | kent
    assert ids("cross-border work with the Met but not with Kent Police") == met - kent
    assert ids("cross-border work with the Met since 2019/20") < met


def test_a_row_that_compares_forces_is_no_work_with_one(answerer: Answerer) -> None:
    assert not [e.held.bullet.text for e in answerer.ask("work with the Metropolitan Police").evidence if e.held.bullet.cells]


@pytest.mark.parametrize(("wide", "narrow"), [("wildlife crime", "wildlife crime with salmon")])
def test_what_is_left_beside_a_theme_narrows_it(answerer: Answerer, wide: str, narrow: str) -> None:
    assert len(answerer.ask(narrow).evidence) < len(answerer.ask(wide).evidence)


def test_labels_alone_are_never_evidence(answer: Answer) -> None:
    assert not [e for e in (*answer.evidence, *answer.close) if e.held.bullet.label_only]


def test_order_is_by_period_then_place(answer: Answer) -> None:
    order = [(e.held.period.start, e.held.source, e.held.bullet.lines) for e in answer.evidence]
    assert all(a < b for a, b in pairwise(order))


def test_a_partner_that_only_the_parent_names_is_close_and_not_counted(tmp_path: Path, vocabulary: Vocabulary) -> None:
    update = Tiny(["Working with the Metropolitan Police on the border we:\n  - arrested nine people\n  - took six cars", "We met in Epping."])
    Builder(tmp_path / "library", vocabulary).add([update.write(tmp_path / "a.txt")])
    answer = ask(tmp_path / "library", "work with the Met")
    assert not {"arrested nine people", "took six cars"} & set(texts(answer)), "not counted"
    assert [e.held.bullet.text for e in answer.close] == ["arrested nine people", "took six cars"], "close"


def test_a_commitment_is_no_evidence_about_the_bullets_under_it(answerer: Answerer, demo: Library) -> None:
    promised = [b for b in every_bullet(demo) if "neighbouring forces such as the Metropolitan Police" in (b.bullet.commitment or "")]
    assert len(promised) > 10
    found = {e.held.bullet.id for e in answerer.ask("work with the Met").evidence}
    assert not [b.bullet.text for b in promised if b.bullet.id in found and not re.search("Metropolitan|MPS", b.bullet.text)]


# The receipt ------------------------------------------------------------------------------------------------------------------


def test_the_count_is_the_count_of_the_list(answer: Answer) -> None:
    printed = answer.to_json()
    assert printed["count"] == len(printed["evidence"]) == len(answer.evidence) == sum(c.matched for c in answer.coverage)
    assert len({e["id"] for e in printed["evidence"]}) == printed["count"]
    assert (answer.status is Status.ANSWERED) == (printed["count"] > 0)


def test_facets_count_the_same_set(answer: Answer) -> None:
    def counted(names: list[list[str]]) -> dict[str, int]:
        return dict(Counter(name for one in names for name in one))

    bullets = [e.held for e in answer.evidence]
    facets = {name: {row["name"]: row["count"] for row in rows} for name, rows in answer.facets.items()}
    assert facets["operations"] == counted([list(b.linked.names(Kind.OPERATION)) for b in bullets])
    assert facets["partners"] == counted([list(b.linked.names(Kind.PARTNER)) for b in bullets])
    assert facets["districts"] == counted([list(b.linked.names(Kind.DISTRICT)) for b in bullets])
    assert facets["priorities"] == counted([[b.bullet.priority.title] if b.bullet.priority else [] for b in bullets])
    assert sum(facets["periods"].values()) == len(bullets)
    assert all(a["count"] >= b["count"] for rows in answer.facets.values() for a, b in pairwise(rows))


def test_a_facet_says_how_many_answers_narrowing_to_it_would_give(answerer: Answerer) -> None:
    answer = answerer.ask(ALL_WITH_THE_MET)
    for row in answer.facets["districts"]:
        assert len(answerer.ask(f"{ALL_WITH_THE_MET} in {row['name']}").evidence) == row["count"], row
    for row in answer.facets["operations"]:
        assert len(answerer.ask(f"{ALL_WITH_THE_MET} under Operation {row['name']}").evidence) == row["count"], row


def test_what_was_searched_sums_to_the_bullets(answerer: Answerer, demo: Library) -> None:
    coverage = answerer.ask(ALL_WITH_THE_MET).coverage
    assert sum(c.searched for c in coverage) == len(every_bullet(demo))
    assert {c.period.label: c.matched for c in coverage if c.matched} == dict(Counter(period for period, _ in READ_BY_HAND))
    assert [c.period.label for c in coverage if c.held] == ["2016-06", "2018-19-Q4", "2019-20-Q3", "2020-21-Q1", "2022-23-Q1"]


def test_missing_quarters_are_named(answerer: Answerer) -> None:
    coverage = answerer.ask("everything in 2019/20").coverage
    assert [(c.period.label, c.held) for c in coverage] == [("2019-20-Q1", False), ("2019-20-Q2", False), ("2019-20-Q3", True), ("2019-20-Q4", False)]
    assert all((c.searched, c.matched) == (0, 0) for c in coverage if not c.held)


def test_missing_quarters_of_the_whole_stretch_are_named_when_no_period_is(answerer: Answerer) -> None:
    coverage = answerer.ask(ALL_WITH_THE_MET).coverage
    missing = [c.period.label for c in coverage if not c.held]
    assert len(missing) == 20
    assert (missing[0], missing[-1]) == ("2016-17-Q2", "2021-22-Q4")


def test_a_period_left_out_is_not_searched_and_not_missing(answerer: Answerer) -> None:
    answer = answerer.ask("everything since 2019/20 but not in 2020/21")
    assert {e.held.period.label for e in answer.evidence} == {"2019-20-Q3", "2022-23-Q1"}
    assert not [c for c in answer.coverage if c.period.label.startswith("2020-21")]


def test_doubts_about_what_was_searched_are_told(answerer: Answerer) -> None:
    told = {c.period.label: bool(c.doubts) for c in answerer.ask(ALL_WITH_THE_MET).coverage if c.held}
    assert told == {"2016-06": False, "2018-19-Q4": False, "2019-20-Q3": True, "2020-21-Q1": True, "2022-23-Q1": False}


def test_the_build_is_named(answer: Answer, demo: Library) -> None:
    assert answer.build == demo.manifest.build


# Kinds of no ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("burglary on Canvey Island", Status.NO_EVIDENCE),
        ("work with Merseyside Police", Status.NO_EVIDENCE),
        ("wind farms at sea", Status.NO_EVIDENCE),
        ("what happened to Zebedee", Status.NO_EVIDENCE),
        ("Operation WINDLASS", Status.NO_EVIDENCE),
        ("Operation GAMBLER in 2012", Status.NOT_HELD),
        ("knife crime in Q2 2018/19", Status.NOT_HELD),
        ("knife crime before 2010", Status.NOT_HELD),
        ("knife crime since 2031", Status.NOT_HELD),
        ("Operation WINDLASS in 2012", Status.NOT_HELD),
        ("and of the", Status.NOT_UNDERSTOOD),
        ("???", Status.NOT_UNDERSTOOD),
        ("knife crime in 2018/19 and 2012", Status.ANSWERED),
    ],
)
def test_each_kind_of_no(answerer: Answerer, question: str, status: Status) -> None:
    answer = answerer.ask(question)
    assert answer.status is status
    assert bool(answer.evidence) == (status is Status.ANSWERED)


def test_no_evidence_shows_what_was_searched_with_its_doubts(answerer: Answerer) -> None:
    answer = answerer.ask("burglary on Canvey Island in Q1 2020/21")
    assert answer.status is Status.NO_EVIDENCE
    (row,) = answer.coverage
    assert row.searched > 40
    assert any("period" in doubt for doubt in row.doubts)


def test_not_held_names_the_periods_that_are_not(answerer: Answerer) -> None:
    answer = answerer.ask("Operation GAMBLER in 2012")
    assert {c.period.label for c in answer.coverage} == {"2011-12-Q4", "2012-13-Q1", "2012-13-Q2", "2012-13-Q3"}
    assert not any(c.held or c.searched for c in answer.coverage)


def test_some_periods_held_and_some_not_is_answered_and_both_are_named(answerer: Answerer) -> None:
    answer = answerer.ask("knife crime from Q3 2018/19 to Q4 2018/19")
    assert [(c.period.label, c.held) for c in answer.coverage] == [("2018-19-Q3", False), ("2018-19-Q4", True)]
    assert answer.status is Status.ANSWERED


@pytest.mark.parametrize("question", ["Operation GAMBLAR", "Operation GAMBLAR or Operation WINDLASS", "ASB but not Operation GAMBLAR"])
def test_an_unknown_operation_is_told_with_what_was_meant_and_never_replaced(answerer: Answerer, question: str) -> None:
    answer = answerer.ask(question)
    assert answer.did_you_mean[:1] == ("GAMBLER",)
    assert not [e for e in answer.evidence if "GAMBLER" in e.held.linked.names(Kind.OPERATION)]


def test_one_meant_operation_is_offered_once(answerer: Answerer) -> None:
    assert "GAMBER" not in answerer.ask("Operation GAMBLAR").did_you_mean, "a misprint is no operation of its own"


@pytest.mark.parametrize(("question", "meant"), [("work with the Metropolitain Police", "Metropolitan Police Service"), ("burglary in Basildin", "Basildon")])
def test_a_misprinted_body_or_place_is_told_with_what_was_meant(answerer: Answerer, question: str, meant: str) -> None:
    answer = answerer.ask(question)
    assert answer.status is Status.NO_EVIDENCE
    assert meant in answer.did_you_mean


def test_a_name_of_a_place_and_an_operation_is_read_as_one_and_the_other_told(tmp_path: Path, vocabulary: Vocabulary) -> None:
    operation, place = "Operation HARLOW arrested four people in Epping.", "A drone was flown in Harlow."
    Builder(tmp_path / "library", vocabulary).add([Tiny([operation, place]).write(tmp_path / "a.txt")])
    for question, members, other in (("Harlow", [operation], "district Harlow"), ("what happened in Harlow?", [place], "operation HARLOW")):
        answer = ask(tmp_path / "library", question)
        assert texts(answer) == members
        assert answer.did_you_mean == (other,)
    assert ask(tmp_path / "library", "what happened in Basildon?").did_you_mean == ()


def test_an_unknown_operation_like_none_is_only_unknown(answerer: Answerer) -> None:
    answer = answerer.ask("Operation QQQQQ")
    assert (answer.status, answer.did_you_mean) == (Status.NO_EVIDENCE, ())


# Citations --------------------------------------------------------------------------------------------------------------------


def test_every_citation_resolves(answerer: Answerer, demo: Library) -> None:
    sources = {v.source: demo.catalogue.update(v.id).source for v in demo.versions}
    for e in answerer.ask("everything in all years").evidence:
        printed = e.to_json()
        source = sources[printed["source"]]
        first, last = printed["lines"]
        cited = "\n".join(source.text.split("\n")[first - 1 : last])
        assert squashed(printed["text"]) in squashed(cited), printed["id"]
        start, end = e.held.bullet.span
        assert squashed(printed["text"]) in squashed(source.text[start:end]), printed["id"]


def test_own_mentions_stand_where_they_say(demo: Library) -> None:
    sources = {v.id: demo.catalogue.update(v.id).source.text for v in demo.versions}
    for b in every_bullet(demo):
        for m in b.linked.mentions:
            if m.start is not None:
                assert b.bullet.text[m.start : m.end] == m.surface
                assert squashed(sources[b.version][m.source_start : m.source_end]) == squashed(m.surface)


def test_marks_lie_inside_the_text(answer: Answer) -> None:
    for e in (*answer.evidence, *answer.close):
        assert all(0 <= start < end <= len(e.held.bullet.text) for start, end in e.marks)


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        (ALL_WITH_THE_MET, r"Metropolitan Police( Service)?|MPS"),
        ("work with the British Transport Police", r"British Transport Police|BTP"),
        ("burglary in Southend", r"Southend|Westcliffe?|Leigh|[Bb]urglar"),
        ("raids on cash machines", r"cash|machines?|raids?"),
        ("what happened to Baloo", r"Baloo"),
        ("work with councils", r"[Cc]ouncil|Social Care|local authorit"),
        ("Operation GAMBLER", r"Operation GAMBL?ER"),
    ],
)
def test_marks_show_what_matched(answerer: Answerer, question: str, shown: str) -> None:
    evidence = answerer.ask(question).evidence
    assert evidence
    for e in evidence:
        marked = [e.held.bullet.text[start:end] for start, end in e.marks]
        assert any(re.search(shown, m) for m in marked), (e.held.bullet.text, marked)


def test_no_bullet_is_there_without_a_reason_and_a_mark(answerer: Answerer) -> None:
    for question in ("work with councils", "work with charities", ALL_WITH_THE_MET, "Operation GAMBLER", "what happened to Baloo"):
        assert not [e.held.bullet.text for e in answerer.ask(question).evidence if not e.why or not e.marks], question


def test_each_bullet_says_why_it_is_there(answerer: Answerer) -> None:
    for e in answerer.ask("the Met on Operation GAMBLER in the West since 2019").evidence:
        assert [w.partition(":")[0] for w in e.why] == ["operations", "partners", "areas"]
    for e in answerer.ask("raids on cash machines").evidence:
        assert re.fullmatch(r"topic: holds (none of the words|[a-z, ]+); meaning -?\d\.\d\d(, has the theme of the nearest bullet)?", e.why[0])
        assert 0 < e.score <= 1


# What is asked beyond the bullets ---------------------------------------------------------------------------------------------


def test_which_operations_names_each_with_its_bullets(answerer: Answerer) -> None:
    answer = answerer.ask("which operations were run with the Met?")
    held = {e.held.bullet.id: e.held for e in answer.evidence}
    assert {row["name"] for row in answer.result} == {n for b in held.values() for n in b.linked.names(Kind.OPERATION)}
    assert {"GAMBLER", "SURVEY", "SAND", "CROMWELL", "SCULPTURE"} <= {row["name"] for row in answer.result}
    for row in answer.result:
        assert (row["kind"], bool(row["evidence"])) == ("operation", True)
        assert all(row["name"] in held[i].linked.names(Kind.OPERATION) for i in row["evidence"])


def test_which_partners_and_which_districts(answerer: Answerer) -> None:
    partners = answerer.ask("which partners work in Harlow?").result
    assert ("partner", "Hertfordshire Police") in [(row["kind"], row["name"]) for row in partners]
    districts = answerer.ask("which districts have hare coursing or nuisance vehicles?").result
    assert {"Thurrock", "Harlow"} <= {row["name"] for row in districts}


@pytest.mark.parametrize("question", ["which operations are there?", "list all operations", "list the operations in every update"])
def test_which_operations_of_all_is_all_of_them(answerer: Answerer, demo: Library, question: str) -> None:
    answer = answerer.ask(question)
    assert {row["name"] for row in answer.result or ()} == {n for b in every_bullet(demo) for n in b.linked.names(Kind.OPERATION)}


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("when was Operation GAMBLER first mentioned?", "2019-20-Q3", "2020-21-Q1"),
        ("when was the Met last mentioned?", "2016-06", "2022-23-Q1"),
        ("when was Canvey Island first mentioned?", "2018-19-Q4", "2020-21-Q1"),
        ("when was hare coursing first reported?", "2019-20-Q3", "2022-23-Q1"),
    ],
)
def test_when_gives_the_first_and_last_period(answerer: Answerer, question: str, first: str, last: str) -> None:
    assert answerer.ask(question).result == {"first": first, "last": last}


def test_how_many_each_quarter_keeps_to_bullets_that_give_the_number(answerer: Answerer) -> None:
    answer = answerer.ask("how many Special Constables are there each quarter?")
    assert answer.interpretation.intent is Intent.FIGURE
    assert [p for p, _ in places(answer) if p != "2016-06"] == sorted(p for p, _ in places(answer) if p != "2016-06")
    found = {e.held.period.label: e.held.bullet.text for e in answer.evidence}
    assert "516 Special Constables" in found["2018-19-Q4"] or ("2018-19-Q4", 27) in places(answer)
    assert ("2019-20-Q3", 31) in places(answer) or any("519 Special Constables" in t for t in texts(answer))
    assert any("455 Special Constables" in t for t in texts(answer))


def test_how_many_each_quarter_gives_rows(answerer: Answerer) -> None:
    rows = answerer.ask("how many Special Constables are there each quarter?").result
    assert rows, "architecture.md: result of a figure question is rows"


@pytest.mark.parametrize("question", ["compare Harlow and Basildon", "ASB in Harlow compared with Basildon"])
def test_places_compared_are_both_shown(answerer: Answerer, question: str) -> None:
    districts = {row["name"] for row in answerer.ask(question).facets["districts"]}
    assert {"Harlow", "Basildon"} <= districts


def test_what_is_compared_is_counted_side_by_side(answerer: Answerer) -> None:
    answer = answerer.ask("compare Harlow and Basildon")
    rows = {row["name"]: row for row in answer.result}
    assert rows.keys() == {"Harlow", "Basildon"}
    facets = {row["name"]: row["count"] for row in answer.facets["districts"]}
    for name, row in rows.items():
        assert row["count"] == len(row["evidence"]) == sum(row["periods"].values()) == facets[name]


def test_periods_are_compared_too(answerer: Answerer) -> None:
    first, second = answerer.ask("compare cross-border work in Q3 2019/20 with Q1 2020/21").result
    assert [list(row["periods"]) for row in (first, second)] == [["2019-20-Q3"], ["2020-21-Q1"]]


def test_what_a_name_is(answerer: Answerer) -> None:
    answer = answerer.ask("what is Operation GAMBLER?")
    result = answer.result
    assert (result["name"], result["first"], result["last"]) == ("GAMBLER", "2019-20-Q3", "2020-21-Q1")
    assert result["introduced_by"] == answer.evidence[0].held.bullet.id
    assert all(any(p in e.held.bullet.text for p in result["printed"]) for e in answer.evidence)


def test_which_of_a_class_names_only_those_of_the_class(answerer: Answerer, vocabulary: Vocabulary) -> None:
    answer = answerer.ask("which councils were involved?")
    councils = {c.name for c in vocabulary.concepts.values() if {"class/council", "class/parish-council"} & {*c.related("classification")}}
    assert answer.result
    assert {row["name"] for row in answer.result} <= councils
    assert {id_ for row in answer.result for id_ in row["evidence"]} <= {e.held.bullet.id for e in answer.evidence}


def test_which_counts_only_bullets_that_name_one(answerer: Answerer) -> None:
    answer = answerer.ask("which operations were run in Essex (sample) updates of 2019/20?")
    assert answer.evidence
    assert all(e.held.linked.names(Kind.OPERATION) for e in answer.evidence)
    assert {id_ for row in answer.result for id_ in row["evidence"]} == {e.held.bullet.id for e in answer.evidence}


def test_work_with_other_forces_is_no_comparison_with_them(answerer: Answerer) -> None:
    found = answerer.ask("work with other forces").evidence
    assert found
    assert all(e.held.linked.cross_border for e in found)


def test_an_era_is_searched_in_the_updates_that_speak_of_it(answerer: Answerer) -> None:
    answer = answerer.ask("burglary during the pandemic")
    assert {c.period.label for c in answer.coverage if c.held} == {"2020-21-Q1"}
    assert all(e.held.period.label == "2020-21-Q1" for e in answer.evidence)


# The form that is printed -----------------------------------------------------------------------------------------------------


def test_two_asks_are_equal_byte_for_byte_also_after_reopening(answer: Answer, answerer: Answerer, demo_folder: Path) -> None:
    assert as_bytes(answerer.ask(answer.question)) == as_bytes(answer) == as_bytes(ask(demo_folder, answer.question))


def nulls(value: Any, path: str = "") -> list[str]:
    """Where null stands in a printed answer."""
    if isinstance(value, dict):
        return [p for k, v in value.items() for p in nulls(v, f"{path}/{k}")]
    if isinstance(value, list):
        return [p for v in value for p in nulls(v, f"{path}[]")]
    return [path] if value is None else []


def test_all_keys_are_always_there_and_lists_are_never_null(answer: Answer) -> None:
    printed = answer.to_json()
    assert list(printed) == KEYS
    assert all(list(e) == EVIDENCE_KEYS for e in (*printed["evidence"], *printed["close"]))
    assert all(list(c) == COVERAGE_KEYS for c in printed["coverage"])
    assert set(printed["facets"]) >= {"operations", "partners", "districts", "priorities"}
    may_be_null = {"/marking", "/result", "/interpretation/wanted"}
    may_be_null |= {f"/{part}[]/{key}" for part in ("evidence", "close") for key in ("page", "priority", "marking")}
    may_be_null |= {f"/interpretation{at}/periods[]/{end}" for at in ("", "/exclude") for end in ("from", "to")}
    # What a figure does not tell.
    may_be_null |= {
        f"/result[]/{key}" for key in ("page", "marking", "days", "high", "qualifier", "measure", "measure_name", "of", "per", "compared", "speaks_of", "reach")
    }
    may_be_null |= {f"/result[]/{key}" for key in ("first", "last")} | {f"/result[]/changes[]/{key}" for key in ("qualifier", "compared")}
    assert set(nulls(printed)) <= may_be_null


def test_periods_are_printed_as_labels_and_dates(answerer: Answerer) -> None:
    printed = answerer.ask("Operation GAMBLER since 2019").to_json()
    assert {e["period"] for e in printed["evidence"]} == {"2019-20-Q3", "2020-21-Q1"}
    (asked,) = printed["interpretation"]["periods"]
    assert dt.date.fromisoformat(asked["from"]) == dt.date(2019, 1, 1)
    assert asked["to"] is None


def test_an_answer_of_two_forces_keeps_them_apart(tmp_path: Path, vocabulary: Vocabulary) -> None:
    essex = Tiny(["Operation WINDLASS arrested four people."])
    kent = Tiny(["Operation WINDLASS found a boat.", "Essex Police helped us in Dartford."], quarter=Q3, force="Kent Police")
    Builder(tmp_path / "library", vocabulary).add([essex.write(tmp_path / "a.txt"), kent.write(tmp_path / "b.txt")])
    library = tmp_path / "library"
    assert {e.held.force for e in ask(library, "what did Kent Police say about Operation WINDLASS").evidence} == {"kent"}
    assert texts(ask(library, "work with Essex Police")) == [kent.bullets[1]]
    missing = {(c.force, c.period.label) for c in ask(library, "everything in 2018/19").coverage if not c.held}
    assert ("essex", "2018-19-Q3") in missing
    assert ("kent", "2018-19-Q4") in missing
