"""One entity across periods: where it is mentioned, with whom and where, under which names, and which periods are silent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from kg.figures.about import figures_about
from kg.figures.figure import Figure
from kg.figures.told import figure_json
from kg.model import HeldBullet, Kind
from kg.period import Period, quarters_missing
from kg.relations import Relation, relations
from kg.versions import VersionRecord


class State(StrEnum):
    """What a period has to say of an entity."""

    MENTIONED = "mentioned"
    SILENT = "silent"
    DOUBT = "doubt"
    NOT_HELD = "not_held"


@dataclass(frozen=True, slots=True)
class Stop:
    """One period of one force: the bullets that mention the entity; the doubts of a silent one that was read with doubts."""

    force: str
    period: Period
    state: State
    bullets: tuple[HeldBullet, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trace:
    """An entity followed through every update held. `printed` counts the forms in which it was named.

    `aligned`: title of a priority in small letters -> the title under which it is counted, so that a concern runs across plans.
    """

    entity: str
    name: str
    stops: tuple[Stop, ...]
    printed: dict[str, int]
    aligned: Mapping[str, str] = field(default_factory=dict)

    @property
    def bullets(self) -> tuple[HeldBullet, ...]:
        """Every bullet that mentions it, in order of period and place."""
        return tuple(b for stop in self.stops for b in stop.bullets)

    def counts(self, kind: Kind) -> dict[str, int]:
        """How many of its bullets mention each other entity of a kind, the most frequent first."""
        counted = Counter(n for b in self.bullets for n in b.linked.names(kind) if n != self.name)
        return dict(sorted(counted.items(), key=lambda x: (-x[1], x[0])))

    @property
    def related(self) -> tuple[tuple[HeldBullet, Relation], ...]:
        """What its bullets state of it and other operations."""
        return tuple((b, r) for b in self.bullets for r in relations(b.linked) if self.entity in (r.subject, r.object))

    @property
    def figures(self) -> tuple[tuple[HeldBullet, Figure], ...]:
        """The figures of its bullets; of an operation those that are about it."""
        return tuple((b, f) for b in self.bullets for f in figures_about(b.linked, self.name if self.is_operation else None, None))

    @property
    def is_operation(self) -> bool:
        """Whether it follows an operation."""
        return any(m.kind is Kind.OPERATION and m.entity == self.entity for b in self.bullets for m in b.linked.mentions)

    @property
    def seen(self) -> tuple[Period, Period] | None:
        """The first and the last period that mention it."""
        periods = [s.period for s in self.stops if s.bullets]
        return (periods[0], periods[-1]) if periods else None

    @property
    def marking(self) -> str | None:
        """The highest protective marking of its bullets."""
        from kg.rdf.markings import highest

        return highest(b.marking for b in self.bullets)

    def to_json(self) -> dict[str, Any]:
        """The form that every door prints."""
        titles = (b.bullet.priority.title for b in self.bullets if b.bullet.priority)
        priorities = Counter(self.aligned.get(title.lower(), title) for title in titles)
        return {
            **{"entity": self.entity, "name": self.name, "marking": self.marking, "count": len(self.bullets)},
            **{"first": self.seen[0].label if self.seen else None, "last": self.seen[1].label if self.seen else None},
            "printed": self.printed,
            **{f"{kind.value}s": self.counts(kind) for kind in (Kind.OPERATION, Kind.PARTNER, Kind.DISTRICT)},
            "related": [{"relation": r.kind.value, "from": r.subject_name, "to": r.object_name, "bullet": b.bullet.id} for b, r in self.related],
            "priorities": dict(sorted(priorities.items(), key=lambda x: (-x[1], x[0]))),
            "figures": [figure_json(b.linked, f) | {"period": b.period.label, "bullet": b.bullet.id} for b, f in self.figures],
            "periods": [_stop(s) for s in self.stops],
        }


def _stop(stop: Stop) -> dict[str, Any]:
    bullets = [
        {"id": b.bullet.id, "source": b.source, "lines": list(b.bullet.lines), "page": b.bullet.page, "marking": b.marking, "text": b.bullet.text}
        for b in stop.bullets
    ]
    return {"force": stop.force, "period": stop.period.label, "state": stop.state.value, "count": len(bullets), "bullets": bullets, "doubts": list(stop.doubts)}


def trace(bullets: Sequence[HeldBullet], versions: Sequence[VersionRecord], entities: Sequence[str], name: str) -> Trace:
    """Follows what these bullets, in order, are about through these versions, in their order.

    `entities`: its id and those that count as it, none where it is a commitment or a priority.
    """
    told: dict[str, list[HeldBullet]] = {}
    for b in bullets:
        told.setdefault(b.version, []).append(b)
    stops = [_of_version(version, tuple(told.get(version.id, ()))) for version in versions]
    for force in sorted({v.colophon.force.slug for v in versions}):
        held = [v.colophon.period for v in versions if v.colophon.force.slug == force]
        stops += [Stop(force, period, State.NOT_HELD) for period in quarters_missing(held)]
    printed = Counter(m.surface for b in bullets for m in b.linked.mentions if m.entity in entities and m.start is not None)
    ordered = sorted(stops, key=lambda s: (s.period.start, s.period.end, s.force))
    return Trace(entities[0] if entities else name, name, tuple(ordered), dict(sorted(printed.items(), key=lambda x: (-x[1], x[0]))))


def _of_version(version: VersionRecord, bullets: tuple[HeldBullet, ...]) -> Stop:
    doubts = tuple(d.message for d in version.doubts)
    state = State.MENTIONED if bullets else State.DOUBT if doubts else State.SILENT
    return Stop(version.colophon.force.slug, version.colophon.period, state, bullets, () if bullets else doubts)
