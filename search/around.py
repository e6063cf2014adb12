"""A bullet among others: its update, what it stands under, what stands under it and beside it."""

from __future__ import annotations

from dataclasses import dataclass

from kg.errors import UnknownNameError
from kg.model import HeldBullet
from kg.versions import VersionRecord
from search.library import Library


@dataclass(frozen=True, slots=True)
class Around:
    """A bullet with its version, parent, children, and its neighbours in the update; None where there is none."""

    held: HeldBullet
    version: VersionRecord
    parent: HeldBullet | None
    children: tuple[HeldBullet, ...]
    before: HeldBullet | None
    after: HeldBullet | None


def around(library: Library, bullet: str) -> Around:
    """What stands around the bullet of this id in the build. UnknownNameError when it holds none."""
    catalogue = library.catalogue
    row = catalogue.by_id(bullet, library.version_ids)
    if row is None:
        raise UnknownNameError(bullet)
    (held,) = catalogue.bullets([row])
    version = next(v for v in library.versions if v.id == held.version)
    members = catalogue.members([held.version])
    at = members.index(row)
    above = catalogue.by_id(held.bullet.parent, [held.version]) if held.bullet.parent else None
    below = [n for n in members if n in catalogue.children([row])]

    def one(n: int | None) -> HeldBullet | None:
        return None if n is None else catalogue.bullets([n])[0]

    before = members[at - 1] if at else None
    after = members[at + 1] if at + 1 < len(members) else None
    return Around(held, version, one(above), tuple(catalogue.bullets(below)), one(before), one(after))
