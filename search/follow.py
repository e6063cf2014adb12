"""Following names through a library: which entity one means, its trace, and the ways from one to another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kg.errors import UnknownNameError
from kg.model import HeldBullet, Kind
from kg.outline.grammar import grammar, number_of
from kg.paths import Step, company_graph, ways
from kg.tokens import fold
from kg.trace import Trace, trace
from search.answer import Answerer, names_of
from search.criteria import rows_of
from search.interpretation import Key, Part
from search.library import Library
from search.names import closest
from search.question import find_named
from search.roll import Roll

# A commitment is named by so many of its words at least.
COMMITMENT_WORDS = 3
_FOLLOWED = (Kind.OPERATION, Kind.PARTNER, Kind.DISTRICT, Kind.THEME)


def follow(library: Library, name: str, answerer: Answerer | None = None) -> Trace:
    """The trace of what a name means: an entity, a priority ("priority 6", its title), or a commitment by its opening words.

    `answerer`: one over this library, if there is one. UnknownNameError when nothing bears the name, or nothing held mentions it.
    """
    try:
        part = _priority(name) or (answerer.meant(name) if answerer else find_named(names_of(library), name))
    except UnknownNameError:
        if found := _commitment(library, name):
            return found
        raise
    return follow_part(library, part, name)


def follow_part(library: Library, part: Part, name: str) -> Trace:
    """The trace of a part that was called by a name. UnknownNameError when nothing held mentions it."""
    entities: Sequence[str] = () if part.key is Key.PRIORITIES else (part.entity or "", *part.entities[1:])
    if part.key in (Key.THEMES, Key.PLACES):
        entities = library.vocabulary.narrower.get(part.entity or "", entities)
    traced = trace(_bullets(library, _mentioned(library, part, entities)), library.versions, entities, _title(part))
    if not traced.bullets:
        raise UnknownNameError(name, closest(name.upper(), names_of(library).operation_names))
    return replace(traced, aligned=library.vocabulary.aligned_priorities)


def _mentioned(library: Library, part: Part, entities: Sequence[str]) -> set[int]:
    """The rows that a part is about; of a partner also those that only their label or parent names."""
    if part.key is Key.PRIORITIES:
        return rows_of(library, part, library.versions)
    return library.catalogue.mentioning(entities)


def _priority(name: str) -> Part | None:
    """ "Priority 6", whatever its title is."""
    numbered = grammar().priority.fullmatch(name.strip())
    if not numbered or numbered["title"]:
        return None
    number = str(number_of(numbered["number"]))
    return Part(Key.PRIORITIES, number, number, name)


def _title(part: Part) -> str:
    return f"Priority {part.name}" if part.name.isdigit() else part.name


def _bullets(library: Library, rows: Iterable[int]) -> list[HeldBullet]:
    """The bullets among these rows that are in force and more than a label, in order."""
    return library.catalogue.bullets(library.order.sorted(rows))


def _commitment(library: Library, name: str) -> Trace | None:
    """The trace of the commitment that begins with these words, or holds them; None where none does, or several do."""
    wanted = fold(name)
    if len(wanted.split()) < COMMITMENT_WORDS:
        return None
    held = [b for b in _bullets(library, library.order.rows.tolist()) if b.bullet.commitment]
    said = {fold(b.bullet.commitment or ""): b.bullet.commitment or "" for b in held}
    for fits in ([c for c in said if c.startswith(wanted)], [c for c in said if wanted in c]):
        if len(fits) == 1:
            return trace([b for b in held if fold(b.bullet.commitment or "") == fits[0]], library.versions, (), said[fits[0]])
    return None


def connect(library: Library, start: str, end: str, most: int) -> list[list[Step]]:
    """At most so many ways between what two names mean, shortest first. UnknownNameError when nothing bears one of them."""
    names = names_of(library)
    first, last = (find_named(names, name).entity or "" for name in (start, end))
    bullets = library.catalogue.bullets(library.catalogue.members(library.version_ids))
    return list(ways(company_graph(b for b in bullets if not b.bullet.label_only), first, last, most))


@dataclass(frozen=True, slots=True)
class Followed:
    """Something that can be followed: its name, its kind, how many bullets bear it; of a priority its titles too."""

    name: str
    kind: str
    count: int
    title: str = ""

    @property
    def label(self) -> str:
        """It in words, to choose from a list."""
        return f"{self.name} · {self.title or self.kind}, {self.count} bullet{'s' * (self.count != 1)}"


def follow_list(roll: Roll) -> list[Followed]:
    """What of a build can be followed, the most frequent first; of a name that several things bear the most frequent."""
    held = [Followed(n.name, kind.value, len(n.rows)) for kind, named in roll.names.items() if kind in _FOLLOWED for n in named.values() if n.rows]
    held += [Followed(f"priority {number}", "priority", len(rows), "; ".join(roll.titles[number])) for number, rows in roll.priorities.items() if rows]
    found: dict[str, Followed] = {}
    for one in sorted(held, key=lambda f: (-f.count, f.name)):
        found.setdefault(one.name, one)
    return list(found.values())
