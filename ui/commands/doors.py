"""Commands that open the other doors: the screen and the service."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from ui.commands.export import BaseOption
from ui.commands.shell import DEFAULT_LIBRARY, LibraryOption, app, opened


@app.command("app")
def screen(
    library: LibraryOption = DEFAULT_LIBRARY,
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8501,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    write: Annotated[bool, typer.Option("--write", help="Let the screen add updates and keep decisions about names.")] = False,
) -> None:
    """Opens the screen in a browser on this machine. It only reads, unless it is started with `--write`."""
    if not write:
        opened(library).close()
    settings = ["--server.address", host, "--server.port", str(port), "--browser.gatherUsageStats", "false", "--client.toolbarMode", "viewer"]
    os.environ["BEATBOOK_LIBRARY"] = str(library.resolve())
    os.environ["BEATBOOK_WRITE"] = "1" if write else ""
    os.execv(sys.executable, [sys.executable, "-m", "ui.screen", *settings])


@app.command()
def serve(
    library: LibraryOption = DEFAULT_LIBRARY,
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8080,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    base: BaseOption = None,
    query_seconds: Annotated[int, typer.Option(min=1, help="Seconds that a SPARQL query may take.")] = 20,
    query_memory: Annotated[int, typer.Option(min=64, help="Megabytes of memory that a SPARQL query may take.")] = 1024,
    queries: Annotated[int, typer.Option(min=2, help="SPARQL queries that may run at once.")] = 6,
    query_rows: Annotated[int, typer.Option(min=1, help="Rows after which the answer to a SPARQL query is cut.")] = 100_000,
) -> None:
    """Answers over HTTP on this machine: `/api/v1/ask?question=...`, SPARQL at `/sparql`, items at `/id/...`; `/docs` describes it.

    With `--base http://HOST:PORT/id/` the IRIs of things are addresses that this service answers.
    """
    import uvicorn

    from kg.vocabulary import ID
    from ui.api import make_api
    from ui.sparql.workers import Allowance

    opened(library).close()
    allowance = Allowance(seconds=query_seconds, memory=query_memory << 20, rows=query_rows, at_once=queries, most_long=max(1, min(2, queries - 1)))
    try:
        api = make_api(library, base or ID, allowance)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    uvicorn.run(api, host=host, port=port, log_level="warning")
