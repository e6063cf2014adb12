"""Errors as problem details (RFC 9457) that say what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from kg.errors import BeatbookError, InputError, UnknownNameError
from search.errors import BusyError, QuestionError
from ui.service.errors import RefusedRequestError

MEDIA_TYPE = "application/problem+json"
_AGAIN = {"Retry-After": "2"}


class Problem(BaseModel):
    """Why a request was not answered, as RFC 9457 has it."""

    type: str = Field(description="Always `about:blank`: the status says what kind of problem it is.")
    title: str = Field(description="The problem in some words.")
    status: int = Field(description="The HTTP status.")
    detail: str = Field(description="What is wrong, and what to do.", examples=["nothing in this library bears the name 'RAPTER'; did you mean RAPTOR?"])
    did_you_mean: list[str] = Field(description="Names that look like one that is not known.")


def _described(said: str) -> dict[str, Any]:
    return {"description": said, "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}


_SAID = {
    400: "The request is addressed or written wrongly.",
    401: "A token is needed, or the one that came is none.",
    403: "The token has not the right for it.",
    404: "Nothing of that name, id or address is held.",
    406: "It does not come in that form.",
    413: "It is too large.",
    422: "The question, or a part of the request, cannot be read.",
    429: "Too many requests of one client.",
    503: "The library cannot be read now, or too much is asked at once.",
}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """How a route's problems are described, beside those that every route has."""
    return {status: _described(_SAID[status]) for status in sorted({400, 401, 403, 422, 429, 503, *statuses})}


def problem(status: int, title: str, detail: str, headers: Mapping[str, str] | None = None, close: tuple[str, ...] = ()) -> JSONResponse:
    """A problem as a response."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, "did_you_mean": list(close)}
    return JSONResponse(body, status, media_type=MEDIA_TYPE, headers={**(_AGAIN if status == 503 else {}), **(headers or {})})


def add_problems(api: FastAPI) -> None:
    """Lets every error of an application be told as a problem."""

    @api.exception_handler(BeatbookError)
    def _ours(_: Request, error: BeatbookError) -> JSONResponse:
        status, title = next(((s, t) for kind, s, t in _OURS if isinstance(error, kind)), (503, "The library cannot be read"))
        return problem(status, title, str(error), close=error.close if isinstance(error, UnknownNameError) else ())

    @api.exception_handler(RefusedRequestError)
    def _refused(_: Request, error: RefusedRequestError) -> JSONResponse:
        return problem(error.status_code, error.title, error.detail, error.headers)

    @api.exception_handler(RequestValidationError)
    def _invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        return problem(422, "The request cannot be read", "; ".join(dict.fromkeys(_told(row) for row in error.errors())) + "; /docs describes every address")

    @api.exception_handler(HTTPException)
    def _http(request: Request, error: HTTPException) -> JSONResponse:
        title, detail = _HTTP.get(error.status_code, (str(error.detail), f"{error.detail}; /docs describes every address"))
        return problem(error.status_code, title, detail.format(path=request.url.path[:200], method=request.method), error.headers)

    @api.exception_handler(Exception)
    def _unforeseen(_: Request, __: Exception) -> JSONResponse:
        return problem(500, "Something went wrong here", "this is a fault of Beatbook's; the service's error output says which")


_OURS: tuple[tuple[type[BeatbookError], int, str], ...] = (
    (UnknownNameError, 404, "Nothing bears this name"),
    (QuestionError, 422, "The question cannot be read"),
    (InputError, 422, "The file cannot be read as an update"),
    (BusyError, 503, "Too much is asked at once"),
)
_HTTP = {
    404: ("There is no such address", "nothing lies at {path}; /docs lists every address"),
    405: ("The address does not take this method", "{path} does not take {method}; the header Allow says what it takes"),
}


def _told(row: Mapping[str, Any]) -> str:
    """One thing that pydantic found, in words."""
    where, *rest = (str(part) for part in row["loc"])
    name = ".".join(rest) or where
    return f"{where if rest else 'request'} {name!r}: {row['msg'][:1].lower()}{row['msg'][1:]}"
