"""Commands that open the other doors: the screen and the service."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from ui.commands.shell import DEFAULT_LIBRARY, LibraryOption, app, opened


@app.command("app")
def screen(
    library: LibraryOption = DEFAULT_LIBRARY,
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8501,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
) -> None:
    """Opens the screen in a browser on this machine."""
    opened(library).close()
    page = Path(__file__).parent.with_name("app.py")
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

    opened(library).close()
    uvicorn.run(make_api(library), host=host, port=port, log_level="warning")
