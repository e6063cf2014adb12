"""A watched folder: what appears is added once it stands still, halves are waited for, what cannot be read is told once."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import InputError, LibraryError
from kg.vocabulary import Vocabulary
from search.build import Builder, writing
from search.watching import Watcher
from tests.search.samples import Q3, Tiny, ask, held_periods, texts

SPRING = Tiny(["Operation WINDLASS arrested four people in Harlow.", "The Met joined us on patrol in Epping."])
WINTER = Tiny(["A drone found a lost walker."], quarter=Q3)


@pytest.fixture
def share(tmp_path: Path) -> Path:
    (tmp_path / "share").mkdir()
    return tmp_path / "share"


@pytest.fixture
def watcher(share: Path, tmp_path: Path, vocabulary: Vocabulary) -> Watcher:
    return Watcher(share, Builder(tmp_path / "library", vocabulary, wait=0.2))


def test_what_appears_is_added_at_the_second_look_and_once(watcher: Watcher, share: Path, tmp_path: Path) -> None:
    assert watcher.look() is None
    SPRING.write(share / "deep" / "spring.txt")
    assert watcher.look() is None, "it may be growing"
    report = watcher.look()
    assert report is not None
    assert [v.source for v in report.added] == ["spring.txt"]
    assert watcher.look() is watcher.look() is None
    WINTER.write(share / "winter.txt")
    watcher.look()
    watcher.look()
    assert held_periods(tmp_path / "library") == ["2018-19-Q3", "2018-19-Q4"]


def test_a_file_that_grows_is_waited_for(watcher: Watcher, share: Path, tmp_path: Path) -> None:
    for end in range(100, len(SPRING.text), 60):
        (share / "spring.txt").write_text(SPRING.text[:end], encoding="utf-8")
        assert watcher.look() is None
    SPRING.write(share / "spring.txt")
    assert watcher.look() is None
    assert watcher.look() is not None
    assert texts(ask(tmp_path / "library", "everything in all years")) == list(SPRING.bullets)


def test_a_half_that_paused_for_long_goes_when_the_whole_is_there(watcher: Watcher, share: Path, tmp_path: Path) -> None:
    half = SPRING.text[: SPRING.text.index("- The Met")]
    (share / "spring.txt").write_text(half, encoding="utf-8")
    watcher.look()
    assert watcher.look() is not None
    SPRING.write(share / "spring.txt")
    watcher.look()
    report = watcher.look()
    assert report is not None
    assert report.superseded == []
    assert held_periods(tmp_path / "library") == ["2018-19-Q4"]
    assert texts(ask(tmp_path / "library", "everything in all years")) == list(SPRING.bullets)


def test_a_corrected_version_under_the_same_name_leaves_the_older_one(watcher: Watcher, share: Path, tmp_path: Path) -> None:
    for update in (SPRING, Tiny(["Operation WINDLASS arrested five people."], version="1.1")):
        update.write(share / "spring.txt")
        watcher.look()
        assert watcher.look() is not None
    assert held_periods(tmp_path / "library") == ["2018-19-Q4", "2018-19-Q4"]


def test_what_cannot_be_read_is_told_once_until_it_changes(watcher: Watcher, share: Path) -> None:
    (share / "bad.txt").write_bytes(b"\x00\x01\x02\xff" * 100)
    SPRING.write(share / "spring.txt")
    watcher.look()
    report = watcher.look()
    assert report is not None
    assert [len(report.added), len(report.failed)] == [1, 1]
    assert watcher.look() is None
    WINTER.write(share / "bad.txt")
    watcher.look()
    report = watcher.look()
    assert report is not None
    assert [len(report.added), len(report.failed)] == [1, 0]


def test_a_library_that_is_busy_is_tried_again(watcher: Watcher, share: Path, tmp_path: Path) -> None:
    SPRING.write(share / "spring.txt")
    watcher.look()
    with writing(tmp_path / "library", 1), pytest.raises(LibraryError, match="another command"):
        watcher.look()
    assert watcher.look() is not None


def test_a_folder_that_goes_is_told_and_taken_up_again(watcher: Watcher, share: Path) -> None:
    share.rename(share.with_name("away"))
    with pytest.raises(InputError, match="no folder"):
        watcher.look()
    share.with_name("away").rename(share)
    assert watcher.look() is None
