"""The routes of updates: every version, one of them, and its text with the bullets marked."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from kg.errors import UnknownNameError
from search.shared import Seat
from ui.service.errors import RefusedRequestError
from ui.service.forms.lists import SourceForm, UpdateForm, UpdatesForm
from ui.service.problems import problems
from ui.service.serving import JSON, Seated, json_bytes, reply
from ui.sparql.negotiate import best

TEXT = "text/plain"
UpdateId = Annotated[str, Path(max_length=200, description="The id of a version.", examples=["essex-sample-2018-19-q4-0123456789ab"])]


def add_updates(router: APIRouter) -> None:
    """Adds the routes that read."""

    @router.get("/updates", response_model=UpdatesForm, responses=problems(), summary="Every version of every update.", tags=["updates"])
    def updates(request: Request, seat: Seated) -> Response:
        held = seat.library.describe()["versions"]
        return reply(request, seat, lambda: (json_bytes({"build": seat.library.manifest.build, "count": len(held), "updates": held}), len(held)))

    @router.get(
        "/updates/{id}", response_model=UpdateForm, responses=problems(404), summary="One version, and for what its lines were taken.", tags=["updates"]
    )
    def update(request: Request, seat: Seated, id: UpdateId) -> Response:
        row = _row(seat, id)
        lines = {role.value: count for role, count in seat.library.accounts()[id].items()}
        return reply(request, seat, lambda: (json_bytes({"build": seat.library.manifest.build, **row, "lines": lines}), row["bullets"]))

    @router.get(
        "/updates/{id}/source",
        response_model=SourceForm,
        responses={200: {"content": {TEXT: {"schema": {"type": "string"}}}}, **problems(404, 406)},
        summary="The text of a version, its bullets marked.",
        tags=["updates"],
    )
    def source(request: Request, seat: Seated, id: UpdateId) -> Response:
        """As JSON the text with the characters and lines of each bullet; as text/plain the text alone, as bullets' spans and lines count it."""
        row = _row(seat, id)
        media = best(request.headers.get("accept"), (JSON, TEXT))
        if media is None:
            raise RefusedRequestError(406, "It does not come in that form", f"ask for {JSON} or {TEXT} in the header Accept")
        if media == TEXT:
            return reply(request, seat, lambda: (seat.library.catalogue.text(id).encode(), row["bullets"]), f"{TEXT}; charset=utf-8")
        return reply(request, seat, lambda: (json_bytes(_marked(seat, row)), row["bullets"]))


def _row(seat: Seat, id: str) -> dict[str, Any]:
    """What is told of a version. UnknownNameError when it is not held."""
    for row in seat.library.describe()["versions"]:
        if row["id"] == id:
            return dict(row)
    raise UnknownNameError(id)


def _marked(seat: Seat, row: dict[str, Any]) -> dict[str, Any]:
    catalogue, id = seat.library.catalogue, row["id"]
    bullets = [held.bullet for held in catalogue.bullets(catalogue.members([id]))]
    sha256 = next(v.sha256 for v in seat.library.all_versions if v.id == id)
    marks = [{"id": b.id, "span": list(b.span), "lines": list(b.lines), "page": b.page} for b in bullets]
    head = {"build": seat.library.manifest.build, "id": id, "source": row["source"], "sha256": sha256, "marking": row["marking"]}
    return {**head, "text": catalogue.text(id), "bullets": marks}
