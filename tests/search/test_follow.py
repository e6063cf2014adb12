"""Following a name through the sample library, from period to period."""

from __future__ import annotations

import pytest

from kg.errors import UnknownNameError
from kg.model import Kind
from kg.trace import State
from search.answer import Answerer
from search.follow import follow
from search.library import Library
from tests.search.samples import every_bullet

HELD = ["2016-06", "2018-19-Q4", "2019-20-Q3", "2020-21-Q1", "2022-23-Q1"]


def states(demo: Library, name: str) -> dict[str, State]:
    return {s.period.label: s.state for s in follow(demo, name).stops}


def test_each_period_says_whether_it_mentions_the_name(demo: Library) -> None:
    found = states(demo, "GAMBLER")
    assert [found[p] for p in HELD] == [State.SILENT, State.SILENT, State.MENTIONED, State.MENTIONED, State.SILENT]


def test_a_silent_update_that_was_read_with_doubts_is_in_doubt_and_says_why(demo: Library) -> None:
    trace = follow(demo, "CROMWELL")
    found = {s.period.label: s for s in trace.stops}
    assert [found[p].state for p in HELD] == [State.SILENT, State.MENTIONED, State.DOUBT, State.DOUBT, State.SILENT]
    assert all(bool(s.doubts) == (s.state is State.DOUBT) for s in trace.stops)
    assert all(bool(s.bullets) == (s.state is State.MENTIONED) for s in trace.stops)


def test_quarters_of_which_nothing_is_held_are_stops_too(demo: Library) -> None:
    found = states(demo, "GAMBLER")
    assert len(found) == 5 + 20
    assert found["2018-19-Q3"] is found["2021-22-Q4"] is State.NOT_HELD
    assert list(found) == sorted(found, key=lambda p: (p[:4] if "Q" in p else "2016", p))


def test_printed_names_first_and_last(demo: Library) -> None:
    trace = follow(demo, "GAMBLER")
    assert trace.printed == {"Operation GAMBLER": 4, "Operation GAMBER": 1}
    assert trace.seen is not None
    assert [p.label for p in trace.seen] == ["2019-20-Q3", "2020-21-Q1"]
    printed = trace.to_json()
    assert (printed["first"], printed["last"], printed["count"]) == ("2019-20-Q3", "2020-21-Q1", 5)


@pytest.mark.parametrize("name", ["GAMBLER", "gambler", "Operation Gambler", "op gambler", "Op. GAMBLER", " Operation GAMBLER ", "Operation GAMBER", "gamber"])
def test_every_form_of_an_operations_name_gives_one_trace(demo: Library, name: str) -> None:
    assert follow(demo, name).to_json() == follow(demo, "GAMBLER").to_json()


@pytest.mark.parametrize("name", ["the Met", "Met", "MPS", "Metropolitan Police", "metropolitan police service"])
def test_every_name_of_a_body_gives_one_trace(demo: Library, name: str) -> None:
    trace = follow(demo, name)
    assert (trace.entity, trace.name) == ("partner/metropolitan-police-service", "Metropolitan Police Service")
    assert len(trace.bullets) == 15


@pytest.mark.parametrize("kind", list(Kind))
def test_whatever_is_mentioned_can_be_followed_to_every_bullet_that_mentions_it(demo: Library, kind: Kind) -> None:
    bullets = every_bullet(demo)
    names = sorted({m.name for b in bullets for m in b.linked.mentions if m.kind is kind})[:12]
    for name in names:
        own = {b.bullet.id for b in bullets if any(m.name == name and m.kind is kind for m in b.linked.mentions)}
        found = {b.bullet.id for b in follow(demo, name).bullets}
        assert own <= found if kind in (Kind.THEME, Kind.PLACE) else own == found, name


def test_a_trace_and_an_answer_agree(demo: Library, answerer: Answerer) -> None:
    for name in ("RAPTOR", "GAMBLER", "MELROSE"):
        assert [b.bullet.id for b in follow(demo, name).bullets] == [e.held.bullet.id for e in answerer.ask(f"trace Operation {name}").evidence]


def test_company_is_counted_over_the_same_bullets(demo: Library) -> None:
    trace = follow(demo, "GAMBLER")
    assert trace.counts(Kind.PARTNER)["Metropolitan Police Service"] == 5
    assert "GAMBLER" not in trace.counts(Kind.OPERATION)
    printed = trace.to_json()
    assert sum(s["count"] for s in printed["periods"]) == printed["count"] == sum(printed["priorities"].values())


@pytest.mark.parametrize(
    ("name", "close"), [("GAMBLAR", "GAMBLER"), ("Operation Raptr", "RAPTOR"), ("Metropolitan Polise", "Metropolitan Police"), ("Basilden", "Basildon")]
)
def test_an_unknown_name_is_told_with_close_ones(demo: Library, name: str, close: str) -> None:
    with pytest.raises(UnknownNameError, match=r"in this library.*; did you mean") as caught:
        follow(demo, name)
    assert caught.value.name == name
    assert close in caught.value.close
    assert len(caught.value.close) <= 3


@pytest.mark.parametrize("name", ["Merseyside Police", "QQQQQ", "salmon poaching", ""])
def test_a_name_that_nothing_held_mentions_is_unknown_whether_or_not_it_is_known_elsewhere(demo: Library, name: str) -> None:
    with pytest.raises(UnknownNameError, match="in this library"):
        follow(demo, name)


def test_a_priority_is_followed_by_its_number_and_across_plans_by_its_title(demo: Library) -> None:
    numbered = follow(demo, "priority 1")
    assert numbered.name == "Priority 1"
    assert {b.bullet.priority.number for b in numbered.bullets if b.bullet.priority} == {1}
    titled = follow(demo, next(b.bullet.priority.title for b in numbered.bullets if b.bullet.priority and b.period.label == "2018-19-Q4"))
    assert {s.period.label for s in titled.stops if s.bullets} >= {"2018-19-Q4", "2019-20-Q3"}


def test_a_commitment_is_followed_by_its_opening_words(demo: Library) -> None:
    held = every_bullet(demo)
    commitment = next(b.bullet.commitment for b in held if b.bullet.commitment and b.period.label == "2018-19-Q4")
    found = follow(demo, " ".join(commitment.split()[:5]).upper())
    assert found.name == commitment
    assert {b.bullet.commitment for b in found.bullets} == {commitment}
    with pytest.raises(UnknownNameError):
        follow(demo, "words that no commitment has")


def test_a_concern_runs_under_one_title_across_plans_where_the_match_is_one_to_one(demo: Library) -> None:
    aligned = demo.vocabulary.aligned_priorities
    assert aligned["improve safety on our roads"] == aligned["improving road safety"] == "Improving safety on our roads"
    assert aligned["reverse the trend in serious violence"] == "Reverse the Trend in Serious Violence", "two priorities were merged into one"
    counted = follow(demo, "road safety").to_json()["priorities"]
    assert "Improve Safety on our Roads" not in counted
    assert counted["Improving safety on our roads"] > 1
