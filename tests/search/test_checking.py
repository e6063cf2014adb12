"""A library that is damaged is told for what it is, each damage with its remedy, and the remedy mends it."""

from __future__ import annotations

import gzip
import sqlite3
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from kg.catalogue import FILE
from kg.errors import LibraryError
from kg.vocabulary import Vocabulary
from search.answer import Answerer
from search.build import Builder
from search.checking import check
from search.index import write_part
from search.library import Library
from tests.search.samples import as_bytes

Damage = Callable[[Path], None]


def state(folder: Path) -> tuple[str, bytes]:
    with Library.open(folder) as library:
        return library.manifest.build, as_bytes(Answerer(library).ask("everything in all years"))


def sql(statement: str) -> Damage:
    """Damage that the file of the catalogue does not show."""

    def damage(folder: Path) -> None:
        with sqlite3.connect(folder / FILE) as db:
            for one in statement.split(";"):
                db.execute(one)
        db.close()

    damage.__name__ = statement.split(" WHERE")[0].replace(" ", "-")[:40]
    return damage


def one_of(pattern: str, change: Callable[[bytes], bytes]) -> Damage:
    """Damage to one file."""

    def damage(folder: Path) -> None:
        path = min(folder.glob(pattern))
        path.write_bytes(change(path.read_bytes()))

    damage.__name__ = f"{pattern}-{change.__name__}"
    return damage


def cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def flip(content: bytes) -> bytes:
    at = len(content) * 2 // 3
    return content[:at] + bytes([content[at] ^ 0x40]) + content[at + 1 :]


def opened(content: bytes) -> bytes:
    """One more bracket: no JSON, and all its letters there."""
    return b"[" + content


def gone(pattern: str) -> Damage:
    def damage(folder: Path) -> None:
        min(folder.glob(pattern)).unlink()

    damage.__name__ = f"{pattern}-gone"
    return damage


def other_vectors(folder: Path) -> None:
    path = min((folder / "parts").glob("*.faiss"))
    vectors = np.zeros((2 if "2" in str(path.stat().st_size) and path.stat().st_size > 2000 else 1, 384), np.float32)
    vectors[:, 0] = 1
    write_part(path, vectors)


def other_facts(folder: Path) -> None:
    path = min((folder / "history").glob("*.nt.gz"))
    lines = gzip.decompress(path.read_bytes()).splitlines(keepends=True)
    path.write_bytes(gzip.compress(b"".join(lines[1:])))


MENDED_BY_REBUILD: list[tuple[Damage, str]] = [
    (sql("UPDATE bullets SET text = replace(text, 'Harlow', 'Barlow')"), "its words are not those of the text"),
    (sql("UPDATE bullets SET context = 'x'"), "the index of words"),
    (sql("UPDATE bullets SET body = '{}'"), "cannot be read"),
    (sql("UPDATE mentions SET start = start + 1, end = end + 1 WHERE start IS NOT NULL"), "does not stand at"),
    (sql("UPDATE mentions SET source_end = 99999 WHERE source_start IS NOT NULL"), "has no place in the text"),
    (sql("UPDATE mentions SET kind = 'planet'"), "planet"),
    (sql("UPDATE figures SET end = 9999"), "a figure has no place in it"),
    (sql("UPDATE versions SET roles = '[]'"), "0 roles for"),
    (sql("DELETE FROM mentions"), "is not what the catalogue says"),
    (sql("DELETE FROM vectors"), "missing or damaged"),
    (sql("UPDATE vectors SET vector = zeroblob(1536)"), "missing or damaged"),
    (sql("UPDATE vectors SET vector = x'00'"), "missing or damaged"),
    (sql("UPDATE meta SET value = '{' WHERE key = 'build'"), "note of the build is damaged"),
    (sql("UPDATE meta SET value = replace(value, 'MiniLM', 'Other') WHERE key = 'build'"), "was built with the model all-Other"),
    (sql("UPDATE meta SET value = replace(value, '.txt', '.pdf') WHERE key = 'build'"), "which the catalogue does not hold"),
    (one_of("parts/*.faiss", cut), "part"),
    (one_of("parts/*.faiss", flip), "part"),
    (gone("parts/*.faiss"), "missing or damaged"),
    (one_of("parts/*.json", cut), "vocabulary.json cannot be read"),
    (one_of("parts/*.json", flip), "vocabulary.json"),
    (one_of("parts/*.json", opened), "vocabulary.json"),
    (gone("parts/*.json"), "vocabulary.json"),
    (one_of("history/*.nt.gz", cut), "the RDF"),
    (one_of("history/*.nt.gz", flip), "the RDF"),
    (gone("history/*.nt.gz"), "the RDF"),
]


@pytest.mark.parametrize(("damage", "told"), MENDED_BY_REBUILD, ids=lambda p: getattr(p, "__name__", ""))
def test_damage_is_told_and_mended(tiny: Path, vocabulary: Vocabulary, damage: Damage, told: str) -> None:
    before = state(tiny)
    damage(tiny)
    found = [str(finding) for finding in check(tiny)]
    assert any(told in line for line in found), found
    assert all("beatbook" in line and "\n" not in line for line in found)
    Builder(tiny, vocabulary).rebuild()
    assert list(check(tiny)) == []
    assert state(tiny) == before


@pytest.mark.parametrize("damage", [other_vectors, other_facts])
def test_what_was_exchanged_is_told(tiny: Path, vocabulary: Vocabulary, damage: Damage) -> None:
    damage(tiny)
    assert len(list(check(tiny))) == 1
    Builder(tiny, vocabulary).rebuild()
    assert list(check(tiny)) == []


def test_a_whole_library_has_no_findings(demo_folder: Path) -> None:
    before = {p: p.stat().st_mtime_ns for p in demo_folder.rglob("*.*") if p.is_file() and "sqlite-" not in p.name}
    assert list(check(demo_folder)) == []
    assert {p: p.stat().st_mtime_ns for p in before} == before, "looking changes nothing"


def test_a_changed_text_can_only_be_restored(tiny: Path, vocabulary: Vocabulary) -> None:
    sql("UPDATE versions SET text = replace(text, 'Harlow', 'Barlow') WHERE source = '1.txt'")(tiny)
    first = next(check(tiny))
    assert (first.where, "is not the one that was added" in first.said, "restore" in first.remedy) == ("1.txt", True, True)
    with pytest.raises(LibraryError, match="not the one that was added"):
        Builder(tiny, vocabulary).rebuild()


@pytest.mark.parametrize("at", [0.3, 0.5, 0.7, 0.9])
def test_flipped_pages_of_the_catalogue_are_told_in_one_line(tiny: Path, at: float) -> None:
    with sqlite3.connect(tiny / FILE) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (size,) = db.execute("PRAGMA page_size").fetchone()
    db.close()
    content = bytearray((tiny / FILE).read_bytes())
    page = int(at * len(content)) // size * size
    content[page : page + size] = bytes(byte ^ 0xFF for byte in content[page : page + size])
    (tiny / FILE).write_bytes(content)
    try:
        found = [str(finding) for finding in check(tiny)]
    except LibraryError as error:
        found = [str(error)]
    assert found
    assert any("restore" in line or "rebuild" in line for line in found)


def test_damage_that_a_reader_meets_is_an_error_of_the_library(tiny: Path) -> None:
    with pytest.raises(LibraryError, match=r"`beatbook check`"), Library.open(tiny) as library:
        library.catalogue._db.execute("SELECT * FROM nothing")


def test_a_catalogue_that_is_missing_is_told_and_not_made_anew(tiny: Path, vocabulary: Vocabulary) -> None:
    (tiny / FILE).unlink()
    for look in (Library.open, lambda f: list(check(f)), lambda f: Builder(f, vocabulary).add([])):
        with pytest.raises(LibraryError, match=r"catalogue.sqlite is missing; restore"):
            look(tiny)
    assert not (tiny / FILE).exists()


def test_a_saved_answer_that_is_damaged_is_told(tiny: Path) -> None:
    (tiny / "saved").mkdir()
    (tiny / "saved" / "lines.json").write_text("{", encoding="utf-8")
    assert [finding.where for finding in check(tiny)] == ["saved answers"]
