"""Which bullet stands under which: by indentation, by glyph, and by labels where both are lost."""

from __future__ import annotations

import textwrap

import pytest

from kg.model import BulletKind
from kg.outline import Outline
from kg.outline.nesting import is_label_only, label_of
from tests.kg.samples import outline_of


def nested(text: str) -> tuple[Outline, list[tuple[str, str | None]]]:
    """The outline of a text under one priority, and each bullet's text with its parent's."""
    outline = outline_of(f"Priority 1 – Safer Streets\n\n{text}\n")
    texts = {b.id: b.text for b in outline.bullets}
    return outline, [(b.text, texts.get(b.parent or "")) for b in outline.bullets]


def test_indentation_nests() -> None:
    _, pairs = nested("- One.\n  - Two.\n    - Three.\n  - Four.\n- Five.")
    assert pairs == [("One.", None), ("Two.", "One."), ("Three.", "Two."), ("Four.", "One."), ("Five.", None)]


def test_tabs_indent_too() -> None:
    _, pairs = nested("- One.\n\t- Two.\n\t\t- Three.\n- Four.")
    assert pairs == [("One.", None), ("Two.", "One."), ("Three.", "Two."), ("Four.", None)]


def test_glyphs_nest_where_indentation_is_lost() -> None:
    outline, pairs = nested("• One.\no Two.\n▪ Three.\no Four.\n• Five.")
    assert pairs == [("One.", None), ("Two.", "One."), ("Three.", "Two."), ("Four.", "One."), ("Five.", None)]
    assert outline.doubts == ()


def test_numbers_and_letters_are_each_one_glyph() -> None:
    _, pairs = nested("1. One.\na) Two.\nb) Three.\n2. Four.")
    assert pairs == [("One.", None), ("Two.", "One."), ("Three.", "One."), ("Four.", None)]


def test_labels_nest_where_all_else_is_lost_and_that_is_doubted() -> None:
    outline, pairs = nested(
        "- Southend:\n- A van stood there.\n- Shops were visited.\n- Harlow:\n- Dogs were walked.\n- Grays: a market was watched.\n- Rain fell."
    )
    assert pairs == [
        ("Southend:", None),
        ("A van stood there.", "Southend:"),
        ("Shops were visited.", "Southend:"),
        ("Harlow:", None),
        ("Dogs were walked.", "Harlow:"),
        ("Grays: a market was watched.", None),
        ("Rain fell.", None),
    ]
    (doubt,) = outline.doubts
    assert doubt.code == "nesting"
    assert "(lines 3, 6)" in doubt.message


def test_where_indentation_is_lost_wider_lines_stand_outside_the_group_above() -> None:
    words = "officers walked the beat and spoke with many owners of shops about the thefts of the last three months in the old town "

    def bullet(opening: str, width: int) -> str:
        return "\n".join(textwrap.wrap(f"- {opening} {words * 3}".strip() + ".", width))

    groups = [
        f"- {name}:\n{bullet(f'In {name} some', 90)}\n{bullet('Also', 90)}\n{bullet(f'Beyond {name} all', 100)}" for name in ("Harlow", "Grays", "Witham")
    ]
    sections = [f"Priority {n} – Safer Streets\n\n{bullet('First', 100)}\n{group}" for n, group in enumerate(groups, 1)]
    bullets = outline_of("\n\n".join(sections)).bullets
    labels = {b.id: b.text for b in bullets if b.label_only}
    assert [(b.text.split()[0], labels.get(b.parent or "")) for b in bullets][:5] == [
        ("First", None),
        ("Harlow:", None),
        ("In", "Harlow:"),
        ("Also", "Harlow:"),
        ("Beyond", None),
    ]


def test_the_label_of_an_area_holds_those_of_districts() -> None:
    _, pairs = nested("- West LPA:\n- Harlow:\n- Dogs were walked.\n- Grays: a market was watched.\n- North LPA:\n- Rain fell.")
    assert pairs == [
        ("West LPA:", None),
        ("Harlow:", "West LPA:"),
        ("Dogs were walked.", "Harlow:"),
        ("Grays: a market was watched.", "West LPA:"),
        ("North LPA:", None),
        ("Rain fell.", "North LPA:"),
    ]


def test_where_indentation_was_kept_anywhere_labels_own_nothing_by_themselves() -> None:
    outline, pairs = nested("- Southend:\n- A van stood there.\n- Harlow:\n  - Dogs were walked.")
    assert pairs == [("Southend:", None), ("A van stood there.", None), ("Harlow:", None), ("Dogs were walked.", "Harlow:")]
    assert outline.doubts == ()


def test_nothing_nests_across_a_heading() -> None:
    _, pairs = nested("- Southend:\n- A van stood there.\n\n**On Foot**\n\n- Dogs were walked.")
    assert pairs[-1] == ("Dogs were walked.", None)


def test_a_sentence_that_ends_in_a_colon_owns_its_list_as_list_items() -> None:
    outline, pairs = nested(
        "Officers spoke to all of the shops in the town and advised them of this:\n\n- Lock the door\n- Mark the stock\n\nThen they left for the day."
    )
    sentence = pairs[0][0]
    assert pairs[1:] == [("Lock the door", sentence), ("Mark the stock", sentence), ("Then they left for the day.", None)]
    assert [b.kind for b in outline.bullets] == [BulletKind.PARAGRAPH, BulletKind.LIST_ITEM, BulletKind.LIST_ITEM, BulletKind.PARAGRAPH]


def test_a_list_under_a_paragraph_keeps_its_own_nesting() -> None:
    _, pairs = nested("Officers spoke to all of the shops in the town and advised them of this:\n\n- Lock the door\n  - with a key\n- Mark the stock")
    assert [above for _, above in pairs] == [None, pairs[0][0], "Lock the door", pairs[0][0]]


def test_a_name_right_above_bullets_is_a_label() -> None:
    outline, pairs = nested("• Crime Bureau\n• Calls were answered.\n\n• Shops")
    assert [b.label_only for b in outline.bullets] == [True, False, False]
    assert outline.bullets[0].label == "Crime Bureau"
    assert pairs[1] == ("Calls were answered.", "Crime Bureau")


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Southend: a van stood there.", "Southend"),
        ("Castle Point and Rochford: a van stood there.", "Castle Point and Rochford"),
        ("Southend:", "Southend"),
        ("The four areas are:", "The four areas are"),
        ("#SafeStreets: a campaign began.", "#SafeStreets"),
        ("A van stood there.", None),
        ("a small letter: begins no label.", None),
        ("It opened at 10:30 in the morning.", None),
        ("One sentence. Another: with a colon.", None),
        ("One two three four five six seven eight nine: too long for a label.", None),
        ("See https://example.org for more.", None),
        ("", None),
    ],
)
def test_what_is_a_label(text: str, label: str | None) -> None:
    assert label_of(text) == label


@pytest.mark.parametrize(
    ("text", "followed", "only"),
    [
        ("Southend:", False, True),
        ("The four areas are:", False, True),
        ("An enhanced structure has been put in place through the implementation of:", True, False),
        ("Crime Bureau", True, True),
        ("Crime Bureau", False, False),
        ("Crime Bureau.", True, False),
        ("Crime and bureau", True, False),
        ("Southend: a van stood there.", True, False),
    ],
)
def test_what_is_nothing_but_a_label(text: str, followed: bool, only: bool) -> None:
    assert is_label_only(text, followed) is only
