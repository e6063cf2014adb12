"""Layouts beyond the five published ones: other plans, other forces, other ways of printing. Each document was written for this test."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.colophon import Given, read_colophon
from kg.data import data_folder
from kg.model import BulletKind, Role
from kg.outline import Outline, read_outline
from kg.reading import read_source
from kg.reading.source import source_text

CONTENT = {Role.BULLET, Role.CONTINUATION, Role.PARAGRAPH, Role.TABLE_ROW, Role.FOOTNOTE}


def read(text: str) -> Outline:
    return read_outline(source_text("layout.txt", text))


def texts(outline: Outline) -> list[str]:
    return [b.text for b in outline.bullets]


def parents(outline: Outline) -> dict[str, str | None]:
    by_id = {b.id: b.text for b in outline.bullets}
    return {b.text: by_id.get(b.parent or "") for b in outline.bullets}


SCRAPED = (
    "Kent Police Quarterly Update Quarter 1 2018/19 Contents Priority 1 – More Local Policing 3-7 Priority 2 – Crack Down on Crime 8 "
    "Priority 1 – More Local Policing We will: Boost volunteering in every community. • The headcount rose to 511 in June. More are planned. "
    "• Southend: Officers met 12 groups. • A third bullet - with a dash - goes on and on. Priority 2 – Crack Down on Crime Working with partners "
    "we will: Target repeat offenders. • Operation LARK arrested 12 people. • Harlow: Patrols took place in the town centre on Friday nights."
)


def test_text_scraped_without_line_breaks() -> None:
    outline = read(SCRAPED)
    assert [(b.priority and b.priority.number, b.commitment) for b in outline.bullets] == [
        *[(1, "Boost volunteering in every community.")] * 3,
        *[(2, "Target repeat offenders.")] * 2,
    ]
    assert texts(outline)[2] == "A third bullet - with a dash - goes on and on."
    assert all(SCRAPED[slice(*b.span)] == b.text for b in outline.bullets)
    assert outline.roles == (Role.BULLET,)


def test_a_long_paragraph_is_not_scraped_text() -> None:
    prose = "Officers spoke to residents. " * 30 + "They found that • one • is fine."
    assert texts(read(f"Priority 1 – Being seen\n\n{prose}")) == [prose]


OBJECTIVES = """Norfolk Constabulary Performance Report
January to March 2019

Objective 1
Visible policing

What we said
Be more visible in
rural places.

What we did
o Officers visited 12 villages.
o A van was bought.
   – It has been used in Diss.
   – It broke down.

Objective 2: Road safety and the
reduction of casualties

What we said: Fewer deaths.
What we did:
1. Speed checks took place.
2. Courses were held.
   a) For the young.
   b) For the old.

Casualties            2017/18   2018/19
Killed                   12       14
Seriously injured       110      101
"""


def test_objectives_with_what_we_said_and_did() -> None:
    outline = read(OBJECTIVES)
    priorities = {(b.priority.number, b.priority.title, b.commitment) for b in outline.bullets if b.priority}
    assert priorities == {
        (1, "Visible policing", "Be more visible in rural places."),
        (2, "Road safety and the reduction of casualties", "Fewer deaths."),
    }
    above = parents(outline)
    assert above["It broke down."] == "A van was bought."
    assert above["For the old."] == "Courses were held."
    assert above["Courses were held."] is None


def test_aligned_tables_keep_their_header_cells() -> None:
    rows = [b for b in read(OBJECTIVES).bullets if b.kind is BulletKind.TABLE_ROW]
    assert [b.text for b in rows] == ["Killed\t12\t14", "Seriously injured\t110\t101"]
    assert [(c.header, c.value) for c in rows[1].cells] == [("Casualties", "Seriously injured"), ("2017/18", "110"), ("2018/19", "101")]


NUMBERED = """Suffolk Constabulary
Progress report Q2 2019/20

1. Responding to calls

1.1 Call handling

The force answered 90% of calls
within ten seconds, and will im-
prove.

1.2 Online reporting

- 300 reports were made online.
- A chat was opened.

Suffolk Constabulary Progress report Q2 2019/20     2

2. Preventing crime

2.1 Burglary

i) Operation LARK continues.
ii) Locks were handed out.

3. Keeping roads safe

• Checks took place.
"""


def test_numbered_headings_without_contents() -> None:
    outline = read(NUMBERED)
    assert [(b.priority and b.priority.number, b.headings, b.text) for b in outline.bullets] == [
        (1, ("Call handling",), "The force answered 90% of calls within ten seconds, and will improve."),
        (1, ("Online reporting",), "300 reports were made online."),
        (1, ("Online reporting",), "A chat was opened."),
        (2, ("Burglary",), "Operation LARK continues."),
        (2, ("Burglary",), "Locks were handed out."),
        (3, (), "Checks took place."),
    ]


def test_a_numbered_list_is_no_row_of_headings() -> None:
    outline = read("Priority 1 – Being seen\n\nActivities included:\n\n1. A walk through town\n2. A visit to the school\n3. A stall")
    assert texts(outline)[1:] == ["A walk through town", "A visit to the school", "A stall"]
    assert {parents(outline)[t] for t in texts(outline)[1:]} == {"Activities included:"}


@pytest.mark.parametrize("word", ["Priority", "PRIORITY", "Objective", "Theme", "Area of focus", "Strategic priority", "Pledge"])
@pytest.mark.parametrize("number", ["2", "two", "II"])
def test_the_words_of_other_plans(word: str, number: str) -> None:
    bullet = read(f"{word} {number}: Safer roads\n\n- Checks took place.").bullets[0]
    assert bullet.priority is not None
    assert (bullet.priority.number, bullet.priority.title) == (2, "Safer roads")


@pytest.mark.parametrize("glyph", ["-", "–", "•", "*", "o", "▪", "◦", "●", "\uf0b7", "➢", "1.", "a)", "(a)", "i)", "1.1"])
def test_glyphs(glyph: str) -> None:
    second = {"1.": "2.", "a)": "b)", "(a)": "(b)", "i)": "ii)", "1.1": "1.2"}.get(glyph, glyph)
    outline = read(f"Priority 1 – Being seen\n\nWe will: Be seen.\n\n{glyph} Officers walked through town all day.\n{second} They walked back.")
    assert texts(outline) == ["Officers walked through town all day.", "They walked back."]


def test_a_glyph_on_a_line_of_its_own() -> None:
    assert texts(read("Priority 1 – Being seen\n\n•\nOfficers walked.\n•\nThey came back.")) == ["Officers walked.", "They came back."]


def test_a_heading_right_on_its_text() -> None:
    outline = read(
        "Priority 1 – Being seen\n\nCall handling\nThe force answered nine of ten calls within ten seconds this quarter.\n\nNorth LPA\n- Cars were stopped."
    )
    assert [(b.headings, b.text[:9]) for b in outline.bullets] == [(("Call handling",), "The force"), (("North LPA",), "Cars were")]


def test_a_sentence_with_we_will_is_no_commitment() -> None:
    outline = read("Priority 1 – Being seen\n\nWe will: Be seen.\n\n- Officers walked.\n\nIn the next quarter we will:\n\n- Walk on.\n- Ride bicycles.")
    assert {b.commitment for b in outline.bullets} == {"Be seen."}
    assert parents(outline)["Ride bicycles."] == "In the next quarter we will:"


PAGES = """Kent Police Quarterly Update – Quarter {first} 2019/20

Priority 1 – Being seen

- Officers walked.
Page 1 of 3
\fKent Police Quarterly Update – Quarter 2 2019/20
- They walked on.
Page 2 of 3
\fKent Police Quarterly Update – Quarter 2 2019/20
- They came home.
3 | Page
"""


def test_running_headers_and_page_numbers_are_furniture() -> None:
    outline = read(PAGES.format(first=2))
    assert texts(outline) == ["Officers walked.", "They walked on.", "They came home."]
    assert [b.page for b in outline.bullets] == [1, 2, 3]


def test_a_header_that_names_another_quarter_is_told() -> None:
    source = source_text("kent.txt", PAGES.format(first=3))
    colophon, doubts = read_colophon(source, read_outline(source), {}, Given())
    assert colophon.period.label == "2019-20-Q3"
    assert [d.code for d in doubts if "period" in d.code] == ["period-conflict"]


def accounted(path: Path) -> None:
    """Every letter of every line of content stands in the bullet that its line belongs to."""
    source = read_source(path)
    outline = read_outline(source)

    def letters(text: str) -> str:
        return re.sub(r"\W+", "", text)

    held = {n: letters(b.text) for b in outline.bullets for n in range(b.lines[0], b.lines[1] + 1)}
    for line, role in zip(source.lines, outline.roles, strict=True):
        text = re.sub(r"^\s*(?:[-•*–]|\d+\.)\s+|</?\w+>", "", source.text[line.start : line.end])
        assert (role is Role.BLANK) == (not text.strip()), (path.name, line.number)
        if role in CONTENT:
            assert letters(text) in held[line.number] or text.rstrip().endswith("-"), (path.name, line.number)


@pytest.mark.parametrize("path", sorted(data_folder().glob("updates/*.txt")), ids=lambda p: p.stem)
def test_every_line_of_a_sample_is_accounted_for(path: Path) -> None:
    accounted(path)


def test_every_line_of_the_published_updates_is_accounted_for(gold: Path) -> None:
    for path in sorted((gold / "updates").glob("*.txt")):
        accounted(path)


@pytest.mark.parametrize(
    "piece", ["a * b *c ** d", "• A thing. ", "a\t1\t2\n", "Priority 1 - X\n\n- b\n\n", ". ", "a  1  2\n", "We will: do it. ", "(", "_a ", "ab\n"]
)
def test_a_file_of_one_thing_over_and_over_is_read(piece: str) -> None:
    """What once took minutes: each pass over the lines has to stay near linear. The test's own time limit is the run's."""
    outline = read(piece * (60_000 // len(piece)))
    assert len({b.id for b in outline.bullets}) == len(outline.bullets)
