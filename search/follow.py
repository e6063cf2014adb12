"""Following names through a library: which entity one means, its trace, and the ways from one to another."""

from __future__ import annotations

from kg.errors import UnknownNameError
from kg.paths import Step, company_graph, ways
from kg.trace import Trace, trace
from search.answer import names_of
from search.interpretation import Key
from search.library import Library
from search.question import closest, find_named


def follow(library: Library, name: str) -> Trace:
    """The trace of what a name means. UnknownNameError when nothing bears it, or nothing held mentions it."""
    names = names_of(library)
    part = find_named(names, name)
    entity = part.entity or ""
    entities = library.vocabulary.narrower.get(entity, (entity,)) if part.key in (Key.THEMES, Key.PLACES) else part.entities
    found = trace(library.catalogue, library.versions, entities, part.name)
    if not found.bullets:
        raise UnknownNameError(name, closest(name.upper(), names.operation_names))
    return found


def connect(library: Library, start: str, end: str, most: int) -> list[list[Step]]:
    """At most so many ways between what two names mean, shortest first. UnknownNameError when nothing bears one of them."""
    names = names_of(library)
    first, last = (find_named(names, name).entity or "" for name in (start, end))
    bullets = library.catalogue.bullets(library.catalogue.members(library.version_ids))
    return list(ways(company_graph(b for b in bullets if not b.bullet.label_only), first, last, most))
