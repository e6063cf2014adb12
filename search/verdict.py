"""Whether what is to be given away conforms to the shapes: as it was checked when it was added, or checked afresh."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kg.rdf.shapes import Finding, check, shapes_digest
from kg.versions import VersionRecord
from search.history import facts_of
from search.library import Library

Progress = Callable[[str, int, int], None]


def verdict(library: Library, versions: Sequence[VersionRecord], progress: Progress) -> list[Finding]:
    """What does not conform in these versions. What was kept holds for the triples it was told of; anything else is checked now."""
    facts = facts_of(library)
    found: list[Finding] = []
    for version in versions:
        kept = library.catalogue.verdict(version.id, facts.key(version), shapes_digest())
        found += check(facts.of_version(version)) if kept is None else (Finding(*row) for row in kept)
        progress("checking", len(versions), 1)
    return found


def validate(library: Library, versions: Sequence[VersionRecord], progress: Progress) -> dict[str, list[Finding]]:
    """Version -> what does not conform in it, checked afresh."""
    facts = facts_of(library)
    found: dict[str, list[Finding]] = {}
    for version in versions:
        found[version.id] = check(facts.of_version(version))
        progress("checking", len(versions), 1)
    return found
