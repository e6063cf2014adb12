"""Operations and projects by how they are printed, and the misprints of their names."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.operations import bare, named, one_edit_apart

NAMES = st.text("ABCD", max_size=8)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Under Operation GAMBLER cars were stopped.", ["GAMBLER"]),
        ("Under Operation Gambler cars were stopped.", ["GAMBLER"]),
        ("OPERATION GAMBLER", ["GAMBLER"]),
        ("Op GAMBLER and Op. RAPTOR", ["GAMBLER", "RAPTOR"]),
        ("Ops SCEPTRE and GRIP", ["SCEPTRE", "GRIP"]),
        ("Operations SCEPTRE, GRIP & Henry ran", ["SCEPTRE", "GRIP", "HENRY"]),
        ("Ops GAMBLER (Harlow) and RAPTOR", ["GAMBLER", "RAPTOR"]),
        ("Operational ALBATROSS began", ["ALBATROSS"]),
        ("Project Servator", ["SERVATOR"]),
        ("Project 360 and Operation 100", ["360", "100"]),
        ("Operation 'Gambler' and Operation ‘RAPTOR’", ["GAMBLER", "RAPTOR"]),
        ("Operation “Gambler” began", ["GAMBLER"]),
        ("Operation GAMBLER's team and Operation Raptor’s", ["GAMBLER", "RAPTOR"]),
        ("Operation Green Hornet began", ["GREEN HORNET"]),
        ("Operation BLUE LIGHT began", ["BLUE LIGHT"]),
        ("Operation DRINK-AWARE", ["DRINK-AWARE"]),
        ("Operation Lester Gold Group met", ["LESTER"]),
        ("Operation name GAMBLER", ["GAMBLER"]),
        ("Operation Gambler Southend", ["GAMBLER SOUTHEND"]),
        ("Operation GAMBLER and RAPTOR", ["GAMBLER"]),
    ],
)
def test_the_shapes_of_names(text: str, names: list[str]) -> None:
    assert [n.name for n in named(text)] == names


@pytest.mark.parametrize(
    "text",
    [
        "",
        "cars in the operation of a van",
        "the Operation of the Centre",
        "Operations in Essex",
        "The Project Manager and the Operations Room met",
        "A Co-Operation Team",
        "An operational sergeant",
        "Operation 2,000 ran",
        "During the operation 12 men were arrested",
        "OPERATIONS ROOM",
        "the Projected Growth",
        "the laptop Gambler bought",
    ],
)
def test_what_is_no_operation(text: str) -> None:
    assert list(named(text)) == []


def test_an_operation_stands_from_its_keyword_to_its_name() -> None:
    text = "In May Ops ‘SCEPTRE’ and GRIP ran."
    assert [text[n.start : n.end] for n in named(text)] == ["Ops ‘SCEPTRE", "GRIP"]


@given(st.text(alphabet="Operation PROJECT op's aB1 ,&(-)‘", max_size=80))
def test_names_lie_in_the_text_in_order(text: str) -> None:
    found = list(named(text))
    assert all(0 <= n.start < n.end <= len(text) and n.name == n.name.upper() for n in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("RAPTOR made arrests.", ["RAPTOR"]),
        ("The Raptor team made arrests.", ["Raptor"]),
        ("Raptor officers and RAPTOR", ["Raptor", "RAPTOR"]),
        ("A raptor was seen.", []),
        ("Raptor Road was closed.", []),
        ("GAMBLER made arrests.", []),
        ("Operation RAPTOR made arrests.", []),
    ],
)
def test_a_name_stands_bare_only_where_it_is_known_and_meant(text: str, surfaces: list[str]) -> None:
    found = bare(text, frozenset({"RAPTOR"}), list(named(text)))
    assert [text[n.start : n.end] for n in found] == surfaces


@given(NAMES, NAMES)
def test_one_edit_apart_is_symmetrical_and_never_of_itself(a: str, b: str) -> None:
    assert one_edit_apart(a, b) is one_edit_apart(b, a)
    assert not one_edit_apart(a, a)


@given(NAMES, st.integers(0, 8), st.sampled_from("ABCDE"))
def test_one_edit_is_one_edit(name: str, at: int, letter: str) -> None:
    at = min(at, len(name))
    assert one_edit_apart(name, name[:at] + letter + name[at:])
    if at < len(name) and name[at] != letter:
        assert one_edit_apart(name, name[:at] + letter + name[at + 1 :])
    if at + 1 < len(name) and name[at] != name[at + 1]:
        assert one_edit_apart(name, name[:at] + name[at + 1] + name[at] + name[at + 2 :])


@pytest.mark.parametrize(("a", "b"), [("GAMBLER", "GAMBLERSS"), ("GAMBLER", "GABMELR"), ("GAMBLER", "RAPTOR"), ("", "AB")])
def test_two_edits_are_too_many(a: str, b: str) -> None:
    assert not one_edit_apart(a, b)
