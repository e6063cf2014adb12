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
            raise LibraryError(folder, f"its catalogue cannot be read ({error})", "mend it with `beatbook check`") from error
        self._folder = folder

    def number(self) -> int:
        """A number that is another one after every commit of others. Only numbers of one object can be compared."""
        try:
            return int(self._db.execute("PRAGMA data_version").fetchone()[0])
        except sqlite3.Error as error:
            raise LibraryError(self._folder, f"its catalogue cannot be read ({error})", "mend it with `beatbook check`") from error

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()
