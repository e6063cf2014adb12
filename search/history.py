"""What the last builds said: the triples of each version, compressed and shared between builds, so that changes can be told.

A file holds one version's triples and is named by what they depend on (`Facts.key`): a new quarter adds one file, a decision rewrites the
versions that it touches. A build is a list of such files. What is checked of a version is checked when its file is made.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from kg.catalogue import Catalogue
from kg.durable import whole, write_whole
from kg.errors import LibraryError
from kg.rdf.facts import Facts
from kg.rdf.shapes import check, shapes_digest
from kg.rdf.terms import Triple
from kg.rdf.things import Things
from kg.rdf.writing import lines_of, rebased, sorted_lines
from kg.versions import VersionRecord
from kg.view import View
from kg.vocabulary import ID, Vocabulary
from search.errors import UnknownBuildError
from search.library import Library, Manifest, joins_of

FOLDER = "history"
# So many builds can be compared with; each costs what is new in it.
KEPT = 12


@dataclass(frozen=True, slots=True)
class Piece:
    """The triples of one version in a build: its id, marking, and the name of the file."""

    version: str
    marking: str | None
    facts: str


@dataclass(frozen=True, slots=True)
class PastBuild:
    """A build as the history keeps it; `number` counts up."""

    build: str
    number: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """Triples that came and triples that went between two builds, as sorted N-Triples lines without their end."""

    added: tuple[str, ...]
    withdrawn: tuple[str, ...]


def facts_of(library: Library, base: str = ID) -> Facts:
    """The triples of an open library. ValueError when the base cannot begin an IRI."""
    return Facts(library.catalogue, Things(library.vocabulary, base), library.versions, library.all_versions, library.decisions)


class Told:
    """The triples of an open library's versions as N-Triples lines without their end, under any base.

    They are read as they were kept with the build, which is faster than making them; made where nothing is kept.
    """

    def __init__(self, library: Library, base: str = ID) -> None:
        self._folder, self._base, self._facts = library.folder, base, facts_of(library)

    def lines(self, version: VersionRecord, rows: Collection[int] | None = None) -> Iterator[str]:
        """The lines of a version, or of some of its bullets (row numbers); made lines may come more than once."""
        key = self._facts.key(version)
        if rows is None and _file(self._folder, key).exists():
            return rebased(_lines(self._folder, [key]), self._base)
        return rebased(lines_of(self._facts.of_version(version, rows)), self._base)


def keep(folder: Path, catalogue: Catalogue, manifest: Manifest, vocabulary: Vocabulary, progress: Callable[[str, int, int], None]) -> None:
    """Keeps the triples of a build that is about to be published, and checks those that are new. To be called by the one who writes."""
    ids = [p.version for p in manifest.parts]
    by_id = {v.id: v for v in catalogue.versions()}
    decisions = [d for d in catalogue.decisions.all() if d.number in manifest.decisions]
    view = View.of(joins_of(catalogue, ids, vocabulary), decisions)
    facts = Facts(catalogue.through(view), Things(vocabulary), [by_id[v] for v in ids], list(by_id.values()), decisions)
    keys = {v.id: facts.key(v) for v in facts.versions}
    (folder / FOLDER).mkdir(exist_ok=True)
    stale = [v for v in facts.versions if not _file(folder, keys[v.id]).exists() or catalogue.verdict(v.id, keys[v.id], shapes_digest()) is None]
    for version in stale:
        triples = list(facts.of_version(version))
        _write(_file(folder, keys[version.id]), triples)
        findings = [finding.row for finding in check(triples)]
        with catalogue.transaction():
            catalogue.put_verdict(version.id, keys[version.id], shapes_digest(), findings)
        progress("checking", len(stale), 1)
    _enter(folder, PastBuild(manifest.build, 0, tuple(Piece(v.id, v.colophon.marking, keys[v.id]) for v in facts.versions)))


def _write(path: Path, triples: Sequence[Triple]) -> None:
    with whole(path) as file, gzip.GzipFile("", "wb", compresslevel=3, fileobj=file, mtime=0) as output:
        output.writelines(f"{line}\n".encode() for line in sorted_lines(lines_of(triples)))


def _file(folder: Path, facts: str) -> Path:
    return folder / FOLDER / f"{facts}.nt.gz"


def kept_lines(folder: Path, facts: str) -> Iterator[str]:
    """The triples that are kept under a key, as sorted N-Triples lines without their end. LibraryError when they are missing or damaged."""
    return _lines(folder, [facts])


def _enter(folder: Path, build: PastBuild) -> None:
    """Enters a build as the latest, and forgets the oldest."""
    past = [p for p in past_builds(folder) if p.build != build.build]
    latest = PastBuild(build.build, max((p.number for p in past), default=0) + 1, build.pieces)
    path = folder / FOLDER / f"{build.build}.json"
    write_whole(path, json.dumps(asdict(latest), indent=1).encode())
    kept = [latest, *sorted(past, key=lambda p: -p.number)[: KEPT - 1]]
    names = {f"{p.build}.json" for p in kept} | {_file(folder, piece.facts).name for p in kept for piece in p.pieces}
    for old in (folder / FOLDER).iterdir():
        if old.name not in names:
            old.unlink(missing_ok=True)


def past_builds(folder: Path) -> list[PastBuild]:
    """The builds that can be compared with, oldest first. LibraryError when one is damaged."""
    found = []
    for path in (folder / FOLDER).glob("*.json"):
        try:
            row = json.loads(path.read_text(encoding="utf-8"))
            found.append(PastBuild(row["build"], row["number"], tuple(Piece(**piece) for piece in row["pieces"])))
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise LibraryError(path, "is damaged", "delete it; that build can then no longer be compared with") from error
    return sorted(found, key=lambda p: p.number)


def changes_since(library: Library, build: str, wanted: Callable[[str | None], bool]) -> Changes:
    """What came and went since a build, of versions with a wanted marking. UnknownBuildError when the history does not reach back to it."""
    known = {past.build: past for past in past_builds(library.folder)}
    if build not in known or library.manifest.build not in known:
        raise UnknownBuildError(build, tuple(known))
    before, after = ({piece.facts for piece in known[name].pieces if wanted(piece.marking)} for name in (build, library.manifest.build))
    old, new = (set(_lines(library.folder, sorted(names))) for names in (before - after, after - before))
    came, went = new - old, old - new
    if came or went:
        both = before & after
        said = {line for line in _lines(library.folder, sorted(both)) if line in came or line in went}
        came, went = came - said, went - said
    return Changes(tuple(sorted(came)), tuple(sorted(went)))


def _lines(folder: Path, facts: Sequence[str]) -> Iterator[str]:
    """The lines of these files, one file after another, each sorted; a line may be in several."""
    try:
        for name in facts:
            with gzip.open(_file(folder, name), "rt", encoding="utf-8", newline="\n") as file:
                yield from file.read().removesuffix("\n").split("\n")
    except (OSError, EOFError) as error:
        raise LibraryError(folder / FOLDER, f"is damaged ({error})", "delete the folder; changes are told from the next build on") from error
