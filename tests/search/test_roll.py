"""Lists and counts: a count beside a name is the length of its list, and pages are the list."""

from __future__ import annotations

import pytest

from kg.errors import UnknownNameError
from kg.model import Kind
from search.answer import Answerer
from search.errors import QuestionError
from search.interpretation import Key
from search.library import Library
from search.listing import Filters, listed, page
from search.roll import LISTED, Roll

KEYS = {kind: Key(f"{kind.value}s") for kind in LISTED}


@pytest.fixture(scope="module")
def roll(demo: Library) -> Roll:
    return Roll(demo)


def count(answerer: Answerer, roll: Roll, key: Key, name: str) -> int:
    return len(listed(answerer, roll, Filters({key: [name]})))


@pytest.mark.parametrize("kind", LISTED)
def test_a_count_beside_a_name_is_the_length_of_its_list(answerer: Answerer, roll: Roll, kind: Kind) -> None:
    names = roll.names[kind].values()
    assert names
    for named in names:
        assert count(answerer, roll, KEYS[kind], named.name) == len(named.rows), named.name
        assert roll.named(kind, named.slug) is named


def test_facets_count_the_list(answerer: Answerer, roll: Roll) -> None:
    met = listed(answerer, roll, Filters({Key.PARTNERS: ["the Met"]}))
    rows = {n for _, n in met}
    for key in (Key.OPERATIONS, Key.DISTRICTS, Key.PRIORITIES):
        for slug, name, found in roll.facets(rows)[key.value]:
            name = slug if key is Key.PRIORITIES else name
            assert len(listed(answerer, roll, Filters({Key.PARTNERS: ["the Met"], key: [name]}))) == found
    assert sum(found for _, _, found in roll.facets(rows)["periods"]) == len(rows)


@pytest.mark.parametrize(
    ("key", "name", "question"), [(Key.PARTNERS, "MPS", "the Met"), (Key.DISTRICTS, "harlow", "Harlow"), (Key.OPERATIONS, "Op Raptor", "RAPTOR")]
)
def test_a_filter_is_the_question_that_names_the_same(answerer: Answerer, roll: Roll, demo: Library, key: Key, name: str, question: str) -> None:
    rows = [n for _, n in listed(answerer, roll, Filters({key: [name]}))]
    assert [b.bullet.id for b in demo.catalogue.bullets(rows)] == [e.held.bullet.id for e in answerer.ask(question).evidence]


def test_one_of_several_names_and_all_of_several_keys(answerer: Answerer, roll: Roll) -> None:
    def rows(**names: list[str]) -> set[int]:
        return {n for _, n in listed(answerer, roll, Filters({Key(k): v for k, v in names.items()}))}

    assert rows(districts=["Harlow", "Basildon"]) == rows(districts=["Harlow"]) | rows(districts=["Basildon"])
    assert rows(districts=["Harlow"], partners=["the Met"]) == rows(districts=["Harlow"]) & rows(partners=["the Met"])


@pytest.mark.parametrize("most", [1, 7, 1000])
def test_pages_are_the_list(answerer: Answerer, roll: Roll, most: int) -> None:
    found = listed(answerer, roll, Filters(labels=True))
    rows: list[int] = []
    cursor: str | None = None
    while True:
        more, cursor = page(found, cursor, most)
        rows += more
        if cursor is None:
            break
    assert rows == [n for _, n in found]
    assert len(rows) == sum(v.bullets for v in answerer.library.versions)


def test_pages_go_on_where_they_were_when_bullets_before_are_gone(answerer: Answerer, roll: Roll) -> None:
    found = listed(answerer, roll, Filters())
    first, cursor = page(found, None, 10)
    assert page(found[5:], cursor, 10) == page(found, cursor, 10)
    assert len(first) == 10


@pytest.mark.parametrize("filters", [Filters({Key.OPERATIONS: ["RAPTER"]}), Filters({Key.DISTRICTS: ["the Met"]}), Filters({Key.PARTNERS: ["Harlow"]})])
def test_a_name_of_another_kind_is_unknown(answerer: Answerer, roll: Roll, filters: Filters) -> None:
    with pytest.raises(UnknownNameError):
        listed(answerer, roll, filters)


def test_what_is_no_period_and_no_cursor_is_told(answerer: Answerer, roll: Roll) -> None:
    with pytest.raises(QuestionError, match="2018-19-Q4"):
        listed(answerer, roll, Filters(periods=["last week"]))
    with pytest.raises(QuestionError, match="next"):
        page([], "../../etc/passwd", 5)
