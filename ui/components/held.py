"""The library of the screen: opened once a build, so that a new quarter shows without a restart."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import streamlit as st

from kg.errors import BeatbookError
from kg.series import MeasureSeries
from kg.trace import Trace
from search.answer import Answer, Answerer
from search.editing import pieces
from search.figures import MeasureHeld, measures_held, series_of
from search.follow import follow
from search.library import Library, Manifest
from ui.components.frame import draw_marking, stop_broken, stop_empty


def folder() -> Path:
    """The library's folder, as `beatbook app` was told it."""
    return Path(os.environ.get("BEATBOOK_LIBRARY", "library"))


def build() -> str:
    """The build of now, with the marking line of what it holds. Stops the page with what to do when there is none, or nothing in it."""
    try:
        current = Manifest.read(folder()).build
        held = described(current)
    except BeatbookError as error:
        stop_broken(error)
    if not held["updates"]:
        stop_empty()
    draw_marking([row["marking"] for row in held["versions"] if row["current"]])
    return current


@st.cache_data(max_entries=200, show_spinner="Going through every bullet ...")
def answer(build: str, question: str, drop: tuple[str, ...] = (), add: str = "") -> Answer:  # noqa: ARG001 - the build is the cache's key
    """The answer to a question on a build, read without some parts and with more words."""
    with Library.open(folder()) as library:
        answerer = Answerer(library)
        return answerer.answer(question, answerer.read(question, drop, add))


@st.cache_data(max_entries=200, show_spinner=False)
def parts(build: str, question: str) -> list[str]:  # noqa: ARG001
    """The parts of how a question is read on a build, as they are told."""
    with Library.open(folder()) as library:
        return [piece.told for piece in pieces(Answerer(library).read(question))]


@st.cache_data(max_entries=200, show_spinner=False)
def traced(build: str, name: str) -> Trace:  # noqa: ARG001
    """The trace of a name on a build."""
    with Library.open(folder()) as library:
        return follow(library, name)


@st.cache_data(max_entries=4, show_spinner=False)
def described(build: str) -> dict[str, Any]:  # noqa: ARG001
    """What a build holds."""
    with Library.open(folder()) as library:
        return library.describe()


@st.cache_data(max_entries=4, show_spinner=False)
def measures(build: str) -> tuple[list[MeasureHeld], int]:  # noqa: ARG001
    """The measures of which a build holds figures, and how many figures it holds of none."""
    with Library.open(folder()) as library:
        return measures_held(library)


@st.cache_data(max_entries=200, show_spinner=False)
def series(build: str, name: str) -> MeasureSeries:  # noqa: ARG001
    """The series of a measure on a build."""
    with Library.open(folder()) as library:
        return series_of(library, name)
