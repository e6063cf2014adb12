"""What people decided about names: a record each, with author and time, that can be undone and is never lost."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What was decided of a name."""

    SAME = "same as"
    DIFFERENT = "different from"
    NO_BODY = "not a body"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision: on an entity, where the verdict needs one with regard to another, by whom, when (ISO, UTC), because of which bullet.

    `number` counts from 1; `undone` is when it was taken back and `undone_by` who did.
    """

    number: int
    verdict: Verdict
    entity: str
    name: str
    other: str | None
    other_name: str | None
    author: str
    made: str
    bullet: str | None
    undone: str | None = None
    undone_by: str | None = None


def now() -> str:
    """The time in the form that decisions keep."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


class Decisions:
    """The decisions of a catalogue. Writing is to be called in a transaction of the catalogue."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def all(self) -> list[Decision]:
        """Every decision ever made, in order."""
        columns = "number, verdict, entity, name, other, other_name, author, made, bullet, undone, undone_by"
        rows = self._db.execute(f"SELECT {columns} FROM decisions ORDER BY number")
        return [Decision(row[0], Verdict(row[1]), *row[2:]) for row in rows]

    def in_force(self) -> list[Decision]:
        """Those that were not undone."""
        return [decision for decision in self.all() if decision.undone is None]

    def put(self, decision: Decision) -> int:
        """Keeps a decision; its number, whatever number it had."""
        row: Sequence[str | None] = (
            *(decision.verdict.value, decision.entity, decision.name, decision.other, decision.other_name),
            *(decision.author, decision.made, decision.bullet),
        )
        columns = "verdict, entity, name, other, other_name, author, made, bullet"
        cursor = self._db.execute(f"INSERT INTO decisions ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        return int(cursor.lastrowid or 0)

    def undo(self, number: int, author: str, when: str) -> bool:
        """Takes a decision back; whether there was one in force of that number."""
        done = self._db.execute("UPDATE decisions SET undone = ?, undone_by = ? WHERE number = ? AND undone IS NULL", (when, author, number))
        return done.rowcount > 0
