"""Relations between operations, as bullets state them."""

from __future__ import annotations

import pytest

from kg.linking import Linker
from kg.relations import relations
from kg.vocabulary import Vocabulary
from tests.kg.samples import link_lines


@pytest.fixture(scope="module")
def linker(vocabulary: Vocabulary) -> Linker:
    return Linker(vocabulary)


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("Operation BRISTLE (part of Operation HEDGEROW) seized nine bikes.", ("BRISTLE", "part_of", "HEDGEROW")),
        ("Operation BRISTLE is a strand of the wider national Operation HEDGEROW.", ("BRISTLE", "part_of", "HEDGEROW")),
        ("Operation BRISTLE is our version of Operation HEDGEROW.", ("BRISTLE", "version_of", "HEDGEROW")),
        ("Operation BRISTLE: An operation following Operation HEDGEROW, which ended.", ("BRISTLE", "follows", "HEDGEROW")),
        ("Operation BRISTLE was followed by Operation HEDGEROW.", ("HEDGEROW", "follows", "BRISTLE")),
        ("Operation BRISTLE ran in support of Operation HEDGEROW.", ("BRISTLE", "supports", "HEDGEROW")),
        ("Operation BRISTLE, supported by Operation HEDGEROW, seized nine bikes.", ("HEDGEROW", "supports", "BRISTLE")),
        ("Operation BRISTLE includes Operation HEDGEROW.", ("HEDGEROW", "part_of", "BRISTLE")),
    ],
)
def test_what_a_bullet_states(linker: Linker, text: str, stated: tuple[str, str, str]) -> None:
    (linked,) = link_lines(linker, text)
    (found,) = relations(linked)
    assert (found.subject_name, found.kind.value, found.object_name) == stated
    assert text[found.start : found.end].startswith("Operation BRISTLE")


@pytest.mark.parametrize(
    "text",
    [
        "Operation BRISTLE and Operation HEDGEROW took part.",
        "Operation BRISTLE seized nine bikes, a part of the haul. Operation HEDGEROW seized two.",
        "Officers of Operation BRISTLE are part of the team that in the last three years has also often worked for Operation HEDGEROW.",
        "Operation BRISTLE took part in the follow-up of Op BRISTLE.",
    ],
)
def test_standing_together_states_nothing(linker: Linker, text: str) -> None:
    (linked,) = link_lines(linker, text)
    assert list(relations(linked)) == []
