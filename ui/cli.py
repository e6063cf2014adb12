"""The command line. Every command takes `--library`; errors are one line on stderr that says what to do."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.errors import BeatbookError, UnknownNameError
from kg.reading import READERS
from search.errors import QuestionError

if TYPE_CHECKING:
    from search.build import AddReport, Builder
    from search.library import Library

app = typer.Typer(
    name="beatbook",
    help="Reads the progress updates of a Police and Crime Plan, and answers questions with every bullet cited.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)

LibraryOption = Annotated[
    Path,
    typer.Option("--library", "-l", envvar="BEATBOOK_LIBRARY", help="The folder that holds what was added.", show_default="$BEATBOOK_LIBRARY, else ./library"),
]
VocabularyOption = Annotated[
    list[Path] | None, typer.Option("--vocabulary", help="A folder of Turtle files that extends or corrects the vocabulary.", exists=True, file_okay=False)
]
WaitOption = Annotated[float, typer.Option("--wait", min=0, help="Seconds to wait while another command writes.")]
OutputOption = Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file instead of printing.")]
DEFAULT_LIBRARY = Path("library")


class AnswerFormat(StrEnum):
    """How answers and traces are printed."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
    CSV = "csv"


class BulletFormat(StrEnum):
    """How bullets are printed."""

    TEXT = "text"
    JSONL = "jsonl"
    CSV = "csv"


class StatusFormat(StrEnum):
    """How the status is printed."""

    TEXT = "text"
    JSON = "json"


class ExportFormat(StrEnum):
    """What a library can be exported to."""

    TURTLE = "turtle"
    NTRIPLES = "ntriples"
    GRAPHML = "graphml"
    CSV = "csv"


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """Progress bars on stderr, when it is a terminal."""
    from rich.console import Console
    from rich.progress import Progress, TaskID

    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bars:
        tasks: dict[str, TaskID] = {}

        def more(what: str, total: int, done: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total)
            bars.advance(tasks[what], done)

        yield more


@contextmanager
def _builder(library: Path, vocabulary: list[Path] | None, wait: float) -> Iterator[Builder]:
    from kg.vocabulary import Vocabulary
    from search.build import Builder

    with _progress() as progress:
        yield Builder(library, Vocabulary.load(vocabulary or ()), wait=wait, progress=progress)


def _open(library: Path) -> Library:
    from search.library import Library

    return Library.open(library)


def _say(text: str, output: Path | None = None) -> None:
    if output:
        output.write_text(text + "\n", encoding="utf-8")
    else:
        sys.stdout.write(text + "\n")


@app.command()
def add(
    paths: Annotated[list[Path] | None, typer.Argument(help="Updates, or folders of them.", show_default=False)] = None,
    samples: Annotated[bool, typer.Option("--samples", help="The sample updates that come with Beatbook.")] = False,
    library: LibraryOption = DEFAULT_LIBRARY,
    period: Annotated[str | None, typer.Option(help="The period, where the update does not say it: 2018-19-Q4, 2016-06.")] = None,
    force: Annotated[str | None, typer.Option(help='The publishing force, where the update does not say it: "Kent Police".')] = None,
    vocabulary: VocabularyOption = None,
    wait: WaitOption = 30,
) -> None:
    """Adds updates to the library, which is made when there is none. Adding the same file again changes nothing.

    Example: `beatbook add updates/`
    """
    from kg.colophon import Given
    from kg.data import data_folder
    from kg.period import Period

    wanted = [*(paths or ()), *([data_folder() / "updates"] if samples else ())]
    if not wanted:
        raise typer.BadParameter("give the files or folders to add, or --samples")
    try:
        given = Given(Period.from_label(period) if period else None, force)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    with _builder(library, vocabulary, wait) as builder:
        report = builder.add(wanted, given)
    _tell(report)
    if report.failed:
        raise typer.Exit(1)


def _tell(report: AddReport) -> None:
    for version in report.added:
        doubts = f", {len(version.doubts)} in doubt (`beatbook status` lists them)" if version.doubts else ""
        count = f"{version.bullets} bullet{'s' * (version.bullets != 1)}"
        _say(f"added {version.source}: {version.colophon.force.name}, {version.colophon.period.title}, {count}{doubts}")
    for version in report.unchanged:
        _say(f"unchanged {version.source}: {version.colophon.force.name}, {version.colophon.period.title}")
    for version in report.superseded:
        _say(f"superseded {version.source}: {version.colophon.force.name}, {version.colophon.period.title}, kept as an older version")
    for path in report.skipped:
        _say(f"skipped {path}: not an update by its name")
    for error in report.failed:
        sys.stderr.write(f"beatbook: {error}\n")
    if not (report.added or report.unchanged or report.failed):
        _say(f"nothing to add: no file ending in {', '.join(sorted(READERS))} was found")


@app.command()
def status(
    library: LibraryOption = DEFAULT_LIBRARY,
    doubts: Annotated[bool, typer.Option("--doubts", help="Account for every line, and list the doubts of superseded versions too.")] = False,
    format_: Annotated[StatusFormat, typer.Option("--format")] = StatusFormat.TEXT,
) -> None:
    """Shows what the library holds, version by version, and what was in doubt when it was read."""
    from ui.formats import to_line
    from ui.printing import print_status

    with _open(library) as held:
        described = held.describe()
        accounts = held.accounts() if doubts else None
    if format_ is StatusFormat.JSON:
        _say(to_line(described))
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

    with _open(library) as held:
        version = _version(held, update)
        read = held.catalogue.update(version)
    out = console()
    for line, role in zip(read.source.lines, read.roles, strict=True):
        style = {"bullet": "green", "paragraph": "green", "table row": "green", "footnote": "green", "continuation": "green", "priority": "bold cyan"}.get(
            role, "dim"
        )
        out.print(Text(f"{line.number:5}  {role:<13} ", style=style) + Text(read.source.text[line.start : line.end]))


def _version(held: Library, name: str) -> str:
    found = [v for v in held.all_versions if name.lower() in (v.id.lower(), v.source.lower(), v.colophon.period.label.lower())]
    if not found:
        raise UnknownNameError(name, tuple(v.colophon.period.label for v in held.versions[:3]))
    current = [v for v in found if v.id in held.version_ids]
    return (current or found)[0].id


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

    with _open(library) as held:
        versions = [v.id for v in held.all_versions] if all_versions else held.version_ids
        found = held.catalogue.bullets(held.catalogue.members(versions))
    if format_ is BulletFormat.CSV:
        _say("\n".join(bullets_csv(found)))
        return
    for bullet in found:
        _say(to_line(bullet_json(bullet)) if format_ is BulletFormat.JSONL else f"{bullet.period.title}  {bullet.bullet.text}  [{citation(bullet)}]")


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="A question, in quotation marks.")],
    library: LibraryOption = DEFAULT_LIBRARY,
    format_: Annotated[AnswerFormat, typer.Option("--format")] = AnswerFormat.TEXT,
    output: OutputOption = None,
) -> None:
    """Answers a question with every bullet that fits, each cited, and a receipt of what was searched.

    A question may name operations, partners, districts, places, areas, priorities, periods and themes; all that are named must
    hold. What is left is a topic.

    Examples: `beatbook ask "all cross-border work with the Met"`, `beatbook ask "RAPTOR in Basildon since 2019"`,
    `beatbook ask "county lines in Q1 2020/21" --format csv -o lines.csv`
    """
    from search.answer import Answerer, Status
    from ui.formats import answer_markdown, bullets_csv, to_line
    from ui.printing import print_answer

    with _open(library) as held:
        answer = Answerer(held).ask(question)
    if format_ is AnswerFormat.JSON:
        _say(to_line(answer.to_json()), output)
    elif format_ is AnswerFormat.MARKDOWN:
        _say(answer_markdown(answer), output)
    elif format_ is AnswerFormat.CSV:
        _say("\n".join(bullets_csv(e.held for e in answer.evidence)), output)
    else:
        print_answer(answer)
    if answer.status is Status.NOT_UNDERSTOOD:
        sys.stderr.write(f'beatbook: nothing in {question!r} was understood; name a partner, operation, place, period or topic, as in "RAPTOR in Basildon"\n')
        raise typer.Exit(1)


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

    with _open(library) as held:
        found = follow(held, name)
    if format_ is AnswerFormat.JSON:
        _say(to_line(found.to_json()), output)
    elif format_ is AnswerFormat.MARKDOWN:
        _say(trace_markdown(found), output)
    elif format_ is AnswerFormat.CSV:
        _say("\n".join(bullets_csv(found.bullets)), output)
    else:
        print_trace(found)


@app.command()
def export(
    format_: Annotated[ExportFormat, typer.Argument(metavar="FORMAT", help="turtle, ntriples, graphml or csv.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write.")],
    library: LibraryOption = DEFAULT_LIBRARY,
) -> None:
    """Writes the whole library as RDF, as a graph for Gephi or Cytoscape, or as a table.

    Example: `beatbook export turtle -o essex.ttl`
    """
    from kg.graph import build_graph
    from ui.formats import bullets_csv

    with _open(library) as held:
        if format_ in (ExportFormat.TURTLE, ExportFormat.NTRIPLES):
            from kg.rdf import RdfFormat, RdfView, write_rdf

            count = write_rdf(RdfView(held.catalogue, held.vocabulary).triples(held.versions), output, RdfFormat(format_.value))
            _say(f"{count} triples in {output}")
        elif format_ is ExportFormat.GRAPHML:
            import networkx

            graph = build_graph(held.catalogue, held.version_ids)
            networkx.write_graphml(graph, output)
            _say(f"{graph.number_of_nodes()} nodes and {graph.number_of_edges()} edges in {output}")
        else:
            found = held.catalogue.bullets(held.catalogue.members(held.version_ids))
            _say("\n".join(bullets_csv(found)), output)
            _say(f"{len(found)} bullets in {output}")


@app.command()
def remove(
    update: Annotated[str, typer.Argument(help="A version's id, its file name, or its period (2018-19-Q4).")],
    library: LibraryOption = DEFAULT_LIBRARY,
    wait: WaitOption = 30,
) -> None:
    """Takes a version of an update out of the library; an older version of it comes into force again."""
    with _open(library) as held:
        version = _version(held, update)
    with _builder(library, None, wait) as builder:
        builder.remove([version])
    _say(f"removed {version}")


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
    with _open(library) as held:
        one = _version(held, update)
        same = next(v for v in held.all_versions if v.id == one).update
        rivals = [v for v in held.all_versions if v.update == same]
    chosen = next((v for v in rivals if version.lower() in (v.id.lower(), v.source.lower(), v.colophon.version or "")), None)
    if chosen is None:
        raise UnknownNameError(version, tuple(v.colophon.version or v.id for v in rivals))
    with _builder(library, None, wait) as builder:
        _say(f"using {chosen.source}, version {chosen.colophon.version or '-'}; build {builder.use(chosen)}")


@app.command()
def rebuild(library: LibraryOption = DEFAULT_LIBRARY, vocabulary: VocabularyOption = None, wait: WaitOption = 30) -> None:
    """Links every update anew, with the vocabulary of now, and builds what answers need from the catalogue."""
    with _builder(library, vocabulary, wait) as builder:
        _say(f"build {builder.rebuild()}")


@app.command("app")
def screen(
    library: LibraryOption = DEFAULT_LIBRARY,
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8501,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
) -> None:
    """Opens the screen in a browser on this machine."""
    _open(library).close()
    page = Path(__file__).with_name("app.py")
    settings = ["--server.address", host, "--server.port", str(port), "--browser.gatherUsageStats", "false", "--client.toolbarMode", "viewer"]
    os.environ["BEATBOOK_LIBRARY"] = str(library.resolve())
    os.execv(sys.executable, [sys.executable, "-m", "streamlit", "run", str(page), *settings])


@app.command()
def serve(
    library: LibraryOption = DEFAULT_LIBRARY,
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8080,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
) -> None:
    """Answers over HTTP on this machine: `/api/v1/ask?question=...`; `/docs` describes it."""
    import uvicorn

    from ui.api import make_api

    _open(library).close()
    uvicorn.run(make_api(library), host=host, port=port, log_level="warning")


def main() -> None:
    """Runs the command line: exit code 0 done, 1 library or input at fault, 2 wrong usage."""
    try:
        app()
    except QuestionError as error:
        sys.stderr.write(f"beatbook: {error}\n")
        sys.exit(2)
    except BeatbookError as error:
        sys.stderr.write(f"beatbook: {error}\n")
        sys.exit(1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


if __name__ == "__main__":
    main()
