"""Labels in texts: which words match, and where a match is taken for a name."""

from __future__ import annotations

import pytest

from kg.labels import Accept, LabelIndex, expand, names_body, names_place, names_topic
from kg.tokens import tokenise
from kg.vocabulary import Concept, ConceptKind, Label, LabelStyle


def concept(id_: str, *labels: str, kind: ConceptKind = ConceptKind.PARTNER, **styled: str) -> Concept:
    """A concept with labels, others by style: `word="Met"`."""
    all_labels = [*(Label(text, LabelStyle.NAME) for text in labels), *(Label(text, LabelStyle(style)) for style, text in styled.items())]
    return Concept(id_, kind, labels[0], tuple(all_labels))


BODIES = LabelIndex(
    [
        concept("met", "Metropolitan Police Service", "Metropolitan Police", "MPS", word="Met"),
        concept("kent", "Kent Police", area="Kent"),
        concept("society", "The Children's Society", "children's charity"),
        concept("csp", "Community Safety Partnership", "COSP"),
        concept("co-op", "Co-op"),
        concept("fire", "Fire & Rescue Service"),
        concept("castle", "Castle Point Borough Council", "Castle Point District Council"),
        concept("rochford", "Rochford District Council"),
    ]
)


def found(index: LabelIndex, accept: Accept, text: str) -> list[tuple[str, str]]:
    """Concept and printed words of each label that is taken."""
    tokens = tokenise(text)
    return [(f.concept, text[tokens[f.first].start : tokens[f.last - 1].end]) for f in index.search(tokens, accept)]


def bodies(text: str) -> list[tuple[str, str]]:
    return found(BODIES, names_body(text), text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We met the Metropolitan Police Service.", [("met", "Metropolitan Police Service")]),
        ("We joined the Metropolitan Police in May.", [("met", "Metropolitan Police")]),
        ("We met the Community Safety Partnerships.", [("csp", "Community Safety Partnerships")]),
        ("the Fire and Rescue Service", [("fire", "Fire and Rescue Service")]),
        ("the FIRE & RESCUE SERVICE", [("fire", "FIRE & RESCUE SERVICE")]),
        ("the Children’s Society", [("society", "Children’s Society")]),
        ("Kent Police's dogs", [("kent", "Kent Police")]),
        ("the Co op and the Co-op", [("co-op", "Co op"), ("co-op", "Co-op")]),
        ("a children's charity", [("society", "children's charity")]),
        ("the metropolitan police service", []),
        ("a community safety partnership", []),
        ("Kent Policemen", []),
    ],
)
def test_names_match_by_words_whatever_joins_them(text: str, expected: list[tuple[str, str]]) -> None:
    assert bodies(text) == expected


@pytest.mark.parametrize(("text", "taken"), [("the MPS lab", True), ("two COSPs", True), ("the mps lab", False), ("the Mps lab", False)])
def test_an_acronym_matches_in_capitals_only(text: str, taken: bool) -> None:
    assert bool(bodies(text)) is taken


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("Work with the Met goes on", True),
        ("Work with Met officers", True),
        ("Met’s dogs came", True),
        ("Met: dogs came", True),
        ("Met – dogs came", True),
        ("They met at noon", False),
        ("Met residents at noon", False),
        ("work with met officers", False),
    ],
)
def test_a_name_that_is_a_word_is_taken_only_where_a_body_is_meant(text: str, taken: bool) -> None:
    assert bool(bodies(text)) is taken


@pytest.mark.parametrize(
    ("text", "taken"),
    [("Kent officers came", True), ("Kent’s officers came", True), ("Kent colleagues", True), ("He lives in Kent", False), ("the kent officers", False)],
)
def test_the_name_of_an_area_means_its_force_only_before_its_people(text: str, taken: bool) -> None:
    assert bool(bodies(text)) is taken


PLACES = LabelIndex([concept("stock", "Stock village", kind=ConceptKind.PLACE, word="Stock"), concept("grays", "Grays", kind=ConceptKind.PLACE)])


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("a theft in Stock", ["Stock"]),
        ("Stock was stolen", []),
        ("in stock", []),
        ("Stock: a theft", []),
        ("Grays saw a theft", ["Grays"]),
        ("GRAYS", ["GRAYS"]),
        ("grays", []),
    ],
)
def test_places(text: str, names: list[str]) -> None:
    assert [surface for _, surface in found(PLACES, names_place(text), text)] == names


THEMES = LabelIndex(
    [
        concept("lines", "county lines", kind=ConceptKind.THEME),
        concept("asb", "ASB", "anti-social behaviour", kind=ConceptKind.THEME),
        concept("kit", "AED", kind=ConceptKind.THEME),
    ],
    by_stem=True,
)


@pytest.mark.parametrize(
    ("text", "themes"),
    [
        ("County Lines", ["lines"]),
        ("a county line", ["lines"]),
        ("ASB and antisocial", ["asb"]),
        ("ASBs", ["asb"]),
        ("asb", []),
        ("AEDs, and an AED", ["kit", "kit"]),
        ("A van stood there", []),
        ("Anti-Social Behaviours", ["asb"]),
    ],
)
def test_topics_match_by_stem_and_acronyms_in_capitals(text: str, themes: list[str]) -> None:
    assert [concept_ for concept_, _ in found(THEMES, names_topic, text)] == themes


def test_the_longest_label_wins_and_none_overlap() -> None:
    assert bodies("Metropolitan Police Service Metropolitan Police") == [("met", "Metropolitan Police Service"), ("met", "Metropolitan Police")]


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        ("Castle Point and Rochford District Councils", {"castle", "rochford"}),
        ("the Rochford District Council", {"rochford"}),
        ("shops and Rochford District Council", {"rochford"}),
    ],
)
def test_names_joined_before_a_shared_ending(text: str, concepts: set[str]) -> None:
    index = LabelIndex([concept("castle", "Castle Point District Council"), concept("rochford", "Rochford District Council")])
    tokens = tokenise(text)
    taken = list(index.search(tokens, names_body(text)))
    assert {f.concept for f in taken} | {e.concept for f in taken for e in expand(index, tokens, f)} == concepts


@pytest.mark.parametrize(
    ("words", "id_"), [("metropolitan police", "met"), ("The Met", None), ("Metropolitan Police Service now", None), ("", None), ("KENT POLICE", "kent")]
)
def test_the_concept_of_just_these_words(words: str, id_: str | None) -> None:
    assert BODIES.exact(words) == id_


def test_only_the_styles_asked_for_are_held() -> None:
    index = LabelIndex([concept("met", "Metropolitan Police", word="Met")], styles=frozenset({LabelStyle.NAME}))
    assert (index.exact("Met"), index.exact("Metropolitan Police")) == (None, "met")
