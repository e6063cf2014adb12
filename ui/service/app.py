"""The service put together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.responses import HTMLResponse

from kg.rdf.terms import checked_base
from ui.service.ask import add_ask
from ui.service.audit import Audit
from ui.service.bullets import add_bullets
from ui.service.guard import Guard
from ui.service.names import add_names
from ui.service.page import described_page
from ui.service.problems import Problem, add_problems
from ui.service.serving import Service
from ui.service.settings import Settings
from ui.service.standing import add_health, add_standing
from ui.service.updates import add_updates
from ui.service.writing import add_writing
from ui.sparql.items import add_items
from ui.sparql.page import html_headers
from ui.sparql.protocol import Endpoint, add_sparql

VERSION = "/api/v1"
DESCRIPTION = """Every bullet of police progress updates, findable, traceable and citable.

Answers are those of the command line, member for member. A list gives the whole set; nothing is cut at a top ten. Every reply names the
build it was made from (`X-Beatbook-Build`) and has an `ETag`, so that asking again with `If-None-Match` costs nothing until something is added.
Errors are problem details (RFC 9457) that say what to do. On this machine reading needs no token; writing always does: `Authorization: Bearer TOKEN`."""


def make_api(folder: Path, settings: Settings = Settings()) -> FastAPI:  # noqa: B008
    """The application over one library. ValueError when the base cannot begin an IRI; ServiceError when the audit log cannot be written."""
    service, endpoint = Service(folder, settings), Endpoint(folder, checked_base(settings.base), settings.allowance)
    audit = Audit(settings.audit) if settings.audit else None

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        await endpoint.workers.close()
        service.pool.close()
        if audit:
            audit.close()

    api = FastAPI(lifespan=lifespan, title="Beatbook", version="1", description=DESCRIPTION, docs_url=None, redoc_url=None, redirect_slashes=False)
    api.state.service = service
    api.add_middleware(Guard, service=service, audit=audit)
    add_problems(api)
    _add_routes(api)
    add_sparql(api, endpoint)
    add_items(api, endpoint)
    _describe(api)
    return api


def _add_routes(api: FastAPI) -> None:
    router = APIRouter(prefix=VERSION)
    for add in (add_ask, add_bullets, add_names, add_updates, add_writing, add_standing, add_health):
        add(router)
    api.include_router(router)
    plain = APIRouter(include_in_schema=False)
    add_health(plain)
    api.include_router(plain)


def _describe(api: FastAPI) -> None:
    """Lets the description hold the form of problems and of tokens, and be read as a page that asks nothing of another machine."""
    given = api.openapi

    def openapi() -> dict[str, Any]:
        if api.openapi_schema is None:
            described = given()
            parts = described.setdefault("components", {})
            parts.setdefault("schemas", {})["Problem"] = Problem.model_json_schema()
            parts["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer", "description": "Made with `beatbook token create`."}}
            api.openapi_schema = described
        return api.openapi_schema

    api.openapi = openapi  # type: ignore[method-assign]

    @api.get("/docs", include_in_schema=False)
    def docs() -> HTMLResponse:
        page = described_page(api.openapi())
        return HTMLResponse(page, headers=html_headers(page))
