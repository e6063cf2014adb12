"""A release: facts in a file, with their description (VoID, DCAT) and the report of the check beside it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from kg.errors import InputError
from kg.rdf.description import File, Release, description_triples
from kg.rdf.shapes import Finding, report_triples
from kg.rdf.things import Things
from kg.rdf.writing import NamedGraph, RdfFormat, lines_of, rebased, write_file, write_lines, write_rdf
from kg.vocabulary import ID
from search.history import Changes, Told
from search.library import Library
from search.selection import Selection


@dataclass(frozen=True, slots=True)
class Wish:
    """How a release is wanted: format, base of IRIs, licence (None for the one that ships), the part of the library in words, what its check found."""

    form: RdfFormat
    base: str = ID
    licence: str | None = None
    part: str = ""
    findings: tuple[Finding, ...] = ()


def graphs_of(library: Library, selection: Selection, wish: Wish, progress: Callable[[str, int, int], None]) -> Iterator[NamedGraph]:
    """The triples of what was selected, a graph a version."""
    told_of, things = Told(library, wish.base), Things(library.vocabulary, wish.base)
    for version in selection.versions:
        yield things.version(version.id), told_of.lines(version, selection.rows)
        progress("exporting", len(selection.versions), 1)


def stream(library: Library, selection: Selection, wish: Wish, output: IO[bytes], progress: Callable[[str, int, int], None]) -> int:
    """Writes the facts alone; how many statements there are."""
    return write_rdf(graphs_of(library, selection, wish, progress), output, wish.form)


def write_release(library: Library, selection: Selection, wish: Wish, path: Path, progress: Callable[[str, int, int], None]) -> tuple[int, list[Path]]:
    """Writes a release; how many statements there are, and the files beside the one that was asked for."""
    beside = [path.with_suffix(".void.ttl"), path.with_suffix(".shacl.ttl")]
    things = Things(library.vocabulary, wish.base)
    with told(path):
        count = write_file(path, graphs_of(library, selection, wish, progress), wish.form)
        written = File(path.name, wish.form.media_type, path.stat().st_size, _sha256(path))
        release = Release(library.manifest.build, selection.versions, count, wish.part, wish.licence)
        write_file(beside[0], [(None, lines_of(description_triples(things, release, [written])))], RdfFormat.TURTLE)
        report = f"{wish.base}report/{library.manifest.build}"
        write_file(beside[1], [(None, lines_of(report_triples(report, wish.findings)))], RdfFormat.TURTLE)
    return count, beside


def write_changes(changes: Changes, wish: Wish, path: Path) -> list[Path]:
    """Writes what came and what went, each to a file of its own; the files."""
    files = [path.with_suffix(f".{name}{path.suffix}") for name in ("added", "withdrawn")]
    with told(path):
        for file, lines in zip(files, (changes.added, changes.withdrawn), strict=True):
            write_lines(file, sorted(rebased(lines, wish.base)), wish.form)
    return files


def patch(changes: Changes, base: str) -> Iterator[str]:
    """What went and what came as lines of an RDF Patch."""
    yield "TX .\n"
    for mark, lines in (("D", changes.withdrawn), ("A", changes.added)):
        yield from (f"{mark} {line} .\n" for line in sorted(rebased(lines, base)))
    yield "TC .\n"


@contextmanager
def told(path: Path) -> Iterator[None]:
    """A file that cannot be written is told in one line."""
    try:
        yield
    except OSError as error:
        raise InputError(path, f"cannot be written ({error.strerror})", "give another file with -o") from error


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
