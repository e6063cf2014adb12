"""What the service says of itself: what it holds, whether it lives, whether it can answer."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from ui.service.forms.lists import StandingForm, StatusForm
from ui.service.problems import problems
from ui.service.serving import Seated, json_bytes, reply


def add_standing(router: APIRouter) -> None:
    """Adds the route that tells what is held."""

    @router.get("/status", response_model=StatusForm, responses=problems(), summary="What the library holds.", tags=["service"])
    def status(request: Request, seat: Seated) -> Response:
        """As `beatbook status --format json` prints it; of the folder only its name."""
        described = seat.library.describe() | {"library": seat.library.folder.resolve().name}
        return reply(request, seat, lambda: (json_bytes(described), described["updates"]))


def add_health(router: APIRouter) -> None:
    """Adds the routes that what watches over the service asks. They need no token."""

    @router.get("/health", response_model=StandingForm, response_model_exclude_none=True, summary="Whether the service lives.", tags=["service"])
    async def health() -> dict[str, Any]:
        return {"status": "ok"}

    @router.get("/ready", response_model=StandingForm, responses=problems(), summary="Whether the library can be read.", tags=["service"])
    def ready(seat: Seated) -> dict[str, Any]:
        """Opens the build of now where it is not open yet; a problem says why it cannot be."""
        return {"status": "ready", "build": seat.library.manifest.build}
