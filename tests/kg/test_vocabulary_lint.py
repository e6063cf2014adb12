"""The linter of the vocabulary that ships: what would be taken for a name too easily, and entries that do not say where they are from.

That labels are claimed once, places stand in a district and nothing lacks a label is checked at every start, by `Vocabulary.load`.
"""

from __future__ import annotations

import pytest
import rdflib
from rdflib.namespace import DCTERMS, RDF, SKOS
from wordfreq import zipf_frequency

from kg.data import data_folder
from kg.vocabulary import Concept, ConceptKind, LabelStyle, Vocabulary

# Words met more often than once in a hundred thousand (Zipf 4 is ten in a million) come as themselves before they come as a name.
COMMON = 4.0
SURNAMES = frozenset(
    [
        "smith",
        "jones",
        "taylor",
        "brown",
        "williams",
        "wilson",
        "johnson",
        "davies",
        "robinson",
        "wright",
        "thompson",
        "evans",
        "walker",
        "white",
        "roberts",
        "green",
        "hall",
        "wood",
        "jackson",
        "clarke",
        "harris",
        "lewis",
        "scott",
        "cooper",
        "king",
        "baker",
        "harrison",
        "morris",
        "martin",
        "morgan",
        "ward",
        "moore",
        "hill",
        "cook",
        "edwards",
        "clark",
        "turner",
        "hughes",
        "watson",
        "bell",
        "parker",
        "bennett",
        "young",
        "davis",
        "phillips",
        "richardson",
        "miller",
        "price",
        "adams",
        "foster",
        "carter",
        "lee",
        "shaw",
        "griffiths",
        "simpson",
        "marshall",
        "webb",
        "murray",
        "gray",
        "ellis",
        "mason",
        "hunt",
        "palmer",
        "holmes",
        "mills",
        "rogers",
        "barnes",
        "knight",
        "lloyd",
        "butler",
        "russell",
        "fisher",
        "barker",
        "stevens",
        "jenkins",
        "dixon",
        "fletcher",
    ]
)
_BODIES_AND_PLACES = (ConceptKind.PARTNER, ConceptKind.PLACE, ConceptKind.DISTRICT)


def one_word_names(concept: Concept) -> list[str]:
    """Labels of one word that are taken wherever they are printed with a capital; abbreviations are printed in capitals alone."""
    names = [label.text for label in concept.labels if label.style is LabelStyle.NAME and label.text.isalpha() and not label.text.isupper()]
    ruled = {label.text for label in concept.labels if label.style is LabelStyle.WORD}
    return [name for name in names if name not in ruled]


def test_no_common_word_or_surname_is_a_name_without_a_rule(vocabulary: Vocabulary) -> None:
    names = [(name, concept.id) for concept in vocabulary.of_kind(*_BODIES_AND_PLACES) for name in one_word_names(concept)]
    assert len(names) > 250, "the vocabulary holds names to be linted"
    flagged = [(name, id_) for name, id_ in names if zipf_frequency(name.lower(), "en") >= COMMON or name.lower() in SURNAMES]
    assert flagged == []


@pytest.mark.parametrize("name", ["Green", "Met", "Provide"])
def test_the_linter_flags(name: str) -> None:
    assert zipf_frequency(name.lower(), "en") >= COMMON or name.lower() in SURNAMES


@pytest.mark.parametrize("path", sorted(data_folder().glob("vocabulary/*.ttl")), ids=lambda path: path.stem)
def test_every_entry_says_where_it_is_from_and_has_one_preferred_name(path) -> None:  # type: ignore[no-untyped-def]
    graph = rdflib.Graph().parse(path)
    entries = set(graph.subjects(RDF.type, None))
    assert entries
    assert [entry for entry in entries if not list(graph.objects(entry, DCTERMS.source))] == []
    assert [entry for entry in entries if len(list(graph.objects(entry, SKOS.prefLabel))) != 1] == []
