"""What was reported and is now silent: entities whose last mention lies before the latest updates held."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from kg.catalogue import Catalogue
from kg.model import HeldBullet, Kind
from kg.period import Period, quarters_missing
from kg.versions import VersionRecord


@dataclass(frozen=True, slots=True)
class Quiet:
    """One entity or commitment of a force that fell silent: how often and when it was named, and which periods since say nothing.

    `silent` are the periods held since then; `missing` the quarters since then that are not held, which may have named it.
    """

    kind: str
    name: str
    force: str
    count: int
    first: Period
    last: Period
    silent: tuple[Period, ...]
    missing: tuple[Period, ...]

    def to_json(self) -> dict[str, Any]:
        """The form that every door prints."""
        return {
            **{"kind": self.kind, "name": self.name, "force": self.force, "count": self.count, "first": self.first.label, "last": self.last.label},
            **{"silent": [p.label for p in self.silent], "missing": [p.label for p in self.missing]},
        }


def _named(held: HeldBullet, kinds: Iterable[Kind]) -> set[tuple[str, str]]:
    """What a bullet reports on, as (kind, name): entities of these kinds, and its commitment."""
    found = {(kind.value, name) for kind in kinds for name in held.linked.names(kind)}
    return found | ({("commitment", plain(held.bullet.commitment))} if held.bullet.commitment else set())


def plain(text: str) -> str:
    """A commitment without what printers change: quotation marks, and the stop at its end."""
    return text.translate(str.maketrans("‘’“”", "''\"\"")).rstrip(". ")


def find_quiet(catalogue: Catalogue, versions: Sequence[VersionRecord], kinds: Sequence[Kind], since: Period | None = None) -> list[Quiet]:
    """What no update of its force names from `since` on (else: in the latest period held), by force, kind and name.

    A period that ends before `since` begins does not count as silent; a force without a held period from `since` on tells nothing.
    """
    found: list[Quiet] = []
    for force in sorted({v.colophon.force.slug for v in versions}):
        own = [v for v in versions if v.colophon.force.slug == force]
        held = [v.colophon.period for v in own]
        start = since.start if since else max(period.start for period in held)
        if any(period.end >= start for period in held):
            seen = _seen(catalogue.bullets(catalogue.members([v.id for v in own])), kinds)
            ended = ((thing, periods) for thing, periods in sorted(seen.items()) if max(p.end for p in periods) < start)
            found += [_quiet(force, thing, periods, held) for thing, periods in ended]
    return found


def _seen(bullets: Iterable[HeldBullet], kinds: Sequence[Kind]) -> dict[tuple[str, str], list[Period]]:
    """What bullets report on, with the period of each bullet."""
    seen: dict[tuple[str, str], list[Period]] = {}
    for held in bullets:
        for thing in () if held.bullet.label_only else _named(held, kinds):
            seen.setdefault(thing, []).append(held.period)
    return seen


def _quiet(force: str, thing: tuple[str, str], periods: Sequence[Period], held: Sequence[Period]) -> Quiet:
    first, last = min(periods, key=lambda p: p.start), max(periods, key=lambda p: p.end)
    silent = tuple(sorted({p for p in held if p.start > last.end}, key=lambda p: p.start))
    missing = tuple(p for p in quarters_missing(held) if p.start > last.end)
    return Quiet(*thing, force, len(periods), first, last, silent, missing)
