"""Whether a catalogue is what it was when it was written: the file, the index of words, and each version against its text."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from kg.catalogue import Catalogue
from kg.model import HeldBullet
from kg.versions import VersionRecord

# So many bullets are read from the catalogue at once.
_AT_ONCE = 500


def file_findings(path: Path) -> Iterator[str]:
    """What is wrong with the SQLite file itself."""
    with closing(sqlite3.connect(path)) as db:
        yield from (line for (line,) in db.execute("PRAGMA integrity_check(20)") if line != "ok")
        yield from (f"a row of {table} belongs to nothing in {parent}" for table, _, parent, _ in db.execute("PRAGMA foreign_key_check"))


def words_findings(path: Path) -> Iterator[str]:
    """Whether the index of words says something else than the bullets. The file is written to; give a copy."""
    with closing(sqlite3.connect(path)) as db:
        try:
            db.execute("INSERT INTO words (words, rank) VALUES ('integrity-check', 1)")
        except sqlite3.DatabaseError as error:
            yield f"the index of words and the bullets disagree ({error})"


def version_findings(catalogue: Catalogue, version: VersionRecord) -> Iterator[str]:
    """What in a version's records does not agree with its text, which is taken for true."""
    text, roles = catalogue.text(version.id), catalogue.roles(version.id)
    if len(roles) != text.count("\n") + 1:
        yield f"{len(roles)} roles for {text.count(chr(10)) + 1} lines"
    members = catalogue.members([version.id])
    for i in range(0, len(members), _AT_ONCE):
        for held in catalogue.bullets(members[i : i + _AT_ONCE]):
            yield from (f"bullet {held.bullet.id}: {said}" for said in _bullet(held, text))


def _bullet(held: HeldBullet, text: str) -> Iterator[str]:
    b = held.bullet
    start, end = b.span
    if not 0 <= start < end <= len(text):
        yield f"its place {start} to {end} is not in the text"
    if any(length > 1 and b.text[here : here + length] != text[source : source + length] for here, source, length in b.runs):
        yield "its words are not those of the text"
    for mention in held.linked.mentions:
        if mention.start is not None and b.text[mention.start : mention.end] != mention.surface:
            yield f"{mention.surface!r} does not stand at {mention.start} to {mention.end}"
        if mention.source_start is not None and not 0 <= mention.source_start < (mention.source_end or 0) <= len(text):
            yield f"{mention.surface!r} has no place in the text"
    if any(not 0 <= figure.start < figure.end <= len(b.text) for figure in held.linked.figures):
        yield "a figure has no place in it"
