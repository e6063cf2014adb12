"""The routes of questions: an answer to words, an answer to an interpretation, a trace of whatever a name means."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from kg.trace import Trace
from search.answer import Answer
from search.follow import follow
from search.question import MAX_LENGTH
from ui.service.forms.answer import AnswerForm, Asked
from ui.service.forms.lists import TraceForm
from ui.service.problems import problems
from ui.service.serving import Seated, json_bytes, reply

Drops = Annotated[list[str], Query(max_length=50, description="Parts of how it was read that are to go, by name.", examples=[["Basildon"]])]


def add_ask(router: APIRouter) -> None:
    """Adds the routes."""

    @router.get("/ask", response_model=AnswerForm, responses=problems(), summary="The answer to a question.", tags=["answers"])
    def ask(
        request: Request,
        seat: Seated,
        question: Annotated[str, Query(max_length=MAX_LENGTH, description="A question in plain words.", examples=["all cross-border work with the Met"])],
        drop: Drops = [],  # noqa: B006 - FastAPI copies it
        add: Annotated[str, Query(max_length=MAX_LENGTH, description="More words to ask for.", examples=["in Harlow"])] = "",
    ) -> Response:
        """Every bullet that answers, each cited, with how the question was read and a receipt: as `beatbook ask --format json` prints it."""
        request.state.question = question
        return reply(request, seat, lambda: _printed(seat.answerer.answer(question, seat.answerer.read(question, drop, add))))

    @router.post("/ask", response_model=AnswerForm, responses=problems(404, 413), summary="The answer to an interpretation.", tags=["answers"])
    def ask_as_read(request: Request, seat: Seated, asked: Asked) -> Response:
        """The answer to an interpretation, in the form that answers print it in; without one, to the question."""
        request.state.question = asked.question
        answerer = seat.answerer
        read = answerer.read(asked.question) if asked.interpretation is None else answerer.given(asked.interpretation)
        return reply(request, seat, lambda: _printed(answerer.answer(asked.question, read)))

    @router.get("/trace", response_model=TraceForm, responses=problems(404), summary="What a name means, from period to period.", tags=["answers"])
    def trace(
        request: Request,
        seat: Seated,
        name: Annotated[str, Query(max_length=MAX_LENGTH, description="An operation, partner, district, place, theme or priority.", examples=["RAPTOR"])],
    ) -> Response:
        """An entity across periods, as `beatbook trace --format json` prints it."""
        request.state.question = name
        return reply(request, seat, lambda: traced(follow(seat.library, name, seat.answerer)))


def traced(found: Trace) -> tuple[bytes, int]:
    """A trace as it is printed, and how many bullets it has."""
    return json_bytes(found.to_json()), len(found.bullets)


def _printed(answer: Answer) -> tuple[bytes, int]:
    return json_bytes(answer.to_json()), len(answer.evidence)
