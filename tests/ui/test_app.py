"""The screen's pages over the samples: what they show, and what they say when there is nothing to show."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.screen import html_of
from ui.components.safe import marked, plain

APP = str(Path(__file__).parents[2] / "ui" / "app.py")


@pytest.fixture
def screen(samples: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("BEATBOOK_LIBRARY", str(samples))
    return AppTest.from_file(APP, default_timeout=60)


def at(screen: AppTest, **query: str | list[str]) -> str:
    """What the Ask page shows at an address."""
    for key, value in query.items():
        screen.query_params[key] = value
    page = screen.run()
    assert not page.exception
    return html_of(page)


def test_the_first_page_offers_questions_that_this_library_answers(screen: AppTest) -> None:
    page = screen.run()
    assert page.title[0].value == "Ask"
    assert "For example" in html_of(page)
    assert "which operations were run in" in html_of(page)


def test_a_question_is_answered_with_bullets_citations_and_receipt(screen: AppTest) -> None:
    shown = at(screen, q="all cross-border work with the Met")
    assert "14 bullets" in shown
    assert "Searched 5 updates with 284 bullets: 14 counted" in shown
    assert "Q2 2016/17 to Q3 2018/19<b>not held</b>" in shown
    assert shown.count("<li><p>") == 14
    assert shown.count('href="updates?version=essex-sample-') == 14
    assert "<mark>" in shown


def test_asking_writes_the_address_and_forgets_what_belonged_to_the_question_before(screen: AppTest) -> None:
    screen.query_params["q"], screen.query_params["drop"] = "anti-social behaviour in Harlow", "district Harlow"
    page = screen.run().text_input[0].set_value("Operation RAPTOR").run()
    assert not page.exception
    assert dict(page.query_params) in ({"q": "Operation RAPTOR"}, {"q": ["Operation RAPTOR"]})


def test_a_part_is_left_out_and_words_are_added(screen: AppTest) -> None:
    before = at(screen, q="anti-social behaviour in Harlow")
    after = at(screen, q="anti-social behaviour in Harlow", drop="district Harlow", add="in Basildon")
    assert 'title="Read the question without: district Harlow"' in before
    assert "<s>district Harlow</s>" in after
    assert "also “in Basildon”" in after
    assert before != after


def test_a_facet_narrows_the_answer_to_as_many_bullets_as_it_counts(screen: AppTest) -> None:
    shown = at(screen, q="all cross-border work with the Met", only="periods:2018-19-Q4")
    assert "4 of 14 bullets" in shown
    assert shown.count("<li><p>") == 4


@pytest.mark.parametrize(
    ("question", "said", "way"),
    [
        ("What did Operation RAPTER do?", "Nobody mentions it", "Did you mean RAPTOR?"),
        ("county lines in 2017/18", "That period is not held", "Without: period"),
        ("the of and", "was not understood", "which operations were run in"),
        ("x" * 5000, "cannot be taken", "Begin anew"),
    ],
)
def test_each_kind_of_no_says_what_to_do_next(screen: AppTest, question: str, said: str, way: str) -> None:
    shown = at(screen, q=question)
    assert said in shown
    assert way in shown


def test_an_address_that_asks_for_what_there_is_not_is_told(screen: AppTest) -> None:
    assert "has no part" in at(screen, q="RAPTOR", drop="district Nowhere")


@pytest.mark.parametrize("query", [{"only": "colours:red", "q": "RAPTOR"}, {"saved": "never saved"}])
def test_another_address_that_cannot_be_shown_is_told(screen: AppTest, query: dict[str, str]) -> None:
    assert "Begin anew" in at(screen, **query)


def test_a_question_is_saved_and_asked_again(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BEATBOOK_LIBRARY", str(library))
    screen = AppTest.from_file(APP, default_timeout=60)
    screen.query_params["q"] = "RAPTOR"
    page = screen.run()
    page.text_input[2].set_value("Raptor, all")
    page = next(b for b in page.button if "Save" in b.label).click().run()
    assert not page.exception
    assert "Ask it again" in html_of(page)
    assert json.loads(next((library / "saved").glob("*.json")).read_text())["question"] == "RAPTOR"
    again = AppTest.from_file(APP, default_timeout=60)
    again.query_params["saved"] = "Raptor, all"
    assert "Nothing came, went or changed" in html_of(again.run())


def trace_at(screen: AppTest, **query: str | list[str]) -> str:
    """What the Trace page shows at an address."""
    page = screen.run().switch_page("pages/trace.py")
    for key, value in query.items():
        page.query_params[key] = value
    page = page.run()
    assert not page.exception
    return html_of(page)


def test_a_trace_tells_its_quarters_and_its_gaps_apart(screen: AppTest) -> None:
    shown = trace_at(screen, name="RAPTOR")
    assert "<strong>7 bullets</strong>, first in Q4 2018/19, last in Q1 2020/21" in shown
    assert "Q1 2022/23<b>0</b>silent" in shown
    assert "Q2 2020/21 to Q4 2021/22<b>not held</b>7 quarters" in shown
    assert "Printed as Operation RAPTOR" in shown
    assert "What is named" in shown


def test_a_silence_in_doubt_is_told_from_one_that_is_sure(screen: AppTest) -> None:
    assert "silent, in doubt" in trace_at(screen, name="SURVEY")


def test_a_count_of_a_trace_opens_as_many_bullets(screen: AppTest) -> None:
    assert trace_at(screen, name="RAPTOR", edge="district:Basildon").count("<li><p>") == 2


def test_a_quarter_of_a_trace_opens_as_many_bullets_as_it_counts(screen: AppTest) -> None:
    assert trace_at(screen, name="RAPTOR", period="2018-19-Q4").count("<li><p>") == 3


def test_the_map_leads_to_the_bullets_of_a_district(screen: AppTest) -> None:
    shown = trace_at(screen, name="RAPTOR")
    assert 'href="trace?name=RAPTOR&amp;edge=district%3ABasildon">Basildon<b>2</b>' in shown
    assert "<span>Uttlesford<b>–</b></span>" in shown


def test_a_trace_without_a_name_offers_what_is_held(screen: AppTest) -> None:
    assert "Follow one thing" in trace_at(screen)


def test_a_trace_of_an_unknown_name_leads_to_those_like_it(screen: AppTest) -> None:
    shown = trace_at(screen, name="RAPTER")
    assert "Nothing held is called “RAPTER”" in shown
    assert 'href="trace?name=RAPTOR"' in shown


def test_a_trace_by_what_is_no_kind_is_told(screen: AppTest) -> None:
    assert "That cannot be shown" in trace_at(screen, name="RAPTOR", edge="colour:red")


def test_a_missing_library_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BEATBOOK_LIBRARY", str(tmp_path / "none"))
    page = AppTest.from_file(APP, default_timeout=30).run()
    assert not page.exception
    assert "beatbook add" in html_of(page)


def test_text_of_documents_is_escaped() -> None:
    shown = marked("<script>x</script> ![](http://host/x.png) & Met", [(48, 51)])
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown
    assert "<mark>" in shown
    assert plain("![](http://host) **b** :red[x] $x$") == r"\!\[\]\(http\:\/\/host\) \*\*b\*\* \:red\[x\] \$x\$"
