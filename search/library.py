"""What a reader sees of a library: one build, whole, kept for as long as it is open.

A build is named by a manifest: which versions are in force, their parts, the vocabulary they were linked with. The manifest is
replaced by one rename, so a reader sees the old build or the new one and never half of either.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from copy import copy
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from kg.catalogue import Catalogue
from kg.errors import LibraryError
from kg.joins import Join, find_joins
from kg.model import Doubt, Kind, Role
from kg.versions import VersionRecord, in_force, order_doubts
from kg.view import View
from kg.vocabulary import Vocabulary
from search.encoder import MODEL, QuestionEncoder
from search.indexing import FAISS, Index, store_of

FILE = "build.json"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Part:
    """A version in force and the name of the file with its vectors."""

    version: str
    vectors: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What makes up a build. `build` is its hash, the same for the same content."""

    build: str
    vocabulary: str
    parts: tuple[Part, ...]
    decisions: tuple[int, ...] = ()
    model: str = MODEL
    format: int = FORMAT
    # Where the vectors lie; no part of the build's name, for the answers are the same.
    index: str = FAISS

    @classmethod
    def of(cls, vocabulary: str, parts: tuple[Part, ...], decisions: tuple[int, ...] = ()) -> Manifest:
        """The manifest of these parts, with the numbers of the decisions in force."""
        content = json.dumps([FORMAT, MODEL, vocabulary, *(asdict(p) for p in parts), *decisions], sort_keys=True)
        return cls(hashlib.sha256(content.encode()).hexdigest()[:12], vocabulary, parts, decisions)

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """The manifest of a library. LibraryError when there is none, or it is damaged or another program's."""
        try:
            row = json.loads((folder / FILE).read_text(encoding="utf-8"))
            parts = tuple(Part(**p) for p in row.pop("parts"))
            manifest = cls(parts=parts, decisions=tuple(row.pop("decisions", ())), **row)
            store_of(folder, manifest.index)
        except FileNotFoundError as error:
            raise LibraryError(folder, "is no Beatbook library", "make one with `beatbook add FILE --library DIR`, or give the right --library") from error
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise LibraryError(folder, f"its {FILE} is damaged", "mend it with `beatbook rebuild`") from error
        if manifest.format != FORMAT or manifest.model != MODEL:
            raise LibraryError(folder, f"was built with {manifest.model}, format {manifest.format}", "build it anew with `beatbook rebuild`")
        return manifest

    def write(self, folder: Path) -> None:
        """Makes this the library's build, by one rename."""
        partial = folder / f"{FILE}.partial"
        partial.write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")
        partial.replace(folder / FILE)


class Library:
    """A library opened for reading. Use as a context manager, or `close` it."""

    def __init__(self, folder: Path, manifest: Manifest, catalogue: Catalogue) -> None:
        self.folder, self.manifest = folder, manifest
        self._parts = store_of(folder, manifest.index).open([p.vectors for p in manifest.parts])
        self.vocabulary = _vocabulary(folder, manifest.vocabulary)
        self.joins = joins_of(catalogue, self.version_ids, self.vocabulary)
        self.decisions = [d for d in catalogue.decisions.all() if d.number in manifest.decisions]
        self.catalogue = catalogue.through(View.of(self.joins, self.decisions))

    @classmethod
    def open(cls, folder: Path) -> Library:
        """The build of now. LibraryError when the folder holds none."""
        for _ in range(3):
            manifest = Manifest.read(folder)
            catalogue = Catalogue.open(folder)
            held = {v.id for v in catalogue.versions()}
            if all(p.version in held for p in manifest.parts):
                return cls(folder, manifest, catalogue)
            catalogue.close()
        raise LibraryError(folder, "its build names versions that its catalogue does not hold", "mend it with `beatbook rebuild`")

    def through(self, view: View) -> Library:
        """The same build, with mentions as another view has them."""
        other = copy(self)
        other.catalogue = self.catalogue.through(view)
        return other

    def close(self) -> None:
        """Let go of the catalogue."""
        self.catalogue.close()

    def __enter__(self) -> Library:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def version_ids(self) -> list[str]:
        """The versions in force, in order of period."""
        return [p.version for p in self.manifest.parts]

    @cached_property
    def all_versions(self) -> list[VersionRecord]:
        """Every version held."""
        return self.catalogue.versions()

    @cached_property
    def versions(self) -> list[VersionRecord]:
        """The versions of this build, in order of period."""
        by_id = {v.id: v for v in self.all_versions}
        return [by_id[v] for v in self.version_ids]

    @cached_property
    def doubts(self) -> dict[str, tuple[Doubt, ...]]:
        """Version -> what is in doubt about it."""
        order = order_doubts(self.all_versions)
        return {v.id: (*v.doubts, *([order[v.id]] if v.id in order else ())) for v in self.all_versions}

    @cached_property
    def index(self) -> Index:
        """The vectors of all bullets of this build."""
        return self._parts.index([n for n, _ in self.catalogue.embeddings(self.version_ids)])

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
            "versions": [_described(v, v.id in current, self.doubts[v.id]) for v in sorted(self.all_versions, key=lambda v: (v.colophon.period.start, v.id))],
        }


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


def current_versions(catalogue: Catalogue) -> list[VersionRecord]:
    """The versions that should be in force."""
    return in_force(catalogue.versions())
