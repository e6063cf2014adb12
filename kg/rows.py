"""Rows of the catalogue as records, and back."""

from __future__ import annotations

import json
import sqlite3

from kg.model import Bullet, BulletKind, Cell, Colophon, Doubt, Force, Priority
from kg.period import Period
from kg.versions import VersionRecord


def body_of(b: Bullet, prefix: str) -> str:
    """What of a bullet is kept as JSON; `prefix` makes the id of its parent whole."""
    body = {
        "lines": b.lines,
        "page": b.page,
        "span": b.span,
        "kind": b.kind,
        "runs": b.runs,
        "priority": [b.priority.number, b.priority.title] if b.priority else None,
        "commitment": b.commitment,
        "headings": b.headings,
        "label": b.label,
        "parent": prefix + b.parent if b.parent else None,
        "cells": [[c.header, c.value] for c in b.cells],
    }
    return json.dumps(body, ensure_ascii=False)


def bullet_of(row: sqlite3.Row) -> Bullet:
    """The bullet of a row."""
    body = json.loads(row["body"])
    return Bullet(
        id=row["id"],
        lines=tuple(body["lines"]),
        page=body["page"],
        span=tuple(body["span"]),
        kind=BulletKind(body["kind"]),
        text=row["text"],
        runs=tuple(tuple(run) for run in body["runs"]),
        priority=Priority(*body["priority"]) if body["priority"] else None,
        commitment=body["commitment"],
        headings=tuple(body["headings"]),
        label=body["label"],
        label_only=bool(row["label_only"]),
        parent=body["parent"],
        cells=tuple(Cell(*cell) for cell in body["cells"]),
    )


def version_of(row: sqlite3.Row) -> VersionRecord:
    """The version of a row of `versions` with the number of its bullets."""
    force = Force(row["force"], row["force_name"], row["force_base"])
    evidence = tuple((k, v) for k, v in json.loads(row["evidence"]))
    colophon = Colophon(force, Period.from_label(row["period"]), row["plan"], row["version"], row["produced"], row["marking"], evidence)
    doubts = tuple(Doubt(**d) for d in json.loads(row["doubts"]))
    return VersionRecord(row["id"], row["source"], row["sha256"], colophon, doubts, row["bullets"], row["vocabulary"], bool(row["chosen"]))
