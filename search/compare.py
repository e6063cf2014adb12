"""Bullets counted crosswise: priorities, districts and periods of one force, where a blank says why it is blank.

Every count opens its bullets (`Comparison.open`), and the sides name all there is to name (see `search.sides`), so that what nobody
reported on is seen as such.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kg.errors import UnknownNameError
from kg.model import HeldBullet
from search.answer import Answerer, Status
from search.errors import QuestionError
from search.library import Library
from search.sides import Axis, Cell, Head, Sides


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is counted by what: of a force (slug or name; None for the one with most updates), in periods (labels), of the answer to a question."""

    rows: Axis = Axis.PRIORITY
    columns: Axis = Axis.PERIOD
    force: str | None = None
    periods: tuple[str, ...] = ()
    question: str | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The counts. `members` are row numbers by the keys of row and column, in reading order; `blank` says why a cell without any is so."""

    wanted: Wanted
    force: str
    rows: tuple[Head, ...]
    columns: tuple[Head, ...]
    members: Mapping[tuple[str, str], tuple[int, ...]]
    blank: Mapping[tuple[str, str], Cell]

    def cell(self, row: Head, column: Head) -> Cell:
        """What a cell says."""
        return self.blank.get((row.key, column.key), Cell.COUNTED)

    def count(self, row: Head, column: Head) -> int:
        """How many bullets a cell holds."""
        return len(self.members.get((row.key, column.key), ()))

    def total(self, head: Head) -> int:
        """How many bullets a row or column holds, each once."""
        return len({n for keys, rows in self.members.items() if head.key in keys for n in rows})

    @property
    def count_all(self) -> int:
        """How many bullets there are, each once."""
        return len({n for rows in self.members.values() for n in rows})

    def open(self, library: Library, row: str, column: str) -> list[HeldBullet]:
        """The bullets of a cell by its keys, in reading order; none where there is no such cell."""
        return library.catalogue.bullets(self.members.get((row, column), ()))

    def to_json(self, library: Library) -> dict[str, Any]:
        """The form that every door prints: every cell, with the ids of its bullets."""
        numbers = sorted({n for found in self.members.values() for n in found})
        ids = {n: held.bullet.id for n, held in zip(numbers, library.catalogue.bullets(numbers), strict=True)}
        cells = [
            {"row": r.title, "column": c.title, "state": self.cell(r, c).value, "count": self.count(r, c)}
            | {"bullets": [ids[n] for n in self.members.get((r.key, c.key), ())]}
            for r, c in itertools.product(self.rows, self.columns)
        ]
        asked = {"rows": self.wanted.rows.value, "columns": self.wanted.columns.value, "force": self.force, "question": self.wanted.question}
        return {**asked, "count": self.count_all, "cells": cells, "build": library.manifest.build}


def compare(library: Library, wanted: Wanted) -> Comparison:
    """The bullets of one force counted crosswise.

    UnknownNameError for a force or a period that is not held; QuestionError where both sides are one, or a question is not understood.
    """
    if wanted.rows is wanted.columns:
        raise QuestionError(f"{wanted.rows.value} by {wanted.columns.value} compares nothing; give two of {', '.join(axis.value for axis in Axis)}")
    force = _force(library, wanted.force)
    own = [v for v in library.versions if v.update[0] == force]
    versions = [v for v in own if not wanted.periods or v.colophon.period.label in wanted.periods]
    if not versions:
        raise UnknownNameError(", ".join(wanted.periods), tuple(v.colophon.period.label for v in own[-3:]))
    places = library.catalogue.appearances.places([v.id for v in versions])
    if wanted.question:
        answered = _answering(library, wanted.question)
        places = {n: place for n, place in places.items() if n in answered}
    return _crossed(Sides(library, versions, places, whole=not wanted.periods), wanted, force)


def _crossed(sides: Sides, wanted: Wanted, force: str) -> Comparison:
    """The two sides that are wanted, crossed."""
    rows, columns = sides.of(wanted.rows), sides.of(wanted.columns)
    order = {n: i for i, n in enumerate(sides.places)}
    members: dict[tuple[str, str], tuple[int, ...]] = {}
    blank: dict[tuple[str, str], Cell] = {}
    for row, column in itertools.product(rows.heads, columns.heads):
        found = rows.rows.get(row.key, frozenset()) & columns.rows.get(column.key, frozenset())
        if found:
            members[row.key, column.key] = tuple(sorted(found, key=order.__getitem__))
        else:
            blank[row.key, column.key] = sides.blank({wanted.rows: row, wanted.columns: column})
    return Comparison(wanted, force, rows.heads, columns.heads, members, blank)


def _force(library: Library, name: str | None) -> str:
    """The slug of the force that is meant; where none is named, of the one with most updates."""
    slugs = [v.update[0] for v in library.versions]
    if name is None:
        return max(sorted(set(slugs)), key=slugs.count)
    found = next((v.update[0] for v in library.versions if name.lower() in (v.update[0], v.colophon.force.name.lower())), None)
    if found is None:
        raise UnknownNameError(name, tuple(sorted({v.colophon.force.name for v in library.versions})))
    return found


def _answering(library: Library, question: str) -> set[int]:
    """The rows of the bullets that answer a question."""
    answer = Answerer(library).ask(question)
    if answer.status is Status.NOT_UNDERSTOOD:
        raise QuestionError(f"nothing in {question!r} was understood; name a partner, operation, place, period or topic")
    rows = (library.catalogue.by_id(e.held.bullet.id, library.version_ids) for e in answer.evidence)
    return {row for row in rows if row is not None}
