"""What a file would be as an update, before it is kept: read and linked as `add` would, and nothing written."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from kg.catalogue import Catalogue
from kg.colophon import Given
from kg.errors import LibraryError
from kg.linking import linker_of
from kg.model import Doubt, Kind, LinkedBullet, Role, Update
from kg.update import read_update
from kg.versions import VersionRecord, in_force, version_id
from kg.vocabulary import Vocabulary

NAMED = (Kind.OPERATION, Kind.PARTNER, Kind.DISTRICT)


class Place(StrEnum):
    """What keeping it would do to a library: a new update, a version that goes before the one held or stays behind it, or nothing."""

    NEW = "new"
    SUPERSEDES = "supersedes"
    OLDER = "older"
    HELD = "held"
    MOVES = "moves"


@dataclass(frozen=True, slots=True)
class Preview:
    """An update as it was read and linked; `rivals` are the versions of the same update, or of the same text, that are held."""

    update: Update
    linked: tuple[LinkedBullet, ...]
    doubts: tuple[Doubt, ...]
    place: Place
    rivals: tuple[VersionRecord, ...]

    @property
    def bullets(self) -> int:
        """How many bullets would be held."""
        return len(self.linked)

    @property
    def priorities(self) -> dict[str, int]:
        """How many bullets stand under each priority, in order of the update."""
        titles = (f"{b.bullet.priority.number}. {b.bullet.priority.title}" if b.bullet.priority else "no priority" for b in self.linked)
        return dict(Counter(titles))

    @property
    def lines(self) -> dict[Role, int]:
        """How many lines that are not blank were taken for what."""
        counted = Counter(self.update.roles)
        return {role: counted[role] for role in Role if counted[role] and role is not Role.BLANK}

    def names(self, kind: Kind) -> dict[str, int]:
        """The names of a kind with the number of their bullets, the most frequent first."""
        counted = Counter(name for b in self.linked for name in b.names(kind))
        return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))

    def to_json(self) -> dict[str, Any]:
        """The form that every door prints."""
        colophon = self.update.colophon
        return {
            **{"source": self.update.source.name, "force": colophon.force.name, "period": colophon.period.label, "plan": colophon.plan},
            **{"version": colophon.version, "produced": colophon.produced, "marking": colophon.marking, "evidence": dict(colophon.evidence)},
            **{"place": self.place.value, "held": [v.source for v in self.rivals], "bullets": self.bullets, "priorities": self.priorities},
            **{f"{kind.value}s": self.names(kind) for kind in NAMED},
            "lines": {role.value: count for role, count in self.lines.items()},
            "doubts": [{"code": d.code, "message": d.message, "line": d.line} for d in self.doubts],
        }


def preview(folder: Path, vocabulary: Vocabulary, path: Path, given: Given = Given()) -> Preview:  # noqa: B008
    """A file as it would be added to the library of a folder, which need not be there yet. InputError when it cannot be read as an update."""
    update = read_update(path, vocabulary, given)
    linked, found = linker_of(vocabulary).link(update)
    known = {doubt.code for doubt in found}
    doubts = (*(d for d in update.doubts if d.code not in known), *found)
    place, rivals = _place(update, _held(folder))
    return Preview(update, tuple(linked), doubts, place, rivals)


def _held(folder: Path) -> list[VersionRecord]:
    """The versions that a library holds; none where there is no library."""
    try:
        with Catalogue.open(folder) as catalogue:
            return catalogue.versions()
    except LibraryError:
        return []


def _place(update: Update, held: list[VersionRecord]) -> tuple[Place, tuple[VersionRecord, ...]]:
    """What keeping it would do, and the versions that it has to do with."""
    key = version_id(update)
    if same := [v for v in held if v.sha256 == update.source.sha256]:
        return (Place.HELD if any(v.id == key for v in same) else Place.MOVES), tuple(same)
    colophon = update.colophon
    rivals = tuple(v for v in held if v.update == (colophon.force.slug, colophon.period.label))
    if not rivals:
        return Place.NEW, ()
    own = VersionRecord(key, update.source.name, update.source.sha256, colophon, (), 0, "", False)
    return (Place.SUPERSEDES if own in in_force([*rivals, own]) else Place.OLDER), rivals
