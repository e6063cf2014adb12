"""A library of a made corpus: its files written, read, linked, embedded (or given made-up vectors) and published as any other."""

from __future__ import annotations

import time
from pathlib import Path

from kg.vocabulary import Vocabulary
from search.build import Builder
from tests.corpus import Corpus
from tests.corpus.layouts import text_of
from tests.corpus.vectors import MadeUpEncoder

# So many updates are added at a time: the memory that adding takes grows with what is added at once.
AT_ONCE = 500


def write_files(corpus: Corpus, folder: Path) -> list[Path]:
    """The updates of a corpus as files."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / update.name for update in corpus.updates]
    for update, path in zip(corpus.updates, paths, strict=True):
        path.write_text(text_of(update), encoding="utf-8")
    return paths


def build_library(corpus: Corpus, folder: Path, *, real: bool) -> dict[str, float]:
    """Builds the library; CPU seconds by kind of work: what `add` tells of its progress, and all."""
    paths = write_files(corpus, folder.with_name(f"{folder.name}-files"))
    spent: dict[str, float] = {}
    last = started = time.process_time()

    def progress(work: str, *_: object) -> None:
        nonlocal last
        now = time.process_time()
        spent[work] = spent.get(work, 0.0) + now - last
        last = now

    builder = Builder(folder, Vocabulary.load(), progress=progress)
    if not real:
        builder.embed_with(MadeUpEncoder(b for u in corpus.updates for _, b in u.bullets))
    for i in range(0, len(paths), AT_ONCE):
        report = builder.add(paths[i : i + AT_ONCE])
        if report.failed:
            raise report.failed[0]
        progress("publishing")
    return spent | {"all": time.process_time() - started}
