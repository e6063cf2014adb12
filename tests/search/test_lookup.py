"""Words looked up: every concept can be found by each of its names, with the bullets that mention it."""

from __future__ import annotations

from kg.vocabulary import ConceptKind, LabelStyle
from search.library import Library
from search.lookup import look_up


def test_the_met_is_found_by_each_of_its_names_with_its_bullets(demo: Library) -> None:
    for said in ("the Met", "MPS", "metropolitan police"):
        found = {e.id: e for e in look_up(demo, said)}
        met = found["partner/metropolitan-police-service"]
        assert met.bullets == len(demo.catalogue.mentioning([met.id]))
        assert "police force" in " ".join(met.above)


def test_every_concept_is_found_by_its_name(demo: Library) -> None:
    everything = {e.id: e for e in look_up(demo)}
    assert set(demo.vocabulary.concepts) <= set(everything)
    for concept in list(demo.vocabulary.concepts.values())[::97]:
        assert concept.id in {e.id for e in look_up(demo, concept.name, concept.kind)}
        shown = {concept.name, *everything[concept.id].labels}
        assert {label.text for label in concept.labels if label.style is LabelStyle.NAME} <= shown


def test_names_that_only_updates_bring_are_told_as_such(demo: Library) -> None:
    found = look_up(demo, "RAPTOR", ConceptKind.OPERATION)
    assert [e.name for e in found] == ["RAPTOR"]
    assert found[0].bullets
    brought = [e for e in look_up(demo) if not e.known]
    assert brought
    assert all(e.bullets and e.id not in demo.vocabulary.concepts for e in brought)


def test_what_nothing_bears_is_not_found_and_kinds_narrow(demo: Library) -> None:
    assert look_up(demo, "zzzz") == []
    assert {e.kind for e in look_up(demo, "harlow", ConceptKind.DISTRICT)} == {ConceptKind.DISTRICT}
    assert {e.kind for e in look_up(demo, "harlow")} > {ConceptKind.DISTRICT}


def test_what_bears_just_the_words_comes_first_and_words_are_found_by_how_they_begin(demo: Library) -> None:
    found = [e.name for e in look_up(demo, "met")]
    assert found[0] == "Metropolitan Police Service"
    assert "uniform and equipment" not in found, "a helmet is no Met"
