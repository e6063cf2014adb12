"""What every command shares: the app, its options, opening and writing a library, saying things."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.errors import UnknownNameError

if TYPE_CHECKING:
    from search.build import Builder
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


class StatusFormat(StrEnum):
    """How the status is printed."""

    TEXT = "text"
    JSON = "json"


class AnswerFormat(StrEnum):
    """How answers and traces are printed."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
    CSV = "csv"


@contextmanager
def progress_bars() -> Iterator[Callable[[str, int, int], None]]:
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
def editor_for(library: Path, wait: float) -> Iterator[Builder]:
    """Who changes a library, with the vocabulary that it was linked with."""
    from search.build import Builder
    from search.library import vocabulary_of

    with progress_bars() as progress:
        yield Builder(library, vocabulary_of(library), wait=wait, progress=progress)


@contextmanager
def builder_for(library: Path, vocabulary: list[Path] | None, wait: float) -> Iterator[Builder]:
    """Who links a library with the vocabulary of now, extended by folders."""
    from kg.vocabulary import Vocabulary
    from search.build import Builder

    with progress_bars() as progress:
        yield Builder(library, Vocabulary.load(vocabulary or ()), wait=wait, progress=progress)


def opened(library: Path) -> Library:
    from search.library import Library

    return Library.open(library)


def say(text: str, output: Path | None = None) -> None:
    if output:
        output.write_text(text + "\n", encoding="utf-8")
    else:
        sys.stdout.write(text + "\n")


def version_named(held: Library, name: str) -> str:
    found = [v for v in held.all_versions if name.lower() in (v.id.lower(), v.source.lower(), v.colophon.period.label.lower())]
    if not found:
        raise UnknownNameError(name, tuple(v.colophon.period.label for v in held.versions[:3]))
    current = [v for v in found if v.id in held.version_ids]
    return (current or found)[0].id
