"""Commands about names: trace, quiet, path, review."""

from __future__ import annotations

import getpass
import sys
from typing import Annotated

import typer

from kg.decisions import Decision, Verdict
from ui.commands.shell import (
    DEFAULT_LIBRARY,
    AnswerFormat,
    LibraryOption,
    OutputOption,
    StatusFormat,
    WaitOption,
    app,
    editor_for,
    opened,
    say,
)


@app.command()
def trace(
    name: Annotated[str, typer.Argument(help='An operation, partner, district, place or theme: "RAPTOR", "the Met", "Harlow".')],
    library: LibraryOption = DEFAULT_LIBRARY,
    format_: Annotated[AnswerFormat, typer.Option("--format")] = AnswerFormat.TEXT,
    output: OutputOption = None,
) -> None:
    """Follows one operation, partner, district or theme from period to period.

    Example: `beatbook trace RAPTOR`
    """
    from search.follow import follow
    from ui.formats import bullets_csv, to_line, trace_markdown
    from ui.printing import print_trace

    with opened(library) as held:
        found = follow(held, name)
    if format_ is AnswerFormat.JSON:
        say(to_line(found.to_json()), output)
    elif format_ is AnswerFormat.MARKDOWN:
        say(trace_markdown(found), output)
    elif format_ is AnswerFormat.CSV:
        say("\n".join(bullets_csv(found.bullets)), output)
    else:
        print_trace(found)


@app.command()
def quiet(
    library: LibraryOption = DEFAULT_LIBRARY,
    since: Annotated[str | None, typer.Option(help="From this period on (2019-20-Q3); else the latest one held.")] = None,
    format_: Annotated[StatusFormat, typer.Option("--format")] = StatusFormat.TEXT,
    output: OutputOption = None,
) -> None:
    """Lists operations, partners and commitments that were reported and are now silent.

    Each with its last mention, the periods held since then that say nothing, and the quarters since then that are not held.

    Example: `beatbook quiet --since 2020-21-Q1`
    """
    from kg.model import Kind
    from kg.period import Period
    from kg.quiet import find_quiet
    from ui.formats import to_line
    from ui.printing import print_quiet

    try:
        period = Period.from_label(since) if since else None
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    with opened(library) as held:
        found = find_quiet(held.catalogue, held.versions, (Kind.OPERATION, Kind.PARTNER), period)
    if format_ is StatusFormat.JSON:
        say("\n".join(to_line(row.to_json()) for row in found), output)
    else:
        print_quiet(found)


@app.command()
def path(
    start: Annotated[str, typer.Argument(help="An operation, partner or district.", metavar="A")],
    end: Annotated[str, typer.Argument(help="Another.", metavar="B")],
    library: LibraryOption = DEFAULT_LIBRARY,
    most: Annotated[int, typer.Option("--most", min=1, max=50, help="So many ways at most.")] = 5,
    format_: Annotated[StatusFormat, typer.Option("--format")] = StatusFormat.TEXT,
) -> None:
    """Shows how two entities are connected, shortest ways first, with the bullets on every edge.

    Example: `beatbook path RAPTOR "British Transport Police"`
    """
    from search.follow import connect
    from ui.formats import to_line
    from ui.printing import print_ways

    with opened(library) as held:
        found = connect(held, start, end, most)
    if format_ is StatusFormat.JSON:
        edges = [[{"from": s.start, "to": s.end, "bullets": [b.bullet.id for b in s.bullets]} for s in way] for way in found]
        say(to_line({"start": start, "end": end, "ways": edges}))
    else:
        print_ways(start, end, found)


@app.command()
def review(
    name: Annotated[str | None, typer.Argument(help="The name to decide on; without one, what waits is listed.", show_default=False)] = None,
    same_as: Annotated[str | None, typer.Option("--same-as", metavar="NAME", help="It is this one, printed otherwise.")] = None,
    different_from: Annotated[str | None, typer.Option("--different-from", metavar="NAME", help="It is not this one.")] = None,
    verdict: Annotated[Verdict | None, typer.Option("--verdict", help='"not a body" or "unsure".', show_default=False)] = None,
    because: Annotated[str | None, typer.Option("--because", metavar="BULLET", help="The id of the bullet that proves it.")] = None,
    undo: Annotated[int | None, typer.Option("--undo", metavar="NUMBER", help="Take back the decision of that number.")] = None,
    log: Annotated[bool, typer.Option("--log", help="List every decision.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Decide without asking; else what would change is shown first.")] = False,
    author: Annotated[str, typer.Option("--author", envvar="BEATBOOK_AUTHOR", help="Who decides.", show_default="the login name")] = "",
    library: LibraryOption = DEFAULT_LIBRARY,
    format_: Annotated[StatusFormat, typer.Option("--format")] = StatusFormat.TEXT,
    wait: WaitOption = 30,
) -> None:
    """Lists names that wait for a person, and keeps decisions about them, which can be undone.

    A decision changes what is shown and counted, never what was recognised.

    Examples: `beatbook review`, `beatbook review "Operation LANTREN" --same-as LANTERN`, `beatbook review --undo 3`
    """
    who = author or getpass.getuser()
    if undo is not None:
        with editor_for(library, wait) as builder:
            done = builder.undo(undo, who)
        say(f"decision {undo} undone" if done else f"no decision {undo} is in force; `beatbook review --log` lists them")
        raise typer.Exit(0 if done else 1)
    if log or name is None:
        _list(library, log, format_)
        return
    given = [(v, [name, other]) for v, other in ((Verdict.SAME, same_as), (Verdict.DIFFERENT, different_from)) if other]
    given += [(verdict, [name])] if verdict in (Verdict.NO_BODY, Verdict.UNSURE) else []
    if len(given) != 1:
        raise typer.BadParameter('give one of --same-as NAME, --different-from NAME, --verdict "not a body", --verdict unsure')
    made = _decision(library, *given[0], who, because)
    if not yes and (not sys.stdin.isatty() or not typer.confirm("Decide so?")):
        say("nothing decided; add --yes to decide")
        return
    with editor_for(library, wait) as builder:
        number = builder.decide(made)
    say(f"decision {number}: {made.name} {made.verdict.value} {made.other_name or ''}".rstrip() + f"; `beatbook review --undo {number}` takes it back")


def _list(library: LibraryOption, log: bool, format_: StatusFormat) -> None:
    from search.review import pending
    from ui.formats import to_line
    from ui.printing import print_decisions, print_pending

    with opened(library) as held:
        if log:
            print_decisions(held.catalogue.decisions.all())
        elif format_ is StatusFormat.JSON:
            say("\n".join(to_line(row.to_json()) for row in pending(held)))
        else:
            print_pending(pending(held))


def _decision(library: LibraryOption, verdict: Verdict, names: list[str], author: str, because: str | None) -> Decision:
    """A decision on these names, its effect printed."""
    from search.review import decision, effect
    from ui.printing import print_effect

    with opened(library) as held:
        made = decision(held, verdict, names, author, because)
        print_effect(effect(held, made))
    return made
