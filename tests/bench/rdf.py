"""`python -m tests.bench.rdf`: exports of a library of more than 200,000 triples, made of our own updates under many forces' names."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

import numpy as np

from kg.colophon import Given, read_colophon
from kg.data import data_folder
from kg.linking import Linker
from kg.model import Update
from kg.outline import read_outline
from kg.reading import read_source
from kg.vocabulary import Vocabulary
from search.build import writing
from search.history import keep
from search.index import write_part
from search.library import Manifest, Part, vocabulary_file
from tests.bench.__main__ import show, timed

FORCES = ("Essex Police", "Kent Police", "Norfolk Constabulary", "Dorset Police", "Cumbria Constabulary", "Cheshire Constabulary")
FORMATS = ("ntriples", "turtle", "rdfxml", "jsonld", "trig", "nquads")
TRIPLES = 200_000


def updates() -> list[Path]:
    """Our own updates."""
    return sorted([*(data_folder() / "updates").glob("*.txt"), *(Path(__file__).parents[1] / "gold" / "updates").glob("*.txt")])


def big_library(folder: Path) -> int:
    """A library of so many bullets; nothing is embedded, for exports need no vectors."""
    vocabulary, count = Vocabulary.load(), 0
    linker = Linker(vocabulary)
    with writing(folder, 10) as catalogue:
        for force in FORCES:
            for path in updates():
                source = read_source(path)
                outline = read_outline(source)
                colophon, _ = read_colophon(source, outline, {}, Given(force=force))
                update = Update(source, colophon, outline.bullets, outline.roles, ())
                linked, _ = linker.link(update)
                with catalogue.transaction():
                    catalogue.put(update, linked, vocabulary.digest, [""] * len(linked))
                count += len(linked)
        vocabulary_file(folder, vocabulary.digest).write_text(vocabulary.to_json(), encoding="utf-8")
        write_part(folder / "parts" / "none.faiss", np.zeros((0, 384), dtype=np.float32))
        manifest = Manifest.of(vocabulary.digest, tuple(Part(v.id, "none") for v in catalogue.versions()))
        keep(folder, catalogue, manifest, vocabulary, lambda *_: None)
        with catalogue.transaction():
            manifest.put(catalogue)
    return count


def main() -> None:
    """Measures each format, each run a process of its own."""
    folder = Path(tempfile.mkdtemp(prefix="beatbook-bench-rdf-"))
    try:
        print(f"{big_library(folder / 'library')} bullets")  # noqa: T201
        for form in FORMATS:
            show(f"export {form}", [timed("export", form, "-o", str(folder / form), "--library", str(folder / "library")) for _ in range(3)])
        lines = (folder / "ntriples").read_bytes().count(b"\n")
        print(f"{lines} triples")  # noqa: T201
        if lines < TRIPLES:
            sys.exit(f"fewer than {TRIPLES}: add forces")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
