"""The HTTP door: the same answers as on the command line, read-only."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Query, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from kg.errors import BeatbookError, UnknownNameError
from kg.rdf.terms import checked_base
from kg.vocabulary import ID
from search.answer import Answerer
from search.errors import QuestionError
from search.follow import follow
from search.library import Library
from ui.sparql.items import add_items
from ui.sparql.protocol import Endpoint, add_sparql
from ui.sparql.workers import Allowance


class Asked(BaseModel):
    """A question, and how it is to be read."""

    question: str
    interpretation: dict[str, Any] | None = None


def make_api(folder: Path, base: str = ID, allowance: Allowance = Allowance()) -> FastAPI:  # noqa: B008
    """The application over one library. Each request opens the build of now, so a new one appears without restart.

    IRIs of things begin with `base`; `allowance` is what SPARQL queries may take. ValueError when the base cannot begin an IRI.
    """
    endpoint = Endpoint(folder, checked_base(base), allowance)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        await endpoint.workers.close()

    api = FastAPI(
        lifespan=lifespan,
        title="Beatbook",
        version="1",
        description="Every bullet of police progress updates, findable, traceable and citable.",
        redoc_url=None,
    )

    @api.exception_handler(BeatbookError)
    def _problem(_: Request, error: Exception) -> JSONResponse:
        status = 404 if isinstance(error, UnknownNameError) else 422 if isinstance(error, QuestionError) else 503
        body = {"type": "about:blank", "title": type(error).__name__, "status": status, "detail": str(error)}
        return JSONResponse(body, status, media_type="application/problem+json")

    _add_answers(api, folder)
    add_sparql(api, endpoint)
    add_items(api, endpoint)
    return api


def _add_answers(api: FastAPI, folder: Path) -> None:
    """Adds the routes that answer in JSON."""

    @api.get("/api/v1/ask")
    def ask(
        question: str = Query(description="A question in plain words."),
        drop: list[str] = Query([], description="Parts of how it was read that are to go, by name."),  # noqa: B008
        add: str = Query("", description="More words to ask for."),
    ) -> dict[str, Any]:
        """The answer to a question, as `beatbook ask --format json` prints it."""
        with Library.open(folder) as library:
            answerer = Answerer(library)
            return answerer.answer(question, answerer.read(question, drop, add)).to_json()

    @api.post("/api/v1/ask")
    def ask_as_read(asked: Asked) -> dict[str, Any]:
        """The answer to an interpretation, in the form that answers print it in; without one, to the question."""
        with Library.open(folder) as library:
            answerer = Answerer(library)
            read = answerer.read(asked.question) if asked.interpretation is None else answerer.given(asked.interpretation)
            return answerer.answer(asked.question, read).to_json()

    @api.get("/api/v1/trace")
    def trace(name: str = Query(description="An operation, partner, district, place or theme.")) -> dict[str, Any]:
        """An entity across periods, as `beatbook trace --format json` prints it."""
        with Library.open(folder) as library:
            return follow(library, name).to_json()

    @api.get("/api/v1/status")
    def status() -> dict[str, Any]:
        """What the library holds."""
        with Library.open(folder) as library:
            return library.describe()

    @api.get("/health")
    def health() -> dict[str, str]:
        """Whether the service answers."""
        return {"status": "ok"}
