"""How well updates are read and questions answered, as `make score` measured it for this version (`data/scores.json`)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache

from kg.data import data_folder


@dataclass(frozen=True, slots=True)
class Score:
    """One measured thing: over which updates, what was measured, precision, recall and F1 from 0 to 1 (None where it was not measured)."""

    of: str
    what: str
    precision: float
    recall: float
    f1: float | None


@cache
def scores() -> tuple[Score, ...]:
    """Every measured thing, in the order in which it was measured."""
    rows = json.loads((data_folder() / "scores.json").read_text(encoding="utf-8"))
    return tuple(Score(row["of"], row["what"], row["precision"], row["recall"], row.get("f1")) for row in rows)
