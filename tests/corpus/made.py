"""What the generator makes: updates of bullets, each with what was put into it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.period import Period


@dataclass(frozen=True, slots=True)
class MadeBullet:
    """A bullet and what is true of it. Names are those that the reader gives back; `mould` tells bullets about one thing in the same words."""

    text: str
    mould: str
    theme: str
    operations: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Bullets that stand together; under the name of a district where `district` is given."""

    bullets: tuple[MadeBullet, ...]
    district: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """One priority with one promise and what was done for it."""

    number: int
    title: str
    commitment: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class MadeUpdate:
    """One update: of which force (slug and printed name) and period, in which layout."""

    force: str
    force_name: str
    period: Period
    plan: str
    layout: str
    sections: tuple[Section, ...]

    @property
    def name(self) -> str:
        """The file's name, which tells a reader nothing but which update it is."""
        return f"{self.force}-{self.period.label.lower()}.txt"

    @property
    def bullets(self) -> Iterator[tuple[int, MadeBullet]]:
        """Every bullet with the number of its priority."""
        return ((s.number, b) for s in self.sections for g in s.groups for b in g.bullets)


@dataclass(frozen=True, slots=True)
class Corpus:
    """Updates in order of period; the same seed and size give the same."""

    seed: int
    updates: tuple[MadeUpdate, ...]

    @property
    def size(self) -> int:
        """How many bullets it has."""
        return sum(1 for update in self.updates for _ in update.bullets)
