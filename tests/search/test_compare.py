"""Counting crosswise: what a cell holds is what is there, each bullet once, and a blank says why it is blank."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from kg.errors import UnknownNameError
from kg.model import HeldBullet, Kind
from kg.vocabulary import Vocabulary
from search.answer import Answerer
from search.build import Builder
from search.compare import Wanted, compare
from search.errors import QuestionError
from search.library import Library
from search.sides import NONE, Axis, Cell, Head
from tests.search.samples import Tiny, every_bullet

PAIRS = list(itertools.permutations(Axis, 2))


def head(heads: tuple[Head, ...], title: str) -> Head:
    return next(h for h in heads if title in (h.title, h.key))


@pytest.mark.parametrize(("rows", "columns"), PAIRS)
def test_every_bullet_is_counted_and_every_cell_opens_what_it_counts(demo: Library, rows: Axis, columns: Axis) -> None:
    found = compare(demo, Wanted(rows, columns))
    assert found.count_all == len(every_bullet(demo))
    for row, column in itertools.product(found.rows, found.columns):
        opened = found.open(demo, row.key, column.key)
        assert len(opened) == found.count(row, column)
        assert [b.order for b in opened] == sorted(b.order for b in opened)
        assert (found.cell(row, column) is Cell.COUNTED) == bool(opened)
        assert all(_stands(side, b) for b in opened for side in ((rows, row), (columns, column)))


def _stands(side: tuple[Axis, Head], held: HeldBullet) -> bool:
    """Whether a bullet stands under a head by its own account; of priorities, whose titles differ between plans, whether it has one."""
    axis, one = side
    if axis is Axis.PERIOD:
        return held.period.label == one.key
    if axis is Axis.DISTRICT:
        named = held.linked.names(Kind.DISTRICT)
        return one.key in named if one.key != NONE else not named
    return (held.bullet.priority is None) == (one.key == NONE)


def test_sides_turned_round_are_the_same_counts(demo: Library) -> None:
    one, other = compare(demo, Wanted(Axis.PRIORITY, Axis.PERIOD)), compare(demo, Wanted(Axis.PERIOD, Axis.PRIORITY))
    assert (one.rows, one.columns) == (other.columns, other.rows)
    assert {(c, r): found for (r, c), found in other.members.items()} == dict(one.members)
    assert {(c, r): why for (r, c), why in other.blank.items()} == dict(one.blank)


def test_blanks_tell_not_held_from_silent_and_from_another_plan(demo: Library) -> None:
    found = compare(demo, Wanted())
    roads, thefts = head(found.rows, "Improving safety on our roads"), head(found.rows, "Preventing dog theft")
    gap = head(found.columns, "Q1 2019/20 to Q2 2019/20")
    held = head(found.columns, "Q3 2019/20")
    assert [p.label for p in gap.missing] == ["2019-20-Q1", "2019-20-Q2"]
    assert found.cell(roads, gap) is Cell.NOT_HELD
    assert found.cell(thefts, held) is Cell.NOT_IN_PLAN
    assert found.count(roads, held) == 5
    districts = compare(demo, Wanted(Axis.DISTRICT, Axis.PERIOD))
    assert districts.cell(head(districts.rows, "Brentwood"), head(districts.columns, "Q4 2018/19")) in (Cell.SILENT, Cell.COUNTED)
    assert len(districts.rows) == 15


def test_one_concern_of_two_plans_is_one_row_that_names_both_titles(demo: Library) -> None:
    found = compare(demo, Wanted())
    roads = head(found.rows, "Improving safety on our roads")
    assert "Improve Safety on our Roads" in roads.note
    assert not any(h.title == "Improve Safety on our Roads" for h in found.rows)
    assert head(found.rows, "Reverse the Trend in Serious Violence").note.startswith("Police and Crime Plan 2016-2020")


def test_a_silent_quarter_is_told_from_one_read_with_doubts_and_one_not_held(tmp_path: Path, vocabulary: Vocabulary) -> None:
    quiet, loud = Tiny(("Officers walked the beat.",), "Quarter 1 – 2019/20"), Tiny(("Officers walked in Harlow.",), "Quarter 3 – 2019/20")
    doubted = tmp_path / "q4.txt"
    doubted.write_text("Essex Police Quarterly Update\n\nQuarter 4 – 2019/20\n\n- Officers walked the beat.\n", encoding="utf-8")
    assert not Builder(tmp_path / "library", vocabulary).add([quiet.write(tmp_path / "q1.txt"), loud.write(tmp_path / "q3.txt"), doubted]).failed
    with Library.open(tmp_path / "library") as library:
        found = compare(library, Wanted(Axis.DISTRICT, Axis.PERIOD))
        assert any(library.doubts[v.id] for v in library.versions if v.source == "q4.txt")
    harlow = head(found.rows, "Harlow")
    assert [found.cell(harlow, column) for column in found.columns] == [Cell.SILENT, Cell.NOT_HELD, Cell.COUNTED, Cell.DOUBT]


def test_the_bullets_of_an_answer_are_counted_and_no_others(demo: Library, answerer: Answerer) -> None:
    question = "anti-social behaviour"
    found = compare(demo, Wanted(Axis.DISTRICT, Axis.PERIOD, question=question))
    opened = {b.bullet.id for row, column in itertools.product(found.rows, found.columns) for b in found.open(demo, row.key, column.key)}
    assert opened == {e.held.bullet.id for e in answerer.ask(question).evidence}


def test_periods_and_force_narrow_it(demo: Library) -> None:
    found = compare(demo, Wanted(Axis.PRIORITY, Axis.DISTRICT, periods=("2019-20-Q3",), force="Essex (sample)"))
    assert found.count_all == len([b for b in every_bullet(demo) if b.period.label == "2019-20-Q3"])
    assert not any("dog" in h.title for h in found.rows)


@pytest.mark.parametrize(
    ("wanted", "error", "said"),
    [
        (Wanted(force="Kent Police"), UnknownNameError, "Essex \\(sample\\)"),
        (Wanted(periods=("2012-13-Q1",)), UnknownNameError, "2022-23-Q1"),
        (Wanted(Axis.PERIOD, Axis.PERIOD), QuestionError, "period by period"),
        (Wanted(question="the of"), QuestionError, "understood"),
    ],
)
def test_what_cannot_be_compared_says_why(demo: Library, wanted: Wanted, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        compare(demo, wanted)


def test_its_json_holds_every_cell(demo: Library) -> None:
    found = compare(demo, Wanted(Axis.PRIORITY, Axis.DISTRICT))
    told = found.to_json(demo)
    assert len(told["cells"]) == len(found.rows) * len(found.columns)
    assert all(cell["count"] == len(cell["bullets"]) for cell in told["cells"])
    assert {cell["state"] for cell in told["cells"]} == {"counted", "silent"}
    assert sum(found.total(row) for row in found.rows) == told["count"]
