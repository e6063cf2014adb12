"""Measures of the vocabulary: what one must say, and how figures find theirs."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import VocabularyError
from kg.figures.naming import family
from kg.vocabulary import COUNTINGS, ConceptKind, Vocabulary

HEAD = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix bb: <https://w3id.org/beatbook/ns#> .
@prefix id: <https://w3id.org/beatbook/id/> .

"""
WHOLE = (
    'id:measure\\/otters a bb:Measure ; skos:prefLabel "otters counted"@en ; bb:unit "otters" ; bb:counting "time" ; skos:definition "Otters on a day."@en .\n'
)


@pytest.mark.parametrize(
    ("taken", "put", "said"),
    [
        (' bb:unit "otters" ;', "", "has no unit"),
        (' ; skos:definition "Otters on a day."@en', "", "has no definition"),
        ('bb:counting "time"', 'bb:counting "sometimes"', "counts in 'sometimes'; say one of period, time, to date"),
        ("otters counted", "collisions recorded", "the label 'collisions recorded' is also measure/collisions's"),
    ],
)
def test_what_a_measure_lacks_is_named_with_file_and_line(tmp_path: Path, taken: str, put: str, said: str) -> None:
    assert taken in WHOLE
    (tmp_path / "own.ttl").write_text(HEAD + WHOLE.replace(taken, put), encoding="utf-8")
    with pytest.raises(VocabularyError, match=said) as failed:
        Vocabulary.load([tmp_path])
    assert failed.value.path.name in ("own.ttl", "measures.ttl")
    assert failed.value.line


def test_an_own_measure_is_read_with_its_notes(tmp_path: Path) -> None:
    (tmp_path / "own.ttl").write_text(HEAD + WHOLE, encoding="utf-8")
    loaded = Vocabulary.load([tmp_path])
    assert loaded.concepts["measure/otters"].values == {"unit": "otters", "counting": "time", "definition": "Otters on a day."}
    assert Vocabulary.from_json(loaded.to_json()).concepts["measure/otters"] == loaded.concepts["measure/otters"]


def test_the_measures_that_ship_say_how_they_count(vocabulary: Vocabulary) -> None:
    measures = vocabulary.of_kind(ConceptKind.MEASURE)
    assert len(measures) > 100
    assert {m.values["counting"] for m in measures} <= set(COUNTINGS)
    assert all(m.values["definition"].endswith(".") for m in measures)
    parts = [m for m in measures if m.related("broader")]
    assert all(vocabulary.concepts[b].kind is ConceptKind.MEASURE for m in parts for b in m.related("broader"))


@pytest.mark.parametrize(
    ("unit", "kind"), [("%", "%"), ("percentage points", "%"), ("GBP", "GBP"), ("hours", "hours"), ("people", "count"), ("otters", "count")]
)
def test_units_that_may_measure_the_same(unit: str, kind: str) -> None:
    assert family(unit) == kind
