"""Following a name through a library: which entity it means, then its trace."""

from __future__ import annotations

from kg.errors import UnknownNameError
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
