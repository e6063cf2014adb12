"""Reading an update's layout: which line is what, and what a bullet's text, place and id are."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import BulletKind, Role
from kg.outline import Outline, read_outline
from kg.reading.source import RawLine, source_of_lines
from tests.kg.samples import by_text, outline_of, source_of

OWN_LINE = """\
Northshire Police – Quarterly Update
Quarter 4 – 2018/19

Contents

Priority 1 – Safer Streets\t2-4
Priority 2 – Fewer Burglaries\t5

Priority 1 – Safer Streets

We will:

Walk the beat in every town.

- Officers walked 400 hours in March.
- A second team
 begins in May.

Priority 2 – Fewer Burglaries

Working with partners we will:

Mark property.

- Kits went to 90 homes.
"""

ON_THE_LINE = """\
Priority 1: Safer Streets

We will: Walk the beat in every town.

- Officers walked 400 hours in March.
- A second team begins in May.

Priority 2: Fewer Burglaries

Working with the Burglary Board, we will: Mark
property.

- Kits went to 90 homes.
"""

MARKDOWN = """\
[Official]

# **Northshire Police** Quarterly Update

## Priority 1 – Safer Streets

#### We will:

Walk the beat in every town.

- Officers walked **400** hours in *March*.
- A second team begins in <u>May</u>.

## Priority 2 – Fewer Burglaries

#### We will:

Mark property.

- Kits went to 90 homes.
"""

OTHER_WORDS = """\
Objective One: Safer Streets

What we said we would do:

Walk the beat in every town.

What we did:

▪ Officers walked 400 hours in March.
▪ A second team begins
  in May.

Objective Two: Fewer Burglaries

The commissioner will:

Mark property.

Progress

▪ Kits went to 90 homes.
"""

PROSE = """\
Northshire Police

Performance Update

June 2016

Areas of Focus\tPage
1. Safer Streets\t1
2. Fewer Burglaries\t3

Monthly Performance Report: June 2016

1. Safer Streets

On Foot

Officers walked 400 hours in March.

A second team begins in May.

Monthly Performance Report: June 2016

2. Fewer Burglaries

Doors and Locks

Kits went to 90 homes.

Monthly Performance Report: June 2016
"""

WALK, MARK = "Walk the beat in every town.", "Mark property."


def told(outline: Outline) -> list[tuple[int, str, str | None, str]]:
    """What matters of each bullet: number and title of its priority, its commitment, its text."""
    return [(b.priority.number, b.priority.title, b.commitment, b.text) for b in outline.bullets if b.priority]


@pytest.mark.parametrize("text", [OWN_LINE, ON_THE_LINE, MARKDOWN, OTHER_WORDS], ids=["own line", "on the line", "Markdown", "other words"])
def test_every_layout_of_commitments_reads_the_same(text: str) -> None:
    outline = outline_of(text)
    assert told(outline) == [
        (1, "Safer Streets", WALK, "Officers walked 400 hours in March."),
        (1, "Safer Streets", WALK, "A second team begins in May."),
        (2, "Fewer Burglaries", MARK, "Kits went to 90 homes."),
    ]
    assert {b.kind for b in outline.bullets} == {BulletKind.BULLET}
    assert outline.doubts == ()


def test_paragraphs_under_headings_are_bullets_without_a_commitment() -> None:
    outline = outline_of(PROSE)
    assert told(outline) == [
        (1, "Safer Streets", None, "Officers walked 400 hours in March."),
        (1, "Safer Streets", None, "A second team begins in May."),
        (2, "Fewer Burglaries", None, "Kits went to 90 homes."),
    ]
    assert {b.kind for b in outline.bullets} == {BulletKind.PARAGRAPH}
    assert [b.headings for b in outline.bullets] == [("On Foot",), ("On Foot",), ("Doors and Locks",)]


@pytest.mark.parametrize("text", [OWN_LINE, ON_THE_LINE, MARKDOWN, OTHER_WORDS, PROSE], ids=["own line", "on the line", "Markdown", "other words", "prose"])
def test_every_line_has_one_role_and_only_blank_lines_are_blank(text: str) -> None:
    source = source_of(text)
    roles = read_outline(source).roles
    assert len(roles) == len(source.lines)
    assert [r is Role.BLANK for r in roles] == [not source.text[line.start : line.end].strip() for line in source.lines]


def test_the_roles_of_a_whole_document() -> None:
    roles = [r for r in outline_of(OWN_LINE).roles if r is not Role.BLANK]
    assert roles == [
        *[Role.TITLE] * 2,
        *[Role.CONTENTS] * 3,
        *[Role.PRIORITY, Role.LEAD, Role.PROMISE, Role.BULLET, Role.BULLET, Role.CONTINUATION],
        *[Role.PRIORITY, Role.LEAD, Role.PROMISE, Role.BULLET],
    ]


def test_reading_is_deterministic() -> None:
    assert outline_of(PROSE) == outline_of(PROSE)


# Text ------------------------------------------------------------------------------------------------------------------------


def only_bullet(*lines: str) -> str:
    """The text of the one bullet that these lines make under a heading."""
    (bullet,) = outline_of("\n".join(["Priority 1 – Safer Streets", "", *lines, ""])).bullets
    assert bullet.lines == (3, 2 + len(lines))
    return bullet.text


@pytest.mark.parametrize("glyph", ["-", "–", "*", "+", "•", "▪", "➢", "✓", "\uf0b7", "o", "1.", "12)", "a)", "(iv)", "2.1"])
def test_a_glyph_is_no_part_of_the_text(glyph: str) -> None:
    assert only_bullet(f"{glyph} Officers walked the beat.") == "Officers walked the beat."


@pytest.mark.parametrize("printed", ["**armed** police", "*armed* police", "__armed__ police", "<u>armed</u> police", "armed<br/> police", "armed \\- police"])
def test_markup_is_no_part_of_the_text(printed: str) -> None:
    assert only_bullet(f"- They are {printed}.") == f"They are {'armed - police' if '-' in printed else 'armed police'}."


@pytest.mark.parametrize("printed", ["2 * 3 * 4", "form_a_12", "5 < 7 and b > a", "A&E", "#MyOtherLife", "50% | half"])
def test_what_only_looks_like_markup_stays(printed: str) -> None:
    assert only_bullet(f"- It says {printed} there.") == f"It says {printed} there."


def test_wrapped_lines_are_joined_by_one_space() -> None:
    assert only_bullet("- Officers   walked", "   the beat", "every day.") == "Officers walked the beat every day."


@pytest.mark.parametrize(
    ("first", "second", "text"),
    [
        ("- They met their neigh-", "bours at the hall.", "They met their neighbours at the hall."),
        ("- A rise year-on-", "year was seen.", "A rise year-on-year was seen."),
        ("- The Anglo-", "French team met.", "The Anglo- French team met."),
        ("- From 2018 -", "to this day.", "From 2018 - to this day."),
    ],
)
def test_a_hyphen_at_a_wrap_is_undone_where_a_word_goes_on(first: str, second: str, text: str) -> None:
    assert only_bullet(first, second) == text


def test_a_blank_line_inside_a_wrapped_bullet_does_not_end_it() -> None:
    first = "- In the course of the month the officers of the northern team went to each of the towns and"
    assert only_bullet(first, "", "  spoke to everyone there.") == f"{first[2:]} spoke to everyone there."


def test_a_page_break_inside_a_sentence_does_not_end_it() -> None:
    text = """\
Northshire Quarterly Update 2018/19

Priority 1 – Safer Streets

- Officers of the northern team walked through all of the towns in the month of March and

Northshire Quarterly Update 2018/19
7

then they went home.

Northshire Quarterly Update 2018/19
8
"""
    (bullet,) = outline_of(text).bullets
    assert bullet.text.endswith("in the month of March and then they went home.")
    assert bullet.lines == (5, 10)


@pytest.mark.parametrize("printed", ["Northshire Quarterly Update 2018/19", "OFFICIAL", "[Official-Sensitive]", "7", "Page 3 of 9", "3/9", "- 4 -", "– 4 –"])
def test_running_lines_markings_and_page_numbers_are_furniture(printed: str) -> None:
    page = ["Priority 1 – Safer Streets", "", "- Officers walked the beat.", "", printed, ""]
    outline = outline_of("\n".join(page * 3))
    assert [b.text for b in outline.bullets] == ["Officers walked the beat."] * 3
    assert outline.roles[4::6] == (Role.FURNITURE,) * 3


def test_a_repeated_sentence_is_no_furniture() -> None:
    outline = outline_of("Priority 1 – Safer Streets\n\n- Shops were visited.\n\nPriority 2 – Fair Roads\n\n- Shops were visited.\n")
    assert [b.text for b in outline.bullets] == ["Shops were visited."] * 2


def test_contents_are_no_bullets_and_no_headings() -> None:
    outline = outline_of("Contents\n\nPriority 1 – Safer Streets ........ 2\nPriority 2 – Fair Roads    3\n\nPriority 2 – Fair Roads\n\n- Cars were stopped.\n")
    assert [r for r in outline.roles if r is not Role.BLANK] == [*[Role.CONTENTS] * 3, Role.PRIORITY, Role.BULLET]


# Tables -----------------------------------------------------------------------------------------------------------------------

TAB_TABLE = "Town\tWalks\tChange\nHarlow\t12\t-3.5%\nGrays\tN/A\t\n"
PIPE_TABLE = "| Town | Walks | Change |\n|------|------:|--------|\n| Harlow | 12 | -3.5% |\n| Grays | N/A | |\n"


@pytest.mark.parametrize("table", [TAB_TABLE, PIPE_TABLE], ids=["tabs", "pipes"])
def test_a_table_row_is_a_bullet_whose_cells_know_their_headers(table: str) -> None:
    harlow, grays = outline_of(f"Priority 1 – Safer Streets\n\n{table}").bullets
    assert harlow.kind is grays.kind is BulletKind.TABLE_ROW
    assert (harlow.text, grays.text) == ("Harlow\t12\t-3.5%", "Grays\tN/A")
    assert [(c.header, c.value) for c in harlow.cells] == [("Town", "Harlow"), ("Walks", "12"), ("Change", "-3.5%")]
    assert [(c.header, c.value) for c in grays.cells][:2] == [("Town", "Grays"), ("Walks", "N/A")]
    assert harlow.label is None


def test_each_table_has_its_own_header() -> None:
    outline = outline_of(f"Priority 1 – Safer Streets\n\n{TAB_TABLE}\nBetween the tables stands a sentence.\n\nForce\tCharges\nKent\t3\n")
    assert [(c.header, c.value) for c in outline.bullets[-1].cells] == [("Force", "Kent"), ("Charges", "3")]


def test_a_row_without_a_header_has_nameless_columns() -> None:
    (row,) = outline_of("Priority 1 – Safer Streets\n\nHarlow\t12\n").bullets
    assert [(c.header, c.value) for c in row.cells] == [("", "Harlow"), ("", "12")]


def test_a_note_under_a_table_is_a_footnote() -> None:
    outline = outline_of(f"Priority 1 – Safer Streets\n\n{TAB_TABLE}*Grays was not counted before.\n")
    note = outline.bullets[-1]
    assert (note.kind, note.text) == (BulletKind.FOOTNOTE, "*Grays was not counted before.")


# Places and ids -----------------------------------------------------------------------------------------------------------------


def test_a_bullet_stands_at_its_own_lines_page_and_span() -> None:
    text = "Priority 1 – Safer Streets\n\n- First.\n\f- Second\n  goes on.\n  - Third.\n"
    source = source_of(text)
    bullets = read_outline(source).bullets
    assert [(b.lines, b.page) for b in bullets] == [((3, 3), 1), ((4, 5), 2), ((6, 6), 2)]
    assert [source.text[slice(*b.span)] for b in bullets] == ["First.", "Second\n  goes on.", "Third."]


def test_ids_are_unique_even_where_words_repeat() -> None:
    outline = outline_of("Priority 1 – Safer Streets\n\n- Shops were visited.\n- Shops were visited.\n- Shops were visited.\n")
    first, second, third = (b.id for b in outline.bullets)
    assert (second, third) == (f"{first}-2", f"{first}-3")


def test_ids_outlive_a_change_elsewhere() -> None:
    before = outline_of(OWN_LINE)
    after = outline_of(
        OWN_LINE.replace("- Officers walked", "- A new bullet stands first.\n- Officers walked").replace("second team\n begins", "second\n team begins")
    )
    kept = {b.id for b in before.bullets}
    assert [b.text for b in after.bullets if b.id not in kept] == ["A new bullet stands first."]
    assert kept <= {b.id for b in after.bullets}


def test_ids_change_with_the_words_and_with_what_stands_above() -> None:
    ids = {
        by_text(outline_of(f"Priority 1 – {title}\n\n{heading}- {text}\n").bullets, text).id
        for title in ("Safer Streets", "Fair Roads")
        for heading in ("", "**On Foot**\n\n")
        for text in ("Shops were visited.", "Shops were closed.")
    }
    assert len(ids) == 8


# The law of reading: what is written out reads back ------------------------------------------------------------------------------

WORDS = st.sampled_from(
    ["officers", "walked", "shops", "visited", "many", "homes", "in", "each", "town", "of", "the", "county", "with", "new", "kits", "and", "lamps"]
)
SENTENCES = st.lists(WORDS, min_size=2, max_size=14).map(lambda words: " ".join(words).capitalize() + ".")


@dataclass(frozen=True)
class Written:
    """One bullet as written: its depth, its text, and after how many words it wraps."""

    depth: int
    text: str
    wrap: int


@st.composite
def bullet_lists(draw: st.DrawFn) -> list[Written]:
    written: list[Written] = []
    for text in draw(st.lists(SENTENCES, min_size=1, max_size=6)):
        deepest = min(written[-1].depth + 1, 3) if written else 0
        written.append(Written(draw(st.integers(0, deepest)), text, draw(st.integers(3, 20))))
    return written


COMMITMENTS = st.lists(st.tuples(SENTENCES, bullet_lists()), min_size=1, max_size=3)
TITLES = st.lists(WORDS, min_size=2, max_size=5).map(lambda words: " ".join(words).title())
# One promise stands under one priority: the same under two in a row is read as a heading that trails, and doubted.
DOCUMENTS = st.lists(st.tuples(TITLES, COMMITMENTS), min_size=1, max_size=4).map(
    lambda document: [(title, [(f"{promise[:-1]} at place {n}.", bullets) for promise, bullets in parts]) for n, (title, parts) in enumerate(document)]
)


def rendered(document: list[tuple[str, list[tuple[str, list[Written]]]]]) -> tuple[str, list[tuple[object, ...]]]:
    """The document as text, and what should be read: (lines, text, priority, commitment, index of the parent)."""
    lines, expected = ["# Northshire Police Quarterly Update", ""], []
    for number, (title, commitments) in enumerate(document, 1):
        lines += [f"## Priority {number} – {title}", ""]
        for promise, bullets in commitments:
            lines += ["#### We will:", "", promise, ""]
            above: list[int] = []
            for bullet in bullets:
                words, indent = bullet.text.split(), "  " * bullet.depth
                wrapped = [" ".join(words[i : i + bullet.wrap]) for i in range(0, len(words), bullet.wrap)]
                lines += [f"{indent}- {wrapped[0]}", *(f"{indent}  {rest}" for rest in wrapped[1:])]
                place = (len(lines) - len(wrapped) + 1, len(lines))
                above = above[: bullet.depth]
                expected.append((place, bullet.text, number, title, promise, above[-1] if above else None))
                above.append(len(expected) - 1)
            lines.append("")
    return "\n".join(lines), expected


@given(DOCUMENTS)
@settings(max_examples=60)
def test_an_outline_that_is_written_out_reads_back(document: list[tuple[str, list[tuple[str, list[Written]]]]]) -> None:
    text, expected = rendered(document)
    outline = outline_of(text)
    places = {b.id: n for n, b in enumerate(outline.bullets)}
    read = [
        (b.lines, b.text, b.priority and b.priority.number, b.priority and b.priority.title, b.commitment, places.get(b.parent or "")) for b in outline.bullets
    ]
    assert read == expected
    assert len(places) == len(outline.bullets)
    assert outline.doubts == ()


@given(
    st.lists(
        st.one_of(SENTENCES, st.text(max_size=40), st.sampled_from(["Priority 1 – A B", "We will:", "", "- ", "a\tb", "| 1 | 2 |", "  ", "\f", "Contents"])),
        max_size=12,
    )
)
@settings(max_examples=100)
def test_any_text_at_all_is_read_and_every_line_has_a_role(lines: list[str]) -> None:
    source = source_of("\n".join(lines))
    outline = read_outline(source)
    assert len(outline.roles) == len(source.lines)
    for line, role in zip(source.lines, outline.roles, strict=True):
        assert role is not Role.BLANK or not any(char.isalnum() for char in source.text[line.start : line.end])
    covered = {n for b in outline.bullets for n in range(b.lines[0], b.lines[1] + 1)}
    owned = {n for n, role in enumerate(outline.roles, 1) if role in (Role.BULLET, Role.CONTINUATION, Role.TABLE_ROW, Role.PARAGRAPH, Role.FOOTNOTE)}
    assert owned <= covered | {n for n in owned if not any(c.isalnum() for c in source.text[source.lines[n - 1].start : source.lines[n - 1].end])}


# What a reader of a format knows of its lines --------------------------------------------------------------------------------------


def begun(*lines: str) -> Outline:
    """The outline of lines that each begin a paragraph."""
    return read_outline(source_of_lines("update", (RawLine(line, begins=True) for line in lines)))


def test_a_line_that_begins_a_paragraph_goes_on_no_unfinished_line() -> None:
    first = "- The northern team spoke with the owners of every shop in the high street about the thefts of the last three months and"
    assert [b.text for b in begun(first, "", "Officers walked 400 hours in March.").bullets] == [first[2:], "Officers walked 400 hours in March."]
    assert len(begun(first, "", "found two of the thieves.").bullets) == 1


# Pages -----------------------------------------------------------------------------------------------------------------------------


def test_what_most_pages_have_at_their_edge_is_furniture_whatever_it_says() -> None:
    pages = [f"www.northshire.example/{n}\n\n- A point of page {n} that is told here.\n\nPrinted by hand" for n in range(1, 5)]
    outline = outline_of("\n\f".join(pages))
    assert [bullet.text for bullet in outline.bullets] == [f"A point of page {n} that is told here." for n in range(1, 5)]


def test_contents_may_set_the_page_right_behind_the_title() -> None:
    listed = "Contents\n\nPriority 1 – Safer Streets\t2-4\nPriority 2 – Fewer Burglaries 5\n"
    outline = outline_of(f"Northshire Update\n\n{listed}\nPriority 1 – Safer Streets\n\n- One.\n\nPriority 2 – Fewer Burglaries\n\n- Two.\n")
    assert [(b.text, b.priority and b.priority.number) for b in outline.bullets] == [("One.", 1), ("Two.", 2)]


@pytest.mark.parametrize(
    "table", ["Measure\t2018\t2019\nBurglary\t310\t290\n", "Measure       2018   2019\nBurglary       310    290\nRobbery         40     38\n"]
)
def test_years_over_figures_are_headers(table: str) -> None:
    rows = outline_of(f"Priority 1 – Safer Streets\n\n- A bullet.\n\n{table}").bullets[1:]
    assert [(cell.header, cell.value) for cell in rows[0].cells] == [("Measure", "Burglary"), ("2018", "310"), ("2019", "290")]


def test_a_table_of_words_has_a_header_and_loses_no_row() -> None:
    rows = outline_of("Priority 1 – Safer Streets\n\n- A bullet.\n\nPartner\tWork\nKent Police\tJoint patrols\nThe council\tStreet lamps\n").bullets[1:]
    assert [row.text for row in rows] == ["Kent Police\tJoint patrols", "The council\tStreet lamps"]
    assert [cell.header for cell in rows[1].cells] == ["Partner", "Work"]


def test_rows_of_words_among_rows_with_figures_are_rows() -> None:
    table = "Measure\tNumber\nBurglary\t310\nNot counted yet\tsee note\nNot counted at all\tsee note\nLeft to others\tsee note\nRobbery\t40\n"
    assert len(outline_of(f"Priority 1 – Safer Streets\n\n- A bullet.\n\n{table}").bullets) == 6


def test_a_table_under_another_has_its_own_header() -> None:
    text = "Priority 1 – Safer Streets\n\n- A bullet.\n\nMeasure\tNumber\nBurglary\t310\n\nMeasure\tShare\nRobbery\t4%\n"
    assert [row.cells[1].header for row in outline_of(text).bullets[1:]] == ["Number", "Share"]
