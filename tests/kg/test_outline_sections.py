"""Which priority and commitment a bullet stands under: headings that lead, trail, are missing or go on."""

from __future__ import annotations

import pytest

from kg.model import Doubt
from kg.outline import Outline
from tests.kg.samples import outline_of

CONTENTS = "Northshire Police Quarterly Update\n\nContents\n\nPriority 1 – Safer Streets\t2\nPriority 2 – Fewer Burglaries\t3\nPriority 3 – Fair Roads\t4\n"
HEADINGS = ["Priority 1 – Safer Streets", "Priority 2 – Fewer Burglaries", "Priority 3 – Fair Roads"]
PROMISES = ["Walk the beat.", "Mark property.", "Stop cars."]


def section(n: int) -> str:
    """The n-th promise with one bullet, without a heading."""
    return f"We will:\n\n{PROMISES[n]}\n\n- Done {n}.\n"


def numbers(outline: Outline) -> list[int | None]:
    """The number of the priority of each bullet."""
    return [b.priority.number if b.priority else None for b in outline.bullets]


def doubt(outline: Outline, code: str) -> Doubt:
    """The one doubt of that code."""
    (found,) = [d for d in outline.doubts if d.code == code]
    return found


def test_headings_that_stand_before_their_bullets() -> None:
    outline = outline_of("\n".join([CONTENTS, *(f"{HEADINGS[n]}\n\n{section(n)}" for n in range(3))]))
    assert numbers(outline) == [1, 2, 3]
    assert [b.commitment for b in outline.bullets] == PROMISES
    assert outline.doubts == ()


def test_headings_that_trail_their_pages_are_taken_for_what_stands_above_and_doubted() -> None:
    pages = [f"{section(n)}\n{HEADINGS[n]}\n" for n in range(3)]
    text = f"{CONTENTS}\f" + "\f".join(pages)
    outline = outline_of(text)
    assert numbers(outline) == [1, 2, 3]
    trailing = [n for n, line in enumerate(text.replace("\f", "").split("\n"), 1) if line in HEADINGS]
    assert doubt(outline, "heading-trails").line == trailing[0]
    assert f"(lines {', '.join(map(str, trailing))})" in doubt(outline, "heading-trails").message


def test_one_document_may_do_both() -> None:
    pages = [f"{HEADINGS[0]}\n\n{section(0)}", f"{section(1)}\n{HEADINGS[1]}\n", f"{HEADINGS[2]}\n\n{section(2)}"]
    outline = outline_of(f"{CONTENTS}\f" + "\f".join(pages))
    assert numbers(outline) == [1, 2, 3]


def test_a_missing_first_heading_is_taken_from_the_contents_and_doubted() -> None:
    outline = outline_of("\n".join([CONTENTS, section(0), *(f"{HEADINGS[n]}\n\n{section(n)}" for n in (1, 2))]))
    assert numbers(outline) == [1, 2, 3]
    assert outline.bullets[0].priority.title == "Safer Streets"
    missing = doubt(outline, "heading-missing")
    assert "taken for 1 from the contents" in missing.message
    assert missing.line == 9


def test_what_stands_before_the_first_priority_of_the_contents_is_under_none() -> None:
    outline = outline_of("\n".join([CONTENTS, "We will:\n\nDo our best.\n\n- Done.\n", *(f"{HEADINGS[n]}\n\n{section(n)}" for n in (0, 1))]))
    assert numbers(outline) == [None, 1, 2]
    assert "left without a priority" in doubt(outline, "heading-missing").message


def test_without_contents_a_missing_first_heading_leaves_no_priority() -> None:
    outline = outline_of("\n".join([section(0), f"{HEADINGS[1]}\n\n{section(1)}"]))
    assert numbers(outline) == [None, 2]
    assert "left without a priority" in doubt(outline, "heading-missing").message


def test_a_document_without_headings_has_bullets_without_priorities() -> None:
    outline = outline_of("- Officers walked the beat.\n- Shops were visited.\n")
    assert numbers(outline) == [None, None]
    assert doubt(outline, "heading-missing").line == 1


@pytest.mark.parametrize("continued", ["– continued.", "(continued)", "cont.", "- contd", "(cont'd)", "(cont’d)", "Continued"])
def test_a_heading_that_is_continued_is_the_same_heading(continued: str) -> None:
    outline = outline_of(f"{HEADINGS[0]}\n\n- First.\n\n{HEADINGS[0]} {continued}\n\n- Second.\n")
    assert {(b.priority.number, b.priority.title) for b in outline.bullets} == {(1, "Safer Streets")}


def test_a_commitment_that_is_continued_is_the_same_commitment() -> None:
    outline = outline_of(f"{HEADINGS[0]}\n\nWe will:\n\nWalk the beat.\n\n- First.\n\n{HEADINGS[0]}\n\nWe will:\n\nWalk the beat – continued.\n\n- Second.\n")
    assert {b.commitment for b in outline.bullets} == {"Walk the beat."}


@pytest.mark.parametrize(
    ("lead", "commitment"),
    [
        ("We will:\n\nWalk the beat.", "Walk the beat."),
        ("We will: Walk the beat.", "Walk the beat."),
        ("Working with partners we will:\n\nWalk the beat.", "Walk the beat."),
        ("Working with the Safer Streets Board, we will: Walk\nthe beat.", "Walk the beat."),
        ("What we said:\n\nWalk the beat.", "Walk the beat."),
        ("Our commitment: Walk the beat.", "Walk the beat."),
        ("The force will:\n\nWalk the beat", "Walk the beat"),
        ("The Police, Fire and Crime Commissioner will: Walk the beat.", "Walk the beat."),
        ("WE WILL:\n\nWalk the beat; and\nvisit shops.", "Walk the beat; and visit shops."),
    ],
)
def test_the_ways_to_promise(lead: str, commitment: str) -> None:
    (bullet,) = outline_of(f"{HEADINGS[0]}\n\n{lead}\n\n- Officers walked.\n").bullets
    assert bullet.commitment == commitment


def test_a_lead_may_be_wrapped_before_its_we_will() -> None:
    lead = "Working with and through the Burglary Board to deliver a programme of\nchange over three years, we will: Mark property\nin every home."
    (bullet,) = outline_of(f"Priority 1 – Safer Streets\n\n{lead}\n\n- Kits went to 90 homes.\n").bullets
    assert bullet.commitment == "Mark property in every home."


def test_a_sentence_before_a_lead_is_no_part_of_it() -> None:
    text = "Priority 1 – Safer Streets\n\nThrough the autumn officers walked the beat\nWe will: Mark property.\n\n- Kits went to 90 homes.\n"
    assert [b.commitment for b in outline_of(text).bullets][-1] == "Mark property."


def test_we_will_inside_a_bullet_is_no_promise() -> None:
    outline = outline_of(f"{HEADINGS[0]}\n\n- Next we will: walk the beat.\n- We will: visit shops.\n")
    assert [b.commitment for b in outline.bullets] == [None, None]


@pytest.mark.parametrize(
    ("printed", "number", "title"),
    [
        ("Priority 3 – Fair Roads", 3, "Fair Roads"),
        ("PRIORITY 3: Fair Roads", 3, "Fair Roads"),
        ("Objective Three - Fair Roads", 3, "Fair Roads"),
        ("Strategic Priority iii. Fair Roads", 3, "Fair Roads"),
        ("## **Area of Focus 12 – Fair Roads**", 12, "Fair Roads"),
        ("Pledge 7) Fair Roads", 7, "Fair Roads"),
    ],
)
def test_the_ways_to_head_a_priority(printed: str, number: int, title: str) -> None:
    (bullet,) = outline_of(f"{printed}\n\n- Cars were stopped.\n").bullets
    assert (bullet.priority.number, bullet.priority.title) == (number, title)


def test_a_number_without_a_title_takes_it_from_the_contents() -> None:
    outline = outline_of(f"{CONTENTS}\nPriority 2\n\n- Kits went out.\n")
    assert outline.bullets[0].priority.title == "Fewer Burglaries"


def test_a_heading_that_says_its_contents_entry_in_other_words_is_that_entry() -> None:
    outline = outline_of("Areas of Focus\tPage\n1. Making All of Our Roads Fair\t1\n\n1. Making All Our Roads Fair\n\n- Cars were stopped.\n")
    assert (outline.bullets[0].priority.number, outline.bullets[0].priority.title) == (1, "Making All of Our Roads Fair")


def test_a_sentence_about_a_priority_is_no_heading() -> None:
    outline = outline_of(f"{HEADINGS[0]}\n\nPriority 2 – Fewer Burglaries was the subject of a meeting in May and went well.\n\n- Shops were visited.\n")
    assert numbers(outline) == [1, 1]


# Headings below a priority -------------------------------------------------------------------------------------------------------


def headings(text: str) -> list[tuple[str, ...]]:
    """The headings of each bullet of a text under one priority."""
    return [b.headings for b in outline_of(f"{HEADINGS[0]}\n\n{text}").bullets]


def test_a_heading_right_under_another_is_nested_and_the_next_takes_its_place() -> None:
    text = "Performance Information\n\nDoors and Locks\n\n- First.\n\nCars and Vans\n\n- Second.\n"
    assert headings(text) == [("Performance Information", "Doors and Locks"), ("Performance Information", "Cars and Vans")]


def test_marks_of_level_decide_where_there_are_any() -> None:
    text = "### Homes\n\n#### Doors\n\n- First.\n\n#### Locks\n\n- Second.\n\n### Roads\n\n- Third.\n"
    assert headings(text) == [("Homes", "Doors"), ("Homes", "Locks"), ("Roads",)]


def test_headings_end_with_their_priority_and_their_commitment() -> None:
    outline = outline_of(
        f"{HEADINGS[0]}\n\n**On Foot**\n\n- First.\n\nWe will:\n\nWalk.\n\n- Second.\n\n**By Car**\n\n- Third.\n\n{HEADINGS[1]}\n\n- Fourth.\n"
    )
    assert [b.headings for b in outline.bullets] == [("On Foot",), (), ("By Car",), ()]


def test_the_same_heading_of_a_priority_on_the_next_page_keeps_the_headings() -> None:
    outline = outline_of(f"{HEADINGS[0]}\n\nOn Foot\n\n- First.\n\n{HEADINGS[0]}\n\n- Second.\n")
    assert [b.headings for b in outline.bullets] == [("On Foot",), ("On Foot",)]


def test_a_caption_that_only_announces_is_no_heading() -> None:
    assert headings("Progress update:\n\n- First.\n\nWhat we did\n\n- Second.\n") == [(), ()]


def test_a_year_of_promises_is_read() -> None:
    outline = outline_of(f"{HEADINGS[0]}\n\n" + "\n".join(f"We will:\n\nDo thing {n}.\n\n- Did {n}.\n" for n in range(1000)))
    assert numbers(outline) == [1] * 1000
