"""One library for many readers at once: a build is opened once, what is heavy of it is shared, and no reader sees two builds.

A build has seats. Each has a connection of its own, and all of them stand on the same snapshot of the catalogue: whether anything was
committed while they were opened is asked afterwards, and then they are opened anew. So threads do not wait for each other's queries and
still see the same rows. A new build is opened by the first who comes after it was published; the one before is let go when its last
reader leaves.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, LifoQueue

from kg.catalogue import FILE as CATALOGUE_FILE
from kg.catalogue import Catalogue
from kg.commits import Commits
from search.answer import Answerer
from search.encoder import QuestionEncoder
from search.errors import BusyError
from search.library import FILE as MANIFEST_FILE
from search.library import Library
from search.roll import Roll

SEATS = 4
# So often the seats are opened anew when a writer commits between them; then one seat has to do.
_TRIES = 5
# A commit that publishes nothing (a superseded version taken out) is looked at so many seconds after the last look, at the earliest.
_SETTLED = 2.0
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
    def open(cls, folder: Path, seats: int, encoder: QuestionEncoder, commits: Commits) -> OpenBuild:
        """The build of now. LibraryError when the folder holds none, or it is damaged."""
        for attempt in range(_TRIES):
            before = commits.number()
            library = Library.open(folder)
            others = [Catalogue.open(folder) for _ in range(seats - 1)] if attempt < _TRIES - 1 else []
            if not others or commits.number() == before:
                break
            _close(library, others)
        library.encoder = encoder
        state = f"{library.manifest.build}-{_digest(library)}"
        try:
            library.index, library.versions, library.doubts  # noqa: B018 - loaded now, to be shared by all seats
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
        self._encoder = QuestionEncoder()
        self._commits: Commits | None = None
        self._current: OpenBuild | None = None
        self._files: object = None
        self._committed, self._versions, self._looked = 0, tuple[tuple[str, ...], ...](), 0.0

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
        """A seat in the build of now. LibraryError, BusyError."""
        with self.build() as build, build.seat() as seat:
            yield seat

    def refresh(self) -> None:
        """Looks at once whether anything was written. LibraryError."""
        with self._lock:
            self._looked = 0.0
            self._fresh()

    def close(self) -> None:
        """Lets go of everything, when its readers have left."""
        with self._lock:
            self._let_go()

    def _fresh(self) -> OpenBuild:
        files = _files(self.folder)
        if self._current is None or files != self._files or self._changed():
            self._let_go()
            self._commits = Commits(self.folder)
            self._committed, self._versions, self._looked = self._commits.number(), self._commits.versions(), time.monotonic()
            self._current = OpenBuild.open(self.folder, self._wanted, self._encoder, self._commits)
            self._files = files
        return self._current

    def _changed(self) -> bool:
        """Whether versions came or went that no manifest tells of."""
        assert self._commits is not None
        if time.monotonic() - self._looked < _SETTLED or self._commits.number() == self._committed:
            return False
        self._committed, self._looked = self._commits.number(), time.monotonic()
        return self._commits.versions() != self._versions

    def _let_go(self) -> None:
        if self._current:
            self._current.retire()
            self._current = None
        if self._commits:
            self._commits.close()
            self._commits = None


def _files(folder: Path) -> object:
    """What tells that another build was published, or another catalogue put in place."""
    try:
        manifest, catalogue = (folder / MANIFEST_FILE).stat(), (folder / CATALOGUE_FILE).stat()
    except OSError:
        return None
    return manifest.st_ino, manifest.st_mtime_ns, manifest.st_size, catalogue.st_ino


def _close(library: Library, others: Iterable[Catalogue]) -> None:
    library.close()
    for catalogue in others:
        catalogue.close()


def _digest(library: Library) -> str:
    """A hash of which versions are held."""
    held = [(v.id, v.source, v.chosen) for v in library.all_versions]
    return hashlib.sha256(repr(held).encode()).hexdigest()[:8]
