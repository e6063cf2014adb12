"""What readers do at the screen, in a real browser. Every journey fails on a request beyond the origin, an error of the console or a broken page."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
import rdflib

from kg.vocabulary import Vocabulary
from search.build import Builder
from tests.search.samples import Tiny
from tests.ui.browser.conftest import Opens
from tests.ui.browser.screen import NARROW, Reader, serving
from ui.components import addresses

MET = "all cross-border work with the Met"


def asks(reader: Reader, question: str) -> Any:
    """Types a question on the first page."""
    page = reader.goes("./")
    box = page.get_by_label("Question", exact=True)
    box.fill(question)
    box.press("Enter")
    page.get_by_role("heading", name="Receipt").wait_for()
    return page


def test_a_question_a_part_less_a_citation_and_back(reader: Opens) -> None:
    page = asks(reader(), MET)
    page.get_by_text("14 bullets", exact=True).wait_for()
    page.get_by_role("link", name="Read the question without: theme cross-border work").click()
    page.get_by_text("put back").wait_for()
    asked = page.url
    page.locator(".bb-cite a").first.click()
    cited = page.locator("#cited")
    cited.wait_for()
    assert page.url.partition("?")[0].endswith("/updates")
    assert "essex-sample" in page.url
    page.go_back()
    page.get_by_text("put back").wait_for()
    assert page.url == asked
    page.go_back()
    page.get_by_text("14 bullets", exact=True).wait_for()
    page.get_by_text("put back").wait_for(state="detached")


def test_a_facet_narrows_and_back_widens(reader: Opens) -> None:
    one = reader()
    page = one.goes(addresses.ask(MET))
    page.get_by_text("Narrow by operation").click()
    page.locator(".bb-facets").get_by_role("link", name="GAMBLER").click()
    page.get_by_text("5 of 14 bullets").wait_for()
    page.go_back()
    page.get_by_text("14 bullets", exact=True).wait_for()


def test_an_operation_a_quarter_its_source(reader: Opens) -> None:
    page = reader().goes(addresses.trace())
    page.locator(".stMain").get_by_role("link", name="RAPTOR", exact=True).click()
    page.get_by_text("7 bullets", exact=True).wait_for()
    page.locator(".bb-strip a").first.click()
    page.get_by_text("3 of 7 bullets").wait_for()
    page.locator(".bb-cite a").first.click()
    page.locator("#cited").wait_for()


def test_a_line_of_the_graph_opens_its_bullets(reader: Opens) -> None:
    page = reader().goes(addresses.trace("RAPTOR"))
    page.get_by_text("Neighbourhood, as a graph").click()
    graph = page.locator(".bb-graph")
    graph.locator("canvas").first.wait_for(state="attached")
    page.wait_for_timeout(500)
    box = graph.bounding_box()
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    for dx in range(0, 200, 8):
        page.mouse.click(middle[0] + dx, middle[1] - 60)
        if "edge=" in page.url or "name=RAPTOR" not in page.url:
            break
    page.get_by_text("bullet", exact=False).first.wait_for()
    assert "trace?name=" in page.url


def test_a_value_of_a_measure_opens_its_bullet_and_its_source(reader: Opens) -> None:
    page = reader().goes(addresses.figures("Volunteer Police Cadets"))
    page.get_by_role("link", name="384 people").click()
    page.get_by_role("heading", name="The bullet").wait_for()
    assert page.locator("mark").first.inner_text() == "384"
    page.locator(".bb-cite a").first.click()
    page.get_by_role("heading", name="Updates").wait_for()
    page.locator("#cited").wait_for()


def test_a_point_of_a_chart_opens_its_bullet(reader: Opens) -> None:
    page = reader().goes(addresses.figures("people killed or seriously injured on the roads"))
    chart = page.get_by_test_id("stVegaLiteChart").first
    chart.locator("canvas, svg").first.wait_for()
    page.wait_for_timeout(1000)
    box = chart.bounding_box()
    heading = page.get_by_role("heading", name="The bullet")
    for part in (3, 5, 7, 9):
        page.mouse.click(box["x"] + box["width"] * part / 10, box["y"] + box["height"] * 0.6)
        page.wait_for_timeout(1500)
        if heading.count():
            break
    heading.wait_for()


@pytest.mark.parametrize("form", ["CSV", "Markdown", "Word", "Turtle"])
def test_an_export_opens_and_holds_what_is_shown(reader: Opens, form: str, tmp_path: Path) -> None:
    page = reader().goes(addresses.ask(MET, only=["periods:2018-19-Q4"]))
    page.get_by_text("4 of 14 bullets").wait_for()
    shown = page.locator(".bb-bullets p").all_inner_texts()
    page.get_by_role("button", name="Download").click()
    with page.expect_download() as download:
        page.get_by_role("button", name=f"as {form}").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert len(shown) == 4
    assert held(form, file) == len(shown)


def held(form: str, file: Path) -> int:
    """How many bullets an export holds, as a program that opens such files finds them."""
    if form == "CSV":
        return len(list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8")))))
    if form == "Markdown":
        return len([line for line in file.read_text(encoding="utf-8").partition("## Receipt")[0].splitlines() if line.startswith("- ")])
    if form == "Word":
        return len([p for p in docx.Document(str(file)).paragraphs if p.style and p.style.name == "List Bullet"])
    graph = rdflib.Graph().parse(file, format="turtle")
    return len(set(graph.subjects(rdflib.RDF.type, rdflib.URIRef("https://w3id.org/beatbook/ns#Bullet"))))


def test_a_pasted_address_rebuilds_the_view_in_another_browser(reader: Opens) -> None:
    one = reader()
    first = asks(one, "anti-social behaviour in Harlow")
    first.get_by_role("link", name="Read the question without: district Harlow").click()
    first.get_by_text("put back").wait_for()
    one.settled()
    texts = first.locator(".bb-bullets p").all_inner_texts()
    other = reader()
    page = other.goes(first.url.removeprefix(other.origin).removeprefix("/"))
    other.settled()
    assert page.get_by_text("put back").count() == 1
    assert page.locator(".bb-bullets p").all_inner_texts() == texts
    assert page.get_by_label("Question", exact=True).input_value() == "anti-social behaviour in Harlow"


def test_the_keyboard_is_enough(reader: Opens) -> None:
    page = reader().goes("./")
    tabs_to(page, "document.activeElement?.getAttribute('aria-label') === 'Question'")
    page.keyboard.type("Operation RAPTOR")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Receipt").wait_for()
    tabs_to(page, "!!document.activeElement?.closest('.bb-cite') && document.activeElement.tagName === 'A'")
    page.keyboard.press("Enter")
    page.locator("#cited").wait_for()
    page.wait_for_function("document.activeElement?.id === 'cited'")


def tabs_to(page: Any, there: str) -> None:
    """Presses Tab until the focus is where it should be."""
    for _ in range(120):
        if page.evaluate(there):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {there}")


@pytest.mark.parametrize("address", [addresses.ask(MET), addresses.trace("RAPTOR"), addresses.figures("Volunteer Police Cadets")])
def test_a_telephone_is_wide_enough(reader: Opens, address: str) -> None:
    page = reader(NARROW).goes(address)
    assert page.get_by_test_id("stHeading").first.is_visible()


NASTY = (
    "Operation RAPTOR <img src=http://elsewhere.invalid/a.png onerror=document.title='owned'> ![b](http://elsewhere.invalid/b.png) "
    "<script>document.title='owned'</script> in Harlow."
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, vocabulary: Vocabulary) -> Iterator[str]:
    """The screen over an update whose text tries to be obeyed."""
    folder = tmp_path_factory.mktemp("hostile")
    Builder(folder / "library", vocabulary).add([Tiny((NASTY, "Officers walked the beat in Harlow.")).write(folder / "q4.txt")])
    with serving(folder / "library") as origin:
        yield origin


@pytest.mark.parametrize("address", [addresses.ask("RAPTOR"), addresses.trace("RAPTOR"), addresses.ask("<img src=http://elsewhere.invalid/c.png>")])
def test_text_of_an_update_is_shown_and_not_obeyed(reader: Opens, hostile: str, address: str) -> None:
    page = reader(at=hostile).goes(address)
    page.wait_for_timeout(500)
    assert page.title() != "owned"
    assert page.locator(".stMain img").count() == 0
    if "invalid" not in address:
        assert "![b](http://elsewhere.invalid/b.png) <script>" in page.locator(".bb-bullets p").first.inner_text()
