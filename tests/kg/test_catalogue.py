"""The catalogue: what goes in comes out, all or nothing, and readers keep what they opened."""

from __future__ import annotations

import contextlib
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from kg.catalogue import FILE, Catalogue
from kg.errors import LibraryError
from kg.linking import Linker
from kg.model import By, Kind, LinkedBullet, Mention, MentionRole, Update
from kg.period import Period
from kg.versions import VersionRecord, in_force, version_id
from kg.vocabulary import Vocabulary
from tests.kg.samples import update_of

TEXT = """\
Northshire Police Quarterly Update
Version 1.0 Produced April 2019
[Official]

Priority 1 – Safer Streets

We will:

Walk the beat.

**Operation RAPTOR**

- Harlow:
  - Officers walked with the Met.
  - Shops on Canvey Island were visited.
\f- Shops were visited.
- Shops were visited.

Force\tCharges
Kent\t3
*Kent was not counted before.
"""
LATER = Period.quarter(2019, 1)


@pytest.fixture(scope="module")
def linker(vocabulary: Vocabulary) -> Linker:
    return Linker(vocabulary)


@pytest.fixture
def update() -> Update:
    return update_of(TEXT)


def put(catalogue: Catalogue, linker: Linker, *updates: Update) -> tuple[LinkedBullet, ...]:
    """Puts updates in one transaction; the linked bullets of the last."""
    linked: tuple[LinkedBullet, ...] = ()
    with catalogue.transaction():
        for update in updates:
            linked, _ = linker.link(update)
            catalogue.put(update, linked, "digest", [f"key-{n}" for n in range(len(linked))])
    return linked


def everything(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, the index of words too."""
    with sqlite3.connect(folder / FILE) as db:
        tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")]
        rows = {table: db.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in tables}
    db.close()
    return rows


def held(folder: Path) -> dict[str, int]:
    """How many rows each table of content holds; for the index of words, how many texts and how many words it knows."""
    with sqlite3.connect(folder / FILE) as db:
        counts = {table: db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("versions", "bullets", "mentions", "vectors", "words_docsize")}
        db.execute("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab('main', 'words', 'row')")
        counts["words known"] = db.execute("SELECT count(*) FROM temp.vocabulary").fetchone()[0]
        db.execute("INSERT INTO words (words, rank) VALUES ('integrity-check', 1)")
    db.close()
    return counts


# Round trips ---------------------------------------------------------------------------------------------------------------------


def test_an_update_comes_back_as_it_was_read(tmp_path: Path, linker: Linker, update: Update) -> None:
    with Catalogue.open(tmp_path, write=True) as catalogue:
        put(catalogue, linker, update)
    with Catalogue.open(tmp_path) as catalogue:
        assert catalogue.update(version_id(update)) == update


def test_places_on_a_page_come_back(tmp_path: Path, linker: Linker, update: Update) -> None:
    lines = tuple(replace(line, box=(72.0, 700.5 - line.number, 523.25, 712.0 - line.number)) for line in update.source.lines)
    boxed = replace(update, source=replace(update.source, lines=lines))
    with Catalogue.open(tmp_path, write=True) as catalogue:
        put(catalogue, linker, boxed)
        assert catalogue.update(version_id(boxed)) == boxed


def test_bullets_come_back_in_order_with_mentions_and_whole_ids(tmp_path: Path, linker: Linker, update: Update) -> None:
    with Catalogue.open(tmp_path, write=True) as catalogue:
        linked = put(catalogue, linker, update)
        numbers = catalogue.members([version_id(update)])
        bullets = catalogue.bullets(numbers)
    assert [b.position for b in bullets] == list(range(len(linked)))
    for got, gave in zip(bullets, linked, strict=True):
        whole = {b.id: f"essex-2018-19-q4-{b.id}" for b in update.bullets}
        bullet = replace(gave.bullet, id=whole[gave.bullet.id], parent=whole.get(gave.bullet.parent or ""))
        mentions = tuple(replace(m, via=whole.get(m.via or "", m.via)) for m in gave.mentions)
        assert got.linked == LinkedBullet(bullet, mentions, gave.cross_border, gave.figures)
        assert (got.source, got.force, got.period, got.version) == ("update.txt", "essex", update.colophon.period, version_id(update))


def test_bullets_come_in_the_order_asked_for(tmp_path: Path, linker: Linker, update: Update) -> None:
    with Catalogue.open(tmp_path, write=True) as catalogue:
        put(catalogue, linker, update)
        numbers = catalogue.members([version_id(update)])[::-1]
        assert [b.position for b in catalogue.bullets(numbers)] == list(range(len(numbers)))[::-1]


def test_a_version_is_recorded(tmp_path: Path, linker: Linker, update: Update) -> None:
    with Catalogue.open(tmp_path, write=True) as catalogue:
        put(catalogue, linker, update)
        (version,) = catalogue.versions()
    assert version == VersionRecord(
        version_id(update), "update.txt", update.source.sha256, update.colophon, update.doubts, len(update.bullets), "digest", chosen=False
    )
    assert version.id == f"essex-2018-19-q4-{update.source.sha256[:12]}"


def test_more_bullets_than_the_smallest_sqlite_takes_parameters(tmp_path: Path, linker: Linker, monkeypatch: pytest.MonkeyPatch) -> None:
    genuine = sqlite3.connect

    def smallest(*args: object, **kwargs: object) -> sqlite3.Connection:
        connection = genuine(*args, **kwargs)
        connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 999)
        return connection

    monkeypatch.setattr(sqlite3, "connect", smallest)
    long = update_of("Priority 1 – Safer Streets\n\n" + "\n".join(f"- Shop {n} was visited." for n in range(2000)) + "\n")
    with Catalogue.open(tmp_path, write=True) as catalogue:
        put(catalogue, linker, long)
        numbers = catalogue.members([version_id(long)])
        assert [b.bullet.text for b in catalogue.bullets(numbers)] == [b.text for b in long.bullets]
        assert len(catalogue.texts(numbers)) == 2000


# Writing -------------------------------------------------------------------------------------------------------------------------


def test_putting_twice_is_once(tmp_path: Path, linker: Linker, update: Update) -> None:
    with Catalogue.open(tmp_path, write=True) as catalogue:
        put(catalogue, linker, update)
        once = held(tmp_path)
        put(catalogue, linker, update)
    assert held(tmp_path) == once
    assert once["bullets"] == once["words_docsize"] == len(update.bullets)


def test_removing_leaves_nothing_behind(tmp_path: Path, linker: Linker, update: Update) -> None:
    with Catalogue.open(tmp_path, write=True) as catalogue:
        before = held(tmp_path)
        put(catalogue, linker, update)
        assert held(tmp_path) != before
        with catalogue.transaction():
            assert catalogue.remove(version_id(update))
        assert catalogue.versions() == []
        assert catalogue.matching("shops") == set()
    assert held(tmp_path) == before == dict.fromkeys(before, 0)


def test_removing_one_leaves_the_other_as_it_was(tmp_path: Path, linker: Linker, update: Update) -> None:
    other = update_of("Priority 1 – Safer Streets\n\n- Shops in Harlow were visited.\n", period=LATER)
    with Catalogue.open(tmp_path, write=True) as catalogue:
        put(catalogue, linker, other)
        before = held(tmp_path)
        put(catalogue, linker, update)
        with catalogue.transaction():
            catalogue.remove(version_id(update))
        assert catalogue.update(version_id(other)) == other
    assert held(tmp_path) == before


def test_removing_takes_the_vectors_that_no_other_version_needs(tmp_path: Path, linker: Linker, update: Update) -> None:
    other = update_of("Priority 1 – Safer Streets\n\n- Shops in Harlow were visited.\n", period=LATER)
    with Catalogue.open(tmp_path, write=True) as catalogue:
        put(catalogue, linker, update, other)
        with catalogue.transaction():
            catalogue.put_vectors([("key-0", b"shared with the other version"), ("key-1", b"of this one alone")])
            catalogue.remove(version_id(update))
        assert set(catalogue.vectors(["key-0", "key-1"])) == {"key-0"}


def test_removing_what_is_not_held_says_so(tmp_path: Path) -> None:
    with Catalogue.open(tmp_path, write=True) as catalogue, catalogue.transaction():
        assert not catalogue.remove("essex-2018-19-q4-000000000000")


def test_a_transaction_that_fails_leaves_the_catalogue_as_it_was(tmp_path: Path, linker: Linker, update: Update) -> None:
    other = update_of("- Shops in Harlow were visited.\n", period=LATER)
    linked, _ = linker.link(update)
    with Catalogue.open(tmp_path, write=True) as catalogue:
        put(catalogue, linker, other)
        before = everything(tmp_path)
        with contextlib.suppress(ZeroDivisionError), catalogue.transaction():
            catalogue.remove(version_id(other))
            catalogue.put(update, linked, "digest", ["key"] * len(linked))
            assert [v.id for v in catalogue.versions()] == [version_id(update)]
            raise ZeroDivisionError
        assert everything(tmp_path) == before
        put(catalogue, linker, update)
        assert len(catalogue.versions()) == 2


def test_an_embedding_for_each_bullet_or_nothing(tmp_path: Path, linker: Linker, update: Update) -> None:
    linked, _ = linker.link(update)
    with Catalogue.open(tmp_path, write=True) as catalogue:
        with pytest.raises(ValueError, match="shorter"), catalogue.transaction():
            catalogue.put(update, linked, "digest", ["one"])
        assert catalogue.versions() == []


def test_a_reader_keeps_what_it_opened(tmp_path: Path, linker: Linker, update: Update) -> None:
    other = update_of("- Shops in Harlow were visited.\n", period=LATER)
    with Catalogue.open(tmp_path, write=True) as writer:
        put(writer, linker, update)
        with Catalogue.open(tmp_path) as reader:
            put(writer, linker, other)
            with writer.transaction():
                writer.remove(version_id(update))
            assert reader.update(version_id(update)) == update
            assert [v.id for v in reader.versions()] == [version_id(update)]
        with Catalogue.open(tmp_path) as reader:
            assert [v.id for v in reader.versions()] == [version_id(other)]


def test_a_reader_cannot_write(tmp_path: Path, linker: Linker, update: Update) -> None:
    with Catalogue.open(tmp_path, write=True) as catalogue:
        put(catalogue, linker, update)
    with Catalogue.open(tmp_path) as reader, pytest.raises(sqlite3.OperationalError):
        reader.remove(version_id(update))


# Versions in force ---------------------------------------------------------------------------------------------------------------


def record(version: str | None = None, produced: str | None = None, sha: str = "0", *, chosen: bool = False, period: Period | None = None) -> VersionRecord:
    """A version of an update of Essex Police."""
    colophon = replace(update_of("- One.\n").colophon, version=version, produced=produced, **({"period": period} if period else {}))
    return VersionRecord(f"{version}-{produced}-{sha}", "update.txt", sha, colophon, (), 1, "digest", chosen)


@pytest.mark.parametrize(
    ("lower", "higher"),
    [
        (record("1.9", "2019-06"), record("1.10", "2019-05")),
        (record(None, "2019-06"), record("1.0", "2019-05")),
        (record("1.0", "2019-04", "f"), record("1.0", "2019-05", "a")),
        (record("1.0", None, "f"), record("1.0", "2019-05", "a")),
        (record("1.0", "2019-05", "a"), record("1.0", "2019-05", "f")),
        (record("2.0", "2019-06", "f"), record("1.0", "2019-05", "a", chosen=True)),
    ],
    ids=["printed version", "printed or not", "production date", "dated or not", "hash", "chosen"],
)
def test_which_of_two_versions_is_in_force(lower: VersionRecord, higher: VersionRecord) -> None:
    assert in_force([lower, higher]) == in_force([higher, lower]) == [higher]


@pytest.mark.parametrize(("a", "b"), [("1", "1.0"), ("2.0", "2.0.0")])
def test_a_version_and_its_short_form_are_one_version(a: str, b: str) -> None:
    for later, earlier in ((a, b), (b, a)):
        assert in_force([record(later, "2019-05"), record(earlier, "2019-04")]) == [record(later, "2019-05")]


def test_updates_in_force_come_by_period() -> None:
    records = [record(period=LATER), record(period=Period.month(2019, 4)), record(period=Period.quarter(2018, 4)), record(period=Period.year(2018))]
    assert [v.colophon.period.label for v in in_force(records)] == ["2018-19", "2018-19-Q4", "2019-04", "2019-20-Q1"]


def test_a_choice_by_hand_holds_until_another_is_made(tmp_path: Path, linker: Linker) -> None:
    first, second = (update_of(TEXT.replace("Version 1.0", f"Version {v}")) for v in ("1.0", "2.0"))
    with Catalogue.open(tmp_path, write=True) as catalogue:
        put(catalogue, linker, first, second)
        for wanted in (first, second, first):
            chosen = next(v for v in catalogue.versions() if v.id == version_id(wanted))
            with catalogue.transaction():
                catalogue.choose(chosen)
            assert [v.id for v in catalogue.versions() if v.chosen] == [version_id(wanted)]
            assert [v.id for v in in_force(catalogue.versions())] == [version_id(wanted)]


# Questions to the catalogue ------------------------------------------------------------------------------------------------------


@pytest.fixture
def asked(tmp_path: Path, linker: Linker, update: Update):
    """An open catalogue with one update, and the texts of bullets by row number."""
    with Catalogue.open(tmp_path, write=True) as catalogue:
        put(catalogue, linker, update)
        numbers = catalogue.members([version_id(update)])
        texts = {n: text for n, (text, _) in catalogue.texts(numbers).items()}
        yield catalogue, texts


def test_bullets_by_what_they_mention_and_how(asked) -> None:
    catalogue, texts = asked
    below_harlow = {"Harlow:", "Officers walked with the Met.", "Shops on Canvey Island were visited."}
    assert {texts[n] for n in catalogue.mentioning(["district/harlow"])} == below_harlow
    assert {texts[n] for n in catalogue.mentioning(["district/harlow"], by=[By.TEXT])} == {"Harlow:"}
    assert {texts[n] for n in catalogue.mentioning(["district/harlow"], by=[By.TEXT, By.LABEL, By.PARENT])} == below_harlow
    assert catalogue.mentioning([]) == catalogue.mentioning(["district/nowhere"]) == set()


def test_bullets_by_words(asked) -> None:
    catalogue, texts = asked
    assert {texts[n] for n in catalogue.matching("shop")} == {"Shops were visited.", "Shops on Canvey Island were visited."}
    assert {n for n, text in texts.items() if "visited" in text} <= catalogue.matching("raptor OR visited")
    assert not catalogue.matching("text : zeppelin")


def test_a_catalogue_without_its_indexes_gets_them_when_it_is_written_to(tmp_path: Path) -> None:
    with Catalogue.open(tmp_path, write=True):
        pass
    indexes = "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    with contextlib.closing(sqlite3.connect(tmp_path / FILE)) as db:
        made = {name for (name,) in db.execute(indexes)}
        for name in made:
            db.execute(f"DROP INDEX {name}")
        db.execute("CREATE INDEX mentions_entity ON mentions (entity, bullet)")
    with Catalogue.open(tmp_path, write=True):
        pass
    with contextlib.closing(sqlite3.connect(tmp_path / FILE)) as db:
        again = {name for (name,) in db.execute(indexes)}
    assert "mentions_named" in again <= made
    assert "mentions_entity" not in again, "what was replaced is gone"


def test_ids_in_the_order_asked_for(asked) -> None:
    catalogue, texts = asked
    rows = [*reversed(texts), next(iter(texts))]
    assert catalogue.ids(rows) == [b.bullet.id for b in catalogue.bullets(rows)]


def test_the_reading_order_leaves_labels_out(asked) -> None:
    catalogue, texts = asked
    (version,) = catalogue.versions()
    assert catalogue.reading(version.id) == [n for n in catalogue.members([version.id]) if texts[n] != "Harlow:"]


def test_names_of_a_kind_come_once(asked) -> None:
    catalogue, _ = asked
    assert catalogue.bearing(Kind.PARTNER) == sorted({(entity, name) for entity, name, _ in catalogue.entities(Kind.PARTNER)})


def test_bullets_by_flag_and_priority(asked) -> None:
    catalogue, texts = asked
    assert {texts[n] for n in catalogue.flagged("label_only")} == {"Harlow:"}
    assert {texts[n] for n in catalogue.flagged("cross_border")} == {"Officers walked with the Met."}
    (version,) = catalogue.versions()
    assert catalogue.under(1, [version.id]) == set(texts)
    assert catalogue.under(2, [version.id]) == catalogue.under(1, []) == set()


def test_a_bullet_by_its_id(asked) -> None:
    catalogue, texts = asked
    (version,) = catalogue.versions()
    first = catalogue.bullets([min(texts)])[0]
    assert catalogue.by_id(first.bullet.id, [version.id]) == min(texts)
    assert catalogue.by_id(first.bullet.id, []) is catalogue.by_id("nothing", [version.id]) is None


def test_labels_have_no_vector(asked) -> None:
    catalogue, texts = asked
    (version,) = catalogue.versions()
    assert {texts[n] for n, _ in catalogue.embeddings([version.id])} == set(texts.values()) - {"Harlow:"}


def test_vectors_by_key(asked) -> None:
    catalogue, _ = asked
    with catalogue.transaction():
        catalogue.put_vectors([("a", b"1"), ("b", b"2")])
        catalogue.put_vectors([("a", b"3")])
    assert catalogue.vectors(["a", "b", "c"]) == {"a": b"3", "b": b"2"}


def test_the_printed_forms_of_entities(asked) -> None:
    catalogue, _ = asked
    assert ("partner/metropolitan-police-service", "Metropolitan Police Service", "Met") in catalogue.entities(Kind.PARTNER)


def test_a_mention_without_a_place_keeps_having_none(asked) -> None:
    catalogue, texts = asked
    bullet = next(b for b in catalogue.bullets(sorted(texts)) if "Canvey" in b.bullet.text)
    inherited = next(m for m in bullet.linked.mentions if m.entity == "district/harlow")
    assert inherited == Mention(
        "district/harlow", Kind.DISTRICT, "Harlow", "Harlow", By.LABEL, None, None, None, None, bullet.bullet.parent, MentionRole.MENTIONED
    )


# What is no library --------------------------------------------------------------------------------------------------------------


def refused(folder: Path, reason: str, *, write: bool = False) -> None:
    with pytest.raises(LibraryError) as caught:
        Catalogue.open(folder, write=write)
    assert caught.value.path == folder
    assert reason in caught.value.reason
    assert caught.value.remedy
    assert str(folder) in str(caught.value)


def test_a_folder_that_is_no_library_is_refused_and_left_alone(tmp_path: Path) -> None:
    refused(tmp_path, "is no Beatbook library")
    refused(tmp_path / "nowhere", "is no Beatbook library")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("write", [False, True], ids=["read", "write"])
def test_a_file_that_is_no_database_is_refused(tmp_path: Path, write: bool) -> None:
    (tmp_path / FILE).write_bytes(b"This is no database, but it is long enough to be looked at as one." * 100)
    refused(tmp_path, "its catalogue cannot be read", write=write)


def test_a_database_of_something_else_is_refused(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / FILE) as db:
        db.execute("CREATE TABLE songs (title TEXT)")
    db.close()
    refused(tmp_path, "its catalogue cannot be read")


@pytest.mark.parametrize("write", [False, True], ids=["read", "write"])
def test_a_catalogue_that_was_cut_off_is_refused(tmp_path: Path, linker: Linker, update: Update, write: bool) -> None:
    with Catalogue.open(tmp_path, write=True) as catalogue:
        put(catalogue, linker, update)
    whole = (tmp_path / FILE).read_bytes()
    (tmp_path / FILE).write_bytes(whole[: len(whole) // 8])
    refused(tmp_path, "its catalogue cannot be read", write=write)


@pytest.mark.parametrize("write", [False, True], ids=["read", "write"])
def test_the_schema_of_another_version_is_refused_with_both(tmp_path: Path, write: bool) -> None:
    Catalogue.open(tmp_path, write=True).close()
    with sqlite3.connect(tmp_path / FILE) as db:
        db.execute("UPDATE meta SET value = '99'")
    db.close()
    refused(tmp_path, "another version of Beatbook (schema 99, not ", write=write)


def test_a_folder_that_cannot_hold_a_library_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    refused(tmp_path, "its catalogue cannot be read", write=True)
