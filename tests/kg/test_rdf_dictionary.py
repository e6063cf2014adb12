"""The data dictionary is what the ontology says."""

from __future__ import annotations

from pathlib import Path

from kg.rdf.dictionary import dictionary


def test_the_data_dictionary_is_up_to_date() -> None:
    held = (Path(__file__).parents[2] / "docs" / "data.md").read_text(encoding="utf-8")
    assert held == dictionary(), "run `make data-dictionary`"
