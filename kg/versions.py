"""Versions of updates: what is held of one without its text, and which one of an update is in force."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kg.model import Colophon, Doubt, SourceText, Update


@dataclass(frozen=True, slots=True)
class VersionRecord:
    """What the catalogue holds of one version, without its text and bullets."""

    id: str
    source: str
    sha256: str
    colophon: Colophon
    doubts: tuple[Doubt, ...]
    bullets: int
    vocabulary: str
    chosen: bool

    @property
    def update(self) -> tuple[str, str]:
        """Force and period: versions that share them are versions of one update."""
        return self.colophon.force.slug, self.colophon.period.label

    @property
    def rank(self) -> tuple[bool, tuple[int, ...], str, str]:
        """The version in force has the highest: chosen by hand, else by printed version, production date, hash."""
        parts = re.sub(r"(?:\.0+)+$", "", self.colophon.version or "0").split(".")
        return self.chosen, tuple(map(int, parts)), self.colophon.produced or "", self.sha256


@dataclass(frozen=True, slots=True)
class Kept:
    """What a library keeps of a version so that it can be read anew: its text with places, its colophon, whether it was chosen by hand."""

    source: SourceText
    colophon: Colophon
    chosen: bool


def version_id(update: Update) -> str:
    """The id of a version: its force, period and text."""
    colophon = update.colophon
    return f"{colophon.force.slug}-{colophon.period.label.lower()}-{update.source.sha256[:12]}"


def in_force(versions: Iterable[VersionRecord]) -> list[VersionRecord]:
    """The current version of each update, by period, then force."""
    best: dict[tuple[str, str], VersionRecord] = {}
    for version in versions:
        if version.update not in best or version.rank > best[version.update].rank:
            best[version.update] = version
    return sorted(best.values(), key=lambda v: (v.colophon.period.start, v.colophon.period.end, v.colophon.force.slug))


def order_doubts(versions: Iterable[VersionRecord]) -> dict[str, Doubt]:
    """Version in force -> doubt, where nothing printed tells it from another version of the same update."""
    updates: dict[tuple[str, str], list[VersionRecord]] = {}
    for version in versions:
        updates.setdefault(version.update, []).append(version)
    doubts: dict[str, Doubt] = {}
    for held in updates.values():
        best = max(held, key=lambda v: v.rank)
        rivals = [v.source for v in held if v.id != best.id and v.rank[:-1] == best.rank[:-1]]
        if rivals:
            message = f"nothing printed says whether it or {', '.join(sorted(rivals))} is the newer version; `beatbook use` decides"
            doubts[best.id] = Doubt("version-order", message)
    return doubts
