"""The routes of names: operations, partners, districts, areas and themes with counts, one of them, its trace; and periods."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from kg.model import Kind
from search.follow import follow_part
from search.interpretation import Key
from search.roll import LISTED, Named
from search.shared import Seat
from search.turns import HeldPeriod, Turn, held_period, held_periods, turn
from ui.service.ask import traced
from ui.service.bullets import facets_json
from ui.service.forms.lists import NamedForm, NamesForm, PeriodDetailForm, PeriodsForm, PeriodTraceForm, TraceForm
from ui.service.problems import problems
from ui.service.serving import Seated, json_bytes, reply

_Slug = Annotated[
    str, Path(max_length=200, description="From the list.", examples=["raptor", "metropolitan-police-service", "harlow", "north", "county-lines"])
]
_Label = Annotated[str, Path(max_length=20, description="A period's label.", examples=["2018-19-Q4"])]


def add_names(router: APIRouter) -> None:
    """Adds the routes of every kind, and of periods."""
    for kind in LISTED:
        _add_kind(router, kind)
    _add_periods(router)


def _add_kind(router: APIRouter, kind: Kind) -> None:
    plural = f"{kind.value}s"

    @router.get(f"/{plural}", response_model=NamesForm, responses=problems(), summary=f"Every {kind.value}, with counts.", tags=["names"], name=plural)
    def names(request: Request, seat: Seated) -> Response:
        held = [_name(seat, named) for named in seat.roll.names[kind].values()]
        return reply(request, seat, lambda: (json_bytes({"build": seat.library.manifest.build, "count": len(held), "names": held}), len(held)))

    @router.get(f"/{plural}/{{slug}}", response_model=NamedForm, responses=problems(404), summary=f"One {kind.value}.", tags=["names"], name=kind.value)
    def name(request: Request, seat: Seated, slug: _Slug) -> Response:
        named = seat.roll.named(kind, slug)
        periods = [(v.colophon, len(rows & named.rows)) for v, rows in seat.roll.periods]
        counts = [{"force": c.force.slug, "period": c.period.label, "count": n} for c, n in periods if n]
        return reply(request, seat, lambda: (json_bytes({"build": seat.library.manifest.build, **_name(seat, named), "periods": counts}), len(named.rows)))

    @router.get(
        f"/{plural}/{{slug}}/trace",
        response_model=TraceForm,
        responses=problems(404),
        summary=f"One {kind.value} from period to period, as `beatbook trace` prints it.",
        tags=["names"],
        name=f"{kind.value} trace",
    )
    def trace(request: Request, seat: Seated, slug: _Slug) -> Response:
        named = seat.roll.named(kind, slug)
        return reply(request, seat, lambda: traced(follow_part(seat.library, seat.answerer.named(Key(plural), named.name), named.name)))


def _name(seat: Seat, named: Named) -> dict[str, Any]:
    bearing = [v.colophon.period.label for v, rows in seat.roll.periods if rows & named.rows]
    first, last = (bearing[0], bearing[-1]) if bearing else (None, None)
    return {"slug": named.slug, "name": named.name, "count": len(named.rows), "first": first, "last": last}


def _add_periods(router: APIRouter) -> None:
    @router.get("/periods", response_model=PeriodsForm, responses=problems(), summary="Every period that is held.", tags=["names"])
    def periods(request: Request, seat: Seated) -> Response:
        held = [_period(one) for one in held_periods(seat.roll)]
        return reply(request, seat, lambda: (json_bytes({"build": seat.library.manifest.build, "count": len(held), "periods": held}), len(held)))

    @router.get("/periods/{slug}", response_model=PeriodDetailForm, responses=problems(404), summary="One period, with counts.", tags=["names"])
    def period(request: Request, seat: Seated, slug: _Label) -> Response:
        one = held_period(seat.roll, slug)
        detail = {"build": seat.library.manifest.build, **_period(one), "facets": facets_json(seat, one.rows)}
        return reply(request, seat, lambda: (json_bytes(detail), len(one.rows)))

    @router.get("/periods/{slug}/trace", response_model=PeriodTraceForm, responses=problems(404), summary="What came and went with a period.", tags=["names"])
    def period_trace(request: Request, seat: Seated, slug: _Label) -> Response:
        found = turn(seat.roll, slug)
        return reply(request, seat, lambda: (json_bytes({"build": seat.library.manifest.build, **_turn(found)}), len(found.here.rows)))


def _period(held: HeldPeriod) -> dict[str, Any]:
    days = {"first": held.period.start.isoformat(), "last": held.period.end.isoformat()}
    return {"slug": held.period.label, "title": held.period.title, **days, "count": len(held.rows), "updates": [v.id for v in held.versions]}


def _turn(found: Turn) -> dict[str, Any]:
    def names(of: tuple[tuple[Named, int], ...]) -> list[dict[str, Any]]:
        return [{"kind": one.kind.value, "slug": one.slug, "name": one.name, "count": n} for one, n in of]

    before, after = (one.period.label if one else None for one in (found.before, found.after))
    return {"slug": found.here.period.label, "before": before, "after": after, "new": names(found.new), "silent": names(found.silent)}
