"""Commands that fill a library and say what it holds."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.errors import UnknownNameError
from kg.reading import READERS
from ui.commands.shell import (
    DEFAULT_LIBRARY,
    LibraryOption,
    StatusFormat,
    VocabularyOption,
    WaitOption,
    app,
    builder_for,
    editor_for,
    opened,
    say,
    version_named,
)

if TYPE_CHECKING:
    from search.build import AddReport


@app.command()
def add(
    paths: Annotated[list[Path] | None, typer.Argument(help="Updates, or folders of them.", show_default=False)] = None,
    samples: Annotated[bool, typer.Option("--samples", help="The sample updates that come with Beatbook.")] = False,
    library: LibraryOption = DEFAULT_LIBRARY,
    period: Annotated[str | None, typer.Option(help="The period, where the update does not say it: 2018-19-Q4, 2016-06.")] = None,
    force: Annotated[str | None, typer.Option(help='The publishing force, where the update does not say it: "Kent Police".')] = None,
    vocabulary: VocabularyOption = None,
    wait: WaitOption = 30,
    embed_with: Annotated[
        str | None, typer.Option(envvar="BEATBOOK_EMBED_WITH", help="Embed on other machines: dask:ADDRESS of a Dask scheduler.", show_default="this process")
    ] = None,
) -> None:
    """Adds updates to the library, which is made when there is none. Adding the same file again changes nothing.

    Example: `beatbook add updates/`
    """
    from kg.colophon import Given
    from kg.data import data_folder
    from kg.period import Period
    from search.spreading import encoder_of

    wanted = [*(paths or ()), *([data_folder() / "updates"] if samples else ())]
    if not wanted:
        raise typer.BadParameter("give the files or folders to add, or --samples")
    try:
        given = Given(Period.from_label(period) if period else None, force)
        encoder = encoder_of(embed_with)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    with builder_for(library, vocabulary, wait) as builder:
        builder.embed_with(encoder)
        report = builder.add(wanted, given)
    tell(report)
    if report.failed:
        raise typer.Exit(1)


def tell(report: AddReport) -> None:
    """What became of each file, a line each."""
    for version in report.added:
        doubts = f", {len(version.doubts)} in doubt (`beatbook status` lists them)" if version.doubts else ""
        count = f"{version.bullets} bullet{'s' * (version.bullets != 1)}"
        say(f"added {version.source}: {version.colophon.force.name}, {version.colophon.period.title}, {count}{doubts}")
        if broken := report.broken.get(version.id):
            said = f"{broken} finding{'s' * (broken != 1)} against the shapes of its RDF"
            sys.stderr.write(f"beatbook: {version.source}: {said}; `beatbook validate {version.id}` names them\n")
    for version in report.unchanged:
        say(f"unchanged {version.source}: {version.colophon.force.name}, {version.colophon.period.title}")
    for version in report.superseded:
        say(f"superseded {version.source}: {version.colophon.force.name}, {version.colophon.period.title}, kept as an older version")
    for path in report.skipped:
        say(f"skipped {path}: not an update by its name")
    for error in report.failed:
        sys.stderr.write(f"beatbook: {error}\n")
    if not (report.added or report.unchanged or report.failed):
        say(f"nothing to add: no file ending in {', '.join(sorted(READERS))} was found")


@app.command()
def status(
    library: LibraryOption = DEFAULT_LIBRARY,
    doubts: Annotated[bool, typer.Option("--doubts", help="Account for every line, and list the doubts of superseded versions too.")] = False,
    format_: Annotated[StatusFormat, typer.Option("--format")] = StatusFormat.TEXT,
) -> None:
    """Shows what the library holds, version by version, and what was in doubt when it was read."""
    from ui.formats import to_line
    from ui.printing import print_status

    with opened(library) as held:
        described = held.describe()
        accounts = held.accounts() if doubts else None
    if format_ is StatusFormat.JSON:
        say(to_line(described))
    else:
        print_status(described, accounts)


@app.command()
def show(
    update: Annotated[str, typer.Argument(help="A version's id, its file name, or its period (2018-19-Q4).")],
    library: LibraryOption = DEFAULT_LIBRARY,
) -> None:
    """Prints the source of an update with what each line was taken for."""
    from rich.text import Text

    from ui.printing import console

    with opened(library) as held:
        version = version_named(held, update)
        read = held.catalogue.update(version)
    out = console()
    for line, role in zip(read.source.lines, read.roles, strict=True):
        style = {"bullet": "green", "paragraph": "green", "table row": "green", "footnote": "green", "continuation": "green", "priority": "bold cyan"}.get(
            role, "dim"
        )
        out.print(Text(f"{line.number:5}  {role:<13} ", style=style) + Text(read.source.text[line.start : line.end]))


@app.command()
def remove(
    update: Annotated[str, typer.Argument(help="A version's id, its file name, or its period (2018-19-Q4).")],
    library: LibraryOption = DEFAULT_LIBRARY,
    wait: WaitOption = 30,
) -> None:
    """Takes a version of an update out of the library; an older version of it comes into force again."""
    with opened(library) as held:
        version = version_named(held, update)
    with editor_for(library, wait) as builder:
        builder.remove([version])
    say(f"removed {version}")


@app.command()
def use(
    update: Annotated[str, typer.Argument(help="The update: its period (2018-19-Q4), or a version's id or file name.")],
    version: Annotated[str, typer.Argument(help="The version to put in force: as printed (2.0), or its id or file name.")],
    library: LibraryOption = DEFAULT_LIBRARY,
    wait: WaitOption = 30,
) -> None:
    """Puts another version of an update in force, for example an older one.

    Example: `beatbook use 2018-19-Q4 2.0`
    """
    with opened(library) as held:
        one = version_named(held, update)
        same = next(v for v in held.all_versions if v.id == one).update
        rivals = [v for v in held.all_versions if v.update == same]
    chosen = next((v for v in rivals if version.lower() in (v.id.lower(), v.source.lower(), v.colophon.version or "")), None)
    if chosen is None:
        raise UnknownNameError(version, tuple(v.colophon.version or v.id for v in rivals))
    with editor_for(library, wait) as builder:
        say(f"using {chosen.source}, version {chosen.colophon.version or '-'}; build {builder.use(chosen)}")
