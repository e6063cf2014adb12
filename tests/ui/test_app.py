"""The screen's pages over the samples: what they show, and what they say when there is nothing to show."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.screen import html_of
from ui.components.safe import marked

APP = str(Path(__file__).parents[2] / "ui" / "app.py")


@pytest.fixture
def screen(samples: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("BEATBOOK_LIBRARY", str(samples))
    return AppTest.from_file(APP, default_timeout=30).run()


def texts(page: AppTest) -> str:
    return "\n".join(element.value for element in page.text)


def test_the_first_page_offers_examples(screen: AppTest) -> None:
    assert not screen.exception
    assert screen.title[0].value == "Ask"
    assert "for example" in texts(screen)


def test_a_question_is_answered_with_receipt(screen: AppTest) -> None:
    page = screen.text_input[0].set_value("all cross-border work with the Met").run()
    assert not page.exception
    assert "14 bullets" in texts(page)
    assert "Not held: Q2 2016/17 to Q3 2018/19" in texts(page)
    assert [s.value for s in page.subheader][-1] == "Receipt"


def test_a_part_is_left_out_and_words_are_added(screen: AppTest) -> None:
    page = screen.text_input[0].set_value("anti-social behaviour in Harlow").run()
    before = texts(page)
    page = page.button_group[0].set_value(["district Harlow"]).run()
    assert "district Harlow" not in next(t.value for t in page.text if t.value.startswith("Read as"))
    page = page.text_input[1].set_value("in Basildon").run()
    assert not page.exception
    assert "district Basildon" in texts(page)
    assert texts(page) != before


def test_no_evidence_is_said(screen: AppTest) -> None:
    page = screen.text_input[0].set_value("Operation RAPTER").run()
    assert "Nobody mentions it" in page.info[0].value
    assert "RAPTOR" in texts(page)


def test_trace_page(screen: AppTest) -> None:
    page = screen.switch_page("pages/trace.py").run()
    page = page.text_input[0].set_value("RAPTOR").run()
    assert not page.exception
    assert "7 bullets, first in Q4 2018/19, last in Q1 2020/21" in texts(page)


def test_trace_of_an_unknown_name(screen: AppTest) -> None:
    page = screen.switch_page("pages/trace.py").run()
    page = page.text_input[0].set_value("RAPTER").run()
    assert "RAPTOR" in page.info[0].value


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
