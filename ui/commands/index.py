"""Where the vectors of a library lie: in its own folder, or in an engine that many machines may share."""

from __future__ import annotations

from typing import Annotated

import typer

from ui.commands.shell import DEFAULT_LIBRARY, LibraryOption, WaitOption, app, editor_for, say


@app.command()
def index(
    where: Annotated[str | None, typer.Argument(help="`faiss`, `milvus:http://HOST:19530`, or `milvus:FILE.db` for Milvus Lite.", show_default=False)] = None,
    library: LibraryOption = DEFAULT_LIBRARY,
    wait: WaitOption = 30,
) -> None:
    """Says which index holds the library's vectors, or puts them into another one. Answers stay the same, and every command uses it from then on.

    Milvus needs `pip install 'beatbook[milvus]'`, and `$BEATBOOK_MILVUS_TOKEN` where it asks for a password. docs/scaling.md says when it is worth it.

    Example: `beatbook index milvus:http://vectors:19530`
    """
    from kg.errors import LibraryError
    from search.indexing import FAISS, MILVUS, named, shared_index
    from search.library import Manifest

    try:
        before = Manifest.read(library).index
    except LibraryError:
        if where is None:
            raise
        before = FAISS
    if where is None:
        say(before)
        return
    wanted = named(where)
    try:
        shared_index(library, wanted)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    with editor_for(library, wait) as builder:
        build = builder.move(wanted)
    say(f"index {wanted}; build {build}")
    if before.startswith(MILVUS) and before != wanted:
        say(f"{before} is no longer used: drop its collection when nobody reads the old build")
