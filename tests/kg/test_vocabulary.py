"""The vocabulary: it loads, keeps itself whole, is extended by overlays, and refuses every contradiction with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import VocabularyError
from kg.vocabulary import Concept, ConceptKind, Label, LabelStyle, Vocabulary

PREFIXES = """\
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix org:  <http://www.w3.org/ns/org#> .
@prefix bb:   <https://w3id.org/beatbook/ns#> .
@prefix id:   <https://w3id.org/beatbook/id/> .
"""
FIRST_LINE = PREFIXES.count("\n") + 1


def overlay(folder: Path, *entries: str, name: str = "own.ttl") -> Path:
    """A folder with one overlay file of these entries, one a line."""
    (folder / name).write_text(PREFIXES + "\n".join(entries) + "\n", encoding="utf-8")
    return folder


def partner(slug: str, label: str, more: str = "") -> str:
    """An entry of a partner."""
    return rf'id:partner\/{slug} a bb:Partner ; skos:prefLabel "{label}"@en ; {more} org:classification id:class\/charity .'


# What ships ----------------------------------------------------------------------------------------------------------------------


def test_what_ships_loads_with_every_kind(vocabulary: Vocabulary) -> None:
    assert {c.kind for c in vocabulary.concepts.values()} == set(ConceptKind)
    assert all(c.id == key and c.name for key, c in vocabulary.concepts.items())
    assert list(vocabulary.concepts) == sorted(vocabulary.concepts)


def test_every_territorial_force_is_law_enforcement(vocabulary: Vocabulary) -> None:
    assert len(vocabulary.force_slugs) >= 43
    assert set(vocabulary.force_slugs.values()) <= vocabulary.law_enforcement
    assert "partner/national-crime-agency" in vocabulary.law_enforcement
    assert "partner/essex-county-council" not in vocabulary.law_enforcement


def test_json_gives_back_the_same_vocabulary(vocabulary: Vocabulary) -> None:
    text = vocabulary.to_json()
    again = Vocabulary.from_json(text)
    assert again == vocabulary
    assert again.to_json() == text
    assert "\n" not in text


def test_the_digest_changes_with_any_label_and_not_with_order(vocabulary: Vocabulary) -> None:
    concepts = list(vocabulary.concepts.values())
    assert Vocabulary.of(reversed(concepts)).digest == vocabulary.digest
    first = concepts[0]
    changed = Concept(first.id, first.kind, first.name, (*first.labels, Label("another name", LabelStyle.NAME)), first.relations, first.values)
    assert Vocabulary.of([changed, *concepts[1:]]).digest != vocabulary.digest


def test_plans_know_their_priorities_and_their_force(vocabulary: Vocabulary) -> None:
    plans = vocabulary.plans("essex")
    assert "Improve Safety on our Roads" in plans["Police and Crime Plan 2016-2020"]
    assert vocabulary.plans("kent") == {}


def test_places_belong_to_their_force(vocabulary: Vocabulary) -> None:
    harlow = vocabulary.concepts["district/harlow"]
    assert vocabulary.speaks_of(harlow, "essex")
    assert not vocabulary.speaks_of(harlow, "kent")
    assert not vocabulary.speaks_of(harlow, "no-such-force")
    assert vocabulary.speaks_of(vocabulary.concepts["operation/sceptre"], "kent")


# Relations -----------------------------------------------------------------------------------------------------------------------


def theme(id_: str, *broader: str) -> Concept:
    return Concept(id_, ConceptKind.THEME, id_, (Label(id_, LabelStyle.NAME),), {"broader": broader} if broader else {})


def test_narrower_is_the_closure_with_the_concept_itself_first() -> None:
    vocabulary = Vocabulary.of([theme("crime"), theme("drugs", "crime"), theme("lines", "drugs", "gangs"), theme("gangs", "crime")])
    assert vocabulary.narrower["crime"][0] == "crime"
    assert {k: set(v) for k, v in vocabulary.narrower.items()} == {
        "crime": {"crime", "drugs", "lines", "gangs"},
        "drugs": {"drugs", "lines"},
        "gangs": {"gangs", "lines"},
        "lines": {"lines"},
    }
    assert all(len(v) == len(set(v)) for v in vocabulary.narrower.values())


def test_narrower_ends_even_in_a_circle() -> None:
    vocabulary = Vocabulary.of([theme("a", "b"), theme("b", "a")])
    assert set(vocabulary.narrower["a"]) == {"a", "b"}


# Overlays ------------------------------------------------------------------------------------------------------------------------


def test_an_overlay_extends_a_concept_that_ships_and_adds_its_own(tmp_path: Path, vocabulary: Vocabulary) -> None:
    kent = r'id:partner\/kent-police a bb:Partner ; skos:prefLabel "Kent Police"@en ; skos:altLabel "Kentish Constables"@en .'
    extended = Vocabulary.load([overlay(tmp_path, kent, partner("lamp-lighters", "Lamp Lighters of Westshire"))])
    old, new = vocabulary.concepts["partner/kent-police"], extended.concepts["partner/kent-police"]
    assert set(new.labels) == {*old.labels, Label("Kentish Constables", LabelStyle.NAME)}
    assert (new.name, new.relations, new.values) == (old.name, old.relations, old.values)
    assert extended.concepts["partner/lamp-lighters"].name == "Lamp Lighters of Westshire"
    assert set(extended.concepts) == {*vocabulary.concepts, "partner/lamp-lighters"}
    assert extended.digest != vocabulary.digest


def test_an_overlay_may_rename_what_ships(tmp_path: Path) -> None:
    renamed = Vocabulary.load([overlay(tmp_path, r'id:partner\/kent-police a bb:Partner ; skos:prefLabel "Constabulary of Kent"@en .')])
    kent = renamed.concepts["partner/kent-police"]
    assert kent.name == "Constabulary of Kent"
    assert Label("Kent Police", LabelStyle.NAME) in kent.labels


def test_a_preferred_name_that_is_a_word_label_is_only_that(tmp_path: Path) -> None:
    loaded = Vocabulary.load([overlay(tmp_path, partner("lamps", "Lantern", 'bb:wordLabel "Lantern"@en ;'))])
    assert loaded.concepts["partner/lamps"].labels == (Label("Lantern", LabelStyle.WORD),)


def test_an_empty_folder_changes_nothing(tmp_path: Path, vocabulary: Vocabulary) -> None:
    assert Vocabulary.load([tmp_path]) == vocabulary


# Contradictions ------------------------------------------------------------------------------------------------------------------

CONTRADICTIONS = {
    "no Turtle": (["this is no Turtle"], FIRST_LINE, "is not Turtle"),
    "no name": ([r"id:partner\/x a bb:Partner ; org:classification id:class\/charity ."], FIRST_LINE, "partner/x has 0 skos:prefLabel"),
    "two names": ([partner("x", "One of Westshire", 'skos:prefLabel "Two of Westshire"@en ;')], FIRST_LINE, "partner/x has 2 skos:prefLabel"),
    "unknown target": (
        [partner("a", "Another of Westshire"), partner("x", "One of Westshire", r"bb:force id:partner\/nobody ;")],
        FIRST_LINE + 1,
        "partner/x names partner/nobody as force",
    ),
    "no district": ([r'id:place\/x a bb:Place ; skos:prefLabel "Westshire Green"@en .'], FIRST_LINE, "place/x lies in no district"),
    "in a place": (
        [r'id:place\/x a bb:Place ; skos:prefLabel "Westshire Green"@en ; skos:broader id:place\/canvey-island .'],
        FIRST_LINE,
        "place/x lies in no district",
    ),
    "an age in words": (
        [r'id:theme\/x a bb:Theme ; skos:prefLabel "Old Westshire"@en ; bb:ageFrom "old" .'],
        FIRST_LINE,
        "theme/x gives 'old' as an age",
    ),
    "no class": ([r'id:partner\/x a bb:Partner ; skos:prefLabel "One of Westshire"@en .'], FIRST_LINE, "partner/x has no class"),
    "a label of one that ships": (
        [partner("x", "One of Westshire", 'skos:altLabel "The Kent  police"@en ;')],
        FIRST_LINE,
        "the label 'The Kent  police' is also",
    ),
    "one label on two": (
        [partner("w", "One of Westshire"), partner("x", "one OF westshire")],
        FIRST_LINE + 1,
        "the label 'one OF westshire' is also partner/w's",
    ),
    "a town and a district": (
        [r'id:place\/x a bb:Place ; skos:prefLabel "Harlow"@en ; skos:broader id:district\/harlow .'],
        FIRST_LINE,
        "the label 'Harlow' is also district/harlow's",
    ),
}


@pytest.mark.parametrize("case", CONTRADICTIONS)
def test_a_contradiction_is_refused_with_its_file_and_line(tmp_path: Path, case: str) -> None:
    entries, line, reason = CONTRADICTIONS[case]
    with pytest.raises(VocabularyError) as caught:
        Vocabulary.load([overlay(tmp_path, *entries)])
    error = caught.value
    assert (error.path, error.line) == (tmp_path / "own.ttl", line)
    assert reason in error.reason
    assert str(error) == f"{error.path}:{line}: {error.reason}; mend the vocabulary (docs/vocabulary.md says how)"


def test_one_concept_in_two_files_of_a_folder_is_refused(tmp_path: Path) -> None:
    overlay(tmp_path, partner("x", "One of Westshire"), name="a.ttl")
    with pytest.raises(VocabularyError, match=r"b\.ttl:6: partner/x is also in a\.ttl"):
        Vocabulary.load([overlay(tmp_path, partner("y", "Other of Westshire"), partner("x", "One of Westshire"), name="b.ttl")])


def test_the_line_is_the_concepts_own_and_not_of_one_whose_name_begins_alike(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match="partner/lamp has no class") as caught:
        Vocabulary.load(
            [overlay(tmp_path, partner("lamp-lighters", "Lamp Lighters of Westshire"), r'id:partner\/lamp a bb:Partner ; skos:prefLabel "Lamp"@en .')]
        )
    assert caught.value.line == FIRST_LINE + 1


def test_the_line_is_found_where_the_iri_is_written_in_full(tmp_path: Path) -> None:
    written = '<https://w3id.org/beatbook/id/partner/x> a bb:Partner ; skos:prefLabel "One of Westshire"@en .'
    with pytest.raises(VocabularyError) as caught:
        Vocabulary.load([overlay(tmp_path, partner("a", "Another of Westshire"), written)])
    assert caught.value.line == FIRST_LINE + 1


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "own.ttl").mkdir()
    with pytest.raises(VocabularyError, match=r"own\.ttl: cannot be read"):
        Vocabulary.load([tmp_path])


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "own.ttl").write_bytes(PREFIXES.encode() + partner("x", "Caf").encode() + b"\n# \xe9\n")
    with pytest.raises(VocabularyError, match=r"own\.ttl"):
        Vocabulary.load([tmp_path])


def test_families_do_not_compete_for_words(tmp_path: Path) -> None:
    loaded = Vocabulary.load([overlay(tmp_path, partner("x", "Harlow"), r'id:theme\/x a bb:Theme ; skos:prefLabel "Harlow"@en .')])
    assert {"partner/x", "theme/x", "district/harlow"} <= set(loaded.concepts)
