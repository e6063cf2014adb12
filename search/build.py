"""Adding updates to a library, and every other change of it.

One writer at a time. Each update is read in a transaction of its own, which no reader sees; then one transaction makes the change and
publishes the build (`search.publishing`). A process killed before that has changed nothing: the next writer clears away what it read.
A file that fails is named, and the others are still added.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from filelock import FileLock, Timeout

from kg.catalogue import FILE as CATALOGUE_FILE
from kg.catalogue import Catalogue
from kg.colophon import Given
from kg.decisions import Decision, now
from kg.errors import BeatbookError, InputError, LibraryError
from kg.linking import linker_of
from kg.model import Update
from kg.reading import find_sources
from kg.update import read_again, read_update
from kg.versions import Kept, VersionRecord, in_force, version_id
from kg.vocabulary import Vocabulary
from search.library import NOTE, Manifest, current_versions
from search.publishing import Progress, Publisher, embedded_text, embedding_keys
from search.spreading import Encoder

__all__ = ["AddReport", "Builder", "Progress", "embedded_text", "writing"]
RETRY = "nothing was changed; mend that and run it again"


@dataclass(slots=True)
class AddReport:
    """What became of each file: added or unchanged versions, superseded ones, files of no known kind, and errors by file.

    `broken`: added versions whose triples do not conform to the shapes, with how many findings.
    """

    added: list[VersionRecord] = field(default_factory=list)
    unchanged: list[VersionRecord] = field(default_factory=list)
    superseded: list[VersionRecord] = field(default_factory=list)
    skipped: list[Path] = field(default_factory=list)
    failed: list[BeatbookError] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    renamed: list[Update] = field(default_factory=list)
    broken: dict[str, int] = field(default_factory=dict)
    build: str = ""


@contextmanager
def writing(folder: Path, wait: float, *, older: bool = False) -> Iterator[Catalogue]:
    """The catalogue open for writing, by this process alone; with `older` one of an earlier schema too.

    LibraryError when another holds it longer than `wait` seconds, or it cannot be written.
    """
    _make_folder(folder)
    try:
        with FileLock(folder / ".lock", timeout=wait), Catalogue.open(folder, write=True, older=older) as catalogue:
            yield catalogue
    except Timeout as error:
        raise LibraryError(folder, f"another command has been writing to it for {wait:g} s", "try again later, or wait longer with --wait") from error
    except sqlite3.DatabaseError as error:
        raise LibraryError(folder, f"cannot be written ({error})", RETRY) from error
    except OSError as error:
        raise LibraryError(folder, f"cannot be written ({error.strerror or error})", RETRY) from error


def _make_folder(folder: Path) -> None:
    known = (folder / CATALOGUE_FILE).exists() or (folder / "parts").is_dir()
    if folder.exists() and not folder.is_dir():
        raise LibraryError(folder, "is a file, not a folder", "give an empty or new folder with --library")
    if folder.exists() and not known and any(p for p in folder.iterdir() if p.name != ".lock"):
        raise LibraryError(folder, "is a folder of other things, not a library", "give an empty or new folder with --library")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "parts").mkdir(exist_ok=True)
    except OSError as error:
        raise LibraryError(folder, f"cannot be written ({error.strerror})", "give another folder with --library") from error


def _forget_unpublished(catalogue: Catalogue) -> None:
    """Clears away versions that no build has held; their vectors stay, so that the next attempt is quick."""
    published = {version for version, _ in Manifest.kept(catalogue).held} if catalogue.note(NOTE) else set()
    left = [v.id for v in catalogue.versions() if v.id not in published]
    with catalogue.transaction():
        for version in left:
            catalogue.drop(version)


class Builder:
    """Adds to one library with one vocabulary. `progress` is called as work is done."""

    def __init__(self, folder: Path, vocabulary: Vocabulary, *, wait: float = 30, progress: Progress = lambda *_: None) -> None:
        self.folder, self.vocabulary, self.wait, self.progress = folder, vocabulary, wait, progress
        self._linker = linker_of(vocabulary)
        self._publisher = Publisher(folder, vocabulary, progress)

    def add(self, paths: Sequence[Path], given: Given = Given()) -> AddReport:  # noqa: B008
        """Adds files, and the files of folders. Errors of single files are in the report; those of the library are raised."""
        found = find_sources(list(paths))
        report = AddReport(skipped=found.skipped, failed=[*found.failed])
        with self._writing() as catalogue:
            before = current_versions(catalogue)
            for path in found.files:
                self._add(catalogue, path, given, report)
                self.progress("reading", len(found.files), 1)
            self._publisher.embed(catalogue, [v.id for v in current_versions(catalogue)])
            with self._changing(catalogue):
                for update in report.renamed:
                    self._put(catalogue, update)
                for version in report.moved:
                    catalogue.remove(version)
            self._complete(catalogue, before, report)
        return report

    def rebuild(self) -> str:
        """Reads every version anew from the text that was kept of it, whatever the schema it was kept in, and publishes; the name of the build."""
        with writing(self.folder, self.wait, older=True) as catalogue:
            with catalogue.transaction():
                kept = catalogue.renew()
                for version in kept:
                    self._read_again(catalogue, version)
                    self.progress("reading", len(kept), 1)
                build = self._publisher.publish(catalogue, anew=True)
            self._publisher.clear(catalogue)
            (self.folder / "build.json").unlink(missing_ok=True)  # Up to schema 4 the build was noted there.
            return build

    def move(self, index: str) -> str:
        """Has questions asked of another index (`faiss`, `milvus:URI#COLLECTION`), and publishes; the name of the build, which stays the same."""
        with self._writing() as catalogue:
            with catalogue.transaction():
                build = self._publisher.publish(catalogue, index=index)
            self._publisher.clear(catalogue)
            return build

    def embed_with(self, encoder: Encoder) -> None:
        """Has bullets embedded elsewhere than in this process."""
        self._publisher = replace(self._publisher, encoder=encoder)

    def remove(self, versions: Sequence[str]) -> list[str]:
        """Takes versions out and publishes; the ids that were held."""
        with self._writing() as catalogue, self._changing(catalogue):
            return [version for version in versions if catalogue.remove(version)]

    def decide(self, decision: Decision) -> int:
        """Keeps a decision about a name and publishes; its number."""
        with self._writing() as catalogue, self._changing(catalogue):
            return catalogue.decisions.put(decision)

    def undo(self, number: int, author: str) -> bool:
        """Takes a decision back and publishes; whether there was one in force of that number."""
        with self._writing() as catalogue, self._changing(catalogue):
            return catalogue.decisions.undo(number, author, now())

    def use(self, version: VersionRecord) -> str:
        """Puts a version of an update in force, whatever is newer; the name of the build."""
        with self._writing() as catalogue:
            with self._changing(catalogue):
                catalogue.choose(version)
            return Manifest.kept(catalogue).build

    @contextmanager
    def _writing(self) -> Iterator[Catalogue]:
        """The catalogue open for writing, without what a writer that was killed had read and not published."""
        with writing(self.folder, self.wait) as catalogue:
            _forget_unpublished(catalogue)
            yield catalogue

    @contextmanager
    def _changing(self, catalogue: Catalogue) -> Iterator[None]:
        """A change and the build that shows it, in one transaction: all of it or nothing, for readers and for the next writer."""
        with catalogue.transaction():
            yield
            self._relink(catalogue)
            self._publisher.publish(catalogue)
        self._publisher.clear(catalogue)

    def _add(self, catalogue: Catalogue, path: Path, given: Given, report: AddReport) -> None:
        try:
            update = read_update(path, self.vocabulary, given)
        except BeatbookError as error:
            report.failed.append(error)
            return
        key = version_id(update)
        same = {v.id: v for v in catalogue.versions_of(update.source.sha256)}
        if key in same and same[key].source == update.source.name:
            report.unchanged.append(same[key])
            return
        if key in same:
            report.renamed.append(update)
        else:
            with catalogue.transaction():
                self._put(catalogue, update)
        report.moved.extend(version for version in same if version != key)
        report.added.append(next(v for v in catalogue.versions_of(update.source.sha256) if v.id == key))

    def _complete(self, catalogue: Catalogue, before: Sequence[VersionRecord], report: AddReport) -> None:
        """Fills in the report what is known once the build is published."""
        held = {v.id: v for v in catalogue.versions()}
        after = {v.id for v in in_force(held.values())}
        report.build = Manifest.kept(catalogue).build
        report.added = [held[v.id] for v in report.added if v.id in held]
        report.superseded = [v for v in before if v.id in held and v.id not in after]
        report.broken = {v.id: found for v in report.added if (found := catalogue.findings(v.id))}

    def _put(self, catalogue: Catalogue, update: Update) -> None:
        linked, doubts = self._linker.link(update)
        known = {d.code for d in doubts}
        kept = tuple(d for d in update.doubts if d.code not in known)
        whole = Update(update.source, update.colophon, update.bullets, update.roles, (*kept, *doubts))
        catalogue.put(whole, linked, self.vocabulary.digest, embedding_keys(linked))

    def _relink(self, catalogue: Catalogue) -> None:
        """Links anew what was linked with another vocabulary."""
        stale = [v for v in catalogue.versions() if v.vocabulary != self.vocabulary.digest]
        for version in stale:
            self._put(catalogue, catalogue.update(version.id))
            if version.chosen:
                catalogue.choose(version)
            self.progress("linking", len(stale), 1)

    def _read_again(self, catalogue: Catalogue, kept: Kept) -> None:
        try:
            update = read_again(kept, self.vocabulary)
        except InputError as error:
            raise LibraryError(self.folder, f"its update {error.path} cannot be read anew ({error.reason})", RETRY) from error
        self._put(catalogue, update)
        if kept.chosen:
            catalogue.choose(next(v for v in catalogue.versions() if v.id == version_id(update)))
