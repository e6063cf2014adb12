"""rdflib alone, for the questions that a graph can answer: SPARQL over the N-Triples that Beatbook exports."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from exchange import Ranked, serve


def build(folder: Path, bullets: list[dict[str, str]]) -> None:
    """Takes the export (one path is given in place of bullets); rdflib keeps no form of its own on disk."""
    folder.mkdir(exist_ok=True)
    shutil.copy(bullets[0]["text"], folder / "export.nt")


def load(folder: Path) -> Callable[[Any], Ranked]:
    """Reads it into memory, as rdflib must at every start."""
    from rdflib import Graph

    graph = Graph()
    graph.parse(folder / "export.nt", format="nt")
    return lambda query: [(str(row[0]), 1.0) for row in graph.query(query)]


serve(build, load)
