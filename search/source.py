"""The source of an update with its bullets marked in it: where a citation lands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.model import HeldBullet, Role, SourceLine
from kg.versions import VersionRecord
from search.library import Library


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a line (offsets in the line, end exclusive) that is part of a bullet."""

    start: int
    end: int
    bullet: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a source: its number from 1, its page if known, its text, what it was taken for, and the bullets on it."""

    number: int
    page: int | None
    text: str
    role: Role
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """The normalised text of a version, line by line, and its bullets in reading order."""

    version: VersionRecord
    rows: tuple[Row, ...]
    bullets: tuple[HeldBullet, ...]

    def at(self, line: int) -> tuple[HeldBullet, ...]:
        """The bullets on a line, in reading order; none where it holds none."""
        return tuple(b for b in self.bullets if b.bullet.lines[0] <= line <= b.bullet.lines[1])

    def around(self, first: int, last: int, more: int) -> tuple[Row, ...]:
        """The lines from `first` to `last` with so many more on both sides."""
        return self.rows[max(0, first - 1 - more) : last + more]


def source_of(library: Library, version: str) -> Source:
    """The source of a version that the library holds, in force or not."""
    update = library.catalogue.update(version)
    bullets = tuple(library.catalogue.bullets(library.catalogue.members([version])))
    marks = _marks(update.source.lines, bullets)
    text = update.source.text
    rows = tuple(
        Row(line.number, line.page, text[line.start : line.end], role, tuple(marks.get(line.number, ())))
        for line, role in zip(update.source.lines, update.roles, strict=True)
    )
    return Source(next(v for v in library.all_versions if v.id == version), rows, bullets)


def _marks(lines: Sequence[SourceLine], bullets: Iterable[HeldBullet]) -> dict[int, list[Mark]]:
    """Line -> what of it belongs to bullets, in order; of each bullet from its first to its last character on the line."""
    found: dict[int, list[Mark]] = {}
    for held in bullets:
        for line in lines[held.bullet.lines[0] - 1 : held.bullet.lines[1]]:
            inside = [(max(at, line.start), min(at + length, line.end)) for _, at, length in held.bullet.runs if at < line.end and at + length > line.start]
            if inside:
                start, end = min(s for s, _ in inside) - line.start, max(e for _, e in inside) - line.start
                found.setdefault(line.number, []).append(Mark(start, end, held.bullet.id))
    return {number: sorted(marks, key=lambda m: (m.start, m.end)) for number, marks in found.items()}
