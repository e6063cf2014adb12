"""The store that queries run on: made from the triples of a build when it is first needed, then only read."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from pathlib import Path

from filelock import FileLock

from kg.rdf.facts import MODEL
from kg.rdf.writing import RdfFormat, write_file
from search.history import Told
from search.library import Library

FOLDER = "sparql"


def store_of(library: Library, base: str) -> Path:
    """The store of an open library's build, made when there is none: in the library where it may be written, else among temporary files.

    OSError when neither can be written.
    """
    row = json.dumps([MODEL, base, library.manifest.build, sorted(v.id for v in library.all_versions)])
    name = f"{library.manifest.build}-{hashlib.sha256(row.encode()).hexdigest()[:8]}"
    try:
        return _held(library, base, library.folder / FOLDER / name)
    except OSError:
        here = hashlib.sha256(str(library.folder.resolve()).encode()).hexdigest()[:12]
        return _held(library, base, Path(tempfile.gettempdir()) / f"beatbook-sparql-{here}" / name)


def damaged_stores(folder: Path) -> list[str]:
    """The stores in a library's folder that cannot be read, or hold other facts than the build they are of, a line each with what to do."""
    import pyoxigraph as ox

    found = []
    with Library.open(folder) as library:
        facts = {line for version in library.versions for line in Told(library).lines(version)}
        for path in sorted((folder / FOLDER).glob(f"{library.manifest.build}-????????")):
            try:
                held = len(ox.Store.read_only(str(path)))
                said = "" if held == len(facts) else f"holds {held} facts, not {len(facts)}"
            except (OSError, ValueError, RuntimeError) as error:
                said = f"cannot be read ({error})"
            found += [f"{FOLDER}/{path.name}: {said}; delete that folder, it is made anew"] if said else []
    return found


def _held(library: Library, base: str, path: Path) -> Path:
    """The store at a path, made when there is none, by one process."""
    if not path.is_dir():
        path.parent.mkdir(exist_ok=True)
        with FileLock(path.parent / ".lock"):
            if not path.is_dir():
                _make(library, base, path)
    return path


def _make(library: Library, base: str, path: Path) -> None:
    for old in path.parent.iterdir():
        if old.is_dir():
            shutil.rmtree(old, ignore_errors=True)
    partial = path.with_name(path.name + ".partial")
    told = Told(library, base)
    with tempfile.TemporaryDirectory() as scratch:
        lines = Path(scratch) / "facts.nt"
        write_file(lines, [(None, told.lines(version)) for version in library.versions], RdfFormat.NTRIPLES)
        load(lines, partial, base)
    partial.replace(path)


def load(lines: Path, path: Path, base: str) -> None:
    """Makes a store at a path from a file of N-Triples: all in one graph, which is queried as the default graph."""
    import pyoxigraph as ox

    store = ox.Store(str(path))
    store.bulk_load(path=str(lines), format=ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(f"{base}dataset"))
    store.flush()
