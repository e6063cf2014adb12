"""txtai: its hybrid index, BM25 and vectors fused by txtai itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from exchange import MOST, Ranked, model_folder, serve


def build(folder: Path, bullets: list[dict[str, str]]) -> None:
    """Indexes and saves."""
    from txtai import Embeddings

    index = Embeddings(path=model_folder(), method="sentence-transformers", hybrid=True, gpu=False)
    index.index((b["id"], b["text"], None) for b in bullets)
    index.save(str(folder))


def load(folder: Path) -> Callable[[Any], Ranked]:
    """Loads what was saved."""
    from txtai import Embeddings

    index = Embeddings()
    index.load(str(folder))
    return lambda question: index.search(question, MOST)


serve(build, load)
