"""Adding updates to a library, and publishing what is built from its catalogue.

One writer at a time. Each update is one transaction of the catalogue; vectors are made only for texts not seen before; then one
rename shows the new build to readers. A file that fails is named, and the others are still added.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout

from kg.catalogue import FILE as CATALOGUE_FILE
from kg.catalogue import Catalogue, context_of
from kg.colophon import Given, read_colophon
from kg.decisions import Decision, now
from kg.errors import BeatbookError, InputError, LibraryError
from kg.linking import Linker
from kg.model import Bullet, LinkedBullet, Update
from kg.outline import read_outline
from kg.reading import find_sources, read_source
from kg.versions import VersionRecord, in_force, version_id
from kg.vocabulary import Vocabulary
from search.encoder import DIMENSIONS, BulletEncoder, embedding_key
from search.history import keep
from search.indexing import FAISS, IndexStore, store_of
from search.library import FILE as MANIFEST_FILE
from search.library import Manifest, Part, current_versions, vocabulary_file
from search.part_files import ENDING
from search.spreading import Encoder

# So many vectors are kept together: what is made is not lost when the work stops hours later.
KEPT_AT_ONCE = 16_384

# What is told of the work as it goes: what is done, how many of it there are, how many more are done now.
Progress = Callable[[str, int, int], None]


@dataclass(slots=True)
class AddReport:
    """What became of each file: added or unchanged versions, superseded ones, files of no known kind, and errors by file."""

    added: list[VersionRecord] = field(default_factory=list)
    unchanged: list[VersionRecord] = field(default_factory=list)
    superseded: list[VersionRecord] = field(default_factory=list)
    skipped: list[Path] = field(default_factory=list)
    failed: list[BeatbookError] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    build: str = ""


@contextmanager
def writing(folder: Path, wait: float) -> Iterator[Catalogue]:
    """The catalogue open for writing, by this process alone. LibraryError when another holds it longer than `wait` seconds."""
    known = (folder / CATALOGUE_FILE).exists() or (folder / MANIFEST_FILE).exists()
    if folder.exists() and not folder.is_dir():
        raise LibraryError(folder, "is a file, not a folder", "give an empty or new folder with --library")
    if folder.exists() and not known and any(p for p in folder.iterdir() if p.name != ".lock"):
        raise LibraryError(folder, "is a folder of other things, not a library", "give an empty or new folder with --library")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "parts").mkdir(exist_ok=True)
    except OSError as error:
        raise LibraryError(folder, f"cannot be written ({error.strerror})", "give another folder with --library") from error
    try:
        with FileLock(folder / ".lock", timeout=wait), Catalogue.open(folder, write=True) as catalogue:
            yield catalogue
    except Timeout as error:
        raise LibraryError(folder, f"another command has been writing to it for {wait:g} s", "try again later, or wait longer with --wait") from error


def read_update(path: Path, vocabulary: Vocabulary, given: Given) -> Update:
    """A file as an update. InputError when it cannot be read as one."""
    source = read_source(path)
    outline = read_outline(source)
    if not outline.bullets:
        raise InputError(
            path, "holds no bullets, paragraphs or tables that could be read", "check that it is a progress update; `beatbook show` tells how it was read"
        )
    try:
        first, _ = read_colophon(source, outline, {}, given)
        colophon, doubts = read_colophon(source, outline, vocabulary.plans(first.force.base), given)
    except InputError as error:
        raise InputError(path, error.reason, error.remedy) from error
    return Update(source, colophon, outline.bullets, outline.roles, (*outline.doubts, *doubts))


def embedded_text(bullet: Bullet, parent: Bullet | None) -> str:
    """What is embedded of a bullet: its text, after the label or headings it stands under."""
    above = context_of(bullet, parent).rsplit(" | ", 1)[0] if bullet.headings or parent else ""
    return f"{above}: {bullet.text}" if above else bullet.text


class Builder:
    """Adds to one library with one vocabulary. `progress` is called as work is done."""

    def __init__(self, folder: Path, vocabulary: Vocabulary, *, wait: float = 30, progress: Progress = lambda *_: None) -> None:
        self.folder, self.vocabulary, self.wait, self.progress = folder, vocabulary, wait, progress
        self.encoder: Encoder = BulletEncoder()
        self._linker = Linker(vocabulary)

    def add(self, paths: Sequence[Path], given: Given = Given()) -> AddReport:  # noqa: B008
        """Adds files, and the files of folders. Errors of single files are in the report; those of the library are raised."""
        found = find_sources(list(paths))
        report = AddReport(skipped=found.skipped, failed=[*found.failed])
        with writing(self.folder, self.wait) as catalogue:
            before = current_versions(catalogue)
            self._relink(catalogue)
            for path in found.files:
                self._add(catalogue, path, given, report)
                self.progress("reading", len(found.files), 1)
            report.build = self._publish(catalogue, without=frozenset(report.moved))
            with catalogue.transaction():
                for version in report.moved:
                    catalogue.remove(version)
            after = {v.id for v in current_versions(catalogue)}
            held = {v.id for v in catalogue.versions()}
            report.superseded = [v for v in before if v.id in held and v.id not in after]
        return report

    def rebuild(self) -> str:
        """Links every version anew and publishes; the name of the build."""
        with writing(self.folder, self.wait) as catalogue:
            self._relink(catalogue, everything=True)
            return self._publish(catalogue, anew=True)

    def remove(self, versions: Sequence[str]) -> list[str]:
        """Takes versions out and publishes; the ids that were held."""
        with writing(self.folder, self.wait) as catalogue:
            held = {v.id for v in catalogue.versions()}
            self._publish(catalogue, without=frozenset(versions))
            with catalogue.transaction():
                for version in versions:
                    catalogue.remove(version)
        return [v for v in versions if v in held]

    def decide(self, decision: Decision) -> int:
        """Keeps a decision about a name and publishes; its number."""
        with writing(self.folder, self.wait) as catalogue:
            with catalogue.transaction():
                number = catalogue.decisions.put(decision)
            self._publish(catalogue)
            return number

    def undo(self, number: int, author: str) -> bool:
        """Takes a decision back and publishes; whether there was one in force of that number."""
        with writing(self.folder, self.wait) as catalogue:
            with catalogue.transaction():
                done = catalogue.decisions.undo(number, author, now())
            self._publish(catalogue)
            return done

    def use(self, version: VersionRecord) -> str:
        """Puts a version of an update in force, whatever is newer; the name of the build."""
        with writing(self.folder, self.wait) as catalogue:
            with catalogue.transaction():
                catalogue.choose(version)
            return self._publish(catalogue)

    def move(self, index: str) -> str:
        """Puts the vectors into another index (`faiss`, `milvus:URI#COLLECTION`), and publishes; the name of the build, which stays the same."""
        with writing(self.folder, self.wait) as catalogue:
            return self._publish(catalogue, anew=True, index=index)

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
        with catalogue.transaction():
            self._put(catalogue, update)
        report.moved.extend(version for version in same if version != key)
        report.added.append(next(v for v in catalogue.versions_of(update.source.sha256) if v.id == key))

    def _put(self, catalogue: Catalogue, update: Update) -> None:
        linked, doubts = self._linker.link(update)
        known = {d.code for d in doubts}
        kept = tuple(d for d in update.doubts if d.code not in known)
        whole = Update(update.source, update.colophon, update.bullets, update.roles, (*kept, *doubts))
        catalogue.put(whole, linked, self.vocabulary.digest, _keys(linked))

    def _relink(self, catalogue: Catalogue, *, everything: bool = False) -> None:
        """Links anew what was linked with another vocabulary."""
        stale = [v for v in catalogue.versions() if everything or v.vocabulary != self.vocabulary.digest]
        for version in stale:
            with catalogue.transaction():
                self._put(catalogue, catalogue.update(version.id))
                if version.chosen:
                    catalogue.choose(version)
            self.progress("linking", len(stale), 1)

    def _publish(self, catalogue: Catalogue, *, without: frozenset[str] = frozenset(), anew: bool = False, index: str | None = None) -> str:
        """Makes what is missing, or all of it `anew`; writes the manifest; clears away what neither it nor the last one names.

        Versions that are to go are left out (`without`) before they leave the catalogue: whoever reads meanwhile sees a whole build.
        """
        versions = in_force(v for v in catalogue.versions() if v.id not in without)
        self._embed(catalogue, [v.id for v in versions])
        old = _old_manifest(self.folder)
        index = index or (old.index if old else FAISS)
        parts = self._parts(catalogue, [v.id for v in versions], store_of(self.folder, index), anew)
        kept = vocabulary_file(self.folder, self.vocabulary.digest)
        if anew or not kept.exists():
            partial = kept.with_suffix(".partial")
            partial.write_text(self.vocabulary.to_json(), encoding="utf-8")
            partial.replace(kept)
        manifest = replace(Manifest.of(self.vocabulary.digest, parts, tuple(d.number for d in catalogue.decisions.in_force())), index=index)
        keep(self.folder, catalogue, manifest, self.vocabulary, self.progress)
        if manifest != old:
            manifest.write(self.folder)
            _clear(self.folder, manifest, old)
        return manifest.build

    def _embed(self, catalogue: Catalogue, versions: list[str]) -> None:
        wanted = dict(catalogue.embeddings(versions))
        missing = set(wanted.values()) - catalogue.vectors(list(set(wanted.values()))).keys()
        if not missing:
            return
        held = catalogue.bullets([n for n, key in wanted.items() if key in missing])
        by_id = {b.bullet.id: b.bullet for b in catalogue.bullets(catalogue.members(versions))}
        texts = {embedding_key(t): t for b in held if (t := embedded_text(b.bullet, by_id.get(b.bullet.parent or "")))}
        keys = list(texts)
        for start in range(0, len(keys), KEPT_AT_ONCE):
            some = keys[start : start + KEPT_AT_ONCE]
            vectors = self.encoder.encode([texts[key] for key in some], lambda more: self.progress("embedding", len(texts), more))
            with catalogue.transaction():
                catalogue.put_vectors((key, vector.tobytes()) for key, vector in zip(some, vectors, strict=True))

    def _parts(self, catalogue: Catalogue, versions: Sequence[str], store: IndexStore, anew: bool) -> tuple[Part, ...]:
        """The parts of these versions; those that the store lacks are written, or all of them `anew`."""
        keys = {version: [key for _, key in catalogue.embeddings([version])] for version in versions}
        parts = {version: hashlib.sha256("".join(keys[version]).encode()).hexdigest()[:16] for version in versions}
        lacking = set(parts.values()) if anew else store.lacks(set(parts.values()))
        total = len(lacking)
        for version, name in parts.items():
            if name in lacking:
                held = catalogue.vectors(list(set(keys[version])))
                vectors = [np.frombuffer(held[key], dtype=np.float32) for key in keys[version]]
                store.write(name, np.stack(vectors) if vectors else np.zeros((0, DIMENSIONS), dtype=np.float32))
                lacking.discard(name)
                self.progress("indexing", total, 1)
        return tuple(Part(version, name) for version, name in parts.items())


def _keys(linked: Sequence[LinkedBullet]) -> list[str]:
    by_id = {b.bullet.id: b.bullet for b in linked}
    return [embedding_key(embedded_text(b.bullet, by_id.get(b.bullet.parent or ""))) for b in linked]


def _old_manifest(folder: Path) -> Manifest | None:
    try:
        return Manifest.read(folder)
    except LibraryError:
        return None


def _clear(folder: Path, new: Manifest, old: Manifest | None) -> None:
    """Does away with what neither build names, in the folder and in the index of now."""
    kept = [m for m in (new, old) if m]
    for index in {FAISS, new.index}:
        store_of(folder, index).keep({p.vectors for m in kept if m.index == index for p in m.parts})
    names = {vocabulary_file(folder, m.vocabulary) for m in kept}
    for path in (folder / "parts").iterdir():
        if path.suffix != ENDING and path not in names:
            path.unlink(missing_ok=True)
