"""Commands that answer: bullets, ask, again."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from ui.commands.shell import DEFAULT_LIBRARY, AnswerFormat, LibraryOption, OutputOption, StatusFormat, app, opened, say

if TYPE_CHECKING:
    from search.answer import Answer
    from search.library import Library


class BulletFormat(StrEnum):
    """How bullets are printed."""

    TEXT = "text"
    JSONL = "jsonl"
    CSV = "csv"


@app.command()
def bullets(
    library: LibraryOption = DEFAULT_LIBRARY,
    all_versions: Annotated[bool, typer.Option("--all-versions", help="Superseded versions too.")] = False,
    format_: Annotated[BulletFormat, typer.Option("--format")] = BulletFormat.TEXT,
) -> None:
    """Prints every bullet with its place and what it mentions, in reading order.

    Example: `beatbook bullets --format jsonl | head -1`
    """
    from ui.formats import bullet_json, bullets_csv, to_line
    from ui.printing import citation

    with opened(library) as held:
        versions = [v.id for v in held.all_versions] if all_versions else held.version_ids
        found = held.catalogue.bullets(held.catalogue.members(versions))
    if format_ is BulletFormat.CSV:
        say("\n".join(bullets_csv(found)))
        return
    for bullet in found:
        say(to_line(bullet_json(bullet)) if format_ is BulletFormat.JSONL else f"{bullet.period.title}  {bullet.bullet.text}  [{citation(bullet)}]")


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="A question, in quotation marks.")],
    library: LibraryOption = DEFAULT_LIBRARY,
    format_: Annotated[AnswerFormat, typer.Option("--format")] = AnswerFormat.TEXT,
    output: OutputOption = None,
    drop: Annotated[list[str] | None, typer.Option("--drop", metavar="PART", help="Read the question without this part, as named under “Read as”.")] = None,
    add: Annotated[str, typer.Option("--add", metavar="WORDS", help="Ask for these words too, as “in Harlow” or “since 2019”.")] = "",
    why_not: Annotated[str | None, typer.Option("--why-not", metavar="BULLET", help="Say of the bullet of this id which parts it meets or fails.")] = None,
    save_as: Annotated[str | None, typer.Option("--save", metavar="NAME", help="Keep the answer in the library; `beatbook again NAME` compares.")] = None,
    as_sparql: Annotated[bool, typer.Option("--sparql", help="Print the SPARQL query that gives the same bullets.")] = False,
) -> None:
    """Answers a question with every bullet that fits, each cited, and a receipt of what was searched.

    A question may name operations, partners, districts, places, areas, priorities, periods and themes; all that are named must
    hold. What is left is a topic. How it was read stands above the answer; --drop and --add change it.

    Examples: `beatbook ask "all cross-border work with the Met"`, `beatbook ask "RAPTOR in Basildon since 2019"`,
    `beatbook ask "county lines in Q1 2020/21" --format csv -o lines.csv`, `beatbook ask "RAPTOR in Basildon" --drop Basildon --add "in Harlow"`
    """
    from search.answer import Answerer, Status
    from ui.formats import answer_markdown, bullets_csv, to_line
    from ui.printing import print_answer

    if why_not:
        _why(library, question, (drop or [], add), why_not, format_)
        return
    with opened(library) as held:
        answerer = Answerer(held)
        answer = answerer.answer(question, answerer.read(question, drop or (), add))
        query = _sparql(held, answer) if as_sparql else ""
    if query:
        say(query.rstrip(), output)
    elif format_ is AnswerFormat.JSON:
        say(to_line(answer.to_json()), output)
    elif format_ is AnswerFormat.MARKDOWN:
        say(answer_markdown(answer), output)
    elif format_ is AnswerFormat.CSV:
        say("\n".join(bullets_csv(e.held for e in answer.evidence)), output)
    else:
        print_answer(answer)
    if save_as and answer.status is not Status.NOT_UNDERSTOOD:
        from search.saved import save

        sys.stderr.write(f"saved as {save_as} in {save(library, save_as, answer, drop or (), add)}\n")
    if answer.status is Status.NOT_UNDERSTOOD:
        sys.stderr.write(f'beatbook: nothing in {question!r} was understood; name a partner, operation, place, period or topic, as in "RAPTOR in Basildon"\n')
        raise typer.Exit(1)


@app.command()
def again(
    name: Annotated[str, typer.Argument(help="The name under which an answer was saved.")],
    library: LibraryOption = DEFAULT_LIBRARY,
    format_: Annotated[StatusFormat, typer.Option("--format")] = StatusFormat.TEXT,
) -> None:
    """Asks a saved question again and tells which bullets came, went or changed since.

    Example: `beatbook ask "county lines" --save lines`, later `beatbook again lines`
    """
    from search.saved import again as answer_again
    from ui.formats import to_line
    from ui.printing import print_again

    with opened(library) as held:
        found = answer_again(held, name)
    if format_ is StatusFormat.JSON:
        say(to_line(found.to_json()))
    else:
        print_again(found)


def _sparql(held: Library, answer: Answer) -> str:
    import os

    from kg.vocabulary import ID
    from search.sparql import sparql

    try:
        return sparql(held, answer, os.environ.get("BEATBOOK_BASE", ID))
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


def _why(library: LibraryOption, question: str, edits: tuple[list[str], str], bullet: str, format_: AnswerFormat) -> None:
    from dataclasses import asdict

    from search.answer import Answerer
    from search.why import why
    from ui.formats import to_line
    from ui.printing import print_checks

    with opened(library) as held:
        answerer = Answerer(held)
        checks = why(answerer, answerer.read(question, *edits), bullet)
    if format_ is AnswerFormat.JSON:
        say(to_line({"question": question, "bullet": bullet, "member": all(c.met for c in checks), "checks": [asdict(c) for c in checks]}))
    else:
        print_checks(checks)
