"""Figures as text for a terminal and as CSV: series as tables by the days they speak of, each row with its source."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console
from rich.text import Text

from kg.period import Period
from kg.series import MeasureSeries, Row, Series
from search.figures import MeasureHeld
from ui.formats import safe_cell
from ui.printing import citation, console
from ui.values import days_text, value_text

_COLUMNS = ("speaks of", "value", "change", "told in", "source")
_CSV = (
    *("measure", "name", "force", "basis", "scope", "first_day", "last_day", "speaks_of", "value", "high", "unit", "qualifier", "standing", "change", "flags"),
    *("period", "bullet", "source", "page", "first_line", "last_line", "marking"),
)


def heads() -> tuple[str, ...]:
    """The heads of the columns of `cells_of`."""
    return _COLUMNS


def cells_of(row: Row) -> tuple[str, ...]:
    """A row of a series as the cells of a table: days, value, change, the update that tells it, its source."""
    value = value_text(row.figure) if row.level else ""
    changes = ", ".join(value_text(c) for c in row.changes)
    return days_text(row.days), value, changes, row.held.period.title, citation(row.held)


def print_measures(found: Sequence[MeasureHeld], unnamed: int) -> None:
    """The measures that a library holds, with how many figures of each, in which periods."""
    out = console()
    if not found and not unnamed:
        out.print("No figures are held.")
        return
    width = max((len(m.measure.name) for m in found), default=0)
    for m in found:
        periods = ", ".join(Period.from_label(p).title for p in m.periods)
        out.print(Text(f"  {m.measure.name:<{width}}  {m.count:>4}  {periods}"))
    out.print(
        f"{len(found)} measures with {sum(m.count for m in found)} figures; {unnamed} figures more are of none that is known, and are found by their words."
    )
    out.print('Follow one with `beatbook figures "NAME"`.')


def print_series(found: MeasureSeries) -> None:
    """A measure with its series as tables, what speaks against each row, and what is wanted or foreseen."""
    out = console()
    out.print(Text(found.name, style="bold"))
    if found.concept:
        values = found.concept.values
        out.print(Text(f"{values['definition']} In {values['unit']}; counted {_COUNTED[values['counting']]}."))
        if note := values.get("note"):
            out.print(Text(f"Not to be mixed: {note}"))
    else:
        out.print("No one measure bears this name. These figures hold the words; they are a list, not a series.")
        if found.near:
            out.print(Text(f"Measures with these words: {'; '.join(found.near)}"))
    for series in found.series:
        _print_table(out, series.definition.title, series.rows, named=found.concept is None)
        apart = ", ".join(s.definition.basis for s in found.apart(series)) if found.concept else ""
        if apart:
            out.print(Text(f"    also counted over {apart}: another definition, not joined", style="dim"))
    if found.expected:
        _print_table(out, "wanted, planned or foreseen, not counted", found.expected)
    if not found.series and not found.expected:
        out.print("No figure of it is held for what was asked.")


_COUNTED = {"period": "in a period", "time": "on a day", "to date": "from a beginning to date"}


def _print_table(out: Console, title: str, rows: Sequence[Row], *, named: bool = False) -> None:
    """Rows as a table; `named` adds what each figure counts, where it is not the same for all."""
    heads = (*_COLUMNS, "counted") if named else _COLUMNS
    table = [heads, *((*cells_of(row), row.figure.counted) if named else cells_of(row) for row in rows)]
    widths = [max(len(line[i]) for line in table) for i in range(len(heads))]
    out.print(Text(f"\n{title}", style="bold"))
    for line, row in zip(table, (None, *rows), strict=True):
        text = "  ".join(cell.rjust(w) if i in (1, 2) else cell.ljust(w) for i, (cell, w) in enumerate(zip(line, widths, strict=True)))
        out.print(Text(f"  {text}".rstrip(), style="dim" if row is None else ""))
        for remark in row.remarks if row else ():
            out.print(Text(f"    ! {remark.flag.value}: {remark.said}", style="yellow"))


def series_csv(found: MeasureSeries) -> Iterator[str]:
    """CSV of a measure's rows, one line a string, the header first. What is wanted or foreseen comes last."""
    yield _line(_CSV)
    for series in found.series:
        yield from (_line(_csv_row(found, series, row)) for row in series.rows)
    yield from (_line(_csv_row(found, None, row)) for row in found.expected)


def _csv_row(found: MeasureSeries, series: Series | None, row: Row) -> Iterator[object]:
    f, b = row.figure, row.held.bullet
    d = series.definition if series else None
    yield from (found.concept.id if found.concept else "", found.name, row.held.force, d.basis if d else "", d.scope if d else "")
    yield from (row.days or ("", ""))
    yield from (f.spoken.said if f.spoken else "", f.number, "" if f.high is None else f"{f.high:f}", f.unit, f.qualifier or "", f.standing.value)
    yield from ("; ".join(value_text(c) for c in row.changes), "; ".join(f"{r.flag.value}: {r.said}" for r in row.remarks))
    yield from (row.held.period.label, b.id, row.held.source, b.page or "", *b.lines, row.held.marking or "")


def _line(cells: Iterable[object]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="").writerow([safe_cell(c) for c in cells])
    return buffer.getvalue()


def measures_csv(found: Sequence[MeasureHeld]) -> Iterator[str]:
    """CSV of the measures held."""
    yield _line(("measure", "name", "unit", "counting", "figures", "periods"))
    for m in found:
        yield _line((m.measure.id, m.measure.name, m.measure.values["unit"], m.measure.values["counting"], m.count, "; ".join(m.periods)))
