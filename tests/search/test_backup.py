"""A backup is one file that gives the same library back, made while others read and write; what is no backup changes nothing."""

from __future__ import annotations

import io
import tarfile
import threading
from pathlib import Path

import pytest

from kg.errors import InputError, LibraryError
from kg.vocabulary import Vocabulary
from search.answer import Answerer
from search.backup import back_up, restore
from search.build import Builder, writing
from search.checking import check
from search.history import past_builds
from search.library import Library
from search.saved import save, saved_names
from tests.search.samples import Tiny, as_bytes, ask

EVERYTHING = "everything in all years"


def backed_up(folder: Path, path: Path) -> Path:
    with Library.open(folder) as library:
        assert back_up(library, path) == path.stat().st_size
    return path


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file() and p.name != ".lock"}


def test_what_is_restored_is_what_was_backed_up(tiny: Path, tmp_path: Path) -> None:
    with Library.open(tiny) as library:
        answer = Answerer(library).ask("Operation WINDLASS")
        save(tiny, "windlass", answer)
        build = library.manifest.build
    file = backed_up(tiny, tmp_path / "b.tar.gz")
    assert file.stat().st_mode & 0o077 == 0, "it holds the updates' text"
    assert restore(file, tmp_path / "new" / "library") == build
    assert as_bytes(ask(tmp_path / "new" / "library", EVERYTHING)) == as_bytes(ask(tiny, EVERYTHING))
    assert list(check(tmp_path / "new" / "library")) == []
    assert saved_names(tmp_path / "new" / "library") == ["windlass"]
    assert past_builds(tmp_path / "new" / "library") == past_builds(tiny)
    assert [p.name for p in (tmp_path / "new").iterdir()] == ["library"]


def test_a_backup_is_of_the_build_that_was_opened(tiny: Path, tmp_path: Path, vocabulary: Vocabulary) -> None:
    with Library.open(tiny) as library:
        before = as_bytes(Answerer(library).ask(EVERYTHING))
        Builder(tiny, vocabulary).remove([library.version_ids[0]])
        back_up(library, tmp_path / "b.tar.gz")
    restore(tmp_path / "b.tar.gz", tmp_path / "restored")
    assert as_bytes(ask(tmp_path / "restored", EVERYTHING)) == before != as_bytes(ask(tiny, EVERYTHING))


def test_backups_while_a_writer_writes_are_whole(tiny: Path, tmp_path: Path, vocabulary: Vocabulary) -> None:
    with Library.open(tiny) as library:
        versions = [v for v in library.all_versions if v.colophon.version in ("1.0", "1.1") and v.colophon.period.label == "2018-19-Q4"]
        builds = {library.manifest.build}
    done = threading.Event()

    def write() -> None:
        for n in range(4):
            builds.add(Builder(tiny, vocabulary).use(versions[n % 2]))
        done.set()

    writer = threading.Thread(target=write)
    writer.start()
    made = []
    while not done.is_set() or not made:
        made.append(backed_up(tiny, tmp_path / f"{len(made)}.tar.gz"))
    writer.join()
    for n, file in enumerate(made[-3:]):
        assert restore(file, tmp_path / f"restored{n}") in builds
        assert list(check(tmp_path / f"restored{n}")) == []


def test_a_library_is_replaced_only_by_force(tiny: Path, tmp_path: Path, vocabulary: Vocabulary) -> None:
    file = backed_up(tiny, tmp_path / "b.tar.gz")
    before = as_bytes(ask(tiny, EVERYTHING))
    Builder(tiny, vocabulary).add([Tiny(["Another bullet."], quarter="Quarter 1 – 2019/20").write(tmp_path / "more.txt")])
    after = as_bytes(ask(tiny, EVERYTHING))
    with pytest.raises(LibraryError, match="--force"):
        restore(file, tiny)
    assert as_bytes(ask(tiny, EVERYTHING)) == after
    with Library.open(tiny) as reader:
        restore(file, tiny, force=True)
        assert as_bytes(Answerer(reader).ask(EVERYTHING)) == after, "who reads keeps what was opened"
    assert as_bytes(ask(tiny, EVERYTHING)) == before
    assert sorted(p.name for p in tmp_path.iterdir() if p.name.startswith(".")) == []


def test_a_library_that_is_damaged_beyond_opening_is_replaced(tiny: Path, tmp_path: Path) -> None:
    file = backed_up(tiny, tmp_path / "b.tar.gz")
    (tiny / "catalogue.sqlite").write_bytes(b"no database" * 1000)
    restore(file, tiny, force=True)
    assert list(check(tiny)) == []


def test_a_writer_is_waited_for(tiny: Path, tmp_path: Path) -> None:
    file = backed_up(tiny, tmp_path / "b.tar.gz")
    with writing(tiny, 5), pytest.raises(LibraryError, match="--wait"):
        restore(file, tiny, force=True, wait=0.2)
    assert list(check(tiny)) == []


@pytest.mark.parametrize("force", [False, True])
def test_a_folder_of_other_things_is_never_replaced(tiny: Path, tmp_path: Path, force: bool) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.odt").write_text("dear", encoding="utf-8")
    with pytest.raises(LibraryError, match="no library"):
        restore(backed_up(tiny, tmp_path / "b.tar.gz"), tmp_path / "mine", force=force)
    assert [p.name for p in (tmp_path / "mine").iterdir()] == ["letter.odt"]


def rewritten(file: Path, to: Path, change: dict[str, tuple[str, bytes]]) -> Path:
    """The same archive with some members changed: name -> new name and content."""
    with tarfile.open(file) as old, tarfile.open(to, "w:gz") as new:
        for member in old:
            content = old.extractfile(member)
            name, data = change.get(member.name, (member.name, content.read() if content else b""))
            info = tarfile.TarInfo(name)
            info.size = len(data)
            new.addfile(info, io.BytesIO(data))
    return to


@pytest.mark.parametrize(
    "damage", ["missing", "empty", "text", "folder", "cut", "cut late", "flipped", "another file", "no sums", "climbs out", "absolute", "a link"]
)
def test_what_is_no_backup_is_told_and_changes_nothing(tiny: Path, tmp_path: Path, damage: str) -> None:
    good = backed_up(tiny, tmp_path / "b.tar.gz")
    content, bad = good.read_bytes(), tmp_path / "bad.tar.gz"
    plain = {"empty": b"", "text": b"hello", "cut": content[: len(content) // 2], "cut late": content[:-200]}
    if damage in plain:
        bad.write_bytes(plain[damage])
    elif damage == "folder":
        bad.mkdir()
    elif damage == "flipped":
        rewritten(good, bad, {"catalogue.sqlite": ("catalogue.sqlite", b"SQLite format 3\0" * 4000)})
    elif damage == "a link":
        with tarfile.open(bad, "w:gz") as archive:
            link = tarfile.TarInfo("parts/x")
            link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
            archive.addfile(link)
    elif damage != "missing":
        names = {"another file": "parts/../../x", "no sums": "parts/sums", "climbs out": "../out", "absolute": "/tmp/beatbook-out"}
        rewritten(good, bad, {"SHA256SUMS" if damage == "no sums" else "about.json": (names[damage], b"{}")})
    before = contents(tiny)
    with pytest.raises(InputError, match=r"bad\.tar\.gz: (no such file|is no backup of a library, or damaged)"):
        restore(bad, tiny, force=True)
    assert contents(tiny) == before
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted({"tiny", "b.tar.gz"} | ({"bad.tar.gz"} if damage != "missing" else set()))


def test_a_backup_that_cannot_be_written_is_told(tiny: Path, tmp_path: Path) -> None:
    with Library.open(tiny) as library, pytest.raises(InputError, match="cannot be written"):
        back_up(library, tmp_path / "nowhere" / "b.tar.gz")
