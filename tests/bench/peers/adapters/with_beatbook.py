"""Beatbook itself, by the same rules: a process that opens the library and answers, each answer to its whole JSON."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from exchange import Ranked, serve

from search.answer import Answerer
from search.library import Library


def build(folder: Path, bullets: list[dict[str, str]]) -> None:
    """Adds the updates (one path is given in place of bullets): reading, linking, figures, RDF and checks included."""
    subprocess.run([sys.executable, "-m", "ui.cli", "add", bullets[0]["text"], "--library", str(folder)], check=True, stdout=subprocess.DEVNULL)


def load(folder: Path) -> Callable[[Any], Ranked]:
    """Opens the library."""
    answerer = Answerer(Library.open(folder))

    def ask(question: str) -> Ranked:
        return [(e["id"], e["score"]) for e in answerer.ask(question).to_json()["evidence"]]

    return ask


serve(build, load)
