"""Journeys through the pages about the library: compare and open a cell, land on a citation, add by upload, review and take back, download."""

from __future__ import annotations

import re
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kg.catalogue import FILE
from search.library import Library
from tests.search.samples import Tiny
from tests.ui.browser.conftest import Opens
from tests.ui.browser.screen import NARROW, serving

NASTY = (
    "Operation LANTERN <script>fetch('http://evil.invalid/')</script> stopped vans in Harlow with Kent Police.",
    "See ![image](http://evil.invalid/a.png) and [a link](http://evil.invalid/b) in Basildon :smile: $x^2$.",
    '<img src="http://evil.invalid/c.png" onerror="alert(1)"> Officers met the Thistledown Trust in Clacton.',
)
PAGES = (
    *("compare", "compare?by=district", "quarter?period=2020-21-Q1", "updates", "review", "review?name=RAMBLER"),
    *("data", "data?show=endpoint", "data?show=vocabulary&word=met", "data?show=quality"),
)


@pytest.fixture(scope="module")
def writable(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library that the journeys may write to."""
    return Path(shutil.copytree(samples, tmp_path_factory.mktemp("writable") / "library"))


@pytest.fixture(scope="module")
def writing(writable: Path) -> Iterator[str]:
    """The screen over it, started with `--write`."""
    with serving(writable, "--write") as origin:
        yield origin


def test_a_count_opens_its_bullets_and_a_citation_lands_on_the_marked_lines(reader: Opens) -> None:
    one = reader()
    page = one.goes("compare")
    page.get_by_role("link", name="5 bullets, Improving safety on our roads, Q3 2019/20").click()
    page.get_by_role("heading", name="Improving safety on our roads · Q3 2019/20").wait_for()
    cited = page.get_by_title("Open the source at this bullet")
    cited.first.wait_for()
    assert cited.count() == 5
    text = page.locator(".bb-bullets p").first.inner_text()
    cited.first.click()
    landed = page.locator("tr#cited mark")
    landed.first.wait_for()
    assert landed.first.inner_text()[:20] in text
    assert landed.first.is_visible()
    assert "updates?version=" in page.url
    page.go_back()
    page.get_by_role("heading", name=re.compile("Improving safety on our roads")).wait_for()
    assert "compare?" in page.url


def test_a_pasted_address_of_a_cell_and_of_a_quarter_rebuild_the_view(reader: Opens) -> None:
    page = reader().goes("compare?by=district&row=improving+safety+on+our+roads&column=Harlow")
    page.get_by_role("heading", name=re.compile("Improving safety on our roads · Harlow")).wait_for()
    page = reader().goes("quarter?period=2019-20-Q3")
    page.get_by_text("Compared with Q4 2018/19").wait_for()
    page.get_by_text("New, in no update held before").click()
    page.get_by_role("link", name=re.compile("^GAMBLER")).first.click()
    page.wait_for_url(re.compile("trace.name=GAMBLER"))


def test_a_damaged_record_is_told_on_the_page_that_needs_it(reader: Opens, samples: Path, tmp_path: Path) -> None:
    damaged = Path(shutil.copytree(samples, tmp_path / "library"))
    with closing(sqlite3.connect(damaged / FILE)) as db, db:
        db.execute("UPDATE bullets SET body = '{}' WHERE version LIKE '%2020-21-q1%'")
    with serving(damaged) as at:
        page = reader(at=at).goes("quarter?period=2020-21-Q1")
        page.get_by_role("heading", name="The library cannot be read").wait_for()
        assert "beatbook check" in page.locator(".bb-broken").inner_text()
        page.goto(f"{at}/quarter?period=2019-20-Q3")
        page.get_by_text("Compared with Q4 2018/19").wait_for()


def test_an_update_is_read_reported_on_kept_and_answers_as_text(reader: Opens, writing: str, tmp_path: Path) -> None:
    update = Tiny(NASTY, "Quarter 2 – 2020/21", force="Essex (sample)").write(tmp_path / "nasty <b>.txt")
    one = reader(at=writing)
    page = one.goes("updates")
    page.locator("input[type=file]").set_input_files(str(update))
    page.get_by_text("A new update; nothing of its period is held.").wait_for()
    page.get_by_text("LANTERN (1)").wait_for()
    page.get_by_role("button", name="Keep 1 update").click()
    page.get_by_role("heading", name="Kept").wait_for(timeout=120_000)
    page.get_by_role("link", name="Read Q2 2020/21").click()
    page.get_by_text("onerror=").first.wait_for()
    one.settled()
    assert page.get_by_text("<script>fetch('http://evil.invalid/')</script>").count() >= 1
    assert page.locator("img[src*=evil], script[src*=evil]").count() == 0
    page.get_by_title("Open the source at this bullet").first.click()
    page.locator("tr#cited mark").first.wait_for()
    one.goes("?q=Operation+LANTERN")
    page.get_by_text("stopped vans in Harlow with Kent Police").first.wait_for()


def test_what_cannot_be_read_is_said_and_nothing_is_kept(reader: Opens, writing: str, tmp_path: Path) -> None:
    bad = tmp_path / "note.txt"
    bad.write_text("- Officers walked the beat.\n", encoding="utf-8")
    page = reader(at=writing).goes("updates")
    page.locator("input[type=file]").set_input_files(str(bad))
    page.get_by_text("no period is stated").wait_for()
    assert page.get_by_role("button", name=re.compile("Keep")).count() == 0


def test_a_name_is_decided_with_its_effect_first_and_taken_back(reader: Opens, writing: str, writable: Path) -> None:
    one = reader(at=writing)
    page = one.goes("review")
    page.get_by_role("link", name="RAMBLER").first.click()
    page.get_by_text("The same as another, printed otherwise").click()
    page.get_by_role("heading", name="What it changes").wait_for()
    page.get_by_role("button", name="Decide so").click()
    page.get_by_text(re.compile("Decision 1: RAMBLER same as GAMBLER")).first.wait_for()
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Decision 1 was taken back.").wait_for()
    page.get_by_role("link", name="RAMBLER").first.wait_for()
    with Library.open(writable) as library:
        (kept,) = library.catalogue.decisions.all()
    assert kept.author
    assert kept.undone_by


def test_a_reader_cannot_write(reader: Opens) -> None:
    page = reader().goes("updates")
    page.get_by_text("beatbook app --write").wait_for()
    assert page.locator("input[type=file]").count() == 0


def test_data_is_taken_away_and_opens(reader: Opens, tmp_path: Path) -> None:
    page = reader().goes("data")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download RDF").click()
    waiting.value.save_as(tmp_path / "facts.zip")
    with zipfile.ZipFile(tmp_path / "facts.zip") as archive:
        assert archive.namelist() == ["beatbook.ttl", "beatbook.void.ttl", "beatbook.shacl.ttl"]
        assert b"GAMBLER" in archive.read("beatbook.ttl")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download bullets as CSV").click()
    assert waiting.value.path().read_text(encoding="utf-8").count("sample-2016-06.txt") == 77


def test_each_page_fits_a_phone(reader: Opens) -> None:
    one = reader(NARROW)
    for address in PAGES:
        page = one.goes(address)
        assert page.evaluate("document.querySelector('.stMain').scrollWidth <= document.querySelector('.stMain').clientWidth + 1"), address


def test_a_comparison_is_gone_through_by_keyboard_alone(reader: Opens) -> None:
    one = reader()
    page = one.goes("compare")
    page.get_by_role("region", name="284 bullets by priority and period").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')").startswith("10 bullets, ")
    page.keyboard.press("Enter")
    page.locator("h2#cited").wait_for()
    assert page.evaluate("document.activeElement.id") == "cited"
