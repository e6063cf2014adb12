"""Who may see the screen and write from it: beyond this machine nobody without a token, and nobody writes without the right."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.conftest import Run
from tests.ui.screen import html_of
from ui.service.rights import Right
from ui.service.tokens import Tokens

APP = str(Path(__file__).parents[2] / "ui" / "app.py")


@pytest.fixture
def guarded(samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library whose screen asks for tokens and may write."""
    library = Path(shutil.copytree(samples, tmp_path / "guarded"))
    for name, value in (("BEATBOOK_LIBRARY", str(library)), ("BEATBOOK_TOKEN_NEEDED", "1"), ("BEATBOOK_WRITE", "1")):
        monkeypatch.setenv(name, value)
    return library


def behind_the_gate() -> None:
    """What a page of the app sees once the gate has let a reader through."""
    import streamlit as st

    from ui.components.gate import ask_for_token, may_write
    from ui.components.writing import author

    ask_for_token()
    st.text(f"{author()} may {'write' if may_write() else 'read'}")


def opened_with(secret: str) -> AppTest:
    page = AppTest.from_function(behind_the_gate, default_timeout=60).run()
    page.text_input[0].set_value(secret)
    return page.button[0].click().run()


@pytest.mark.parametrize("name", ["ask", "trace", "figures", "compare", "quarter", "updates", "review", "data"])
def test_without_a_token_no_page_shows_anything(guarded: Path, name: str) -> None:
    Tokens(guarded).create("somebody", Right.READ)
    page = AppTest.from_file(APP, default_timeout=60).run()
    assert [i.label for i in page.text_input] == ["Token"]
    page = AppTest.from_file(str(Path(APP).parent / "pages" / f"{name}.py"), default_timeout=60).run()
    assert [i.label for i in page.text_input] == ["Token"]
    assert not page.selectbox
    assert not page.get("file_uploader")
    assert "sample" not in html_of(page)


def test_a_wrong_token_opens_nothing(guarded: Path) -> None:
    Tokens(guarded).create("somebody", Right.READ)
    page = opened_with("bb_wrong")
    assert "not known here" in html_of(page)
    assert not page.text


def test_a_token_opens_it_with_its_right_and_name_until_it_is_taken_back(guarded: Path) -> None:
    tokens = Tokens(guarded)
    page = opened_with(tokens.create("a reader", Right.READ))
    assert page.text[0].value == "a reader may read"
    tokens.revoke("a reader")
    assert [i.label for i in page.run().text_input] == ["Token"]
    assert opened_with(tokens.create("the reviewer", Right.WRITE)).text[0].value == "the reviewer may write"


def test_a_screen_started_without_write_writes_for_nobody(guarded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BEATBOOK_WRITE", "")
    assert opened_with(Tokens(guarded).create("the reviewer", Right.WRITE)).text[0].value == "the reviewer may read"


def test_the_screen_is_not_opened_to_others_without_a_token(beatbook: Run) -> None:
    done = beatbook("app", "--host", "0.0.0.0", "--write")
    assert done.returncode == 1
    assert "beatbook token create" in done.stderr
