"""What can go wrong at the HTTP door."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.exceptions import HTTPException

from kg.errors import BeatbookError


class ServiceError(BeatbookError):
    """The service cannot be started as it was asked for, or a token cannot be made."""


class RefusedRequestError(HTTPException):
    """A request that is not answered: the HTTP status, a title, what to do, and headers. FastAPI lets it through wherever it is raised."""

    def __init__(self, status: int, title: str, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status, detail, headers)
        self.title = title
