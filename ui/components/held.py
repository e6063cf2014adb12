"""The library of the screen: opened once a build, so that a new quarter shows without a restart."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import streamlit as st

from kg.errors import BeatbookError
from kg.rdf.markings import rank
from kg.series import MeasureSeries
from kg.trace import Trace
from kg.vocabulary import ConceptKind
from search.answer import Answer
from search.editing import pieces
from search.examples import examples
from search.figures import MeasureHeld, measures_held, series_of
from search.follow import Followed, follow, follow_list
from search.library import Manifest
from search.saved import Again, again
from search.shared import Pool
from ui.components.frame import draw_marking, stop_broken, stop_empty
from ui.components.gate import ask_for_token
from ui.components.gate import folder as folder


@st.cache_resource(max_entries=2)
def pool(folder: Path) -> Pool:
    """The library's builds, opened once for all readers of the screen."""
    return Pool(folder)


def build() -> str:
    """The build of now, with the marking line of what it holds. Stops the page with what to do when there is none, or nothing in it."""
    ask_for_token()
    try:
        current = Manifest.read(folder()).build
        held = described(current)
    except BeatbookError as error:
        stop_broken(error)
    if not held["updates"]:
        stop_empty()
    draw_marking([row["marking"] for row in held["versions"] if row["current"]])
    return current


@st.cache_resource(max_entries=200, show_spinner="Going through every bullet ...")
def answer(build: str, question: str, drop: tuple[str, ...] = (), add: str = "") -> Answer:  # noqa: ARG001 - the build is the cache's key
    """The answer to a question on a build, read without some parts and with more words. QuestionError."""
    with pool(folder()).seat() as seat:
        return seat.answerer.answer(question, seat.answerer.read(question, drop, add))


@st.cache_data(max_entries=200, show_spinner=False)
def parts(build: str, question: str) -> list[str]:  # noqa: ARG001
    """The parts of how a question is read on a build, as they are told."""
    with pool(folder()).seat() as seat:
        return [piece.told for piece in pieces(seat.answerer.read(question))]


@st.cache_data(max_entries=4, show_spinner=False)
def questions(build: str) -> list[str]:  # noqa: ARG001
    """Questions to begin with, that a build answers."""
    with pool(folder()).seat() as seat:
        return examples(seat.answerer, seat.roll)


def answered_again(name: str) -> Again:
    """A saved question answered on the build of now. UnknownNameError, QuestionError."""
    with pool(folder()).seat() as seat:
        return again(seat.library, name, seat.answerer)


@st.cache_resource(max_entries=200, show_spinner=False)
def traced(build: str, name: str) -> Trace:  # noqa: ARG001
    """The trace of a name on a build. UnknownNameError."""
    with pool(folder()).seat() as seat:
        return follow(seat.library, name, seat.answerer)


@st.cache_data(max_entries=4, show_spinner=False)
def described(build: str) -> dict[str, Any]:  # noqa: ARG001
    """What a build holds. LibraryError."""
    with pool(folder()).seat() as seat:
        return seat.library.describe()


@st.cache_resource(max_entries=4, show_spinner=False)
def measures(build: str) -> tuple[list[MeasureHeld], int]:  # noqa: ARG001
    """The measures of which a build holds figures, and how many figures it holds of none."""
    with pool(folder()).seat() as seat:
        return measures_held(seat.library)


@st.cache_resource(max_entries=200, show_spinner=False)
def series(build: str, name: str) -> MeasureSeries:  # noqa: ARG001
    """The series of a measure on a build. UnknownNameError."""
    with pool(folder()).seat() as seat:
        return series_of(seat.library, name)


def marking_of(versions: Iterable[str]) -> str | None:
    """The highest protective marking of these versions of the build of now, None where none prints one."""
    wanted = set(versions)
    known = [row["marking"] for row in described(Manifest.read(folder()).build)["versions"] if row["id"] in wanted and row["marking"]]
    return max(known, key=rank, default=None)


@st.cache_data(max_entries=4, show_spinner=False)
def followed(build: str) -> list[Followed]:  # noqa: ARG001
    """What can be followed on a build, the most frequent first."""
    with pool(folder()).seat() as seat:
        return follow_list(seat.roll)


@st.cache_data(max_entries=4, show_spinner=False)
def district_codes(build: str) -> dict[str, str]:  # noqa: ARG001
    """Name -> GSS code of the districts that the vocabulary of a build knows."""
    with pool(folder()).seat() as seat:
        districts = seat.library.vocabulary.of_kind(ConceptKind.DISTRICT)
        return {concept.name: concept.values["notation"] for concept in districts if "notation" in concept.values}
