"""What a reader sees of a library: one build, whole, kept for as long as it is open.

A build is named by a manifest: which versions are in force, their parts, the vocabulary they were linked with. The catalogue notes it in the
transaction that makes the change, so a reader, whose snapshot holds both, sees the old build or the new one and never half of either.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakMethod

from kg.catalogue import Catalogue, quoted
from kg.errors import LibraryError
from kg.joins import Join, find_joins
from kg.model import Doubt, Kind, Role
from kg.period import Period
from kg.schema import RESTORE
from kg.versions import VersionRecord, in_force, order_doubts
from kg.view import View
from kg.vocabulary import Vocabulary
from search.encoder import MODEL, QuestionEncoder
from search.index import VectorIndex, damaged_part, part_of, vectors_of
from search.indexing import FAISS, Index, shared_index
from search.order import KeptPlaces, ReadingOrder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

T = TypeVar("T")
# Where the catalogue notes the build, and the one before it.
NOTE, NOTE_BEFORE = "build", "last"
FORMAT = 2


@dataclass(frozen=True, slots=True)
class Part:
    """A version in force and the name of the file with its vectors."""

    version: str
    vectors: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What makes up a build: the versions in force, every version held with its source, the decisions in force. `build` is its hash."""

    build: str
    vocabulary: str
    parts: tuple[Part, ...]
    decisions: tuple[int, ...] = ()
    held: tuple[tuple[str, str], ...] = ()
    model: str = MODEL
    format: int = FORMAT
    # Which index is asked; no part of the build's name, for the answers are the same.
    index: str = FAISS

    @classmethod
    def of(cls, vocabulary: str, parts: tuple[Part, ...], decisions: tuple[int, ...] = (), held: tuple[tuple[str, str], ...] = ()) -> Manifest:
        """The manifest of these parts, with the numbers of the decisions in force, and the ids and sources of the versions held."""
        content = json.dumps([FORMAT, MODEL, vocabulary, *(asdict(p) for p in parts), *decisions, *held], sort_keys=True)
        return cls(hashlib.sha256(content.encode()).hexdigest()[:12], vocabulary, parts, decisions, held)

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """The manifest of a library, as it is now. LibraryError when there is none, or it is damaged or another program's."""
        with Catalogue.open(folder) as catalogue:
            return cls.kept(catalogue)

    @classmethod
    def kept(cls, catalogue: Catalogue) -> Manifest:
        """The manifest that a catalogue notes. LibraryError when there is none, or it is damaged or another program's."""
        note = catalogue.note(NOTE)
        if note is None:
            raise LibraryError(catalogue.path, "holds nothing yet; its first `add` did not finish", "add the updates again with `beatbook add`")
        manifest = cls._from_note(note)
        if manifest is None:
            raise LibraryError(catalogue.path, "its note of the build is damaged", "mend it with `beatbook rebuild`")
        if manifest.format != FORMAT or manifest.model != MODEL:
            told = f"was built with the model {manifest.model}, format {manifest.format}, not {MODEL}, format {FORMAT}"
            raise LibraryError(catalogue.path, told, "build it anew with `beatbook rebuild`")
        return manifest

    @classmethod
    def index_of(cls, catalogue: Catalogue) -> str:
        """The index that the build of a catalogue names, whatever else it says; the library's own where there is no build."""
        manifest = cls._from_note(catalogue.note(NOTE) or "")
        return manifest.index if manifest else FAISS

    @classmethod
    def before(cls, catalogue: Catalogue) -> Manifest | None:
        """The manifest of the build before, if there is one."""
        return cls._from_note(catalogue.note(NOTE_BEFORE) or "")

    @classmethod
    def _from_note(cls, note: str) -> Manifest | None:
        try:
            row = json.loads(note)
            parts, held = tuple(Part(**p) for p in row.pop("parts")), tuple((version, source) for version, source in row.pop("held"))
            shared_index(Path(), row.get("index", FAISS))
            return cls(parts=parts, held=held, decisions=tuple(row.pop("decisions")), **row)
        except (ValueError, TypeError, KeyError, AttributeError):
            return None

    def put(self, catalogue: Catalogue) -> None:
        """Makes this the library's build. To be called in a transaction: readers see it when that ends."""
        note = json.dumps(asdict(self))
        was = catalogue.note(NOTE)
        if note != was:
            catalogue.put_note(NOTE, note)
            if was:
                catalogue.put_note(NOTE_BEFORE, was)


class Library:
    """A library opened for reading. Use as a context manager, or `close` it."""

    def __init__(self, folder: Path, manifest: Manifest, catalogue: Catalogue) -> None:
        self.folder, self.manifest = folder, manifest
        if missing := {p.vectors for p in manifest.parts} - {path.stem for path in (folder / "parts").glob("*.faiss")}:
            raise damaged_part(part_file(folder, min(missing)))
        self.vocabulary = _vocabulary(folder, manifest.vocabulary)
        self.joins = joins_of(catalogue, self.version_ids, self.vocabulary)
        self.decisions = [d for d in catalogue.decisions.all() if d.number in manifest.decisions]
        self.catalogue = catalogue.through(View.of(self.joins, self.decisions))
        self._unread: list[WeakMethod[Callable[[], None]]] = []
        self._places = KeptPlaces()
        self._made: dict[Callable[[Library], Any], Any] = {}

    @classmethod
    def open(cls, folder: Path) -> Library:
        """The build of now. LibraryError when the folder holds none, or it is damaged."""
        while True:
            catalogue = Catalogue.open(folder)
            manifest = None
            try:
                manifest = Manifest.kept(catalogue)
                return cls(folder, manifest, catalogue)
            except BaseException as error:
                catalogue.close()
                if isinstance(error, sqlite3.DatabaseError):
                    raise _unreadable(folder, error) from error
                # Its files may be gone because newer builds came between; a build that still stands is damaged.
                if not isinstance(error, LibraryError) or manifest is None or Manifest.read(folder) == manifest:
                    raise

    def through(self, view: View) -> Library:
        """The same build, with mentions as another view has them."""
        other = copy(self)
        other.catalogue = self.catalogue.through(view)
        return other

    def beside(self, catalogue: Catalogue) -> Library:
        """The same build over another connection to the same snapshot. What of it was loaded before is shared."""
        other = copy(self)
        other.catalogue, other._unread = catalogue.through(self.catalogue.view), []
        return other

    def close(self) -> None:
        """Let go of the catalogue, after what is still wanted of it is read."""
        for unread in self._unread:
            if read := unread():
                read()
        self._unread.clear()
        self.catalogue.close()

    def read_before_closing(self, read: Callable[[], None]) -> None:
        """Calls this method of an object when the library is closed, if the object is still there."""
        self._unread[:] = [*(unread for unread in self._unread if unread() is not None), WeakMethod(read)]

    def __enter__(self) -> Library:
        return self

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        self.close()
        if isinstance(error, sqlite3.DatabaseError):
            raise _unreadable(self.folder, error) from error

    @property
    def version_ids(self) -> list[str]:
        """The versions in force, in order of period."""
        return [p.version for p in self.manifest.parts]

    @cached_property
    def all_versions(self) -> list[VersionRecord]:
        """Every version held; what a writer has read and not yet published is not among them."""
        held = {version for version, _ in self.manifest.held}
        return [v for v in self.catalogue.versions() if v.id in held]

    @cached_property
    def versions(self) -> list[VersionRecord]:
        """The versions of this build, in order of period."""
        by_id = {v.id: v for v in self.all_versions}
        if missing := set(self.version_ids) - by_id.keys():
            raise LibraryError(self.folder, f"its catalogue lacks {', '.join(sorted(missing))}, which its build names", RESTORE)
        return [by_id[v] for v in self.version_ids]

    @cached_property
    def doubts(self) -> dict[str, tuple[Doubt, ...]]:
        """Version -> what is in doubt about it."""
        order = order_doubts(self.all_versions)
        return {v.id: (*v.doubts, *([order[v.id]] if v.id in order else ())) for v in self.all_versions}

    @cached_property
    def index(self) -> Index:
        """The vectors of all bullets of this build."""
        if shared := shared_index(self.folder, self.manifest.index):
            return shared.index([p.vectors for p in self.manifest.parts], self.order.rows)
        return VectorIndex.load([part_file(self.folder, p.vectors) for p in self.manifest.parts], self.order.rows, self.part)

    def part(self, path: Path) -> bytes:
        """The content of a part of this build; from the catalogue when a later build has done away with its file since. LibraryError when it is damaged."""
        try:
            return path.read_bytes()
        except FileNotFoundError as gone:
            try:
                return part_of(vectors_of(self.catalogue, next(p.version for p in self.manifest.parts if p.vectors == path.stem)))
            except (KeyError, ValueError):
                raise damaged_part(path) from gone
        except OSError as error:
            raise damaged_part(path) from error

    def once(self, make: Callable[[Library], T]) -> T:
        """What a function makes of this build, made once for all who read it, whatever their view."""
        if make not in self._made:
            self._made[make] = make(self)
        made: T = self._made[make]
        return made

    def of_theme(self, theme: str) -> NDArray[np.int64]:
        """The places in the reading order of the bullets that mention a theme or one that is narrower."""
        narrower = self.vocabulary.narrower.get(theme, (theme,))
        return self._places.of(("theme", theme), lambda: self.order.positions(self.catalogue.mentioning(narrower)))

    def holding(self, word: str) -> NDArray[np.int64]:
        """The places of the bullets that hold a word, in any form of it, in their text or what they stand under."""
        return self._places.of(("word", word), lambda: self.order.positions(self.catalogue.matching(quoted(word))))

    def ids(self, rows: Sequence[int]) -> list[str]:
        """The ids of the bullets of these rows, which must be in the reading order."""
        found: list[str] = self._ids[self.order.positions(rows)].tolist()
        return found

    @cached_property
    def _ids(self) -> NDArray[np.object_]:
        """The id of every bullet in the reading order: read at once, for reading those of an answer of thousands takes longer each time."""
        import numpy as np

        return np.array(self.catalogue.ids(self.order.rows.tolist()), dtype=object)

    @cached_property
    def order(self) -> ReadingOrder:
        """The bullets of this build that may be evidence, in reading order."""
        return ReadingOrder.read(self.catalogue, self.version_ids)

    @cached_property
    def periods(self) -> dict[str, tuple[Period, ...]]:
        """Force (slug) -> the periods of its updates."""
        held: dict[str, list[Period]] = {}
        for version in self.versions:
            held.setdefault(version.colophon.force.slug, []).append(version.colophon.period)
        return {force: tuple(periods) for force, periods in held.items()}

    @cached_property
    def encoder(self) -> QuestionEncoder:
        """The encoder for questions."""
        return QuestionEncoder()

    def accounts(self) -> dict[str, dict[Role, int]]:
        """Version -> how many of its lines that are not blank were taken for what."""
        counts = {v.id: Counter(self.catalogue.roles(v.id)) for v in self.all_versions}
        return {version: {role: count[role] for role in Role if count[role] and role is not Role.BLANK} for version, count in counts.items()}

    def describe(self) -> dict[str, Any]:
        """What is held and what is in doubt, as `status --format json` prints it."""
        current = set(self.version_ids)
        return {
            "library": str(self.folder),
            "build": self.manifest.build,
            "model": self.manifest.model,
            "vocabulary": self.manifest.vocabulary,
            "updates": len(current),
            "bullets": sum(v.bullets for v in self.versions),
            "searched": sum(self.order.count(v.id) for v in self.versions),
            "versions": [_described(v, v.id in current, self.doubts[v.id]) for v in sorted(self.all_versions, key=lambda v: (v.colophon.period.start, v.id))],
        }


def _unreadable(folder: Path, error: Exception) -> LibraryError:
    return LibraryError(folder, f"its catalogue cannot be read ({error})", "`beatbook check` tells what is wrong")


def vocabulary_of(folder: Path) -> Vocabulary:
    """The vocabulary that a library was linked with: who changes it with this one links nothing anew. LibraryError."""
    with Library.open(folder) as library:
        return library.vocabulary


def joins_of(catalogue: Catalogue, versions: Sequence[str], vocabulary: Vocabulary) -> list[Join]:
    """The misprints of operations in these versions."""
    return find_joins(catalogue.uses(Kind.OPERATION, versions), vocabulary.concepts, catalogue.company)


def _vocabulary(folder: Path, digest: str) -> Vocabulary:
    path = vocabulary_file(folder, digest)
    try:
        return Vocabulary.from_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError) as error:
        raise LibraryError(folder, f"its {path.name} is missing or damaged", "mend it with `beatbook rebuild`") from error


def _described(version: VersionRecord, current: bool, doubts: tuple[Doubt, ...]) -> dict[str, Any]:
    c = version.colophon
    return {
        **{"id": version.id, "source": version.source, "force": c.force.slug, "publisher": c.force.name, "period": c.period.label, "title": c.period.title},
        **{"plan": c.plan, "version": c.version, "produced": c.produced, "marking": c.marking, "evidence": dict(c.evidence)},
        **{"current": current, "bullets": version.bullets, "doubts": [asdict(d) for d in doubts]},
    }


def vocabulary_file(folder: Path, digest: str) -> Path:
    """Where a library keeps a vocabulary it was linked with."""
    return folder / "parts" / f"{digest}.vocabulary.json"


def part_file(folder: Path, name: str) -> Path:
    """Where a library keeps a version's vectors."""
    return folder / "parts" / f"{name}.faiss"


def current_versions(catalogue: Catalogue) -> list[VersionRecord]:
    """The versions that should be in force."""
    return in_force(catalogue.versions())
