"""One library for many readers at once: a build is opened once, what is heavy of it is shared, and no reader sees two builds.

A build has seats. Each has a connection of its own, and all of them stand on the same snapshot of the catalogue: whether anything was
committed while they were opened is asked afterwards, and then they are opened anew. So threads do not wait for each other's queries and
still see the same rows. A new build is opened by the first who comes after it was published; the one before is let go when its last
reader leaves.
"""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, LifoQueue

from kg.catalogue import FILE as CATALOGUE_FILE
from kg.catalogue import Catalogue
from kg.commits import Commits
from kg.errors import LibraryError
from search.answer import Answerer
from search.errors import BusyError
from search.library import Library
from search.roll import Roll

SEATS = 4
# So often the seats are opened anew when a writer commits between them; then one seat has to do.
_TRIES = 5
# Longer than any answer takes, so that who waits for a seat in vain is told.
_PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Seat:
    """A reader's own connection to a build, with what all of its readers share. `state` is another one for whatever was written."""

    answerer: Answerer
    roll: Roll
    state: str
    build: OpenBuild

    @property
    def library(self) -> Library:
        """The build."""
        return self.answerer.library


class OpenBuild:
    """One build, opened for many. `hold` and `release` count its readers; it closes when the last leaves after it was replaced."""

    def __init__(self, answerer: Answerer, others: list[Catalogue], state: str) -> None:
        self._libraries = [answerer.library, *(answerer.library.beside(catalogue) for catalogue in others)]
        self.state = state
        roll = Roll(answerer.library)
        self._seats: LifoQueue[Seat] = LifoQueue()
        for library in self._libraries:
            self._seats.put(Seat(answerer.over(library), roll, state, self))
        self._lock, self._readers, self._retired = threading.Lock(), 0, False

    @classmethod
    def open(cls, folder: Path, seats: int, commits: Commits) -> OpenBuild:
        """The build of now. LibraryError when the folder holds none, or it is damaged."""
        for attempt in range(_TRIES):
            before = commits.number()
            library = Library.open(folder)
            others = [Catalogue.open(folder) for _ in range(seats - 1)] if attempt < _TRIES - 1 else []
            if not others or commits.number() == before:
                break
            _close(library, others)
        state = f"{library.manifest.build}-{_digest(library)}"
        try:
            library.index, library.encoder, library.order, library.versions, library.doubts  # noqa: B018 - loaded now, to be shared by all seats
            return cls(Answerer(library), others, state)
        except BaseException:
            _close(library, others)
            raise

    @contextmanager
    def seat(self) -> Iterator[Seat]:
        """A seat of one's own. BusyError when none gets free in time."""
        try:
            seat = self._seats.get(timeout=_PATIENCE)
        except Empty as error:
            raise BusyError("every reader of the library is busy; try again in a moment") from error
        try:
            yield seat
        finally:
            self._seats.put(seat)

    def hold(self) -> None:
        """Keeps the build open until `release`."""
        with self._lock:
            self._readers += 1

    def release(self) -> None:
        """Lets go of it."""
        with self._lock:
            self._readers -= 1
        self._close_when_left()

    def retire(self) -> None:
        """Says that there is a newer one."""
        self._retired = True
        self._close_when_left()

    def _close_when_left(self) -> None:
        with self._lock:
            if self._retired and self._readers == 0:
                for library in self._libraries:
                    library.close()


class Pool:
    """The build of now of one library, for many threads."""

    def __init__(self, folder: Path, seats: int = SEATS) -> None:
        self.folder = folder
        self._wanted = seats
        self._lock = threading.Lock()
        self._commits: Commits | None = None
        self._current: OpenBuild | None = None
        self._file: int | None = None
        self._committed, self._seen = 0, tuple[str, ...]()

    @contextmanager
    def build(self) -> Iterator[OpenBuild]:
        """The build of now, kept open meanwhile. LibraryError."""
        with self._lock:
            build = self._fresh()
            build.hold()
        try:
            yield build
        finally:
            build.release()

    @contextmanager
    def seat(self) -> Iterator[Seat]:
        """A seat in the build of now. LibraryError, also where the catalogue turns out to be damaged; BusyError."""
        try:
            with self.build() as build, build.seat() as seat:
                yield seat
        except sqlite3.DatabaseError as error:
            raise LibraryError(self.folder, f"its catalogue cannot be read ({error})", "`beatbook check` tells what is wrong") from error

    def refresh(self) -> None:
        """Opens the build of now, for whoever comes next. LibraryError."""
        with self._lock:
            self._fresh()

    def close(self) -> None:
        """Lets go of everything, when its readers have left."""
        with self._lock:
            self._let_go()

    def _fresh(self) -> OpenBuild:
        file = _file(self.folder)
        if self._current is None or file != self._file or self._changed():
            self._let_go()
            self._commits = Commits(self.folder)
            self._committed, self._seen, self._file = self._commits.number(), self._commits.state(), file
            self._current = OpenBuild.open(self.folder, self._wanted, self._commits)
        return self._current

    def _changed(self) -> bool:
        """Whether something was committed that readers would see."""
        assert self._commits is not None
        number = self._commits.number()
        if number == self._committed:
            return False
        self._committed = number
        return self._commits.state() != self._seen

    def _let_go(self) -> None:
        if self._current:
            self._current.retire()
            self._current = None
        if self._commits:
            self._commits.close()
            self._commits = None


def _file(folder: Path) -> int | None:
    """What tells whether another catalogue was put in place."""
    try:
        return (folder / CATALOGUE_FILE).stat().st_ino
    except OSError:
        return None


def _close(library: Library, others: Iterable[Catalogue]) -> None:
    library.close()
    for catalogue in others:
        catalogue.close()


def _digest(library: Library) -> str:
    """A hash of what was ever decided, which a build does not tell: a decision taken back gives the build before."""
    return hashlib.sha256(repr(library.catalogue.decisions.all()).encode()).hexdigest()[:8]
