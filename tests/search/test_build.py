"""Adding, superseding, removing, publishing: what a library holds afterwards, whatever happened on the way."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import search.publishing
from kg.catalogue import Catalogue
from kg.colophon import Given
from kg.errors import InputError, LibraryError
from kg.model import Kind
from kg.period import Period
from kg.vocabulary import Vocabulary
from search.answer import Answerer
from search.build import AddReport, Builder, writing
from search.library import Library, Manifest
from tests.search.samples import Q3, Tiny, as_bytes, ask, every_bullet, held_periods, texts

SPRING = Tiny(["Operation WINDLASS arrested four people in Harlow.", "The Met joined us on patrol in Epping."])
WINTER = Tiny(["Operation WINDLASS began in Harlow.", "A new drone found a lost walker."], quarter=Q3, produced="January 2019")
MENDED = Tiny(["Operation WINDLASS arrested five people in Harlow."], version="1.1", produced="May 2019")
EVERYTHING = "everything in all years"

Add = Callable[..., AddReport]


class KilledError(RuntimeError):
    """Stands for the machine going down."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a new library goes."""
    return tmp_path / "library"


@pytest.fixture
def add(folder: Path, tmp_path: Path, vocabulary: Vocabulary) -> Add:
    """Adds tiny updates, each as a file of its own name."""

    def added(*updates: Tiny, given: Given = Given()) -> AddReport:  # noqa: B008
        files = [u.write(tmp_path / "updates" / f"{(u.quarter or 'none')[8:9]}-{u.version}.txt") for u in updates]
        return Builder(folder, vocabulary).add(files, given)

    return added


def state(folder: Path) -> tuple[str, list[str], bytes]:
    """What a reader sees: build, bullets, answer."""
    with Library.open(folder) as library:
        bullets = [f"{b.bullet.id} {b.source} {b.bullet.lines} {b.bullet.text} {b.linked.mentions}" for b in every_bullet(library)]
        return library.manifest.build, bullets, as_bytes(Answerer(library).ask(EVERYTHING))


def unnamed_parts(folder: Path, *kept: Manifest) -> set[str]:
    """Files in `parts/` that none of these builds names."""
    named = {f"{p.vectors}.faiss" for m in kept for p in m.parts} | {f"{m.vocabulary}.vocabulary.json" for m in kept}
    return {p.name for p in (folder / "parts").iterdir()} - named


# Adding -----------------------------------------------------------------------------------------------------------------------


def test_an_added_update_answers(add: Add, folder: Path) -> None:
    report = add(SPRING)
    assert [v.colophon.period.label for v in report.added] == ["2018-19-Q4"]
    assert (report.failed, report.unchanged, report.superseded, report.skipped) == ([], [], [], [])
    assert texts(ask(folder, "Operation WINDLASS")) == [SPRING.bullets[0]]


def test_adding_twice_changes_nothing(add: Add, folder: Path) -> None:
    first = add(SPRING, WINTER)
    before = state(folder)
    again = add(SPRING, WINTER)
    assert again.build == first.build
    assert not again.added
    assert len(again.unchanged) == 2
    assert state(folder) == before


def test_the_order_of_adding_does_not_matter(tmp_path: Path, vocabulary: Vocabulary) -> None:
    files = [u.write(tmp_path / f"{i}.txt") for i, u in enumerate((SPRING, WINTER, MENDED))]
    seen = []
    for n, order in enumerate(([0, 1, 2], [2, 1, 0], [1, 2, 0])):
        for i in order:
            Builder(tmp_path / f"library{n}", vocabulary).add([files[i]])
        seen.append(state(tmp_path / f"library{n}"))
    assert seen[0] == seen[1] == seen[2]


def test_two_files_of_one_text_are_one_update(add: Add, folder: Path, tmp_path: Path, vocabulary: Vocabulary) -> None:
    add(SPRING)
    build = Builder(folder, vocabulary).add([SPRING.write(tmp_path / "copy.txt")]).build
    with Library.open(folder) as library:
        assert library.manifest.build == build
        assert [b.bullet.text for b in every_bullet(library)] == list(SPRING.bullets)


def test_one_bad_file_among_good_ones_is_named_and_the_good_are_added(folder: Path, tmp_path: Path, vocabulary: Vocabulary) -> None:
    updates = tmp_path / "updates"
    for name, update in (("a.txt", SPRING), ("c.txt", WINTER)):
        update.write(updates / name)
    (updates / "b.txt").write_bytes(b"\x00\x01\x02\xff" * 100)
    (updates / "notes.xyz").write_text("of no known kind", encoding="utf-8")
    report = Builder(folder, vocabulary).add([updates])
    assert [v.source for v in report.added] == ["a.txt", "c.txt"]
    assert [(type(e), e.path.name) for e in report.failed if isinstance(e, InputError)] == [(InputError, "b.txt")]
    assert [p.name for p in report.skipped] == ["notes.xyz"]
    assert len(texts(ask(folder, EVERYTHING))) == 4


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.txt", b""),
        ("binary.txt", bytes(range(256)) * 4),
        ("blank.txt", b"  \n\n  \n"),
        ("no-bullets.txt", b"Essex Police\n\nQuarter 2 - 2018/19\n"),
        ("no-period.txt", b"Essex Police\n\nPriority 1 - Roads\n\n- Drivers were stopped.\n"),
        ("unknown.xyz", b"- a bullet"),
    ],
)
def test_a_failing_file_leaves_the_library_as_it_was(add: Add, folder: Path, tmp_path: Path, vocabulary: Vocabulary, name: str, content: bytes) -> None:
    add(SPRING)
    before = state(folder)
    (tmp_path / name).write_bytes(content)
    report = Builder(folder, vocabulary).add([tmp_path / name])
    assert len(report.failed) == 1
    assert name in str(report.failed[0])
    assert state(folder) == before
    assert held_periods(folder) == ["2018-19-Q4"]


def test_a_missing_file_is_an_error_of_the_call(add: Add, folder: Path, tmp_path: Path, vocabulary: Vocabulary) -> None:
    add(SPRING)
    before = state(folder)
    with pytest.raises(InputError, match=r"gone\.txt: no such file"):
        Builder(folder, vocabulary).add([tmp_path / "gone.txt"])
    assert state(folder) == before


# Versions ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("order", [(SPRING, MENDED), (MENDED, SPRING)])
def test_a_newer_version_supersedes_whichever_came_first(add: Add, folder: Path, order: tuple[Tiny, Tiny]) -> None:
    for update in order:
        report = add(update)
    assert texts(ask(folder, "Operation WINDLASS")) == list(MENDED.bullets)
    assert texts(ask(folder, "work with the Met")) == [], "only the older version speaks of it"
    assert held_periods(folder) == ["2018-19-Q4", "2018-19-Q4"], "both stay"
    assert [v.colophon.version for v in report.superseded] == (["1.0"] if order[0] is SPRING else [])


def test_no_way_of_asking_reaches_a_superseded_bullet(add: Add, folder: Path) -> None:
    add(SPRING, WINTER)
    add(MENDED)
    stale = set(SPRING.bullets)
    for question in (EVERYTHING, "Harlow", "in the Epping area with the Met", "patrols in Epping", "joined us on patrol", "priority 1", "since 2018"):
        answer = ask(folder, question)
        assert not stale & {e.held.bullet.text for e in (*answer.evidence, *answer.close)}, question
        assert sum(c.searched for c in answer.coverage) <= 3


def test_removing_the_newer_version_brings_the_older_back(add: Add, folder: Path, vocabulary: Vocabulary) -> None:
    add(SPRING)
    before = state(folder)
    (newer,) = add(MENDED).added
    with Library.open(folder) as library:
        last = library.manifest
    assert Builder(folder, vocabulary).remove([newer.id]) == [newer.id]
    assert state(folder) == before
    with Library.open(folder) as library:
        assert unnamed_parts(folder, library.manifest, last) == set(), "readers of the last build may still need its parts"


def test_parts_do_not_pile_up(add: Add, folder: Path) -> None:
    for n in range(2, 6):
        add(Tiny([f"Operation WINDLASS arrested {n} people."], version=f"1.{n}"))
    with Library.open(folder) as library:
        assert len(list((folder / "parts").glob("*.faiss"))) <= 2
        assert len(library.versions) == 1
    assert [p.name for p in folder.rglob("*.partial")] == []


def test_removing_what_is_not_held_changes_nothing(add: Add, folder: Path, vocabulary: Vocabulary) -> None:
    add(SPRING)
    before = state(folder)
    assert Builder(folder, vocabulary).remove(["essex-2018-19-q4-000000000000"]) == []
    assert state(folder) == before


def test_a_library_of_nothing_says_not_held(add: Add, folder: Path, vocabulary: Vocabulary) -> None:
    (version,) = add(SPRING).added
    Builder(folder, vocabulary).remove([version.id])
    assert ask(folder, "burglary").status.value == "not_held"


def test_a_file_moves_to_the_period_that_is_given(add: Add, folder: Path) -> None:
    add(SPRING)
    add(SPRING, given=Given(period=Period.quarter(2018, 2)))
    assert held_periods(folder) == ["2018-19-Q2"]
    answer = ask(folder, EVERYTHING)
    assert {e.held.period.label for e in answer.evidence} == {"2018-19-Q2"}
    assert texts(answer) == list(SPRING.bullets)


# Vocabulary -------------------------------------------------------------------------------------------------------------------


OVERLAY = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix org:  <http://www.w3.org/ns/org#> .
@prefix dct:  <http://purl.org/dc/terms/> .
@prefix bb:   <https://w3id.org/beatbook/ns#> .
@prefix id:   <https://w3id.org/beatbook/id/> .
id:partner\\/lost-walkers-league a bb:Partner ; skos:prefLabel "Lost Walkers League"@en ; skos:altLabel "New Drone"@en , "a new drone"@en ;
    org:classification id:class\\/charity ; dct:source "test" .
"""


def test_another_vocabulary_links_anew_what_is_held_and_can_be_taken_back(add: Add, folder: Path, tmp_path: Path, vocabulary: Vocabulary) -> None:
    add(WINTER)
    before = state(folder)
    (tmp_path / "overlay").mkdir()
    (tmp_path / "overlay" / "mine.ttl").write_text(OVERLAY, encoding="utf-8")
    Builder(folder, Vocabulary.load([tmp_path / "overlay"])).add([])
    answer = ask(folder, "work with the Lost Walkers League")
    assert texts(answer) == [WINTER.bullets[1]]
    assert answer.build != before[0]
    Builder(folder, vocabulary).add([])
    assert state(folder) == before


@pytest.mark.parametrize("step", ["_relink", "publish"])
def test_a_writer_killed_while_linking_anew_leaves_the_old_build_over_its_own_mentions(
    add: Add, folder: Path, tmp_path: Path, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    add(WINTER)
    before = state(folder)
    (tmp_path / "overlay").mkdir()
    (tmp_path / "overlay" / "mine.ttl").write_text(OVERLAY, encoding="utf-8")
    other = Builder(folder, Vocabulary.load([tmp_path / "overlay"]))
    with monkeypatch.context() as patch:
        if step == "publish":
            patch.setattr(search.publishing, "keep", killed)
        else:
            other.progress = killed
        with pytest.raises(KilledError):
            other.add([])
    assert state(folder) == before
    with Library.open(folder) as library:
        assert [v.vocabulary for v in library.all_versions] == [vocabulary.digest]


def test_what_a_killed_writer_had_read_is_seen_by_nobody_and_goes(add: Add, folder: Path, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch) -> None:
    (held,) = add(SPRING).added
    with monkeypatch.context() as patch:
        patch.setattr(search.publishing, "keep", killed)
        with pytest.raises(KilledError):
            add(WINTER, given=Given(force="Kent Police"))
    assert len(held_periods(folder)) == 2, "the catalogue holds it"
    with Library.open(folder) as library:
        assert [v["id"] for v in library.describe()["versions"]] == [held.id], "no reader does"
    Builder(folder, vocabulary).use(held)
    assert held_periods(folder) == ["2018-19-Q4"]


def test_a_library_whose_first_add_was_killed_is_told_and_can_be_added_to(add: Add, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(search.publishing, "keep", killed)
        with pytest.raises(KilledError):
            add(SPRING)
    with pytest.raises(LibraryError, match="first `add` did not finish"):
        Library.open(folder)
    assert [v.source for v in add(SPRING).added] == ["4-1.0.txt"]


def test_another_name_of_a_file_is_another_build(add: Add, folder: Path, tmp_path: Path, vocabulary: Vocabulary) -> None:
    first = add(SPRING)
    second = Builder(folder, vocabulary).add([SPRING.write(tmp_path / "copy.txt")])
    assert (first.build != second.build, [v.source for v in second.added]) == (True, ["copy.txt"])


def test_linking_anew_keeps_the_version_that_was_chosen_by_hand(add: Add, folder: Path, tmp_path: Path) -> None:
    add(SPRING, MENDED)
    with writing(folder, 5) as catalogue, catalogue.transaction():
        catalogue.choose(next(v for v in catalogue.versions() if v.colophon.version == "1.0"))
    (tmp_path / "overlay").mkdir()
    (tmp_path / "overlay" / "mine.ttl").write_text(OVERLAY, encoding="utf-8")
    Builder(folder, Vocabulary.load([tmp_path / "overlay"])).add([])
    assert texts(ask(folder, EVERYTHING)) == list(SPRING.bullets)


# Readers and writers ----------------------------------------------------------------------------------------------------------


def test_a_reader_keeps_its_build_while_a_writer_publishes(add: Add, folder: Path) -> None:
    add(SPRING)
    with Library.open(folder) as library:
        reader = Answerer(library)
        before = as_bytes(reader.ask(EVERYTHING))
        topic = as_bytes(reader.ask("a walker lost in the woods"))
        add(MENDED, WINTER)
        assert as_bytes(reader.ask(EVERYTHING)) == before
        assert as_bytes(reader.ask("a walker lost in the woods")) == topic
    assert sorted(texts(ask(folder, EVERYTHING))) == sorted([*MENDED.bullets, *WINTER.bullets])


def test_a_reader_keeps_its_build_however_often_writers_publish(add: Add, folder: Path) -> None:
    add(SPRING)
    with Library.open(folder) as library:
        for n in range(2, 5):
            add(Tiny([f"Operation WINDLASS arrested {n} people."], version=f"1.{n}"))
        assert texts(Answerer(library).ask("joined patrol")) == [SPRING.bullets[1]]


@contextmanager
def held_by_another(folder: Path) -> Iterator[threading.Event]:
    """Another writer that holds the library until the event is set."""
    holds, done = threading.Event(), threading.Event()

    def hold() -> None:
        with writing(folder, 10):
            holds.set()
            done.wait(30)

    thread = threading.Thread(target=hold)
    thread.start()
    assert holds.wait(10)
    try:
        yield done
    finally:
        done.set()
        thread.join()


def test_a_second_writer_that_waits_too_long_is_told_of_wait(add: Add, folder: Path, tmp_path: Path, vocabulary: Vocabulary) -> None:
    add(SPRING)
    before = state(folder)
    with held_by_another(folder), pytest.raises(LibraryError, match=r"0\.2 s; .*--wait"):
        Builder(folder, vocabulary, wait=0.2).add([WINTER.write(tmp_path / "w.txt")])
    assert state(folder) == before


def test_a_second_writer_waits_its_turn(add: Add, folder: Path, tmp_path: Path, vocabulary: Vocabulary) -> None:
    add(SPRING)
    file = WINTER.write(tmp_path / "w.txt")
    with held_by_another(folder) as done:
        threading.Timer(0.3, done.set).start()
        report = Builder(folder, vocabulary, wait=20).add([file])
    assert len(report.added) == 1
    assert held_periods(folder) == ["2018-19-Q3", "2018-19-Q4"]


def test_readers_do_not_wait_for_a_writer(add: Add, folder: Path) -> None:
    add(SPRING)
    with held_by_another(folder):
        assert texts(ask(folder, EVERYTHING)) == list(SPRING.bullets)


# When it goes wrong -----------------------------------------------------------------------------------------------------------


def killed(*_: object) -> None:
    raise KilledError


@pytest.mark.parametrize("update", [WINTER, MENDED], ids=["new period", "newer version"])
def test_a_writer_killed_before_its_vectors_are_written_leaves_the_old_build(add: Add, folder: Path, monkeypatch: pytest.MonkeyPatch, update: Tiny) -> None:
    add(SPRING)
    before = state(folder)
    with monkeypatch.context() as patch:
        patch.setattr(search.publishing, "write_part", killed)
        with pytest.raises(KilledError):
            add(update)
    assert state(folder) == before
    assert add(update).build != before[0]
    assert set(update.bullets) <= set(texts(ask(folder, EVERYTHING)))


@pytest.mark.parametrize("step", ["add", "supersede", "remove", "move"])
def test_a_writer_killed_before_the_commit_leaves_the_old_build(
    add: Add, folder: Path, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    (held,) = add(SPRING).added
    steps: dict[str, Callable[[], object]] = {
        "add": lambda: add(WINTER),
        "supersede": lambda: add(MENDED),
        "remove": lambda: Builder(folder, vocabulary).remove([held.id]),
        "move": lambda: add(SPRING, given=Given(period=Period.quarter(2018, 2))),
    }
    before = state(folder)
    with monkeypatch.context() as patch:
        patch.setattr(Manifest, "put", killed)
        with pytest.raises(KilledError):
            steps[step]()
    assert state(folder) == before


def test_a_writer_killed_while_writing_an_update_leaves_the_catalogue_as_it_was(add: Add, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add(SPRING)
    before = state(folder)
    with monkeypatch.context() as patch:
        patch.setattr(Catalogue, "_put_bullet", killed)
        with pytest.raises(KilledError):
            add(WINTER)
    assert held_periods(folder) == ["2018-19-Q4"]
    assert state(folder) == before


@pytest.mark.parametrize("damage", ["missing", "cut short"])
@pytest.mark.parametrize("file", ["*.faiss", "*.vocabulary.json"])
def test_rebuild_mends_what_is_built(add: Add, folder: Path, vocabulary: Vocabulary, file: str, damage: str) -> None:
    add(SPRING)
    before = state(folder)
    (path,) = (folder / "parts").glob(file)
    if damage == "missing":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:40])
    with pytest.raises(LibraryError, match=r"`beatbook rebuild`|`beatbook add"):
        ask(folder, "joined patrol")
    Builder(folder, vocabulary).rebuild()
    assert state(folder) == before
    assert texts(ask(folder, "joined patrol")) == [SPRING.bullets[1]]


# What is no library -----------------------------------------------------------------------------------------------------------


def test_a_folder_of_other_things_is_refused_and_left_alone(tmp_path: Path, vocabulary: Vocabulary) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.odt").write_text("dear", encoding="utf-8")
    with pytest.raises(LibraryError, match=r"folder of other things.*--library"):
        Builder(tmp_path / "mine", vocabulary).add([SPRING.write(tmp_path / "a.txt")])
    assert [p.name for p in (tmp_path / "mine").iterdir()] == ["letter.odt"]


def test_a_file_is_refused_as_a_library(tmp_path: Path, vocabulary: Vocabulary) -> None:
    file = SPRING.write(tmp_path / "a.txt")
    with pytest.raises(LibraryError, match="--library"):
        Builder(file, vocabulary).add([file])


def test_a_folder_that_is_no_library_is_told_when_opened(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match=r"is no Beatbook library; .*beatbook add") as caught:
        Library.open(tmp_path)
    assert caught.value.path == tmp_path


def test_a_library_may_be_copied_and_opened_elsewhere(demo_folder: Path, tmp_path: Path) -> None:
    elsewhere = Path(shutil.copytree(demo_folder, tmp_path / "moved"))
    assert as_bytes(ask(elsewhere, "all cross-border work with the Met")) == as_bytes(ask(demo_folder, "all cross-border work with the Met"))


def test_what_a_library_is_described_as_agrees_with_what_it_holds(demo: Library) -> None:
    described = demo.describe()
    assert described["updates"] == len(demo.versions) == 5
    assert described["bullets"] == len(demo.catalogue.members(demo.version_ids)) == sum(v["bullets"] for v in described["versions"])
    assert described["searched"] == sum(not b.bullet.label_only for b in every_bullet(demo)) < described["bullets"]
    assert [v["period"] for v in described["versions"]] == ["2016-06", "2018-19-Q4", "2019-20-Q3", "2020-21-Q1", "2022-23-Q1"]
    assert {m.kind for b in every_bullet(demo) for m in b.linked.mentions} == set(Kind)
