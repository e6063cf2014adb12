"""What stands beside an entity, and where districts lie."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.errors import LibraryError
from kg.model import Kind
from kg.neighbourhood import Beside, bullets_of, neighbourhood
from kg.outlines import FILE, outlines, tiles
from kg.trace import Trace
from kg.vocabulary import ConceptKind, Vocabulary
from search.build import Builder
from search.follow import follow
from search.library import Library
from tests.search.samples import Tiny

BULLETS = (
    "Operation RAPTOR arrested nine people in Harlow with Kent Police.",
    "Operation RAPTOR seized two vans in Harlow.",
    "Operation RAPTOR was in Basildon with Kent Police.",
    "Officers walked the beat in Thurrock.",
)
HARLOW = "E07000073"


@pytest.fixture(scope="module")
def raptor(tmp_path_factory: pytest.TempPathFactory, vocabulary: Vocabulary) -> Trace:
    folder = tmp_path_factory.mktemp("beside")
    Builder(folder / "library", vocabulary).add([Tiny(BULLETS).write(folder / "q4.txt")])
    with Library.open(folder / "library") as library:
        return follow(library, "RAPTOR")


def test_every_edge_holds_just_the_bullets_that_name_both_ends(raptor: Trace) -> None:
    found = neighbourhood(raptor, 10)
    assert {n.name for n in found.neighbours} == {"Harlow", "Basildon", "Kent Police"}
    for edge in found.edges:
        ends = tuple(end for end in (edge.start, edge.end) if end)
        assert edge.bullets
        assert edge.bullets == bullets_of(raptor, ends)
    assert len(found.edges) == 3 + 2


def test_the_most_often_named_are_shown_and_the_others_counted(raptor: Trace) -> None:
    found = neighbourhood(raptor, 2)
    assert [n.name for n in found.neighbours] == ["Harlow", "Kent Police"]
    assert found.hidden == 1


def test_a_neighbour_is_read_back_from_an_address() -> None:
    kent = Beside(Kind.PARTNER, "Kent: Police")
    assert Beside.from_text(str(kent)) == kent
    with pytest.raises(ValueError, match="colour"):
        Beside.from_text("colour:red")


def test_the_grid_that_ships_has_a_tile_for_every_district_of_the_vocabulary(vocabulary: Vocabulary) -> None:
    codes = [c.values["notation"] for c in vocabulary.of_kind(ConceptKind.DISTRICT) if "notation" in c.values]
    assert len(codes) == 14
    assert len({tiles()[code] for code in codes}) == 14


def feature(code: str, ring: list[list[float]]) -> dict[str, object]:
    return {"type": "Feature", "properties": {"LAD23CD": code}, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def test_outlines_are_found_by_code_and_fitted_into_the_square(tmp_path: Path) -> None:
    ring = [[0.1, 51.7], [0.3, 51.7], [0.3, 51.8], [0.1, 51.7]]
    (tmp_path / FILE).write_text(json.dumps({"features": [feature(HARLOW, ring), feature("E99999999", ring)]}))
    (found,) = outlines(tmp_path, frozenset([HARLOW]))
    points = [point for outline in found.rings for point in outline]
    assert found.code == HARLOW
    assert min(x for x, _ in points) == 0
    assert max(max(point) for point in points) == pytest.approx(100, abs=0.1)
    assert points[0][1] > points[2][1], "north is above"


def test_no_file_gives_no_outlines_and_a_damaged_one_says_what_to_do(tmp_path: Path) -> None:
    assert outlines(tmp_path, frozenset([HARLOW])) == ()
    for text in ("{", json.dumps({"features": [{"properties": {"code": HARLOW}, "geometry": {"type": "Point", "coordinates": [1, 2]}}]})):
        (tmp_path / FILE).write_text(text)
        with pytest.raises(LibraryError, match="mend or delete"):
            outlines(tmp_path, frozenset([HARLOW]))
