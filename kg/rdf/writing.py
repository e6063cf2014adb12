"""Writing triples: sorted N-Triples first, every other format from them.

Sorting makes two exports the same bytes and tells triples apart that come more than once. What does not fit in memory is sorted in runs on
disk, so the size of a library does not matter. Code points are the order, on every machine.
"""

from __future__ import annotations

import gc
import heapq
import itertools
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from enum import StrEnum
from pathlib import Path
from typing import IO

from kg.durable import whole
from kg.rdf.compact import write_jsonld
from kg.rdf.terms import PREFIXES, Triple
from kg.vocabulary import ID

# So many lines are sorted in memory at once, about 250 MB of them.
RUN = 1_000_000
# A graph by its name (an IRI in angle brackets, or none for the default graph), and its triples as N-Triples lines without the end (` .`).
NamedGraph = tuple[str | None, Iterable[str]]


class RdfFormat(StrEnum):
    """The formats, by the names that commands take."""

    TURTLE = "turtle"
    NTRIPLES = "ntriples"
    RDFXML = "rdfxml"
    JSONLD = "jsonld"
    TRIG = "trig"
    NQUADS = "nquads"

    @property
    def media_type(self) -> str:
        """As IANA registers it."""
        return _MEDIA[self]

    @property
    def has_graphs(self) -> bool:
        """Whether it holds a graph per version, not one flat graph."""
        return self in (RdfFormat.TRIG, RdfFormat.NQUADS)


_MEDIA = {
    **{RdfFormat.TURTLE: "text/turtle", RdfFormat.NTRIPLES: "application/n-triples", RdfFormat.RDFXML: "application/rdf+xml"},
    **{RdfFormat.JSONLD: "application/ld+json", RdfFormat.TRIG: "application/trig", RdfFormat.NQUADS: "application/n-quads"},
}


def lines_of(triples: Iterable[Triple]) -> Iterator[str]:
    """Triples as N-Triples lines without the end (` .`)."""
    return (f"{s} {p} {o}" for s, p, o in triples)


def sorted_lines(lines: Iterable[str]) -> Iterator[str]:
    """Lines in order of code points, each once."""
    lines = iter(lines)
    with ExitStack() as stack:
        run = _run(lines)
        runs: list[Iterable[str]] = []
        while following := _run(lines):
            runs.append(_spilled(run, stack))
            run = following
        yield from _merged([*runs, run]) if runs else run


def _run(lines: Iterator[str]) -> list[str]:
    """The next lines, as many as fit, sorted and each once."""
    return sorted(set(itertools.islice(lines, RUN)))


def _merged(runs: list[Iterable[str]]) -> Iterator[str]:
    last = None
    for line in heapq.merge(*runs):
        if line != last:
            yield line
        last = line


def _spilled(run: list[str], stack: ExitStack) -> Iterator[str]:
    """A sorted run, on disk."""
    file = stack.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n"))  # noqa: SIM115
    file.writelines(f"{line}\n" for line in run)
    file.seek(0)
    return (line[:-1] for line in file)


@contextmanager
def no_collection() -> Iterator[None]:
    """Many small objects that all stay: looking for garbage among them takes a third of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def write_rdf(graphs: Iterable[NamedGraph], output: IO[bytes], form: RdfFormat) -> int:
    """Writes graphs in a format; how many statements there are.

    A format without graphs takes all of them as one; one with graphs has them one after another, each sorted.
    """
    with no_collection():
        if form.has_graphs:
            return _write(((name, sorted_lines(lines)) for name, lines in graphs), output, form)
        return _write([(None, sorted_lines(line for _, lines in graphs for line in lines))], output, form)


class _Statements:
    """Graphs as N-Quads, many statements at a time, counted as they pass."""

    def __init__(self, graphs: Iterable[NamedGraph]) -> None:
        self._graphs, self.count = graphs, 0

    def __iter__(self) -> Iterator[bytes]:
        for name, lines in self._graphs:
            end, left = f" {name} .\n" if name else " .\n", iter(lines)
            while batch := list(itertools.islice(left, 10_000)):
                self.count += len(batch)
                yield (end.join(batch) + end).encode()


def _write(graphs: Iterable[NamedGraph], output: IO[bytes], form: RdfFormat) -> int:
    """Graphs of sorted lines in a format; how many statements there are."""
    if form is RdfFormat.JSONLD:
        return write_jsonld((line for _, lines in graphs for line in lines), output)
    statements = _Statements(graphs)
    if form in (RdfFormat.NTRIPLES, RdfFormat.NQUADS):
        output.writelines(statements)
    else:
        _serialise(statements, output, form)
    return statements.count


def _serialise(statements: Iterable[bytes], output: IO[bytes], form: RdfFormat) -> None:
    """Turtle, RDF/XML and TriG, as Oxigraph writes them."""
    import pyoxigraph

    formats = {RdfFormat.TURTLE: pyoxigraph.RdfFormat.TURTLE, RdfFormat.RDFXML: pyoxigraph.RdfFormat.RDF_XML, RdfFormat.TRIG: pyoxigraph.RdfFormat.TRIG}
    quads = (quad for batch in statements for quad in pyoxigraph.parse(batch, format=pyoxigraph.RdfFormat.N_QUADS))
    wanted = quads if form.has_graphs else (quad.triple for quad in quads)
    pyoxigraph.serialize(wanted, output, formats[form], prefixes=PREFIXES)


def write_file(path: Path, graphs: Iterable[NamedGraph], form: RdfFormat) -> int:
    """Writes graphs to a file, whole or not at all; how many statements there are."""
    with whole(path) as output:
        return write_rdf(graphs, output, form)


def write_lines(path: Path, lines: Iterable[str], form: RdfFormat) -> int:
    """Writes sorted N-Triples lines (without their end) to a file as one flat graph, whole or not at all; how many there are."""
    with whole(path) as output:
        return _write([(None, lines)], output, form)


def rebased(lines: Iterable[str], base: str) -> Iterator[str]:
    """N-Triples lines with our own IRIs under another base."""
    return iter(lines) if base == ID else (_under(line, base) for line in lines)


def _under(line: str, base: str) -> str:
    subject, predicate, value = line.split(" ", 2)
    return f"{_moved(subject, base)} {predicate} {_moved(value, base)}"


def _moved(term: str, base: str) -> str:
    return f"<{base}{term[len(ID) + 1 :]}" if term.startswith(f"<{ID}") else term
