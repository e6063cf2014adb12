"""One library, many readers: what they share, what each sees, and when a build is let go."""

from __future__ import annotations

import gc
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kg.decisions import Verdict
from kg.errors import LibraryError
from kg.vocabulary import Vocabulary
from search.answer import Answerer
from search.build import Builder
from search.library import Library
from search.review import decision
from search.shared import Pool
from tests.search.samples import Tiny, as_bytes, ask

QUESTIONS = (
    "all cross-border work with the Met",
    "otters in the reeds",
    "county lines in Harlow or Southend",
    "RAPTOR in Basildon since 2019",
    "which operations were run in Thurrock",
    "how many Volunteer Police Cadets are there, quarter by quarter",
    "anti-social behaviour in Harlow, not with the council",
)


def test_threads_get_byte_for_byte_what_one_reader_gets(demo_folder: Path) -> None:
    alone = {question: as_bytes(ask(demo_folder, question)) for question in QUESTIONS}
    pool, together = Pool(demo_folder), threading.Barrier(6)

    def reader(first: int) -> list[tuple[str, bytes]]:
        together.wait()
        found = []
        for i in range(2 * len(QUESTIONS)):
            question = QUESTIONS[(first + i) % len(QUESTIONS)]
            with pool.seat() as seat:
                found.append((question, as_bytes(seat.answerer.ask(question))))
        return found

    with ThreadPoolExecutor(6) as threads:
        answers = [answer for found in threads.map(reader, range(6)) for answer in found]
    pool.close()
    assert len(answers) == 12 * len(QUESTIONS)
    assert {question: {body for q, body in answers if q == question} for question in QUESTIONS} == {q: {body} for q, body in alone.items()}


def test_what_is_heavy_is_opened_once(demo_folder: Path) -> None:
    pool = Pool(demo_folder)
    with pool.seat() as one, pool.seat() as two:
        assert one.library is not two.library
        assert one.library.index is two.library.index
        assert one.library.encoder is two.library.encoder
        assert one.library.vocabulary is two.library.vocabulary
        assert one.library.catalogue is not two.library.catalogue
    with pool.seat() as three:
        assert three.library in (one.library, two.library)
    pool.close()


def test_a_new_build_appears_and_who_reads_the_old_one_keeps_it(demo_copy: Path, tmp_path: Path, vocabulary: Vocabulary) -> None:
    pool = Pool(demo_copy)
    question = "Operation WINDLASS"
    with pool.seat() as before:
        old = before.answerer.ask(question)
        Builder(demo_copy, vocabulary).add([Tiny(["Operation WINDLASS found a boat."], quarter="Quarter 1 – 2023/24").write(tmp_path / "new.txt")])
        with pool.seat() as after:
            assert after.library.manifest.build != before.library.manifest.build
            assert len(after.answerer.ask(question).evidence) == 1
        assert as_bytes(before.answerer.ask(question)) == as_bytes(old)
    pool.close()


def test_an_old_build_is_let_go_when_nobody_reads_it(demo_copy: Path, tmp_path: Path, vocabulary: Vocabulary) -> None:
    pool = Pool(demo_copy)
    with pool.seat():
        pass
    open_before = open_files(demo_copy)
    for n in range(3):
        Builder(demo_copy, vocabulary).add(
            [Tiny([f"The marina gate was walked past {n} times."], quarter=f"Quarter {n + 1} – 2023/24").write(tmp_path / f"{n}.txt")]
        )
        with pool.seat() as seat:
            assert len(seat.library.versions) == 6 + n
    gc.collect()
    assert open_files(demo_copy) <= open_before + 1
    pool.close()
    assert open_files(demo_copy) == 0


def open_files(folder: Path) -> int:
    """How many handles this process has on the catalogue of a library."""
    links = Path("/proc/self/fd")
    if not links.is_dir():
        pytest.skip("needs /proc")
    paths = []
    for link in links.iterdir():
        try:
            paths.append(str(link.readlink()))
        except OSError:
            continue
    return sum(path == str((folder / "catalogue.sqlite").resolve()) for path in paths)


def test_what_was_decided_and_taken_back_is_seen(demo_copy: Path, vocabulary: Vocabulary) -> None:
    pool, builder = Pool(demo_copy), Builder(demo_copy, vocabulary)
    with pool.seat() as seat:
        build, state = seat.library.manifest.build, seat.state
        made = decision(seat.library, Verdict.UNSURE, ["RAPTOR"], "me", None)
    assert builder.undo(builder.decide(made), "me")
    with pool.seat() as seat:
        assert seat.library.manifest.build == build
        assert seat.state != state
        assert len(seat.library.catalogue.decisions.all()) == 1
    pool.close()


def test_a_library_that_goes_is_told_and_one_that_comes_is_opened(demo_copy: Path, tmp_path: Path) -> None:
    pool = Pool(tmp_path / "library")
    with pytest.raises(LibraryError, match="beatbook add"), pool.seat():
        pass
    shutil.copytree(demo_copy, tmp_path / "library")
    with pool.seat() as seat, Library.open(demo_copy) as same:
        assert as_bytes(seat.answerer.ask(QUESTIONS[0])) == as_bytes(Answerer(same).ask(QUESTIONS[0]))
    shutil.rmtree(tmp_path / "library")
    with pytest.raises(LibraryError, match="beatbook add"), pool.seat():
        pass
    pool.close()
