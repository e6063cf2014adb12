"""The routes that write: an update sent or taken out, a decision made or taken back. Only with a token that may write.

A name from a request becomes a file's name only if it is one plain name; the file lies in a folder of its own until it is read.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
import tempfile
from asyncio.subprocess import PIPE
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi import Path as InPath
from fastapi.responses import Response
from pydantic import Field

from kg.decisions import Verdict
from kg.period import Period
from search.review import pending
from ui.service.errors import RefusedRequestError
from ui.service.forms.base import Form
from ui.service.forms.lists import AddedForm, DecidedForm, DecisionsForm, RemovedForm, ReviewForm
from ui.service.problems import problem, problems
from ui.service.serving import JSON, Seated, json_bytes, reply, service_of
from ui.service.updates import UpdateId

# One plain name of a file of a known kind: no folder, no hidden file, nothing that a shell or a system reads otherwise.
FILE_NAME = r"^[A-Za-z0-9][A-Za-z0-9 ._,()&+-]{0,150}\.([Pp][Dd][Ff]|[Dd][Oo][Cc][Xx]|[Hh][Tt][Mm][Ll]?|[Tt][Xx][Tt]|[Mm][Dd])$"
PERIOD = r"^[0-9]{4}-([0-9]{2}|[0-9]{2}-[QH][1-4])$"
# What an update may take to be sent, and an order to be carried out.
_SENDING, _WRITING = 600.0, 1800.0
_STATUS = {"UnknownNameError": (404, "Nothing bears this name"), "InputError": (422, "The file cannot be read as an update")}
_TOKEN: dict[str, Any] = {"security": [{"token": []}]}
_BINARY: dict[str, Any] = {"requestBody": {"required": True, "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}}


class Decided(Form):
    """A decision about a name."""

    name: str = Field(max_length=200, examples=["LANTREN"])
    verdict: Verdict = Field(description="What it is; the first two need `other`.")
    other: str | None = Field(None, max_length=200, description="The name that it is the same as, or different from.", examples=["LANTERN"])
    because: str | None = Field(None, max_length=200, description="The id of the bullet that proves it.")


def add_writing(router: APIRouter) -> None:
    """Adds the routes."""
    _add_updates(router)
    _add_decisions(router)


def _add_updates(router: APIRouter) -> None:
    extra = {**_TOKEN, **_BINARY}

    @router.post(
        "/updates", response_model=AddedForm, status_code=201, responses=problems(413), openapi_extra=extra, summary="Adds an update.", tags=["writing"]
    )
    async def add_update(
        request: Request,
        name: Annotated[str, Query(pattern=FILE_NAME, description="The file's name, which bullets are cited by.", examples=["update-2023-24-q1.pdf"])],
        period: Annotated[str | None, Query(pattern=PERIOD, description="Where the update does not say it.", examples=["2018-19-Q4"])] = None,
        force: Annotated[str | None, Query(max_length=100, description="Where the update does not say it.", examples=["Kent Police"])] = None,
    ) -> Response:
        """The body is the file. The report is that of `beatbook add`; an update that is held already is `unchanged`."""
        _check_period(period)
        with tempfile.TemporaryDirectory(prefix="beatbook-sent-") as folder:
            path = Path(folder) / name
            await _receive(request, path)
            return await _order(request, {"do": "add", "path": str(path), "period": period, "force": force or None})

    @router.delete(
        "/updates/{id}",
        response_model=RemovedForm,
        responses=problems(404),
        openapi_extra=_TOKEN,
        summary="Takes a version of an update out.",
        tags=["writing"],
    )
    async def remove_update(request: Request, id: UpdateId) -> Response:
        """An older version of it comes into force again."""
        return await _order(request, {"do": "remove", "version": id}, 200)


def _add_decisions(router: APIRouter) -> None:
    @router.get("/review", response_model=ReviewForm, responses=problems(), summary="Names that wait for a person.", tags=["review"])
    def review(request: Request, seat: Seated) -> Response:
        rows = [row.to_json() for row in pending(seat.library)]
        return reply(request, seat, lambda: (json_bytes({"build": seat.library.manifest.build, "count": len(rows), "pending": rows}), len(rows)))

    @router.get("/decisions", response_model=DecisionsForm, responses=problems(), summary="Every decision about a name, in order.", tags=["review"])
    def decisions(request: Request, seat: Seated) -> Response:
        rows = [asdict(one) for one in seat.library.catalogue.decisions.all()]
        return reply(request, seat, lambda: (json_bytes({"build": seat.library.manifest.build, "count": len(rows), "decisions": rows}), len(rows)))

    @router.post(
        "/decisions",
        response_model=DecidedForm,
        status_code=201,
        responses=problems(404),
        openapi_extra=_TOKEN,
        summary="Decides about a name.",
        tags=["writing"],
    )
    async def decide(request: Request, decided: Decided) -> Response:
        """It changes what is shown and counted, never what was recognised. The token's name is its author."""
        if (decided.other is not None) != (decided.verdict in (Verdict.SAME, Verdict.DIFFERENT)):
            raise RefusedRequestError(422, "The decision cannot be read", "`other` goes with “same as” and “different from”, and only with them")
        names = [decided.name, *([decided.other] if decided.other else [])]
        order = {"do": "decide", "verdict": decided.verdict.value, "names": names, "author": request.state.who, "because": decided.because}
        return await _order(request, order)

    @router.delete(
        "/decisions/{number}", response_model=DecidedForm, responses=problems(404), openapi_extra=_TOKEN, summary="Takes a decision back.", tags=["writing"]
    )
    async def undo(request: Request, number: Annotated[int, InPath(ge=1, le=10**9)]) -> Response:
        return await _order(request, {"do": "undo", "number": number, "author": request.state.who}, 200)


def _check_period(period: str | None) -> None:
    try:
        if period:
            Period.from_label(period)
    except ValueError as error:
        raise RefusedRequestError(422, "The request cannot be read", f"{error}; write it as 2018-19-Q4, 2018-19-H1, 2018-19 or 2016-06") from error


async def _receive(request: Request, path: Path) -> None:
    """Writes the body to a file; how much may come the guard counts."""
    try:
        async with asyncio.timeout(_SENDING):
            await _write(request, path)
    except TimeoutError as error:
        raise RefusedRequestError(408, "The update came too slowly", f"send it within {_SENDING:g} s") from error


async def _write(request: Request, path: Path) -> None:
    with path.open("xb") as file:
        async for piece in request.stream():
            file.write(piece)


async def _order(request: Request, order: dict[str, Any], status: int = 201) -> Response:
    """Has an order carried out, one at a time; 201 where something new came about."""
    service = service_of(request)
    async with service.desk.place():
        outcome = await _carried_out(service.folder, order)
    if "error" in outcome:
        code, title = _STATUS.get(outcome["error"], (503, "The library cannot be written"))
        return problem(code, title, outcome["message"], close=tuple(outcome["close"]))
    request.state.build = outcome["build"]
    request.state.count = sum(len(rows) for rows in outcome.values() if isinstance(rows, list))
    return Response(json_bytes(outcome), status if outcome.get("added", True) else 200, {"X-Beatbook-Build": outcome["build"]}, JSON)


async def _carried_out(folder: Path, order: dict[str, Any]) -> dict[str, Any]:
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "ui.service.writer", str(folder), stdin=PIPE, stdout=PIPE)
    try:
        async with asyncio.timeout(_WRITING):
            printed, _ = await process.communicate(json.dumps(order).encode())
    except TimeoutError as error:
        raise RefusedRequestError(503, "It took too long", f"it was stopped after {_WRITING:g} s, and nothing was changed; try a smaller update") from error
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if process.returncode:
        raise RefusedRequestError(422, "The update cannot be read", "reading it took too much or failed, and nothing was changed; try it with `beatbook add`")
    outcome: dict[str, Any] = json.loads(printed)
    return outcome
