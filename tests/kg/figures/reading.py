"""Short ways to read the figures of a sentence or a row."""

from __future__ import annotations

from functools import cache

from kg.figures.figure import Figure
from kg.figures.reader import FigureReader
from kg.model import Bullet, BulletKind, Cell
from kg.period import Period
from kg.vocabulary import Vocabulary

Q3 = Period.quarter(2019, 3)


@cache
def reader() -> FigureReader:
    """The reader with the vocabulary that ships."""
    return FigureReader(Vocabulary.load())


def bullet_of(text: str, *, label: str | None = None, kind: BulletKind = BulletKind.BULLET, cells: tuple[Cell, ...] = ()) -> Bullet:
    """A bullet of this text."""
    return Bullet("b", (1, 1), None, (0, len(text)), kind, text, ((0, 0, len(text)),), label=label, cells=cells)


def read(text: str, period: Period = Q3, label: str | None = None) -> list[Figure]:
    """The figures of a sentence in an update of Q3 2019/20."""
    return list(reader().read(bullet_of(text, label=label), period))


def one(text: str, period: Period = Q3) -> Figure:
    """The only figure of a sentence."""
    found = read(text, period)
    assert len(found) == 1, [(f.number, f.unit, f.counted) for f in found]
    return found[0]


def row(*cells: tuple[str, str], period: Period = Q3) -> list[Figure]:
    """The figures of a table's row, given as heads and values."""
    text = "\t".join(value for _, value in cells)
    return list(reader().read(bullet_of(text, kind=BulletKind.TABLE_ROW, cells=tuple(Cell(*c) for c in cells)), period))
