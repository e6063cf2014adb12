"""Commands that look at a library as a whole: quarter, compare."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from ui.commands.shell import DEFAULT_LIBRARY, LibraryOption, OutputOption, StatusFormat, app, opened, say, version_named


class Side(StrEnum):
    """What bullets may be counted by."""

    PRIORITY = "priority"
    PERIOD = "period"
    DISTRICT = "district"


class TableFormat(StrEnum):
    """How a table of counts is printed."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


@app.command()
def quarter(
    update: Annotated[str, typer.Argument(help="A version's id, its file name, or its period (2018-19-Q4).")],
    library: LibraryOption = DEFAULT_LIBRARY,
    format_: Annotated[StatusFormat, typer.Option("--format")] = StatusFormat.TEXT,
    output: OutputOption = None,
) -> None:
    """Tells of one update what is new in it, what went on, what is gone since the last one held, and commitments with nothing under them.

    Its bullets stand in `beatbook bullets`, its source in `beatbook show`; JSON names them under their priorities and commitments.

    Example: `beatbook quarter 2019-20-Q3`
    """
    from search.quarter import quarter as read
    from ui.formats import to_line
    from ui.views import quarter_text

    with opened(library) as held:
        found = read(held, version_named(held, update))
    say(to_line(found.to_json()) if format_ is StatusFormat.JSON else quarter_text(found), output)


@app.command()
def compare(
    rows: Annotated[Side, typer.Argument(help="What stands in the rows.")] = Side.PRIORITY,
    columns: Annotated[Side, typer.Argument(help="What stands in the columns.")] = Side.PERIOD,
    library: LibraryOption = DEFAULT_LIBRARY,
    period: Annotated[list[str] | None, typer.Option("--period", help="Only updates of this period (2018-19-Q4). May be repeated.")] = None,
    force: Annotated[str | None, typer.Option("--force", help="Of this force; else of the one with most updates.")] = None,
    question: Annotated[str | None, typer.Option("--question", metavar="QUESTION", help="Only the bullets that answer this question.")] = None,
    format_: Annotated[TableFormat, typer.Option("--format")] = TableFormat.TEXT,
    output: OutputOption = None,
) -> None:
    """Counts bullets crosswise: priorities, districts and periods. A blank says why it is one: silent, not in that plan, not held.

    JSON names the bullets of every cell. To compare two names or places, ask: `beatbook ask "compare Harlow and Basildon"`.

    Examples: `beatbook compare`, `beatbook compare priority district --period 2019-20-Q3`,
    `beatbook compare district period --question "anti-social behaviour" --format csv -o asb.csv`
    """
    from search.compare import Wanted
    from search.compare import compare as count
    from search.sides import Axis
    from ui.formats import to_line
    from ui.views import comparison_csv, comparison_table

    with opened(library) as held:
        found = count(held, Wanted(Axis(rows.value), Axis(columns.value), force, tuple(period or ()), question))
        if format_ is TableFormat.JSON:
            say(to_line(found.to_json(held)), output)
        elif format_ is TableFormat.CSV:
            say("\n".join(comparison_csv(found)), output)
        else:
            say(comparison_table(found), output)
