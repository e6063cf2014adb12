"""The routes of bullets: lists by exact filters, in pages or whole; one bullet with what stands around it; counts over a list."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import Response, StreamingResponse

from kg.model import HeldBullet
from search.around import Around, around
from search.interpretation import Key
from search.listing import Filters, listed, page
from search.shared import Seat
from ui.formats import bullet_json, bullets_csv, to_line
from ui.printing import citation
from ui.service.errors import RefusedRequestError
from ui.service.forms.bullet import ContextForm, PageForm
from ui.service.forms.lists import FacetsForm
from ui.service.problems import problems
from ui.service.serving import JSON, Seated, headers_of, json_bytes, reply
from ui.service.streams import Stream, held_bullets
from ui.sparql.negotiate import best

CSV, JSONL = "text/csv", "application/jsonl"
# The names of one filter, and the characters of one name.
_MOST = 50
_Name = Annotated[str, Query(max_length=200)]


class ListFormat(StrEnum):
    """In which form a list is given."""

    JSON = "json"
    CSV = "csv"
    JSONL = "jsonl"


_MEDIA = {ListFormat.JSON: JSON, ListFormat.CSV: CSV, ListFormat.JSONL: JSONL}


def _names(what: str, example: str) -> Any:
    return Query(max_length=_MOST, description=f"{what}, under any of its names. Of several one has to hold.", examples=[[example]])


def _filters(
    operation: Annotated[list[_Name], _names("An operation", "RAPTOR")] = [],  # noqa: B006 - FastAPI copies them
    partner: Annotated[list[_Name], _names("A partner that the bullet's own words name", "the Met")] = [],  # noqa: B006
    district: Annotated[list[_Name], _names("A district", "Harlow")] = [],  # noqa: B006
    area: Annotated[list[_Name], _names("An area", "North")] = [],  # noqa: B006
    place: Annotated[list[_Name], _names("A place", "Canvey Island")] = [],  # noqa: B006
    theme: Annotated[list[_Name], _names("A theme that the bullet's own words name", "county lines")] = [],  # noqa: B006
    priority: Annotated[list[_Name], _names("A priority by its number, or by its title in all plans", "6")] = [],  # noqa: B006
    period: Annotated[list[_Name], _names("A period that the update's overlaps", "2018-19")] = [],  # noqa: B006
    labels: Annotated[bool, Query(description="Also the lines that are only a label, which are never evidence.")] = False,
) -> Filters:
    names = {Key.OPERATIONS: operation, Key.PARTNERS: partner, Key.DISTRICTS: district, Key.AREAS: area}
    names |= {Key.PLACES: place, Key.THEMES: theme, Key.PRIORITIES: priority}
    return Filters(names, period, labels)


Filtered = Annotated[Filters, Depends(_filters)]
_STREAMED: dict[str, Any] = {
    "description": "A page of bullets (JSON), or all of them (CSV, JSON Lines).",
    "content": {CSV: {"schema": {"type": "string"}}, JSONL: {"schema": {"type": "string"}}},
}


def add_bullets(router: APIRouter) -> None:
    """Adds the routes."""

    @router.get("/bullets", response_model=PageForm, responses={200: _STREAMED, **problems(404, 406)}, summary="Bullets by filters.", tags=["bullets"])
    def bullets(
        request: Request,
        seat: Seated,
        filters: Filtered,
        format: Annotated[ListFormat | None, Query(description="Else the Accept header decides. CSV and JSON Lines give all rows, unpaged.")] = None,
        limit: Annotated[int, Query(ge=1, le=1000, description="Bullets on a page.")] = 100,
        after: Annotated[str | None, Query(max_length=200, description="The `next` of the page before.")] = None,
    ) -> Response:
        """In reading order: by period, then by place in the update. All filters must hold; of several values of one filter any.

        With `labels=true` and without filters JSON Lines are what `beatbook bullets --format jsonl` prints.
        """
        media = _MEDIA[format] if format else best(request.headers.get("accept"), (JSON, JSONL, CSV))
        if media is None:
            raise RefusedRequestError(406, "It does not come in that form", f"ask for {JSON}, {JSONL} or {CSV} in the header Accept, or with ?format=")
        found = listed(seat.answerer, seat.roll, filters)
        if media == JSON:
            rows, following = page(found, after, limit)
            return reply(request, seat, lambda: _page(seat, len(found), rows, following))
        return _streamed(request, seat, [n for _, n in found], media)

    @router.get("/bullets/{id}", response_model=ContextForm, responses=problems(404), summary="One bullet and what stands around it.", tags=["bullets"])
    def bullet(request: Request, seat: Seated, id: Annotated[str, Path(max_length=200, examples=["essex-sample-2018-19-q4-13f900c55d29"])]) -> Response:
        """The bullet with its citation, parent, children and neighbours."""
        found = around(seat.library, id)
        return reply(request, seat, lambda: (json_bytes({"build": seat.library.manifest.build, **_context(found)}), 1))

    @router.get("/facets", response_model=FacetsForm, responses=problems(404), summary="Counts over a list.", tags=["bullets"])
    def facets(request: Request, seat: Seated, filters: Filtered) -> Response:
        """For the bullets that meet the filters: how many bear each name. A count is the length of the list when the name is added as a filter."""
        rows = frozenset(n for _, n in listed(seat.answerer, seat.roll, filters))
        head = {"build": seat.library.manifest.build, "count": len(rows)}
        return reply(request, seat, lambda: (json_bytes(head | facets_json(seat, rows)), len(rows)))


def facets_json(seat: Seat, rows: frozenset[int]) -> dict[str, list[dict[str, Any]]]:
    """The counts over these rows."""
    return {kind: [{"slug": slug, "name": name, "count": n} for slug, name, n in counts] for kind, counts in seat.roll.facets(rows).items()}


def _page(seat: Seat, count: int, rows: list[int], following: str | None) -> tuple[bytes, int]:
    found = [bullet_json(held) for held in seat.library.catalogue.bullets(rows)]
    return json_bytes({"build": seat.library.manifest.build, "count": count, "bullets": found, "next": following}), len(found)


def _streamed(request: Request, seat: Seat, rows: list[int], media: str) -> Response:
    headers = headers_of(seat, media) | {"X-Beatbook-Count": str(len(rows))}
    request.state.build, request.state.count = seat.library.manifest.build, len(rows)
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    held = held_bullets(seat.build, rows)
    lines = bullets_csv(held) if media == CSV else (to_line(bullet_json(one)) for one in held)
    return StreamingResponse(Stream(seat.build, lines), media_type=media, headers=headers)


def _context(found: Around) -> dict[str, Any]:
    def one(held: HeldBullet | None) -> dict[str, Any] | None:
        return bullet_json(held) if held else None

    return {
        **{"bullet": bullet_json(found.held), "citation": citation(found.held), "marking": found.version.colophon.marking, "version": found.version.id},
        **{"parent": one(found.parent), "children": [bullet_json(child) for child in found.children]},
        **{"before": one(found.before), "after": one(found.after)},
    }
