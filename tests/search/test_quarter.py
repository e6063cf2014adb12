"""One update as a reader wants it: its commitments, and what is new, went on or is gone, told against what is held."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from kg.model import Kind
from kg.vocabulary import Vocabulary
from search.build import Builder
from search.library import Library
from search.quarter import Change, Quarter, quarter
from tests.search.samples import Tiny

Q1, Q2, Q3, Q4 = (f"Quarter {n} – 2018/19" for n in range(1, 5))
PROMISES = """Essex Police – Police and Crime Plan 2016-2020 Quarterly Update

{quarter}

Version 1.0 Produced April 2019

Priority 1 - More Local, Visible and Accessible Policing

We will: Meet the public in every town.

{first}

We will: Answer calls more quickly.

{second}
"""


def read(library: Library, period: str) -> Quarter:
    return quarter(library, next(v.id for v in library.versions if v.colophon.period.label == period))


def names(found: Quarter, change: Change, kind: Kind = Kind.OPERATION) -> list[str]:
    return [turn.name for turn in found.turned(change) if turn.kind is kind]


@pytest.fixture(scope="module")
def four(tmp_path_factory: pytest.TempPathFactory, vocabulary: Vocabulary) -> Path:
    """Four quarters of which the third is not held."""
    folder = tmp_path_factory.mktemp("four")
    said = {
        Q1: ("Operation LANTERN began in Harlow.", "Operation BADGER ran in Clacton with Kent Police."),
        Q2: ("Operation LANTERN went on in Harlow.", "Operation HERON ran in Basildon."),
        Q4: ("Operation LANTERN went on in Harlow.", "Operation BADGER came back.", "Operation OTTER began.", "Operation OTTER grew."),
    }
    files = [Tiny(bullets, name).write(folder / f"{name[8]}.txt") for name, bullets in said.items()]
    assert not Builder(folder / "library", vocabulary).add(files).failed
    return folder / "library"


def test_names_are_new_go_on_come_back_and_are_gone(four: Path) -> None:
    with Library.open(four) as library:
        found = read(library, "2018-19-Q4")
    assert {change: names(found, change) for change in Change} == {
        Change.NEW: ["OTTER"],
        Change.WENT_ON: ["LANTERN"],
        Change.BACK: ["BADGER"],
        Change.GONE: ["HERON"],
    }
    assert names(found, Change.GONE, Kind.DISTRICT) == ["Basildon"]
    otter, badger, heron = (next(t for t in found.turns if t.name == name) for name in ("OTTER", "BADGER", "HERON"))
    assert (len(otter.bullets), otter.last) == (2, None)
    assert badger.last is not None
    assert badger.last.label == "2018-19-Q1"
    assert [b.period.label for b in heron.bullets] == ["2018-19-Q2"]


def test_it_says_against_what_it_is_told_and_what_is_missing_between(four: Path) -> None:
    with Library.open(four) as library:
        first, last = read(library, "2018-19-Q1"), read(library, "2018-19-Q4")
    assert last.before is not None
    assert (last.before.colophon.period.label, [p.label for p in last.missing]) == ("2018-19-Q2", ["2018-19-Q3"])
    assert (first.before, first.missing, names(first, Change.NEW)) == (None, (), ["BADGER", "LANTERN"])


def test_every_bullet_of_an_update_stands_in_it_once_and_in_order(demo: Library) -> None:
    for version in demo.versions:
        found = quarter(demo, version.id)
        shown = [b.bullet.id for part in found.parts for section in part.sections for b in section.bullets]
        held = [b.bullet.id for b in demo.catalogue.bullets(demo.catalogue.members([version.id]))]
        assert Counter(shown) == Counter(held)
        assert found.count == sum(not b.bullet.label_only for part in found.parts for s in part.sections for b in s.bullets)
        assert all([b.position for b in s.bullets] == sorted(b.position for b in s.bullets) for part in found.parts for s in part.sections)


def test_each_name_of_an_update_has_just_one_change_and_the_bullets_that_name_it(demo: Library) -> None:
    for version in demo.versions:
        found = quarter(demo, version.id)
        assert max(Counter((t.kind, t.entity) for t in found.turns).values()) == 1
        for turn in found.turns:
            assert turn.bullets
            assert all(turn.name in b.linked.names(turn.kind) for b in turn.bullets)
            assert {b.version == version.id for b in turn.bullets} == {turn.change is not Change.GONE}


def test_commitments_with_nothing_under_them_are_told(tmp_path: Path, vocabulary: Vocabulary) -> None:
    bullet = "- Officers met residents in Harlow."
    texts = {
        "1.txt": PROMISES.format(quarter=Q1, first=bullet, second="- Calls were answered within nine seconds."),
        "2.txt": PROMISES.format(quarter=Q2, first=bullet, second=""),
        "4.txt": PROMISES.format(quarter=Q4, first=bullet, second="").replace("We will: Answer calls more quickly.\n", ""),
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert not Builder(tmp_path / "library", vocabulary).add([tmp_path / name for name in texts]).failed
    with Library.open(tmp_path / "library") as library:
        found = {v.colophon.period.label: quarter(library, v.id) for v in library.versions}
    assert found["2018-19-Q1"].unreported == ()
    (printed,), (unprinted,) = (found[label].unreported for label in ("2018-19-Q2", "2018-19-Q4"))
    assert printed.commitment == unprinted.commitment == "Answer calls more quickly."
    assert texts["2.txt"].splitlines()[(printed.line or 0) - 1] == "We will: Answer calls more quickly."
    assert unprinted.line is None
    assert printed.last == unprinted.last == found["2018-19-Q1"].version.colophon.period


def test_what_it_prints_as_json_names_bullets_that_are_held(demo: Library) -> None:
    ids = {b.bullet.id for b in demo.catalogue.bullets(demo.catalogue.members(demo.version_ids))}
    told = read(demo, "2020-21-Q1").to_json()
    assert told["before"] == "2019-20-Q3"
    assert told["not_held"] == ["2019-20-Q4"]
    assert [c["priority"] for c in told["unreported"]] == [6]
    named = {i for change in Change for turn in told[change.value] for i in turn["bullets"]}
    under = {i for p in told["priorities"] for c in p["commitments"] for i in c["bullets"]}
    assert named | under <= ids
    assert told["count"] == sum(p["count"] for p in told["priorities"])
