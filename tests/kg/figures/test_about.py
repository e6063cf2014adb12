"""What a figure is about: operation and place, by sentence, label and headings."""

from __future__ import annotations

import pytest

from kg.figures.about import about, figures_about
from kg.linking import Linker
from kg.vocabulary import Vocabulary
from tests.kg.samples import link_lines


@pytest.fixture(scope="module")
def linker(vocabulary: Vocabulary) -> Linker:
    return Linker(vocabulary)


@pytest.mark.parametrize(
    ("line", "operations", "places"),
    [
        ("Operation GAMBLER led to 20 arrests.", ("GAMBLER",), ()),
        ("Operation GAMBLER ran at night. It led to 20 arrests.", ("GAMBLER",), ()),
        ("Operation GAMBLER and Operation RAPTOR ran at night. RAPTOR led to 20 arrests.", ("RAPTOR",), ()),
        ("Harlow: 20 people were arrested.", (), ("Harlow",)),
        ("In Harlow 20 people were arrested.", (), ("Harlow",)),
        ("20 people were arrested. The team is from Harlow.", (), ()),
        ("We arrested 20 people.", (), ()),
    ],
)
def test_what_a_figure_is_about(linker: Linker, line: str, operations: tuple[str, ...], places: tuple[str, ...]) -> None:
    linked = link_lines(linker, line)[0]
    found = about(linked, linked.figures[0])
    assert (found.operations, found.places) == (operations, places)


def test_the_figures_about_one_operation(linker: Linker) -> None:
    linked = link_lines(linker, "Operation GAMBLER led to 20 arrests. Operation RAPTOR led to 30 arrests.")[0]
    assert [f.number for f in figures_about(linked, "RAPTOR", None)] == [30]
    assert [f.number for f in figures_about(linked, None, None)] == [20, 30]
    assert list(figures_about(linked, "GAMBLER", "Harlow")) == []
