"""Libraries of every earlier schema: told for what they are, left as they are, and brought up to date by `rebuild` with nothing lost."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.catalogue import FILE, Catalogue
from kg.colophon import Given
from kg.decisions import Decision, Verdict, now
from kg.errors import LibraryError
from kg.period import Period
from kg.vocabulary import Vocabulary
from search.answer import Answerer
from search.build import Builder
from search.library import Library
from tests.search.samples import Q3, Tiny, as_bytes, every_bullet

# As they were written in those days, one file a state: schema 1 kept pages, then places; schema 4 grew twice under one number.
SCHEMAS = sorted((Path(__file__).parent / "schemas").glob("*.sql"))
OLDER = Tiny(["Operation WINDLASS arrested four people in Harlow."])
NEWER = Tiny(["Operation WINDLASS arrested five people in Harlow.", "The Met joined 12 patrols."], version="1.1")
UNDATED = Tiny(["Operation CAPSTAN began in Epping."], quarter=None)
WINTER = Tiny(["A drone found a lost walker."], quarter=Q3)


@pytest.fixture(scope="module")
def present(tmp_path_factory: pytest.TempPathFactory, vocabulary: Vocabulary) -> Path:
    """A library of now: an update in two versions, the older chosen by hand, one whose force and period were given, and a decision."""
    folder = tmp_path_factory.mktemp("present")
    builder = Builder(folder / "library", vocabulary)
    report = builder.add([u.write(folder / f"{n}.txt") for n, u in enumerate((OLDER, NEWER, WINTER))])
    builder.add([UNDATED.write(folder / "undated.txt")], Given(Period.quarter(2019, 1), "Kent Police"))
    builder.use(report.added[0])
    builder.decide(Decision(0, Verdict.UNSURE, "operation/windlass", "WINDLASS", None, None, "tester", now(), None))
    return folder / "library"


def state(folder: Path) -> tuple[str, bytes, list[str], list[Decision]]:
    """What a reader sees."""
    with Library.open(folder) as library:
        bullets = [f"{b.bullet} {b.linked.mentions} {b.linked.figures}" for b in every_bullet(library)]
        return library.manifest.build, as_bytes(Answerer(library).ask("everything in all years")), bullets, library.decisions


def _older_row(row: sqlite3.Row, columns: list[str]) -> list[object]:
    """A version as an earlier schema kept it."""
    places = json.loads(row["places"])
    older = {"pages": json.dumps([place[0] for place in places])}
    return [older.get(column) or row[column] for column in columns]


def as_it_was(present: Path, folder: Path, ddl: Path) -> Path:
    """The library as that schema would have held it."""
    (folder / "parts").mkdir(parents=True)
    (folder / "build.json").write_text("{}", encoding="utf-8")
    old = sqlite3.connect(folder / FILE)
    old.executescript(ddl.read_text(encoding="utf-8"))
    old.execute("INSERT INTO meta VALUES ('schema', ?)", (ddl.stem[0],))
    with sqlite3.connect(present / FILE) as now_held:
        now_held.row_factory = sqlite3.Row
        for table in ("versions", "bullets", "vectors", "decisions"):
            columns = [name for _, name, *_ in old.execute(f"PRAGMA table_info({table})")]
            rows = now_held.execute(f"SELECT * FROM {table}") if columns else ()
            for row in rows:
                values = _older_row(row, columns) if table == "versions" else [row[c] for c in columns]
                old.execute(f"INSERT INTO {table} VALUES ({','.join('?' * len(columns))})", values)
    now_held.close()
    old.commit()
    old.close()
    return folder


@pytest.mark.parametrize("ddl", SCHEMAS, ids=lambda ddl: ddl.stem)
def test_every_earlier_schema_is_told_and_brought_up_to_date(present: Path, tmp_path: Path, vocabulary: Vocabulary, ddl: Path) -> None:
    folder = as_it_was(present, tmp_path / "old", ddl)
    for read in (Library.open, lambda f: Builder(f, vocabulary).add([])):
        with pytest.raises(LibraryError, match=rf"schema {ddl.stem[0]}, not \d.*`beatbook rebuild`"):
            read(folder)
    Builder(folder, vocabulary).rebuild()
    build, answer, bullets, decisions = state(folder)
    wanted = state(present)
    assert bullets == wanted[2]
    if int(ddl.stem[0]) >= 3:
        assert (build, answer, decisions) == (wanted[0], wanted[1], wanted[3])
    assert not (folder / "build.json").exists()


def test_there_is_a_test_for_each_schema() -> None:
    from kg.schema import SCHEMA

    assert {int(ddl.stem[0]) for ddl in SCHEMAS} == set(range(1, SCHEMA))


def test_a_newer_schema_is_not_touched(present: Path, tmp_path: Path, vocabulary: Vocabulary) -> None:
    folder = Path(shutil.copytree(present, tmp_path / "copy"))
    with sqlite3.connect(folder / FILE) as db:
        db.execute("UPDATE meta SET value = '99' WHERE key = 'schema'")
    db.close()
    before = (folder / FILE).read_bytes()
    with pytest.raises(LibraryError, match=r"schema 99.*newer"):
        Builder(folder, vocabulary).rebuild()
    assert (folder / FILE).read_bytes() == before


def _damage(db: sqlite3.Connection) -> None:
    db.execute("UPDATE versions SET text = replace(text, 'Harlow', 'Barlow')")


def _empty(db: sqlite3.Connection) -> None:
    db.execute("UPDATE versions SET text = '', sha256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', places = '[[null, null, false]]'")


@pytest.mark.parametrize(("break_it", "told"), [(_damage, "is not the one that was added"), (_empty, "cannot be read anew")])
def test_a_text_that_cannot_be_read_anew_stops_the_rebuild_and_leaves_the_library(
    present: Path, tmp_path: Path, vocabulary: Vocabulary, break_it: Callable[[sqlite3.Connection], None], told: str
) -> None:
    folder = Path(shutil.copytree(present, tmp_path / "copy"))
    with sqlite3.connect(folder / FILE) as db:
        break_it(db)
    db.close()
    before = state(folder)
    with pytest.raises(LibraryError, match=told):
        Builder(folder, vocabulary).rebuild()
    assert state(folder) == before


def test_rebuilding_changes_nothing_a_reader_sees(demo_copy: Path, vocabulary: Vocabulary) -> None:
    before = state(demo_copy)
    Builder(demo_copy, vocabulary).rebuild()
    assert state(demo_copy) == before
    with Catalogue.open(demo_copy) as catalogue:
        assert len(catalogue.versions()) == 5
