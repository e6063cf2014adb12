"""What a route needs of the service: a place, a seat in the library, and a reply that a client may keep for as long as the build stands."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Callable, Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import Response

from kg.rdf.markings import rank
from search.shared import Pool, Seat
from ui.formats import to_line
from ui.service.gate import Gate
from ui.service.kept import Kept
from ui.service.settings import Settings
from ui.service.tokens import Tokens

JSON = "application/json"


class Service:
    """One library and the ways to it."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self.folder, self.settings = folder, settings
        self.pool = Pool(folder, settings.places)
        self.tokens = Tokens(folder)
        self.gate = Gate(settings.places, settings.most_waiting, settings.patience)
        self.kept = Kept()
        # One writer at a time; the others wait here, and not for the lock of the library.
        self.desk = Gate(1, 8, settings.patience)


def service_of(request: Request) -> Service:
    """The service that a request came to."""
    service: Service = request.app.state.service
    return service


async def _place(request: Request) -> AsyncIterator[None]:
    async with service_of(request).gate.place():
        yield


def _seat(request: Request, _: Annotated[None, Depends(_place, scope="function")]) -> Iterator[Seat]:
    with service_of(request).pool.seat() as seat:
        yield seat


# A seat in the build of now, for as long as the route runs; its stream, if it gives one, has to hold the build itself.
Seated = Annotated[Seat, Depends(_seat, scope="function")]


def json_bytes(value: Any) -> bytes:
    """JSON as the command line prints it: one line with its end."""
    return f"{to_line(value)}\n".encode()


def reply(request: Request, seat: Seat, make: Callable[[], tuple[bytes, int]], media: str = JSON) -> Response:
    """A reply of body and count of members, which `make` gives; 304 without making it where the client holds it already."""
    headers = headers_of(seat, media)
    request.state.build = seat.library.manifest.build
    held = [tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")]
    if request.method == "GET" and (headers["ETag"] in held or "*" in held):
        return Response(status_code=304, headers=headers)
    key = (seat.state, request.url.path, request.url.query, media)
    body, request.state.count = service_of(request).kept.get(key, make) if request.method == "GET" else make()
    return Response(body, headers=headers, media_type=media)


def headers_of(seat: Seat, media: str) -> dict[str, str]:
    """What stands on every reply about a build: its name, the highest marking of what it holds, and the tag to ask again with."""
    tag = hashlib.sha256(f"{_version()}\0{seat.state}\0{media}".encode()).hexdigest()[:20]
    markings = [v.colophon.marking for v in seat.library.versions if v.colophon.marking]
    marking = {"X-Beatbook-Marking": max(markings, key=rank).upper()} if markings else {}
    return {"ETag": f'"{tag}"', "Cache-Control": "private, no-cache", "Vary": "Accept", "X-Beatbook-Build": seat.library.manifest.build, **marking}


@cache
def _version() -> str:
    try:
        return version("beatbook")
    except PackageNotFoundError:
        return "0"
