"""The Figures page: a measure's series as charts and tables, and the bullet of a point; over the samples, in AppTest."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.screen import html_of

APP = str(Path(__file__).parents[2] / "ui" / "app.py")


@pytest.fixture
def screen_of_samples(samples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BEATBOOK_LIBRARY", str(samples))


@pytest.fixture
def page(samples: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("BEATBOOK_LIBRARY", str(samples))
    return AppTest.from_file(APP, default_timeout=60).run().switch_page("pages/figures.py").run()


def at(**query: str) -> AppTest:
    """The Figures page at an address."""
    page = AppTest.from_file(APP, default_timeout=60).run().switch_page("pages/figures.py")
    for key, value in query.items():
        page.query_params[key] = value
    page = page.run()
    assert not page.exception
    return page


def test_without_a_measure_it_lists_what_is_held(page: AppTest) -> None:
    assert not page.exception
    assert "measures with" in html_of(page)
    assert 'href="figures?measure=Volunteer+Police+Cadets"' in html_of(page)
    assert page.selectbox[0].value is None


def test_choosing_a_measure_writes_the_address(page: AppTest) -> None:
    shown = page.selectbox[0].set_value("Volunteer Police Cadets").run()
    assert not shown.exception
    assert "Volunteer Police Cadets" in str(dict(shown.query_params))


@pytest.mark.usefixtures("screen_of_samples")
def test_a_measure_has_its_definition_and_a_table_for_each_series() -> None:
    shown = html_of(at(measure="Volunteer Police Cadets"))
    assert "on a day" in shown
    for day, value in (("31 March 2019", "297 people"), ("31 December 2019", "384 people"), ("30 June 2022", "350 people")):
        assert shown.index(f"<td>{day}</td>") < shown.index(f">{value}</a>")


@pytest.mark.usefixtures("screen_of_samples")
def test_the_bullet_of_the_address_is_opened_with_its_figure_marked(samples: Path) -> None:
    from search.figures import series_of
    from search.library import Library

    with Library.open(samples) as library:
        row = series_of(library, "Volunteer Police Cadets").series[0].rows[0]
    shown = html_of(at(measure="Volunteer Police Cadets", bullet=row.held.bullet.id))
    assert "The bullet" in shown
    assert "<mark>297</mark>" in shown


@pytest.mark.usefixtures("screen_of_samples")
def test_an_unknown_measure_leads_to_those_like_it() -> None:
    assert "Nothing held is called" in html_of(at(measure="Volunteer Polize Cadetz"))


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
    assert "No figures are held" in html_of(shown)
