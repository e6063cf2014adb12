"""The figures of a catalogue: written with a bullet, read back with it, and found by measure."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from kg.figures.figure import Figure, Reach, Spoken, Standing

# SQLite takes this many parameters in one statement on every build.
_CHUNK = 900
_COLUMNS = (
    "bullet, position, value, high, unit, standing, counted, start, end, qualifier, said, reach, first, last, compared, per, of, measure, prior, part, decimals"
)


class FigureStore:
    """The figures of a catalogue. Writing is to be called in a transaction of the catalogue."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def put(self, bullet: int, figures: Iterable[Figure]) -> None:
        """Keeps the figures of the bullet of this row number, in order."""
        rows = [(bullet, position, *_row(figure)) for position, figure in enumerate(figures)]
        self._db.executemany(f"INSERT INTO figures ({_COLUMNS}) VALUES ({','.join('?' * 21)})", rows)

    def of(self, bullets: Sequence[int]) -> dict[int, tuple[Figure, ...]]:
        """Row number -> figures of the bullets of these row numbers that have any."""
        found: dict[int, list[Figure]] = {}
        for row in self._chunked(f"SELECT {_COLUMNS} FROM figures WHERE bullet IN ({{}}) ORDER BY bullet, position", bullets):
            found.setdefault(row[0], []).append(_figure(row))
        return {bullet: tuple(figures) for bullet, figures in found.items()}

    def with_measure(self, measures: Iterable[str]) -> set[int]:
        """Row numbers of the bullets that give a figure of one of these measures."""
        return {row[0] for row in self._chunked("SELECT DISTINCT bullet FROM figures WHERE measure IN ({})", list(measures))}

    def bullets(self) -> set[int]:
        """Row numbers of the bullets that give any figure."""
        return {row[0] for row in self._db.execute("SELECT DISTINCT bullet FROM figures")}

    def _chunked(self, sql: str, values: Sequence[Any]) -> Iterable[Any]:
        for i in range(0, len(values), _CHUNK):
            part = values[i : i + _CHUNK]
            yield from self._db.execute(sql.format(",".join("?" * len(part))), part)


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _row(f: Figure) -> tuple[Any, ...]:
    s = f.spoken
    spoken = (s.said, s.reach.value, _day(s.first), _day(s.last)) if s else (None, None, None, None)
    numbers = (_printed(f.value), _printed(f.high) if f.high is not None else None)
    return (
        *numbers,
        f.unit,
        f.standing.value,
        f.counted,
        f.start,
        f.end,
        f.qualifier,
        *spoken,
        f.compared,
        f.per,
        f.of,
        f.measure,
        f.prior,
        f.part,
        f.decimals,
    )


def _printed(value: Decimal) -> str:
    """A decimal in digits, never with an exponent."""
    return f"{value:f}"


def _figure(row: Sequence[Any]) -> Figure:
    _, _, value, high, unit, standing, counted, start, end, qualifier, said, reach, first, last, compared, per, of, measure, prior, part, decimals = row
    days = (dt.date.fromisoformat(day) if day else None for day in (first, last))
    spoken = Spoken(said, Reach(reach), *days) if reach else None
    above = Decimal(high) if high is not None else None
    return Figure(
        *(
            Decimal(value),
            unit,
            Standing(standing),
            counted,
            start,
            end,
            above,
            qualifier,
            spoken,
            compared,
            per,
            of,
            measure,
            bool(prior),
            bool(part),
            decimals,
        ),
    )
