"""The reading order of a build, against plain lists and sets; evidence that is read as it is looked at."""

from __future__ import annotations

import pickle
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.answer import Answerer
from search.library import Library
from search.order import ReadingOrder

ROWS = st.lists(st.integers(1, 10_000), unique=True, max_size=60)


@st.composite
def orders(draw: st.DrawFn) -> tuple[ReadingOrder, list[tuple[str, list[int]]]]:
    """Rows in any order, cut into versions of which some are empty."""
    rows = draw(ROWS)
    cuts = sorted(draw(st.lists(st.integers(0, len(rows)), min_size=1, max_size=5)))
    parts = [(f"v{i}", rows[a:b]) for i, (a, b) in enumerate(zip([0, *cuts], [*cuts, len(rows)], strict=True))]
    return ReadingOrder(parts), parts


@given(orders(), ROWS)
def test_places_are_those_of_a_list(made: tuple[ReadingOrder, list[tuple[str, list[int]]]], asked: list[int]) -> None:
    order, parts = made
    whole = [n for _, rows in parts for n in rows]
    assert order.rows.tolist() == whole
    assert order.positions(asked).tolist() == [whole.index(n) for n in asked if n in whole]
    assert order.sorted(asked) == sorted((n for n in asked if n in whole), key=whole.index)
    assert all(order.position(n) == (whole.index(n) if n in whole else None) for n in asked)


@given(orders(), ROWS)
def test_versions_keep_their_own(made: tuple[ReadingOrder, list[tuple[str, list[int]]]], asked: list[int]) -> None:
    order, parts = made
    assert order.by_version(asked) == Counter(version for version, rows in parts for n in asked if n in rows)
    assert [order.count(version) for version, _ in parts] == [len(rows) for _, rows in parts]
    assert order.members([version for version, _ in parts]) == order.everything == {n for _, rows in parts for n in rows}
    for version, rows in parts:
        assert order.members([version]) == set(rows)
    assert order.members([]) == frozenset()


def test_it_is_the_order_in_which_bullets_are_printed(demo: Library) -> None:
    held = demo.catalogue.bullets(demo.order.rows.tolist())
    assert held == sorted((b for b in demo.catalogue.bullets(demo.catalogue.members(demo.version_ids)) if not b.bullet.label_only), key=lambda b: b.order)
    assert demo.order.rows.tolist() == [n for n, _ in demo.catalogue.embeddings(demo.version_ids)], "and of the vectors"


@pytest.mark.parametrize("row", [0, -1, 10**9])
def test_what_is_not_held_has_no_place(demo: Library, row: int) -> None:
    assert demo.order.position(row) is None


def test_an_answer_outlives_its_library(demo_folder: Path) -> None:
    with Library.open(demo_folder) as library:
        answer = Answerer(library).ask("all cross-border work with the Met")
        again = Answerer(library).ask("all cross-border work with the Met")
        ids = library.ids(answer.evidence.rows)
    assert [e.held.bullet.id for e in answer.evidence] == ids
    assert len(ids) == len(answer.evidence) > 3
    assert answer.evidence == again.evidence == pickle.loads(pickle.dumps(answer.evidence))


def test_evidence_is_a_sequence_whichever_page_is_looked_at_first(demo: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.evidence._PAGE", 4)
    answer = Answerer(demo).ask("all bullets about Harlow or Basildon")
    whole = tuple(Answerer(demo).ask("all bullets about Harlow or Basildon").evidence)
    assert len(whole) > 8
    assert (answer.evidence[-1], answer.evidence[5], answer.evidence[2:7]) == (whole[-1], whole[5], list(whole[2:7]))
    assert tuple(answer.evidence) == whole
    with pytest.raises(IndexError):
        answer.evidence[len(whole)]
