"""The command about figures: which measures are held, and one across periods."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from kg.errors import UnknownNameError
from ui.commands.shell import DEFAULT_LIBRARY, LibraryOption, OutputOption, app, opened, say

if TYPE_CHECKING:
    from search.figures import Wanted
    from search.interpretation import Key
    from search.library import Library


class FigureFormat(StrEnum):
    """How figures are printed."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


@app.command()
def figures(
    measure: Annotated[str | None, typer.Argument(help='What is counted: "KSI", "Volunteer Police Cadets". Without it the measures held are listed.')] = None,
    operation: Annotated[str | None, typer.Option(metavar="NAME", help="Only figures about this operation.")] = None,
    district: Annotated[str | None, typer.Option(metavar="NAME", help="Only figures about this district or area.")] = None,
    period: Annotated[str | None, typer.Option(metavar="PERIOD", help="Only what updates of this period tell: 2019-20-Q3, 2016-06, 2019-20.")] = None,
    library: LibraryOption = DEFAULT_LIBRARY,
    format_: Annotated[FigureFormat, typer.Option("--format")] = FigureFormat.TEXT,
    output: OutputOption = None,
) -> None:
    """Sets the figures of one measure in a row over periods, each with its bullet and what speaks against it.

    Figures that count otherwise, over another span or of another place are rows of their own, never joined and never summed.

    Examples: `beatbook figures`, `beatbook figures KSI`, `beatbook figures arrests --operation RAPTOR`,
    `beatbook figures "Volunteer Police Cadets" --format csv -o cadets.csv`
    """
    from search.figures import measures_held, series_json, series_of
    from ui.figures import measures_csv, print_measures, print_series, series_csv
    from ui.formats import to_line

    with opened(library) as held:
        wanted = _wanted(held, operation, district, period)
        if measure is None:
            found, unnamed = measures_held(held, wanted)
            if format_ is FigureFormat.JSON:
                say(to_line({"measures": [m.to_json() for m in found], "unnamed": unnamed}), output)
            elif format_ is FigureFormat.CSV:
                say("\n".join(measures_csv(found)), output)
            else:
                print_measures(found, unnamed)
            return
        series = series_of(held, measure, wanted)
    if format_ is FigureFormat.JSON:
        say(to_line(series_json(series)), output)
    elif format_ is FigureFormat.CSV:
        say("\n".join(series_csv(series)), output)
    else:
        print_series(series)


def _wanted(held: Library, operation: str | None, district: str | None, period: str | None) -> Wanted:
    """The options as names that the library bears. UnknownNameError, or wrong usage, where they are none."""
    from kg.period import Period
    from search.figures import Wanted
    from search.interpretation import Key

    try:
        asked = Period.from_label(period.replace("/", "-")) if period else None
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    named = _named(held, operation, (Key.OPERATIONS,)) if operation else None
    place = _named(held, district, (Key.DISTRICTS, Key.AREAS)) if district else None
    return Wanted(named, place, asked.start if asked else None, asked.end if asked else None)


def _named(held: Library, name: str, kinds: tuple[Key, ...]) -> str:
    from search.answer import names_of
    from search.question import find_named

    part = find_named(names_of(held), name)
    if part.key not in kinds:
        raise UnknownNameError(name)
    return part.name
