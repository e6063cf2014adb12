"""One update as its reader wants it: priorities, commitments and bullets; what is new in it, what went on, and what is gone.

What is new or gone is told against the updates of the same force that are held, so the answer names the update it was compared with
and the quarters between the two that are not held.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from kg.model import HeldBullet, Kind, Priority
from kg.outline.promised import promised
from kg.period import Period, quarters_missing
from kg.tokens import fold
from kg.versions import VersionRecord
from search.library import Library

# What is followed from update to update.
FOLLOWED = (Kind.OPERATION, Kind.PARTNER, Kind.DISTRICT)


class Change(StrEnum):
    """What became of a name since the last update held: named for the first time, on, after a silence, or no more."""

    NEW = "new"
    WENT_ON = "went_on"
    BACK = "back"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Turn:
    """A name and what became of it. `bullets` are this update's, of what is gone the last one's; `last` is when it was named before."""

    kind: Kind
    entity: str
    name: str
    change: Change
    bullets: tuple[HeldBullet, ...]
    last: Period | None

    def to_json(self) -> dict[str, Any]:
        """The form that every door prints."""
        last = self.last.label if self.last else None
        return {"kind": self.kind.value, "name": self.name, "last": last, "bullets": [b.bullet.id for b in self.bullets]}


@dataclass(frozen=True, slots=True)
class Section:
    """A commitment, printed at a line, with the bullets under it; None where bullets stand under no commitment."""

    commitment: str | None
    line: int
    bullets: tuple[HeldBullet, ...]

    @property
    def count(self) -> int:
        """How many bullets report something: labels do not."""
        return sum(not b.bullet.label_only for b in self.bullets)

    def to_json(self) -> dict[str, Any]:
        """The form that every door prints."""
        return {"commitment": self.commitment, "line": self.line, "count": self.count, "bullets": [b.bullet.id for b in self.bullets]}


@dataclass(frozen=True, slots=True)
class Part:
    """What an update reports of one priority; of none where bullets stand under no priority."""

    priority: Priority | None
    sections: tuple[Section, ...]

    @property
    def count(self) -> int:
        """How many bullets report something."""
        return sum(section.count for section in self.sections)

    @property
    def title(self) -> str:
        """The priority in words."""
        return f"{self.priority.number}. {self.priority.title}".rstrip(" .") if self.priority else "Under no priority"


@dataclass(frozen=True, slots=True)
class Unreported:
    """A commitment of the plan with nothing under it: printed at a line all the same, or (None) not printed, and last reported on in `last`."""

    priority: Priority | None
    commitment: str
    line: int | None
    last: Period | None

    def to_json(self) -> dict[str, Any]:
        """The form that every door prints."""
        number, last = self.priority.number if self.priority else None, self.last.label if self.last else None
        return {"priority": number, "commitment": self.commitment, "line": self.line, "last": last}


@dataclass(frozen=True, slots=True)
class Quarter:
    """An update in force or superseded; `before` is the last update of its force held before it, `missing` the quarters between them."""

    version: VersionRecord
    doubts: tuple[str, ...]
    parts: tuple[Part, ...]
    turns: tuple[Turn, ...]
    unreported: tuple[Unreported, ...]
    before: VersionRecord | None
    missing: tuple[Period, ...] = field(default=())

    @property
    def count(self) -> int:
        """How many bullets report something."""
        return sum(part.count for part in self.parts)

    def turned(self, change: Change) -> tuple[Turn, ...]:
        """What became of names in one way, by kind, then name."""
        return tuple(turn for turn in self.turns if turn.change is change)

    def to_json(self) -> dict[str, Any]:
        """The form that every door prints."""
        colophon = self.version.colophon
        return {
            **{"update": self.version.id, "source": self.version.source, "force": colophon.force.slug, "period": colophon.period.label},
            **{"plan": colophon.plan, "marking": colophon.marking, "count": self.count, "doubts": list(self.doubts)},
            **{"before": self.before.colophon.period.label if self.before else None, "not_held": [p.label for p in self.missing]},
            "priorities": [_part_json(part) for part in self.parts],
            "unreported": [commitment.to_json() for commitment in self.unreported],
            **{change.value: [turn.to_json() for turn in self.turned(change)] for change in Change},
        }


def _part_json(part: Part) -> dict[str, Any]:
    number, title = (part.priority.number, part.priority.title) if part.priority else (None, None)
    return {"number": number, "title": title, "count": part.count, "commitments": [section.to_json() for section in part.sections]}


def quarter(library: Library, version: str) -> Quarter:
    """A version of an update, read against what is held of its force. `version` is one that the library holds."""
    one = next(v for v in library.all_versions if v.id == version)
    held = library.catalogue.bullets(library.catalogue.members([version]))
    earlier = [v for v in library.versions if v.update[0] == one.update[0] and v.colophon.period.end < one.colophon.period.start]
    before = max(earlier, key=lambda v: (v.colophon.period.end, v.colophon.period.start), default=None)
    missing = tuple(quarters_missing([before.colophon.period, one.colophon.period])) if before else ()
    turns = tuple(turn for kind in FOLLOWED for turn in _turns(library, kind, one, earlier))
    doubts = tuple(doubt.message for doubt in library.doubts[version])
    parts = tuple(_parts(library, version, held))
    unreported = tuple(_unreported(library, parts, [v for v in earlier if v.colophon.plan and v.colophon.plan == one.colophon.plan]))
    return Quarter(one, doubts, parts, turns, unreported, before, missing)


def _parts(library: Library, version: str, held: Sequence[HeldBullet]) -> Iterator[Part]:
    """Priorities in order of the update, with their commitments in order, those with nothing under them too."""
    promises = [(p.line, p.priority, p.commitment) for p in promised(library.catalogue.update(version).source)]
    groups: dict[int | None, dict[str | None, tuple[int, str | None, list[HeldBullet]]]] = {}
    priorities: dict[int | None, Priority | None] = {}
    stations = [*((*p, None) for p in promises), *((b.bullet.lines[0], b.bullet.priority, b.bullet.commitment, b) for b in held)]
    for line, priority, commitment, bullet in sorted(stations, key=lambda s: (s[0], s[3] is not None, s[3].position if s[3] else 0)):
        number = priority.number if priority else None
        priorities.setdefault(number, priority)
        key = fold(commitment) if commitment else None
        section = groups.setdefault(number, {}).setdefault(key, (line, commitment, []))
        if bullet:
            section[2].append(bullet)
    for number, sections in groups.items():
        yield Part(priorities[number], tuple(Section(said, line, tuple(bullets)) for line, said, bullets in sections.values()))


def _unreported(library: Library, parts: Sequence[Part], earlier: Sequence[VersionRecord]) -> Iterator[Unreported]:
    """The commitments with nothing under them: those printed, in order, then those that only earlier updates of the plan print."""
    last: dict[str, tuple[Period, Priority | None, str]] = {}
    for version in sorted(earlier, key=lambda v: v.colophon.period.end):
        found = library.catalogue.appearances.commitments([version.id])
        last |= {key: (version.colophon.period, *said) for key, said in found.items()}
    printed = [(part, section) for part in parts for section in part.sections if section.commitment]
    for part, section in printed:
        key = fold(section.commitment or "")
        if not section.count:
            yield Unreported(part.priority, section.commitment or "", section.line, last[key][0] if key in last else None)
        last.pop(key, None)
    for period, priority, said in last.values():
        yield Unreported(priority, said, None, period)


def _turns(library: Library, kind: Kind, one: VersionRecord, earlier: Sequence[VersionRecord]) -> Iterator[Turn]:
    """What became of each name of a kind, by name."""
    appearances = library.catalogue.appearances
    here = appearances.naming(kind, [one.id])
    last = _last_named(library, kind, earlier)
    before = max((v.colophon.period for v in earlier), key=lambda p: (p.end, p.start), default=None)
    gone = {thing: rows for thing, (period, rows) in last.items() if thing not in here and period == before}
    opened = _opened(library, (*here.values(), *gone.values()))
    for thing, rows in sorted({**here, **gone}.items(), key=lambda item: item[0][1]):
        period = last[thing][0] if thing in last else None
        if thing in gone:
            change = Change.GONE
        elif period is None:
            change = Change.NEW
        else:
            change = Change.WENT_ON if period == before else Change.BACK
        yield Turn(kind, *thing, change, tuple(opened[n] for n in sorted(rows)), period)


def _last_named(library: Library, kind: Kind, earlier: Sequence[VersionRecord]) -> dict[tuple[str, str], tuple[Period, frozenset[int]]]:
    """Each name that earlier updates bear, with the last period that bears it and the rows there."""
    found: dict[tuple[str, str], tuple[Period, frozenset[int]]] = {}
    for version in sorted(earlier, key=lambda v: (v.colophon.period.end, v.colophon.period.start)):
        for thing, rows in library.catalogue.appearances.naming(kind, [version.id]).items():
            found[thing] = (version.colophon.period, rows)
    return found


def _opened(library: Library, groups: Iterable[frozenset[int]]) -> Mapping[int, HeldBullet]:
    rows = sorted({n for rows in groups for n in rows})
    return dict(zip(rows, library.catalogue.bullets(rows), strict=True))
