"""Whether anything was committed to a catalogue since it was last looked at, by whatever process."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from kg.catalogue import FILE
from kg.errors import LibraryError


class Commits:
    """Looks at the catalogue of a folder without holding a snapshot of it. To be used by one thread at a time."""

    def __init__(self, folder: Path) -> None:
        if not (folder / FILE).exists():
            raise LibraryError(folder, "is no Beatbook library", "make one with `beatbook add FILE --library DIR`, or give the right --library")
        try:
            self._db = sqlite3.connect(f"{(folder / FILE).resolve().as_uri()}?mode=ro", uri=True, isolation_level=None, check_same_thread=False)
        except sqlite3.Error as error:
            raise LibraryError(folder, f"its catalogue cannot be read ({error})", "`beatbook check` says more") from error
        self._folder = folder

    def number(self) -> int:
        """A number that is another one after every commit of others. Only numbers of one object can be compared."""
        return int(self._one("PRAGMA data_version")[0][0])

    def state(self) -> tuple[str, ...]:
        """What tells whether readers would see something else: the note of the build, and how many decisions were made and taken back."""
        found = self._one("SELECT (SELECT value FROM meta WHERE key = 'build'), (SELECT count(*) FROM decisions), (SELECT count(undone) FROM decisions)")
        return tuple(map(str, found[0]))

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def _one(self, sql: str) -> list[tuple[str, ...]]:
        try:
            return self._db.execute(sql).fetchall()
        except sqlite3.Error as error:
            raise LibraryError(self._folder, f"its catalogue cannot be read ({error})", "`beatbook check` says more") from error
