"""Commands that open the other doors: the screen and the service."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from ui.commands.export import BaseOption
from ui.commands.shell import DEFAULT_LIBRARY, LibraryOption, app, opened, say
from ui.service.rights import Right

tokens = typer.Typer(help="Makes, lists and takes back the tokens of the service.", no_args_is_help=True)
app.add_typer(tokens, name="token")


@app.command("app")
def screen(
    library: LibraryOption = DEFAULT_LIBRARY,
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8501,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    write: Annotated[bool, typer.Option("--write", help="Let the screen add updates and keep decisions about names.")] = False,
) -> None:
    """Opens the screen in a browser on this machine. It only reads, unless it is started with `--write`.

    On an address that other machines reach it asks everybody for a token, and to write for one that may: `beatbook token create`.
    """
    if not write:
        opened(library).close()
    near = _checked_host(host, library)
    settings = ["--server.address", host, "--server.port", str(port), "--browser.gatherUsageStats", "false", "--client.toolbarMode", "viewer"]
    os.environ["BEATBOOK_LIBRARY"] = str(library.resolve())
    os.environ["BEATBOOK_WRITE"] = "1" if write else ""
    os.environ["BEATBOOK_TOKEN_NEEDED"] = "" if near else "1"
    os.execv(sys.executable, [sys.executable, "-m", "ui.screen", *settings])


@app.command()
def serve(
    library: LibraryOption = DEFAULT_LIBRARY,
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8080,
    host: Annotated[str, typer.Option(help="The address to listen on. Beyond this machine tokens are needed.")] = "127.0.0.1",
    base: BaseOption = None,
    require_token: Annotated[bool, typer.Option("--require-token", help="Ask for a token to read on this machine too, as behind a proxy.")] = False,
    allow_host: Annotated[list[str] | None, typer.Option("--allow-host", metavar="NAME", help="A name by which the service may be addressed.")] = None,
    cors: Annotated[bool, typer.Option("--cors", help="Let pages of other sites read.")] = False,
    rate: Annotated[float, typer.Option(min=0.1, help="Requests a second that one client may send.")] = 100,
    max_upload: Annotated[int, typer.Option(min=1, help="Megabytes that an update may have.")] = 64,
    audit: Annotated[Path | None, typer.Option("--audit", metavar="FILE", help="Log who asked what, as JSON Lines; never the text of bullets.")] = None,
    query_seconds: Annotated[int, typer.Option(min=1, help="Seconds that a SPARQL query may take.")] = 20,
    query_memory: Annotated[int, typer.Option(min=64, help="Megabytes of memory that a SPARQL query may take.")] = 1024,
    queries: Annotated[int, typer.Option(min=2, help="SPARQL queries that may run at once.")] = 6,
    query_rows: Annotated[int, typer.Option(min=1, help="Rows after which the answer to a SPARQL query is cut.")] = 100_000,
) -> None:
    """Answers over HTTP on this machine: `/api/v1/ask?question=...`, SPARQL at `/sparql`, items at `/id/...`; `/docs` describes it.

    Reading needs no token on this machine; writing always does, and so does reading from another one: `beatbook token create`. With
    `--base http://HOST:PORT/id/` the IRIs of things are addresses that this service answers. `docs/api.md` tells the rest.
    """
    import uvicorn

    from kg.vocabulary import ID
    from ui.service.app import make_api
    from ui.service.settings import Settings
    from ui.sparql.workers import Allowance

    opened(library).close()
    near = _checked_host(host, library)
    allowance = Allowance(seconds=query_seconds, memory=query_memory << 20, rows=query_rows, at_once=queries, most_long=max(1, min(2, queries - 1)))
    settings = Settings(
        base=base or ID,
        allowance=allowance,
        hosts=_names(near, base, allow_host),
        token_needed=require_token or not near,
        rate=rate,
        most_bytes=max_upload << 20,
        cors=cors,
        audit=audit,
    )
    try:
        api = make_api(library, settings)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    uvicorn.run(api, host=host, port=port, log_level="warning", server_header=False, timeout_graceful_shutdown=10)


def _checked_host(host: str, library: Path) -> bool:
    """Whether an address is this machine's own. ServiceError when it is not and there are no tokens."""
    import ipaddress

    from ui.service.errors import ServiceError
    from ui.service.tokens import Tokens

    try:
        near = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        near = False
    if not near and not Tokens(library).all():
        raise ServiceError(f"{host} can be reached from other machines, and there is no token; make one first with `beatbook token create NAME`")
    return near


def _names(near: bool, base: str | None, allowed: list[str] | None) -> tuple[str, ...] | None:
    """The names by which the service may be addressed; None for any, where tokens guard it and none is given."""
    from urllib.parse import urlsplit

    from ui.service.settings import LOOPBACK

    given = [name.lower() for name in (*(allowed or ()), urlsplit(base or "").hostname) if name]
    return (*LOOPBACK, *given) if near or allowed else None


@tokens.command("create")
def token_create(
    name: Annotated[str, typer.Argument(help='Who is to use it: "kent-data-team".')],
    right: Annotated[Right, typer.Option(help="Who may write may read too.")] = Right.READ,
    library: LibraryOption = DEFAULT_LIBRARY,
) -> None:
    """Makes a token and prints it, once: only its hash is kept.

    Example: `beatbook token create kent-data-team`
    """
    from ui.service.tokens import Tokens

    opened(library).close()
    secret = Tokens(library).create(name, right)
    say(secret)
    sys.stderr.write(f"this is the token of {name}, to {right.value}; it is not kept and not shown again. Send it as `Authorization: Bearer TOKEN`\n")


@tokens.command("list")
def token_list(library: LibraryOption = DEFAULT_LIBRARY) -> None:
    """Lists the tokens by name, right and when they were made."""
    from ui.service.tokens import Tokens

    opened(library).close()
    held = Tokens(library).all()
    for token in held:
        say(f"{token.name}  {token.right.value}  {token.made}")
    if not held:
        say("There is no token. `beatbook token create NAME` makes one.")


@tokens.command("revoke")
def token_revoke(name: Annotated[str, typer.Argument(help="The token's name.")], library: LibraryOption = DEFAULT_LIBRARY) -> None:
    """Takes a token back; a service that runs refuses it from the next request on."""
    from ui.service.tokens import Tokens

    opened(library).close()
    Tokens(library).revoke(name)
    say(f"revoked {name}")
