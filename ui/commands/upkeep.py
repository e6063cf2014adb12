"""Commands that look after a library: check, rebuild, backup, restore, watch."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.errors import BeatbookError
from ui.commands.library import tell
from ui.commands.shell import DEFAULT_LIBRARY, LibraryOption, VocabularyOption, WaitOption, app, builder_for, opened, progress_bars, say

if TYPE_CHECKING:
    from search.watching import Watcher


@app.command()
def check(library: LibraryOption = DEFAULT_LIBRARY) -> None:
    """Verifies everything a library holds: the catalogue's file and words, every text by its hash, every bullet, mention and figure by its
    place, vectors, vocabulary, RDF. One line a finding, with what to do; the exit code is 1 when there is one.

    It looks at a snapshot: readers and a writer go on meanwhile.
    """
    from search.checking import check as findings_of
    from ui.sparql.store import damaged_stores

    with progress_bars() as progress:
        found = [str(finding) for finding in findings_of(library, progress)]
        found += [] if found else damaged_stores(library)
    for line in found:
        say(line)
    if found:
        sys.stderr.write(f"beatbook: library {library}: {len(found)} finding{'s' * (len(found) != 1)}; each line says what to do\n")
        raise typer.Exit(1)
    with opened(library) as held:
        say(f"{library}: whole; {len(held.version_ids)} updates, build {held.manifest.build}")


@app.command()
def rebuild(library: LibraryOption = DEFAULT_LIBRARY, vocabulary: VocabularyOption = None, wait: WaitOption = 30) -> None:
    """Reads every update anew from the text that was kept of it, with the vocabulary of now, and builds what answers need.

    It mends what `beatbook check` finds, brings a library of an earlier version of Beatbook up to date, and is all or nothing. Versions,
    choices and decisions stay.
    """
    with builder_for(library, vocabulary, wait) as builder:
        say(f"build {builder.rebuild()}")


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="The file to write: one archive with everything that the library needs.")],
    library: LibraryOption = DEFAULT_LIBRARY,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
) -> None:
    """Writes the whole library to one file, while it is read and written. Keep it where the updates may be kept: it holds their text.

    Example: `beatbook backup /backups/beatbook-2024-05-01.tar.gz`
    """
    from kg.errors import InputError
    from search.backup import back_up

    if file.exists() and not force:
        raise InputError(file, "is there already", "give another name, or write over it with --force")
    with opened(library) as held:
        size = back_up(held, file)
        say(f"{len(held.version_ids)} updates, build {held.manifest.build}, in {file} ({size / 1e6:.1f} MB)")


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A file that `beatbook backup` wrote.")],
    library: LibraryOption = DEFAULT_LIBRARY,
    force: Annotated[bool, typer.Option("--force", help="Replace the library that is there.")] = False,
    wait: WaitOption = 30,
) -> None:
    """Makes a library from a backup. Every hash is checked first; what is there is replaced only with --force, whole by whole."""
    from search.backup import restore as restored

    say(f"restored {library}, build {restored(file, library, force=force, wait=wait)}")


@app.command()
def watch(
    folder: Annotated[Path, typer.Argument(help="The folder to look at, with the folders in it.", exists=True, file_okay=False)],
    library: LibraryOption = DEFAULT_LIBRARY,
    every: Annotated[float, typer.Option(min=0.1, help="Seconds between two looks; a file that grew between them is waited for.")] = 5,
    once: Annotated[bool, typer.Option("--once", help="Add what is there and end, for cron.")] = False,
    vocabulary: VocabularyOption = None,
    wait: WaitOption = 30,
) -> None:
    """Adds the updates that appear in a folder, until Ctrl-C. What cannot be read is told once, and again when it changes.

    Example: `beatbook watch /share/updates`, or in a crontab `beatbook watch /share/updates --once`
    """
    from search.watching import Watcher

    with builder_for(library, vocabulary, wait) as builder:
        watcher = Watcher(folder, builder)
        if once:
            watcher.look()
            time.sleep(every)
            failed = _look(watcher, "")
            raise typer.Exit(1 if failed else 0)
        say(f"watching {folder}; Ctrl-C ends it")
        try:
            _look_on(watcher, every)
        except KeyboardInterrupt:
            say(f"no longer watching {folder}")


def _look_on(watcher: Watcher, every: float) -> None:
    trouble = ""
    while True:
        trouble = _look(watcher, trouble)
        sys.stdout.flush()
        time.sleep(every)


def _look(watcher: Watcher, trouble: str) -> str:
    """Looks once and tells what came of it; what is wrong with the library or the folder, told only when it was not told before."""
    try:
        report = watcher.look()
    except BeatbookError as error:
        if str(error) != trouble:
            sys.stderr.write(f"beatbook: {error}; trying again\n")
        return str(error)
    if report:
        report.unchanged.clear()
        report.skipped.clear()
        tell(report)
        return "some files could not be read" if report.failed else ""
    return ""
