"""The catalogue's schema: made new, told from others, and brought up to date from every earlier one.

An earlier schema is not changed step by step. What a library cannot make again is the text of each version with its places, what was said of
it when it was added, what people decided, and the vectors; these lie alike in every schema. They are kept, the tables are made anew, and
every version is read again from its text, in one transaction.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from kg.errors import LibraryError
from kg.model import Colophon, Force
from kg.period import Period
from kg.reading.source import source_text
from kg.versions import Kept

SCHEMA = 5
# The one that is made last: where it is missing, so may others be.
_LAST_INDEX = "mentions_named"
_OF_THIS_SCHEMA = "SELECT 1 FROM meta WHERE key = 'schema' AND value = ?"
RESTORE = "restore a backup with `beatbook restore FILE --library DIR`, or add the updates to a new library"


def prepare(connection: sqlite3.Connection) -> None:
    """Readies a connection for writing, and makes the tables where there are none, and the indexes that are missing."""
    # Five vectors fill such a page; of the usual ones each would leave a quarter empty.
    connection.execute("PRAGMA page_size = 8192")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    if not connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
        connection.execute("BEGIN IMMEDIATE")
        create(connection)
        connection.execute("COMMIT")
    elif not _has(connection, _LAST_INDEX) and _has(connection, "meta") and connection.execute(_OF_THIS_SCHEMA, (str(SCHEMA),)).fetchone():
        connection.execute("BEGIN IMMEDIATE")
        _index(connection)
        connection.execute("COMMIT")


def create(connection: sqlite3.Connection) -> None:
    """Makes the tables; vectors that are there stay. To be called in a transaction."""
    for statement in _statements("schema.sql"):
        connection.execute(statement)
    _index(connection)
    connection.execute("INSERT INTO meta VALUES ('schema', ?)", (str(SCHEMA),))


def renew(connection: sqlite3.Connection) -> None:
    """Makes every table anew and empty but for decisions and vectors, which stay. To be called in a transaction."""
    decided = connection.execute("SELECT * FROM decisions ORDER BY number").fetchall() if _has(connection, "decisions") else []
    for table in ("words", "figures", "mentions", "verdicts", "bullets", "versions", "decisions", "meta"):
        connection.execute(f"DROP TABLE IF EXISTS {table}")
    create(connection)
    if decided:
        connection.executemany(f"INSERT INTO decisions VALUES ({','.join('?' * len(decided[0]))})", decided)


def check_schema(folder: Path, connection: sqlite3.Connection, *, older: bool = False) -> None:
    """LibraryError when the catalogue is empty, or of another schema (where `older` is true: of a newer one)."""
    if not connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
        raise LibraryError(folder, "holds nothing yet; its first `add` did not finish", "add the updates again with `beatbook add`")
    ((found,),) = connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchall() or [("none",)]
    number = int(found) if found.isdecimal() else 0
    told = f"was written by another version of Beatbook (schema {found}, not {SCHEMA})"
    if number > SCHEMA:
        raise LibraryError(folder, told, "open it with that version or a newer one")
    if number < SCHEMA and not older:
        raise LibraryError(folder, told, "bring it up to date with `beatbook rebuild`")


def kept(connection: sqlite3.Connection) -> Iterator[Kept]:
    """What a catalogue of any schema keeps of its versions, by id. ValueError where a text is not the one that was added."""
    cursor = connection.cursor()
    cursor.row_factory = sqlite3.Row
    for row in cursor.execute("SELECT * FROM versions ORDER BY id"):
        yield _kept(row)


def _kept(row: sqlite3.Row) -> Kept:
    read = source_text(row["source"], row["text"])
    if read.sha256 != row["sha256"]:
        raise ValueError(f"the text of version {row['id']} is not the one that was added")
    places = json.loads(row["places"] if "places" in row.keys() else row["pages"])  # noqa: SIM118 - a Row is no mapping
    lines = tuple(replace(line, **_place(place)) for line, place in zip(read.lines, places, strict=True))
    force = Force(row["force"], row["force_name"], row["force_base"])
    evidence = tuple((k, v) for k, v in json.loads(row["evidence"]))
    colophon = Colophon(force, Period.from_label(row["period"]), row["plan"], row["version"], row["produced"], row["marking"], evidence)
    return Kept(replace(read, lines=lines), colophon, bool(row["chosen"]))


def _place(place: Any) -> dict[str, Any]:
    """Where a line stood: schema 1 kept its page, then page and place, later also whether something begins with it."""
    page, box, begins = [*place, False][:3] if isinstance(place, list) else (place, None, False)
    return {"page": page, "box": tuple(box) if box else None, "begins": begins}


def _index(connection: sqlite3.Connection) -> None:
    """Makes the indexes that are missing. To be called in a transaction."""
    for statement in _statements("indexes.sql"):
        connection.execute(statement)


def _statements(file: str) -> Iterator[str]:
    """The statements of a file, one by one: `executescript` would end the transaction."""
    statement = ""
    for line in Path(__file__).with_name(file).read_text(encoding="utf-8").splitlines(keepends=True):
        statement += "" if line.startswith("--") else line
        if sqlite3.complete_statement(statement):
            yield statement.strip()
            statement = ""


def _has(connection: sqlite3.Connection, name: str) -> bool:
    """Whether there is such a table or index."""
    return connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (name,)).fetchone() is not None
