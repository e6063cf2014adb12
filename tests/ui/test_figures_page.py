"""The Figures page: a measure's series as charts and tables, and the bullet of a point; over the samples, in AppTest and in a real browser."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.test_tour import free_port

APP = str(Path(__file__).parents[2] / "ui" / "app.py")
CHROMIUM = shutil.which("chromium")
needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="needs chromium (apt-get install chromium)")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"]


@pytest.fixture
def page(samples: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("BEATBOOK_LIBRARY", str(samples))
    return AppTest.from_file(APP, default_timeout=60).run().switch_page("pages/figures.py").run()


def texts(page: AppTest) -> str:
    return "\n".join(element.value for element in page.text)


def test_without_a_measure_it_says_what_is_held(page: AppTest) -> None:
    assert not page.exception
    assert "measures with" in texts(page)
    assert page.selectbox[0].value is None


def test_a_measure_has_its_definition_and_a_table_for_each_series(page: AppTest) -> None:
    shown = page.selectbox[0].set_value("Volunteer Police Cadets").run()
    assert not shown.exception
    assert "on a day" in texts(shown) + shown.subheader[0].value
    table = shown.table[0].value
    assert list(table["speaks of"]) == ["31 March 2019", "31 December 2019", "30 June 2022"]
    assert list(table["value"]) == ["297 people", "384 people", "350 people"]


def test_the_bullet_of_the_address_is_opened_with_its_figure_marked(samples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BEATBOOK_LIBRARY", str(samples))
    from search.figures import series_of
    from search.library import Library

    with Library.open(samples) as library:
        row = series_of(library, "Volunteer Police Cadets").series[0].rows[0]
    app = AppTest.from_file(APP, default_timeout=60).run().switch_page("pages/figures.py")
    app.query_params["bullet"] = row.held.bullet.id
    shown = app.run().selectbox[0].set_value("Volunteer Police Cadets").run()
    assert "The bullet" in [s.value for s in shown.subheader]


def test_a_library_without_figures_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kg.colophon import Given
    from kg.period import Period
    from kg.vocabulary import Vocabulary
    from search.build import Builder

    update = tmp_path / "plain.txt"
    update.write_text("Essex Police\nPriority 1 – Safer Streets\n\n- Officers walked the market.\n- Neighbours met in the hall.\n")
    Builder(tmp_path / "library", Vocabulary.load()).add([update], Given(Period.quarter(2019, 3), "Essex Police"))
    monkeypatch.setenv("BEATBOOK_LIBRARY", str(tmp_path / "library"))
    shown = AppTest.from_file(APP, default_timeout=60).run().switch_page("pages/figures.py").run()
    assert not shown.exception
    assert "No figures are held" in shown.info[0].value


@pytest.fixture(scope="module")
def server(samples: Path) -> Iterator[str]:
    """The screen over the samples, as `beatbook app` serves it."""
    port = free_port()
    command = [sys.executable, "-m", "ui.cli", "app", "--library", str(samples), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ | {"STREAMLIT_SERVER_HEADLESS": "true"}) as process:
        try:
            for _ in range(120):
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2).close()
                    break
                except OSError:
                    time.sleep(0.5)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


@contextmanager
def reader(server: str, address: str, width: int) -> Iterator[Any]:
    """A page of a real browser. Fails where anything is asked of another origin, a page breaks, or something is wider than the screen."""
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_context(viewport={"width": width, "height": 1400}).new_page()
        asked: list[str] = []
        page.context.on("request", lambda request: asked.append(request.url))
        page.goto(server + address)
        yield page
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1"), "nothing is wider than the screen"
        assert page.get_by_test_id("stException").count() == 0
        assert [url for url in asked if not url.startswith((server, server.replace("http", "ws"), "data:", "blob:"))] == []
        browser.close()


def shows_bullet(page: Any) -> bool:
    """Whether the bullet comes to be shown within some seconds."""
    for _ in range(10):
        if page.get_by_role("heading", name="The bullet").count():
            return True
        page.wait_for_timeout(250)
    return False


@needs_browser
@pytest.mark.parametrize("width", [1280, 375])
def test_a_reader_opens_the_bullet_of_a_row(server: str, width: int) -> None:
    with reader(server, "/figures?measure=Volunteer+Police+Cadets", width) as page:
        page.get_by_text("384 people").first.wait_for(timeout=30_000)
        page.get_by_text("Open a bullet").first.click()
        page.get_by_role("link", name="Q3 2019/20").first.click()
        page.get_by_role("heading", name="The bullet").wait_for(timeout=30_000)
        assert page.locator("mark").first.inner_text() == "384"


@needs_browser
def test_a_point_of_the_chart_opens_its_bullet(server: str) -> None:
    with reader(server, "/figures?measure=people+killed+or+seriously+injured+on+the+roads", 1280) as page:
        chart = page.get_by_test_id("stVegaLiteChart").first
        chart.wait_for(timeout=30_000)
        page.get_by_text("208 people").first.wait_for(timeout=30_000)
        page.wait_for_timeout(1_000)
        box = chart.bounding_box()
        places = [box["x"] + box["width"] * part / 10 for part in (3, 5, 7, 9)]
        assert any(page.mouse.click(x, box["y"] + box["height"] * 0.6) or shows_bullet(page) for x in places), "a click on a bar opens its bullet"
        page.locator("mark").first.wait_for(timeout=30_000)
