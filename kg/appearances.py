"""Which bullets stand where and name what, by row number: enough to count over a whole library without reading a bullet."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.model import Kind, Priority
from kg.tokens import fold
from kg.view import View


@dataclass(frozen=True, slots=True)
class Place:
    """Where a bullet stands: its version, and the priority it stands under."""

    version: str
    priority: Priority | None


class Appearances:
    """Where the bullets of a catalogue stand and what they name. Labels that report nothing are left out; names are as the view has them."""

    def __init__(self, connection: sqlite3.Connection, view: View) -> None:
        self._db, self._view = connection, view

    def places(self, versions: Sequence[str]) -> dict[int, Place]:
        """Row number -> where the bullet stands, version by version as they are given, in reading order."""
        sql = "SELECT n, json_extract(body, '$.priority') FROM bullets WHERE version = ? AND label_only = 0 ORDER BY position"
        found: dict[int, Place] = {}
        for version in versions:
            for n, held in self._db.execute(sql, (version,)):
                found[n] = Place(version, Priority(*json.loads(held)) if held else None)
        return found

    def commitments(self, versions: Sequence[str]) -> dict[str, tuple[Priority | None, str]]:
        """Commitment in the form in which labels are compared -> the priority and words under which these versions, in order, print it last."""
        sql = "SELECT json_extract(body, '$.priority'), json_extract(body, '$.commitment') FROM bullets WHERE version = ? ORDER BY position"
        rows = (row for version in versions for row in self._db.execute(sql, (version,)) if row[1])
        return {fold(said): (Priority(*json.loads(held)) if held else None, said) for held, said in rows}

    def naming(self, kind: Kind, versions: Sequence[str]) -> dict[tuple[str, str], frozenset[int]]:
        """Entity and name -> the rows that name it in these versions; an operation that only the parent's text names does not count."""
        rows: dict[tuple[str, str], set[int]] = {}
        for n, entity, name in self._mentions(kind, versions):
            if entity not in self._view.dropped:
                rows.setdefault(self._view.entity(entity, name), set()).add(n)
        return {thing: frozenset(found) for thing, found in sorted(rows.items(), key=lambda item: item[0][1])}

    def _mentions(self, kind: Kind, versions: Sequence[str]) -> Iterator[tuple[int, str, str]]:
        loose = " AND m.by != 'parent'" if kind is Kind.OPERATION else ""
        wanted = "b.version IN (SELECT value FROM json_each(?)) AND b.label_only = 0"
        sql = f"SELECT DISTINCT b.n, m.entity, m.name FROM bullets b JOIN mentions m ON m.bullet = b.n WHERE {wanted} AND m.kind = ?{loose}"
        yield from self._db.execute(sql, (json.dumps(list(versions)), kind.value))
