"""A measure across periods: its figures set in rows that may be compared, each citing its bullet, and what speaks against comparing.

Figures stand in one series only if they count the same thing over the same span, for the same force, place and, where the measure is
counted by operation, the same operation. Nothing is ever summed, and nothing joined across definitions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from kg.figures.about import About, about
from kg.figures.arithmetic import checked, level_of, sums
from kg.figures.days import Days, shifted, span_of
from kg.figures.figure import Figure, Reach, Standing
from kg.model import HeldBullet
from kg.period import Period
from kg.vocabulary import Concept


class Flag(StrEnum):
    """What speaks against taking a row as it stands."""

    RESTATED = "restated"
    DIFFERS = "told otherwise"
    NOT_STATED = "period not stated"
    UNDATED = "period without dates"
    SUM = "does not add up"
    NOTE = "see note"


@dataclass(frozen=True, slots=True)
class Remark:
    """A flag, what it says, and the ids of the bullets that it is about."""

    flag: Flag
    said: str
    bullets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of a series: the level, or a change told without one; the changes told with it; and which days it speaks of."""

    held: HeldBullet
    figure: Figure
    days: Days | None
    changes: tuple[Figure, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @property
    def level(self) -> Figure | None:
        """The level, None where only a change is told."""
        return self.figure if self.figure.standing is not Standing.CHANGE else None

    @property
    def order(self) -> tuple[str, str, tuple[str, str, str, int], int]:
        """By the days spoken of, then by update and place."""
        first, last = (day.isoformat() for day in self.days) if self.days else (self.held.period.start.isoformat(), self.held.period.end.isoformat())
        return last, first, self.held.order, self.figure.start


@dataclass(frozen=True, slots=True)
class Definition:
    """What the figures of one series share besides their measure: whose they are, over what span, about which operations and places.

    `alone` is the id of a bullet that does not say whose figure it gives, of a measure that is counted by operation: it stands by itself.
    """

    force: str
    basis: str
    operations: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    of: str | None = None
    alone: str | None = None

    @property
    def scope(self) -> str:
        """Whom it counts, in words; "" for the whole force."""
        said = (*self.operations, *self.places, *([self.of] if self.of else ()))
        return ", ".join(said) or ("not said whose" if self.alone else "")

    @property
    def title(self) -> str:
        """The definition in words."""
        return " · ".join(part for part in (self.force, self.scope, self.basis) if part)


@dataclass(frozen=True, slots=True)
class Series:
    """Rows that may be compared, in order of the days they speak of."""

    definition: Definition
    rows: tuple[Row, ...]

    @property
    def levels(self) -> tuple[Row, ...]:
        """The rows that tell a level of known days."""
        return tuple(row for row in self.rows if row.level and row.days)


@dataclass(frozen=True, slots=True)
class MeasureSeries:
    """A measure with its series, the longest first, and what is wanted or foreseen of it.

    `concept` is None for a list of
    figures found by their words, which is no series; `near` are then the names of measures that hold the words.
    """

    name: str
    concept: Concept | None
    series: tuple[Series, ...]
    expected: tuple[Row, ...] = ()
    near: tuple[str, ...] = ()

    def apart(self, series: Series) -> tuple[Series, ...]:
        """Other series of the same whom, counted over another span: their definition differs, and they are not joined."""
        same = replace(series.definition, basis="")
        return tuple(s for s in self.series if s is not series and replace(s.definition, basis="") == same)


@dataclass(frozen=True)
class SeriesMaker:
    """Makes series of bullets' figures. `measures` are the vocabulary's by id; `notes`: version and measure -> bullets that warn of it."""

    measures: Mapping[str, Concept]
    notes: Mapping[tuple[str, str], Sequence[HeldBullet]] = field(default_factory=dict)

    def of(self, name: str, bullets: Iterable[HeldBullet], wanted: Iterable[Figure], concept: Concept) -> MeasureSeries:
        """The series of these figures of one measure."""
        groups: dict[Definition, list[Row]] = {}
        expected: list[Row] = []
        for row in self._all(bullets, wanted):
            if row.figure.standing is Standing.EXPECTED:
                expected.append(row)
            else:
                groups.setdefault(self._definition(row), []).append(row)
        made = [self._series(definition, rows) for definition, rows in groups.items()]
        made.sort(key=lambda s: (bool(s.definition.scope), -len(s.levels), s.definition.title))
        return MeasureSeries(name, concept, tuple(made), tuple(sorted(expected, key=lambda r: r.order)))

    def listed(self, name: str, bullets: Iterable[HeldBullet], wanted: Iterable[Figure], near: tuple[str, ...] = ()) -> MeasureSeries:
        """These figures of whatever measures as one list, in order: no series, so nothing is held against anything."""
        rows = tuple(sorted(self._all(bullets, wanted), key=lambda r: r.order))
        return MeasureSeries(name, None, (Series(Definition("", "a list"), rows),) if rows else (), near=near)

    def _all(self, bullets: Iterable[HeldBullet], wanted: Iterable[Figure]) -> Iterator[Row]:
        chosen = {id(figure) for figure in wanted}
        for held in bullets:
            yield from self._rows(held, [figure for figure in held.linked.figures if id(figure) in chosen])

    def _rows(self, held: HeldBullet, figures: Sequence[Figure]) -> Iterator[Row]:
        """A row for each level, with the changes told of it, and one for each change that is told of none."""
        all_figures = held.linked.figures
        wrong = {id(s.change): s.said for s in sums(all_figures) if not s.right}
        told: dict[int, list[Figure]] = {}
        for figure in (f for f in figures if f.standing is Standing.CHANGE):
            level = level_of(all_figures, next(i for i, f in enumerate(all_figures) if f is figure))
            told.setdefault(id(level) if level and any(level is f for f in figures) else id(figure), []).append(figure)
        for figure in figures:
            changes = tuple(told.get(id(figure), ()))
            if figure.standing is Standing.CHANGE and not any(c is figure for c in changes):
                continue
            days = self._days(held.period, figure)
            remarks = [Remark(Flag.SUM, wrong[id(c)], (held.bullet.id,)) for c in changes if id(c) in wrong]
            remarks += self._doubts(held, figure, days)
            yield Row(held, figure, days, changes if figure.standing is not Standing.CHANGE else (figure,), tuple(remarks))

    def _doubts(self, held: HeldBullet, figure: Figure, days: Days | None) -> Iterator[Remark]:
        if figure.prior and figure.spoken is None:
            yield Remark(Flag.UNDATED, "the bullet does not say when it was so")
        elif figure.spoken is None and self._counting(figure) != "time":
            yield Remark(Flag.NOT_STATED, f"the bullet names no period; taken as {held.period.title}")
        elif days is None:
            yield Remark(Flag.UNDATED, f"“{figure.spoken.said if figure.spoken else ''}” cannot be dated")
        notes = self.notes.get((held.version, figure.measure or ""), ())
        for note in (n for n in notes if n.bullet.priority == held.bullet.priority):
            yield Remark(Flag.NOTE, note.bullet.text, (note.bullet.id,))

    def _counting(self, figure: Figure) -> str:
        concept = self.measures.get(figure.measure or "")
        return concept.values["counting"] if concept else "period"

    def _days(self, period: Period, figure: Figure) -> Days | None:
        """Which days a figure speaks of; of a count on a day that day twice. None where they cannot be told."""
        spoken = figure.spoken
        if self._counting(figure) == "time":
            if figure.prior and spoken is None:
                return None
            last = spoken.last if spoken and spoken.last and not figure.per else period.end
            return last, last
        if spoken is None:
            return None if figure.prior else (period.start, period.end)
        if spoken.reach is Reach.AT and spoken.last == period.end and spoken.first == spoken.last:
            return period.start, period.end
        return (spoken.first, spoken.last) if spoken.first and spoken.last else None

    def _definition(self, row: Row) -> Definition:
        figure, held = row.figure, row.held
        concept = self.measures.get(figure.measure or "")
        found = about(held.linked, figure)
        scoped = concept is None or concept.values.get("scoped") == "true"
        found = found if scoped else About((), found.places)
        alone = held.bullet.id if scoped and not (found.operations or found.places or figure.of) else None
        return Definition(held.force, self._basis(row), found.operations, found.places, figure.of, alone)

    def _basis(self, row: Row) -> str:
        if self._counting(row.figure) == "time":
            return "on a day"
        spoken = row.figure.spoken
        per = f" per {row.figure.per}" if row.figure.per not in (None, "average") else ""
        if spoken and spoken.reach is Reach.TO_DATE:
            return f"since {spoken.first:%d %B %Y}{per}" if spoken.first else f"to date{per}"
        return f"{span_of(row.days)}{per}" if row.days else f"undated{per}"

    def _series(self, definition: Definition, rows: Sequence[Row]) -> Series:
        ordered = sorted(rows, key=lambda r: r.order)
        return Series(definition, tuple(replace(row, remarks=(*row.remarks, *_against(row, ordered))) for row in ordered))


def _against(row: Row, rows: Sequence[Row]) -> Iterator[Remark]:
    """What other rows of its series say against a row: another value for its days, or a change that its levels do not bear out."""
    if not row.level or not row.days:
        return
    others = [r for r in rows if r.level and r is not row and r.days == row.days and (r.level.value, r.level.high) != (row.level.value, row.level.high)]
    for other in others:
        same = other.held.version == row.held.version
        value = f"{other.figure.value:f}"
        said = f"the same update also says {value}" if same else f"{other.held.period.title} says {value}"
        yield Remark(Flag.DIFFERS if same else Flag.RESTATED, said, (other.held.bullet.id,))
    yield from _unborne(row, rows)


def _unborne(row: Row, rows: Sequence[Row]) -> Iterator[Remark]:
    """A change on the year before that the series' own value of that year does not bear out, where the bullet does not give it."""
    if not row.level or not row.days or any(f.prior and f.measure == row.level.measure for f in row.held.linked.figures):
        return
    year_before = shifted(row.days, 12)
    for change in row.changes:
        then = [r.level for r in rows if r.level and r.days == year_before]
        yearly = "year" in (change.compared or "") or "same" in (change.compared or "")
        if then and yearly and not change.qualifier:
            found = checked(change, row.level, then[-1])
            if not found.right:
                yield Remark(Flag.SUM, found.said, (row.held.bullet.id,))
