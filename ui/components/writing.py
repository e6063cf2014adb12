"""Writing from the screen: who does it, and work that goes on to its end whatever the reader clicks meanwhile."""

from __future__ import annotations

import getpass
import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

import streamlit as st

from kg.errors import BeatbookError
from kg.vocabulary import Vocabulary
from search.build import Builder, Progress
from search.library import Manifest, vocabulary_of
from ui.components.gate import folder, token, token_needed

T = TypeVar("T")


def ask_author() -> None:
    """Asks who writes; the login name stands there. Where tokens are needed, the token's name is who writes."""
    if token_needed():
        return
    st.session_state.setdefault("writer", _login())
    st.session_state["writer"] = str(st.text_input("Your name, kept with what you decide", value=st.session_state["writer"], max_chars=80)).strip() or _login()


def author() -> str:
    """Who writes: as the reader said, else the login name; where tokens are needed the name of the reader's token."""
    if token_needed():
        shown = token()
        return shown.name if shown else "unknown"
    return str(st.session_state.get("writer") or _login())


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def build_now() -> str:
    """The build of now; "" where nothing is held yet."""
    try:
        return Manifest.read(folder()).build
    except BeatbookError:
        return ""


def vocabulary() -> Vocabulary:
    """The vocabulary that the library was linked with, so that adding links nothing anew; the one that ships where nothing is held."""
    return vocabulary_of(folder()) if build_now() else Vocabulary.load()


def builder(progress: Progress = lambda *_: None) -> Builder:
    """Who writes to the library of the screen."""
    return Builder(folder(), vocabulary(), progress=progress)


class Job(Generic[T]):
    """Work in a thread of its own: Streamlit ends a page's run at the next click, and adding must not end half-way."""

    def __init__(self, work: Callable[[Progress], T]) -> None:
        self.steps: dict[str, tuple[int, int]] = {}
        self.result: T | None = None
        self.error: BeatbookError | None = None
        self._work = work
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        try:
            self.result = self._work(self._more)
        except BeatbookError as error:
            self.error = error

    def _more(self, what: str, total: int, done: int) -> None:
        self.steps[what] = (total, self.steps.get(what, (total, 0))[1] + done)

    @property
    def running(self) -> bool:
        """Whether it goes on."""
        return self._thread.is_alive()

    def follow(self) -> None:
        """Shows how far it is until it is done."""
        bar = st.progress(0.0, "Reading ...")
        while self.running:
            for what, (total, done) in list(self.steps.items())[-1:]:
                bar.progress(min(1.0, done / max(1, total)), f"{what.capitalize()}: {done} of {total}")
            time.sleep(0.1)
        bar.empty()
