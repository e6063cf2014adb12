"""The competency queries and their rows, in one form whatever the engine."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from kg.data import data_folder

QUERIES = sorted((data_folder() / "ontology" / "queries").glob("*.rq"))
Rows = list[tuple[str, ...]]


def names_of(query: Path) -> list[str]:
    """The variables of a query, in order."""
    head = query.read_text(encoding="utf-8").partition("SELECT")[2].partition("WHERE")[0]
    words = head.replace("(", " ").replace(")", " ").split()
    counted = [words[i + 1] for i, word in enumerate(words) if word == "AS"]
    inside = {word for i, word in enumerate(words) if word.startswith("COUNT")} | {words[i + 1] for i, word in enumerate(words) if word == "COUNT"}
    plain = [word for word in words if word.startswith("?") and word not in inside and word not in counted]
    return [name.removeprefix("?") for name in (*plain, *counted)]


def rows_of(values: Iterable[Iterable[object]]) -> Rows:
    """Rows in one order."""
    return sorted(tuple("" if value is None else str(value) for value in row) for row in values)


def rows_of_csv(text: str) -> Rows:
    """The rows of a result in CSV."""
    return rows_of(list(csv.reader(io.StringIO(text, newline="")))[1:])
