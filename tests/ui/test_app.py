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
    assert {key: screen.query_params[key] for key in screen.query_params} == {"q": ["Operation RAPTOR"]}


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


def test_trace_page(screen: AppTest) -> None:
    page = screen.run().switch_page("pages/trace.py").run()
    page = page.text_input[0].set_value("RAPTOR").run()
    assert not page.exception
    assert "7 bullets" in html_of(page)


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
