"""Everything that a library holds, checked against what it was made from: one finding a line, each with what to do."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from kg.catalogue import FILE, Catalogue
from kg.errors import BeatbookError
from kg.integrity import file_findings, version_findings, words_findings
from kg.rdf.writing import lines_of, sorted_lines
from kg.schema import RESTORE
from kg.vocabulary import Vocabulary
from search.history import facts_of, kept_lines, past_builds
from search.index import VectorIndex, whole_vectors
from search.library import Library, Manifest, Part, part_file, vocabulary_file
from search.publishing import Progress
from search.saved import saved_names

REBUILD = "mend it with `beatbook rebuild`"
# What damaged records make of the code that reads them.
# So far two embeddings of one text may lie apart: among other texts of a batch its last digits differ.
_AGREES = 1e-6
_DAMAGE = (BeatbookError, sqlite3.DatabaseError, ValueError, LookupError, TypeError, OSError, EOFError, RuntimeError)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a library that is not as it should be, and what to do."""

    where: str
    said: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.where}: {self.said}; {self.remedy}"


def check(folder: Path, progress: Progress = lambda *_: None) -> Iterator[Finding]:
    """What is wrong with a library, worst first. Reads a snapshot; readers and a writer go on meanwhile.

    What stands on something damaged is not looked at. LibraryError when the folder is no library, or of another schema.
    """
    with tempfile.TemporaryDirectory() as scratch, Catalogue.open(folder) as catalogue:
        try:
            catalogue.copy_to(Path(scratch) / FILE)
        except sqlite3.DatabaseError as error:
            yield Finding(FILE, f"cannot be read ({error})", RESTORE)
            return
        yield from _whole(folder, Path(scratch), progress)


def _whole(folder: Path, scratch: Path, progress: Progress) -> Iterator[Finding]:
    found = list(_findings(FILE, RESTORE, lambda: file_findings(scratch / FILE)))
    if not found:
        with Catalogue.open(scratch) as catalogue:
            found += _texts(catalogue)
            found += _records(catalogue, progress)
            found += _findings("the build", REBUILD, lambda: _build(folder, catalogue, progress))
        found += _findings("the index of words", REBUILD, lambda: words_findings(scratch / FILE))
    yield from found
    if not found:
        yield from _findings("the RDF", REBUILD, lambda: _rdf(folder, progress))
    yield from _findings("saved answers", "delete that file, or save it anew", lambda: saved_names(folder)[:0])


def _findings(where: str, remedy: str, look: Callable[[], Iterator[str] | list[str]]) -> Iterator[Finding]:
    """What looking somewhere finds; that it cannot even be read is a finding too."""
    try:
        for said in look():
            yield Finding(where, said, remedy)
    except _DAMAGE as error:
        yield Finding(where, f"cannot be read ({error})", remedy)


def _texts(catalogue: Catalogue) -> Iterator[Finding]:
    for version, source in catalogue.damaged_texts():
        yield Finding(source, f"the text of version {version} is not the one that was added", "remove it and add the file again, or " + RESTORE)


def _records(catalogue: Catalogue, progress: Progress) -> Iterator[Finding]:
    try:
        versions = catalogue.versions()
    except _DAMAGE as error:
        yield Finding("versions", f"cannot be read ({error})", RESTORE)
        return
    for version in versions:
        yield from _findings(version.source, REBUILD, partial(version_findings, catalogue, version))
        progress("versions", len(versions), 1)


def _build(folder: Path, catalogue: Catalogue, progress: Progress) -> Iterator[str]:
    manifest = Manifest.kept(catalogue)
    held = {v.id: v.source for v in catalogue.versions()}
    for version, source in manifest.held:
        if held.get(version) != source:
            yield f"it names version {version} of {source}, which the catalogue does not hold"
    if Manifest.of(manifest.vocabulary, manifest.parts, manifest.decisions, manifest.held).build != manifest.build:
        yield "its name is not that of what it holds"
    yield from _vocabulary(folder, manifest.vocabulary)
    for part in manifest.parts:
        yield from _part(folder, catalogue, part)
        progress("vectors", len(manifest.parts), 1)


def _vocabulary(folder: Path, digest: str) -> Iterator[str]:
    file = vocabulary_file(folder, digest)
    try:
        kept = Vocabulary.from_json(file.read_text(encoding="utf-8"))
    except _DAMAGE as error:
        yield f"its {file.name} cannot be read ({error})"
        return
    if kept.digest != digest:
        yield f"its {file.name} is not the vocabulary it was linked with"


def _part(folder: Path, catalogue: Catalogue, part: Part) -> Iterator[str]:
    """Whether the vectors of a version are whole, and the same in its part as in the catalogue."""
    rows = catalogue.embeddings([part.version])
    held = catalogue.vectors([key for _, key in rows])
    whole = whole_vectors(held)
    if missing := [key for _, key in rows if key not in whole]:
        yield f"{len(missing)} vectors of {part.version} are missing or damaged"
        return
    found = VectorIndex.load([part_file(folder, part.vectors)], [n for n, _ in rows]).vectors()
    stored = [np.frombuffer(held[key], dtype=np.float32) for _, key in rows]
    if stored and not np.allclose(found, np.stack(stored), rtol=0, atol=_AGREES):
        yield f"the part {part.vectors}.faiss has other vectors than the catalogue"


def _rdf(folder: Path, progress: Progress) -> Iterator[str]:
    """Whether the triples that are kept are those that the catalogue gives."""
    with Library.open(folder) as library:
        facts = facts_of(library)
        for version in library.versions:
            kept = kept_lines(folder, facts.key(version))
            if list(kept) != list(sorted_lines(lines_of(facts.of_version(version)))):
                yield f"what is kept of {version.id} is not what the catalogue says"
            progress("RDF", len(library.versions), 1)
    past_builds(folder)
