"""The pages about the library over the samples: what each shows, where its links lead, and what it says when there is nothing to show."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from kg.catalogue import FILE
from kg.scores import scores
from kg.vocabulary import Vocabulary
from search.build import Builder
from search.library import Library
from tests.search.samples import Tiny
from tests.ui.screen import html_of

APP = str(Path(__file__).parents[2] / "ui" / "app.py")
PAGES = ("ask", "trace", "figures", "compare", "quarter", "updates", "review", "data")
Open = Callable[..., AppTest]
NASTY = (
    "Operation LANTERN <script>fetch('http://evil.invalid/')</script> stopped vans in Harlow with Kent Police.",
    "See ![image](http://evil.invalid/a.png) and [a link](http://evil.invalid/b) in **Basildon** :smile: $x^2$.",
    "<img src=http://evil.invalid/c.png onerror=alert(1)> Officers met the Thistledown Trust in Clacton.",
)


@pytest.fixture
def opened(samples: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens a page at an address, over the samples or another library."""

    def at(page: str, library: Path = samples, *, write: bool = False, **query: str) -> AppTest:
        monkeypatch.setenv("BEATBOOK_LIBRARY", str(library))
        monkeypatch.setenv("BEATBOOK_WRITE", "1" if write else "")
        app = AppTest.from_file(APP, default_timeout=60).run()
        app.query_params.update(query)
        app = app.switch_page(f"pages/{page}.py").run()
        assert not app.exception, app.exception[0].value
        return app

    return at


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory, vocabulary: Vocabulary) -> Path:
    """A library of one update whose text holds HTML, Markdown and script."""
    folder = tmp_path_factory.mktemp("nasty")
    update = Tiny(NASTY).write(folder / "<b>nasty<b>.txt")
    assert not Builder(folder / "library", vocabulary).add([update]).failed
    return folder / "library"


def links(page: AppTest) -> list[str]:
    return [html.unescape(found) for found in re.findall(r'href="([^"]*)"', html_of(page))]


def test_a_quarter_shows_what_changed_and_all_it_says(opened: Open, samples: Path) -> None:
    page = opened("quarter", period="2020-21-Q1")
    said = html_of(page)
    assert "Compared with Q3 2019/20; not held between them: Q4 2019/20." in said
    assert "Bring more perpetrators of rape and sexual abuse to justice" in said
    assert any(e.label.startswith("Gone, named in the last update held: ") for e in page.expander)
    with Library.open(samples) as library:
        version = next(v for v in library.versions if v.colophon.period.label == "2020-21-Q1")
        held = library.catalogue.bullets(library.catalogue.members([version.id]))
    assert all(html.escape(b.bullet.text).replace("\t", " &#8226; ") in said for b in held)
    assert "trace?name=ANISE&period=2019-20-Q3" in links(page)


def test_the_latest_update_is_shown_where_none_is_asked_for(opened: Open) -> None:
    assert opened("quarter").selectbox[0].value == "2022-23-Q1"
    assert opened("quarter", period="never").selectbox[0].value == "2022-23-Q1"


def test_every_count_of_a_comparison_opens_its_bullets(opened: Open) -> None:
    page = opened("compare", by="district")
    cells = re.findall(r'href="([^"]*)" aria-label="(\d+) bullets, ([^"]*), Harlow"', html_of(page))
    assert cells
    address, count, title = cells[0]
    query = dict(re.findall(r"(\w+)=([^&]*)", html.unescape(address).partition("?")[2]))
    page = opened("compare", by="district", row=query["row"].replace("+", " "), column="Harlow")
    assert f'id="cited">{title} · Harlow <span class="bb-quiet">{count} bullets' in html_of(page)
    assert len([a for a in links(page) if a.startswith("updates?version=")]) == int(count)


def test_blanks_are_told_apart_and_explained(opened: Open) -> None:
    said = html_of(opened("compare"))
    assert "no priority of the plan of that time" in said
    assert "no update is held" in said
    assert 'class="bb-gap"' in said


def test_a_comparison_of_an_answer_and_of_nothing(opened: Open) -> None:
    page = opened("compare", by="district-period")
    page = page.text_input[0].set_value("anti-social behaviour").run()
    assert "35 bullets by district and period" in html_of(page)
    page = page.text_input[0].set_value("the of").run()
    assert not page.exception
    assert "This cannot be compared" in html_of(page)
    page = page.text_input[0].set_value("Operation NOBODY").run()
    assert "No bullet is counted" in html_of(page)


def test_updates_lists_what_is_held_with_doubts(opened: Open) -> None:
    page = opened("updates")
    said = html_of(page)
    assert "5 updates" in said
    assert "no period is stated; taken for Q1 2020/21" in said
    assert "beatbook app --write" in said
    assert not page.get("file_uploader")


def test_a_citation_lands_on_its_bullet_marked(opened: Open, samples: Path) -> None:
    with Library.open(samples) as library:
        held = next(b for b in library.catalogue.bullets(library.catalogue.members(library.version_ids)) if b.bullet.lines[1] > b.bullet.lines[0] > 60)
    said = html_of(opened("updates", version=held.version, line=str(held.bullet.lines[0]), bullet=held.bullet.id))
    (landed,) = re.findall(r'<tr id="cited">.*?</tr>', said)
    assert f">{held.bullet.lines[0]}</a>" in landed
    assert "<mark>" in landed
    assert said.count('class="bb-own bb-cited"') == held.bullet.lines[1] - held.bullet.lines[0] + 1


@pytest.mark.parametrize("query", [{"line": "999999"}, {"line": "x"}, {"line": "2", "bullet": "nobody"}, {"from": "9999"}, {"from": "-1"}])
def test_an_address_that_leads_nowhere_still_shows_the_source(opened: Open, samples: Path, query: dict[str, str]) -> None:
    with Library.open(samples) as library:
        version = library.version_ids[0]
    assert "bb-source" in html_of(opened("updates", version=version, **query))


def test_a_version_that_is_not_held_says_so(opened: Open) -> None:
    assert "This version is not held" in html_of(opened("updates", version="essex-nothing"))


@pytest.mark.parametrize(
    ("page", "query"), [("updates", {}), ("quarter", {}), ("compare", {}), ("review", {}), ("data", {"show": "vocabulary", "word": "trust"})]
)
def test_text_of_an_update_is_shown_and_never_obeyed(opened: Open, nasty: Path, page: str, query: dict[str, str]) -> None:
    said = html_of(opened(page, nasty, **query))
    assert not re.search(r"<(script|img)\b|<b>nasty", said)
    if page == "quarter":
        with Library.open(nasty) as library:
            held = library.catalogue.bullets(library.catalogue.members(library.version_ids))
        assert len(held) == len(NASTY)
        assert all(html.escape(b.bullet.text) in said for b in held)


def test_the_marked_source_of_a_nasty_update_is_text(opened: Open, nasty: Path) -> None:
    with Library.open(nasty) as library:
        (version,) = library.version_ids
    said = html_of(opened("updates", nasty, version=version, line="9"))
    assert "<mark>See ![image](http://evil.invalid/a.png)" in said or "<mark>Operation LANTERN &lt;script&gt;" in said
    assert not re.search(r"<(script|img)\b|<b>nasty", said)


def test_a_name_is_decided_with_its_effect_first_and_taken_back(opened: Open, nasty: Path, tmp_path: Path) -> None:
    library = Path(shutil.copytree(nasty, tmp_path / "library"))
    page = opened("review", library, write=True, name="Thistledown Trust")
    page = page.radio[0].set_value("not a body").run()
    assert "What it changes" in html_of(page)
    assert "1 in 1 updates" in html_of(page)
    page.text_input[0].set_value("A. Reader").run()
    page = next(b for b in page.button if b.label == "Decide so").click().run()
    assert not page.exception
    said = html_of(page)
    assert "Decision 1: Thistledown Trust not a body, by A. Reader." in said
    assert "No name waits" in said
    page = next(b for b in page.button if b.label == "Undo").click().run()
    assert "Decision 1 was taken back." in html_of(page)
    assert "review?name=Thistledown+Trust" in links(page)
    with Library.open(library) as held:
        (kept,) = held.catalogue.decisions.all()
    assert (kept.author, kept.undone_by) == ("A. Reader", "A. Reader")


def test_nothing_can_be_decided_unless_the_screen_may_write(opened: Open, nasty: Path) -> None:
    page = opened("review", nasty, name="Thistledown Trust")
    assert not page.radio
    assert not page.button
    assert "beatbook app --write" in html_of(page)


def test_data_offers_downloads_queries_words_and_quality(opened: Open) -> None:
    page = opened("data")
    assert "5 updates." in html_of(page)
    assert len(page.get("download_button")) == 2
    assert any("SELECT" in code.value for code in opened("data", show="endpoint").code)
    assert "Metropolitan Police Service" in html_of(opened("data", show="vocabulary", word="MPS"))
    quality = html_of(opened("data", show="quality"))
    assert quality.count("conforms") == 5
    assert all(score.what in quality and f"{score.recall:.2f}" in quality for score in scores())


@pytest.fixture(scope="module")
def states(samples: Path, tmp_path_factory: pytest.TempPathFactory, vocabulary: Vocabulary) -> dict[str, tuple[Path, str]]:
    """Libraries that no page can show, each with what to do."""
    folder = tmp_path_factory.mktemp("states")
    emptied, garbage, headless = (Path(shutil.copytree(samples, folder / name)) for name in ("emptied", "garbage", "headless"))
    with Library.open(emptied) as library:
        held = [version.id for version in library.all_versions]
    Builder(emptied, vocabulary).remove(held)
    (garbage / FILE).write_bytes(b"no database" * 900)
    (headless / FILE).unlink()
    return {
        "missing": (folder / "none", "beatbook add"),
        "emptied": (emptied, "beatbook add"),
        "garbage": (garbage, "beatbook restore"),
        "headless": (headless, "beatbook restore"),
    }


@pytest.mark.parametrize("state", ["missing", "emptied", "garbage", "headless"])
@pytest.mark.parametrize("page", PAGES)
def test_a_library_that_cannot_be_shown_says_what_to_do(opened: Open, states: dict[str, tuple[Path, str]], page: str, state: str) -> None:
    folder, do = states[state]
    query = {"q": "all work with the Met"} if page == "ask" else {"name": "LANTERN"} if page == "trace" else {}
    assert do in html_of(opened(page, folder, **query))


def test_with_writing_updates_can_be_added_to_a_library_that_is_not_there_yet(opened: Open, tmp_path: Path) -> None:
    page = opened("updates", tmp_path / "none", write=True)
    assert page.get("file_uploader")
    assert not (tmp_path / "none").exists()
