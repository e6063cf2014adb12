"""What a bullet mentions, how it was recognised, and whether it is work across the force's boundary."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.data import data_folder
from kg.linking import Linker, sentence_at
from kg.model import By, Kind, LinkedBullet, Mention, MentionRole, Update
from kg.reading import read_source
from kg.vocabulary import Vocabulary
from tests.kg.samples import link_lines, update_of


@pytest.fixture(scope="module")
def linker(vocabulary: Vocabulary) -> Linker:
    return Linker(vocabulary)


def linked(linker: Linker, text: str, *, force: str = "Essex Police") -> list[LinkedBullet]:
    """The bullets of a text under one priority, linked."""
    return list(linker.link(update_of(f"Priority 1 – Safer Streets\n\n{text}\n", force=force))[0])


def only(bullet: LinkedBullet, kind: Kind) -> Mention:
    (mention,) = [m for m in bullet.mentions if m.kind is kind]
    return mention


# Partners ------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "partners"),
    [
        ("Work with the Met went on.", ("Metropolitan Police Service",)),
        ("The MPS and New Scotland Yard wrote.", ("Metropolitan Police Service",)),
        ("The NCA came.", ("National Crime Agency",)),
        ("The CPS and the NHS wrote.", ("Crown Prosecution Service", "National Health Service")),
        ("Castle Point and Rochford District Councils paid.", ("Castle Point Borough Council", "Rochford District Council")),
        ("Basildon Council paid.", ("Basildon Borough Council",)),
        ("Essex Police walked with the Special Constabulary.", ()),
        ("We gave the Westshire Housing Association a lamp.", ("Westshire Housing Association",)),
        ("The Westshire Housing Association gave us a lamp.", ("Westshire Housing Association",)),
        ("The Trust, the District Council and a University came.", ()),
        ("Kent colleagues came.", ("Kent Police",)),
        ("Kent, Surrey and Sussex joined.", ("Kent Police", "Surrey Police", "Sussex Police")),
        ("Kent and Surrey joined.", ()),
        ("Thefts across Kent, Surrey and Sussex fell.", ()),
        ("A man of Kent was seen.", ()),
        ("Officers provide a refuge and relate what they met.", ()),
    ],
)
def test_partners_go_by_their_preferred_names(linker: Linker, text: str, partners: tuple[str, ...]) -> None:
    (bullet,) = link_lines(linker, text)
    assert sorted(bullet.names(Kind.PARTNER)) == sorted(partners)


def test_an_abbreviation_that_the_update_defines_counts_in_all_of_it(linker: Linker) -> None:
    first, second = link_lines(linker, "Braintree District Council (BrDC) met.", "BrDC paid for a van.")
    assert first.names(Kind.PARTNER) == second.names(Kind.PARTNER) == ("Braintree District Council",)


def test_a_body_by_its_shape_says_so(linker: Linker) -> None:
    (bullet,) = link_lines(linker, "We wrote to Westshire Lamp Foundation.")
    mention = only(bullet, Kind.PARTNER)
    assert (mention.by, mention.entity) == (By.SHAPE, "partner/westshire-lamp-foundation")


def test_a_partner_is_not_inherited(linker: Linker) -> None:
    parent, child = linked(linker, "- Kent Police joined us:\n  - Cars were stopped.")
    assert (parent.names(Kind.PARTNER), child.names(Kind.PARTNER)) == (("Kent Police",), ())


def test_a_body_that_bears_the_name_of_a_district_names_it_too(linker: Linker) -> None:
    (bullet,) = link_lines(linker, "Rochford District Council paid.")
    assert bullet.names(Kind.DISTRICT) == ("Rochford",)


# Across the boundary -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Officers and the Met stopped cars together.",
        "We worked with the Metropolitan Police Service in May.",
        "British Transport Police joined us.",
        "The NCA supported a search.",
        "Work with the Kent Police and Crime Commissioner goes on.",
        "A joint force operation stopped cars.",
        "Travelling criminals were stopped.",
        "Cross boarder crime fell.",
    ],
)
def test_work_across_the_boundary(linker: Linker, text: str) -> None:
    (bullet,) = link_lines(linker, text)
    assert bullet.cross_border
    assert "cross-border work" in bullet.names(Kind.THEME)


@pytest.mark.parametrize(
    "text",
    [
        "Crime rose more than in Kent, compared with Kent Police.",
        "We rank above the average of Surrey Police and Sussex Police.",
        "Kent Police passed us a report of a stolen van.",
        "Essex Police stopped cars with Harlow Council.",
        "Work with the Police, Fire and Crime Commissioner for Essex goes on.",
        "The Home Office wrote.",
    ],
)
def test_what_is_only_compared_passed_on_or_within_does_not_cross(linker: Linker, text: str) -> None:
    (bullet,) = link_lines(linker, text)
    assert not bullet.cross_border
    assert "cross-border work" not in bullet.names(Kind.THEME)


def test_the_comparison_of_one_sentence_does_not_touch_the_next(linker: Linker) -> None:
    (bullet,) = link_lines(linker, "Crime rose compared with last year. Kent Police joined us.")
    assert only(bullet, Kind.PARTNER).role is MentionRole.WORKS_WITH


def test_a_table_of_forces_mentions_them_and_tells_of_no_work(linker: Linker) -> None:
    kent, met, own = linked(linker, "Force\tCharges\nKent\t3\nMetropolitan\t7\nEssex\t4")
    assert [b.names(Kind.PARTNER) for b in (kent, met, own)] == [("Kent Police",), ("Metropolitan Police Service",), ()]
    assert only(kent, Kind.PARTNER).role is MentionRole.MENTIONED
    assert not any(b.cross_border for b in (kent, met, own))


def test_a_county_in_another_column_is_no_force(linker: Linker) -> None:
    (row,) = linked(linker, "Home county\tVisitors\nKent\t3")
    assert row.names(Kind.PARTNER) == ()


def test_a_charity_is_worked_with_only_where_a_word_says_so(linker: Linker) -> None:
    roles = [only(b, Kind.PARTNER).role for b in link_lines(linker, "Work with Victim Support goes on.", "A report by Victim Support came out.")]
    assert roles == [MentionRole.WORKS_WITH, MentionRole.MENTIONED]


# Places --------------------------------------------------------------------------------------------------------------------------


def test_a_place_gives_its_district(linker: Linker) -> None:
    (bullet,) = link_lines(linker, "A theft on Canvey Island was solved.")
    assert only(bullet, Kind.PLACE).by is By.TEXT
    district = only(bullet, Kind.DISTRICT)
    assert (district.name, district.by, district.via, district.start) == ("Castle Point", By.PLACE, "place/canvey-island", None)


def test_districts_go_by_their_full_names(linker: Linker) -> None:
    (bullet,) = link_lines(linker, "Southend saw a theft.")
    assert bullet.names(Kind.DISTRICT) == ("Southend-on-Sea",)


@pytest.mark.parametrize("text", ["The west of the county saw a theft.", "Winds from the North and West blew.", "A theft in Norwich was solved."])
def test_bare_points_of_the_compass_and_places_outside_are_nowhere(linker: Linker, text: str) -> None:
    (bullet,) = link_lines(linker, text)
    assert bullet.names(Kind.AREA) == bullet.names(Kind.DISTRICT) == bullet.names(Kind.PLACE) == ()


def test_an_area_gives_no_district_and_a_district_no_area(linker: Linker) -> None:
    area, district = link_lines(linker, "West LPA saw a theft.", "Harlow saw a theft.")
    assert (area.names(Kind.AREA), area.names(Kind.DISTRICT)) == (("West",), ())
    assert (district.names(Kind.AREA), district.names(Kind.DISTRICT)) == ((), ("Harlow",))


def test_a_label_says_that_it_is_one(linker: Linker) -> None:
    (bullet,) = link_lines(linker, "Harlow: a van stood in Grays.")
    assert {m.name: m.by for m in bullet.mentions if m.kind is Kind.DISTRICT} == {"Harlow": By.LABEL, "Thurrock": By.PLACE}


def test_children_inherit_the_district_of_a_label(linker: Linker) -> None:
    parent, child, grandchild = linked(linker, "- Harlow:\n  - Cars were stopped.\n    - One was red.")
    assert only(parent, Kind.DISTRICT).by is By.TEXT
    for bullet, by, above in ((child, By.LABEL, parent), (grandchild, By.LABEL, child)):
        mention = only(bullet, Kind.DISTRICT)
        assert (mention.name, mention.by, mention.via, mention.start, mention.source_start) == ("Harlow", by, above.bullet.id, None, None)


def test_what_a_bullet_says_itself_is_not_inherited_again(linker: Linker) -> None:
    _, child = linked(linker, "- Harlow:\n  - Cars were stopped in Harlow.")
    assert only(child, Kind.DISTRICT).by is By.TEXT


def test_headings_give_districts_and_areas(linker: Linker) -> None:
    (bullet,) = linked(linker, "**Thefts in Clacton and West LPA**\n\n- Cars were stopped.")
    assert (bullet.names(Kind.DISTRICT), bullet.names(Kind.AREA)) == (("Tendring",), ("West",))
    assert {m.by for m in bullet.mentions if m.kind in (Kind.DISTRICT, Kind.AREA)} == {By.HEADING}


def test_a_point_of_the_compass_in_a_heading_is_no_area(linker: Linker) -> None:
    (bullet,) = linked(linker, "**Visitors from the North Sea**\n\n- Boats were stopped.")
    assert bullet.names(Kind.AREA) == ()


def test_a_force_without_places_has_none_and_a_doubt(linker: Linker) -> None:
    update = update_of("Priority 1 – Safer Streets\n\n- Cars in Maidstone, Harlow and West LPA.\n", force="Kent Police")
    (bullet,), doubts = linker.link(update)
    assert [m for m in bullet.mentions if m.kind in (Kind.DISTRICT, Kind.AREA, Kind.PLACE)] == []
    assert [d.code for d in doubts] == ["no-places"]
    assert "Kent Police" in doubts[0].message


def test_a_force_with_places_has_no_doubt(linker: Linker) -> None:
    assert linker.link(update_of("- Cars in Harlow.\n"))[1] == ()


def test_a_qualified_publisher_speaks_of_the_places_and_bodies_of_its_force(linker: Linker) -> None:
    (bullet,) = link_lines(linker, "Essex Police stopped cars in Harlow.", force="Essex (sample)")
    assert (bullet.names(Kind.PARTNER), bullet.names(Kind.DISTRICT)) == ((), ("Harlow",))


def test_for_another_force_ours_is_the_partner(linker: Linker) -> None:
    (bullet,) = link_lines(linker, "Kent Police and Essex Police stopped cars together.", force="Kent Police")
    assert (bullet.names(Kind.PARTNER), bullet.cross_border) == (("Essex Police",), True)


# Operations ----------------------------------------------------------------------------------------------------------------------


def test_operations_in_capitals_with_misprints_resolved(linker: Linker) -> None:
    bullet, _ = link_lines(linker, "Operation Gamber and Op SCEPTRE ran.", "Project 360 ran.")
    assert bullet.names(Kind.OPERATION) == ("GAMBLER", "SCEPTRE")
    assert [m.entity for m in bullet.mentions if m.kind is Kind.OPERATION] == ["operation/essex-gambler", "operation/sceptre"]


def test_an_operation_may_stand_bare_once_the_update_has_introduced_it(linker: Linker) -> None:
    assert link_lines(linker, "RAPTOR made arrests.")[0].names(Kind.OPERATION) == ()
    first, _ = link_lines(linker, "RAPTOR made arrests.", "Operation Raptor is a team of ours.")
    assert first.names(Kind.OPERATION) == ("RAPTOR",)


def test_an_operation_of_a_heading_is_inherited_by_all_below(linker: Linker) -> None:
    for bullet in linked(linker, "**Operation Raptor: drugs**\n\n- Cars were stopped.\n  - One was red."):
        mention = only(bullet, Kind.OPERATION)
        assert (mention.name, mention.by, mention.via, mention.start) == ("RAPTOR", By.HEADING, "Operation Raptor: drugs", None)


@pytest.mark.parametrize(
    "text",
    [
        "- Operation RAPTOR:\n  - Cars were stopped.",
        "- Operation RAPTOR:\n  - Cars:\n    - Cars were stopped.",
        "- Operation RAPTOR: vans came.\n  - Cars were stopped.",
        "- Operation RAPTOR:\n  - Cars were stopped.\n    - One was red.",
    ],
    ids=["label alone", "label below a label", "label before text", "two below"],
)
def test_an_operation_of_a_label_is_inherited_by_all_below(linker: Linker, text: str) -> None:
    *_, below = linked(linker, text)
    assert below.names(Kind.OPERATION) == ("RAPTOR",)
    assert only(below, Kind.OPERATION).start is None


def test_an_operation_in_passing_is_not_passed_on(linker: Linker) -> None:
    _, below = linked(linker, "- Cars were stopped by Operation NOVA.\n  - One was red.")
    assert below.names(Kind.OPERATION) == ()


# Where it stands -----------------------------------------------------------------------------------------------------------------


def resolves(bullet: LinkedBullet, update: Update) -> None:
    """The law of mentions: a place in the text holds the surface, and the same words stand in the source."""
    for m in bullet.mentions:
        assert (m.start is None) == (m.end is None) == (m.source_start is None) == (m.source_end is None)
        if m.start is None or m.source_start is None:
            assert m.by is not By.SHAPE
            continue
        assert bullet.bullet.text[m.start : m.end] == m.surface
        printed = update.source.text[m.source_start : m.source_end]
        squashed = "".join(c for c in m.surface if c.isalnum())
        assert "".join(c for c in printed if c.isalnum()) == squashed, f"{printed!r} is not {m.surface!r}"
        assert bullet.bullet.span[0] <= m.source_start < m.source_end <= bullet.bullet.span[1]


def test_a_mention_across_a_wrap_points_at_both_its_lines(linker: Linker) -> None:
    update = update_of("Priority 1 – Safer Streets\n\n- Cars were stopped with the **Metropol-\n  itan Police** in Canvey\n  Island by Operation\n  RAPTOR.\n")
    (bullet,), _ = linker.link(update)
    resolves(bullet, update)
    met = only(bullet, Kind.PARTNER)
    assert update.source.text[met.source_start : met.source_end] == "Metropol-\n  itan Police"


@pytest.mark.parametrize("path", sorted((data_folder() / "updates").glob("*.txt")), ids=lambda path: path.stem)
def test_every_mention_of_the_sample_library_resolves(linker: Linker, path: Path) -> None:
    update = update_of(read_source(path).text, force="Essex (sample)")
    bullets, _ = linker.link(update)
    assert [b.bullet for b in bullets] == list(update.bullets)
    assert any(b.mentions for b in bullets)
    for bullet in bullets:
        resolves(bullet, update)


def test_linking_is_deterministic(linker: Linker, vocabulary: Vocabulary) -> None:
    text = "Cars in Harlow and Clacton were stopped by Operation RAPTOR with the Met, the NCA and Kent officers against county lines."
    assert link_lines(linker, text) == link_lines(Linker(Vocabulary.from_json(vocabulary.to_json())), text)


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        ("One", "One ran at 3.5 mph."),
        ("5 mph", "One ran at 3.5 mph."),
        ("Two", "Two met!"),
        ("met", "Two met!"),
        ("e.g.", "Three, e.g. four"),
        ("four", "Three, e.g. four"),
    ],
)
def test_the_sentence_that_holds_a_word(word: str, sentence: str) -> None:
    text = "One ran at 3.5 mph. Two met! Three, e.g. four"
    assert sentence_at(text, text.index(word)) == sentence


def test_a_town_in_the_name_of_an_operation_is_not_the_town(linker: Linker) -> None:
    (bullet,) = linked(linker, "- Operation HARLOW arrested four people in Basildon.")
    assert bullet.names(Kind.OPERATION) == ("HARLOW",)
    assert bullet.names(Kind.DISTRICT) == ("Basildon",)
