"""The IRIs of things: made of slugs under one base, the same in every export."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property

from kg.colophon import slug
from kg.period import Period, PeriodKind
from kg.rdf.terms import checked_base
from kg.versions import VersionRecord
from kg.vocabulary import ID, Concept, ConceptKind, Vocabulary

GOVERNMENT = "http://reference.data.gov.uk/id"


@dataclass(frozen=True)
class Things:
    """How things are named: `base` begins the IRI of everything that is ours; the vocabulary says which names are one thing's.

    ValueError when the base cannot begin an IRI.
    """

    vocabulary: Vocabulary
    base: str = ID

    def __post_init__(self) -> None:
        checked_base(self.base)

    def iri(self, *path: str) -> str:
        """The thing at a path under the base; the path is of slugs."""
        return f"<{self.base}{'/'.join(path)}>"

    def force(self, force: str) -> str:
        """A police force by its slug: the body that the vocabulary knows under it, or one of its own."""
        return self.iri(self.vocabulary.force_slugs.get(force) or f"force/{force}")

    def update(self, force: str, period: Period) -> str:
        """The update of a force for a period."""
        return self.iri("update", force, period.label.lower())

    def version(self, version: str) -> str:
        """A version by its id."""
        return self.iri("version", version)

    def bullet(self, bullet: str, *path: str) -> str:
        """A bullet by its id, or something that belongs to it."""
        return self.iri("bullet", bullet, *path)

    def period(self, period: Period) -> str:
        """The government's IRI of a month, quarter or year; ours for a half."""
        year = period.start.year - (period.start.month < 4)
        if period.kind is PeriodKind.MONTH:
            return f"<{GOVERNMENT}/month/{period.label}>"
        if period.kind is PeriodKind.QUARTER:
            return f"<{GOVERNMENT}/government-quarter/{year}-{year + 1}/{period.label[-2:]}>"
        if period.kind is PeriodKind.YEAR:
            return f"<{GOVERNMENT}/government-year/{year}-{year + 1}>"
        return self.iri("period", period.label.lower())

    def plan(self, version: VersionRecord) -> str | None:
        """The plan that a version reports on: the vocabulary's where it knows it, None where the version names none."""
        name, force = version.colophon.plan, version.colophon.force.base
        if name is None:
            return None
        known = self._plans.get((force, name))
        return self.iri(known.id if known else f"plan/{force}-{slug(name)}")

    def known_priority(self, version: VersionRecord, number: int) -> Concept | None:
        """The vocabulary's priority of that number in a version's plan."""
        plan = self._plans.get((version.colophon.force.base, version.colophon.plan or ""))
        return self._priorities.get((plan.id, str(number))) if plan else None

    def priority(self, version: VersionRecord, number: int) -> str:
        """A priority by its number: of a known plan, of a plan that is only named, or of this update alone."""
        if known := self.known_priority(version, number):
            return self.iri(known.id)
        c = version.colophon
        within = f"{c.force.base}-{slug(c.plan)}" if c.plan else f"{c.force.slug}-{c.period.label.lower()}"
        return self.iri("priority", f"{within}-{number}")

    def commitment(self, force: str, plan: str | None, text: str) -> str:
        """A promise of a plan, by its words."""
        return self.iri("commitment", f"{force}-{hashlib.sha256(f'{plan}|{text}'.encode()).hexdigest()[:12]}")

    @cached_property
    def _plans(self) -> dict[tuple[str, str], Concept]:
        """Slug of a force and name of a plan -> the plan."""
        slugs = {partner: force for force, partner in self.vocabulary.force_slugs.items()}
        plans = self.vocabulary.of_kind(ConceptKind.PLAN)
        return {(slugs[owner], plan.name): plan for plan in plans for owner in plan.related("force") if owner in slugs}

    @cached_property
    def _priorities(self) -> dict[tuple[str, str], Concept]:
        """Id of a plan and number -> the priority."""
        priorities = self.vocabulary.of_kind(ConceptKind.PRIORITY)
        return {(plan, p.values["notation"]): p for p in priorities for plan in p.related("scheme")}
