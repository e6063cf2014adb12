"""A quarter and a comparison as text and CSV."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterator

from search.compare import Comparison
from search.quarter import Change, Quarter, Turn, Unreported
from search.sides import Cell
from ui.formats import safe_cell
from ui.printing import spans

# How a blank is shown in a table, and what it means.
SIGNS = {Cell.SILENT: "-", Cell.DOUBT: "-?", Cell.NOT_IN_PLAN: "×", Cell.NOT_HELD: ""}
MEANINGS = {
    Cell.SILENT: "held, and nothing is said",
    Cell.DOUBT: "held, nothing is said, and the update was read with doubts",
    Cell.NOT_IN_PLAN: "no priority of the plan of that time",
    Cell.NOT_HELD: "no update is held",
}
# Titles of rows are cut here, so that some columns fit beside them on a terminal.
WIDEST = 40
CHANGES = {
    Change.NEW: "New, in no update held before",
    Change.WENT_ON: "Went on from the last update held",
    Change.BACK: "Back, not in the last update held",
    Change.GONE: "Gone, named in the last update held",
}


def against(found: Quarter) -> str:
    """What a quarter is compared with, and what is not held between the two."""
    if found.before is None:
        return "Nothing earlier of this force is held, so every name is new."
    between = f"; not held between them: {spans(found.missing)}" if found.missing else ", the one before"
    return f"Compared with {found.before.colophon.period.title}{between}."


def turn_text(turn: Turn) -> str:
    """A name with its count, and when it was named last where that tells something."""
    count = f"{len(turn.bullets)} bullet{'s' * (len(turn.bullets) != 1)}"
    last = f", last in {turn.last.title}" if turn.change is Change.BACK and turn.last else ""
    return f"{turn.name} ({count}{last})"


def unreported_text(one: Unreported) -> str:
    """A commitment with nothing under it, where it is printed and when it was last reported on."""
    where = f"printed at line {one.line}" if one.line else "not printed in this update"
    last = f"; last reported on in {one.last.title}" if one.last else ""
    return f"{one.priority.number if one.priority else '-'}. {one.commitment} ({where}{last})"


def quarter_text(found: Quarter) -> str:
    """A quarter to read on a terminal."""
    colophon = found.version.colophon
    lines = [f"{colophon.force.name}, {colophon.period.title}: {found.count} bullets, {colophon.plan or 'plan not known'}", against(found)]
    lines += [f"read with a doubt: {doubt}" for doubt in found.doubts]
    lines += ["", *(f"{part.count:5}  {part.title}" for part in found.parts)]
    for change, title in CHANGES.items():
        turns = sorted(found.turned(change), key=lambda t: t.kind)
        for kind, group in itertools.groupby(turns, key=lambda t: t.kind):
            lines += ["", f"{title}: {kind.value}s", f"  {', '.join(turn_text(t) for t in group)}"]
    if found.unreported:
        lines += ["", "Commitments with nothing under them", *(f"  {unreported_text(one)}" for one in found.unreported)]
    return "\n".join(lines)


def comparison_csv(found: Comparison) -> Iterator[str]:
    """A row a cell: row, column, state, count; one line a string, the header first."""
    head: list[str | int] = ["row", "column", "state", "count"]
    rows: list[list[str | int]] = [[r.title, c.title, found.cell(r, c).value, found.count(r, c)] for r in found.rows for c in found.columns]
    for cells in (head, *rows):
        buffer = io.StringIO()
        csv.writer(buffer, lineterminator="").writerow([safe_cell(cell) for cell in cells])
        yield buffer.getvalue()


def comparison_table(found: Comparison) -> str:
    """A comparison to read on a terminal: columns are numbered, and named below."""
    width = min(WIDEST, max(len(row.title) for row in found.rows))
    numbers = [str(i) for i in range(1, len(found.columns) + 1)]
    lines = [f"{'':{width}} {''.join(f'{number:>5}' for number in numbers)}  all"]
    for row in found.rows:
        cells = (str(found.count(row, c)) if found.count(row, c) else SIGNS[found.cell(row, c)] for c in found.columns)
        title = row.title if len(row.title) <= width else f"{row.title[: width - 1]}…"
        lines.append(f"{title:{width}} {''.join(f'{cell:>5}' for cell in cells)}{found.total(row):>5}")
    lines += ["", *(f"{number:>3}  {c.title}{f' ({c.note})' if c.note else ''}: {found.total(c)}" for number, c in zip(numbers, found.columns, strict=True))]
    seen = set(found.blank.values())
    lines += ["", *(f"{SIGNS[cell] or 'blank':>5}  {said}" for cell, said in MEANINGS.items() if cell in seen)]
    return "\n".join([*lines, f"{found.count_all} bullets of {found.force}, each counted once in “all”"])
