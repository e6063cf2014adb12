"""Commands that give the library to others: export, validate."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.commands.shell import DEFAULT_LIBRARY, LibraryOption, StatusFormat, app, opened, progress_bars, say, version_named

if TYPE_CHECKING:
    from kg.rdf.shapes import Finding
    from kg.versions import VersionRecord
    from search.library import Library
    from search.release import Wish
    from search.selection import Asked, Selection


class ExportFormat(StrEnum):
    """What a library can be exported to."""

    TURTLE = "turtle"
    NTRIPLES = "ntriples"
    RDFXML = "rdfxml"
    JSONLD = "jsonld"
    TRIG = "trig"
    NQUADS = "nquads"
    GRAPHML = "graphml"
    CSV = "csv"


BaseOption = Annotated[
    str | None, typer.Option("--base", envvar="BEATBOOK_BASE", metavar="IRI", help="What the IRIs of things begin with.", show_default="w3id.org/beatbook/id/")
]


@dataclass(frozen=True, slots=True)
class _Job:
    """An export as it was asked for."""

    asked: Asked
    max_marking: str
    base: str
    licence: str | None
    force: bool


@app.command()
def export(
    format_: Annotated[ExportFormat, typer.Argument(metavar="FORMAT", help="turtle, ntriples, rdfxml, jsonld, trig, nquads, graphml or csv.")],
    output: Annotated[Path | None, typer.Option("--output", "-o", help="The file to write; else everything is printed.")] = None,
    library: LibraryOption = DEFAULT_LIBRARY,
    period: Annotated[list[str] | None, typer.Option("--period", help="Only updates of this period: 2018-19-Q4, 2018-19. May be repeated.")] = None,
    operation: Annotated[str | None, typer.Option("--operation", metavar="NAME", help="Only bullets that mention this operation.")] = None,
    partner: Annotated[str | None, typer.Option("--partner", metavar="NAME", help="Only bullets that mention this partner.")] = None,
    question: Annotated[str | None, typer.Option("--question", metavar="QUESTION", help="Only the bullets that answer this question.")] = None,
    max_marking: Annotated[
        str | None, typer.Option("--max-marking", metavar="LEVEL", help="Leave out updates marked above this level.", show_default="official")
    ] = None,
    changes_since: Annotated[str | None, typer.Option("--changes-since", metavar="BUILD", help="Only the triples that came and went since a build.")] = None,
    licence: Annotated[str | None, typer.Option("--licence", metavar="IRI", help="The licence that the release names.")] = None,
    base: BaseOption = None,
    force: Annotated[bool, typer.Option("--force", help="Export even what does not conform to the shapes.")] = False,
) -> None:
    """Writes the library, or a part of it, as RDF, as a graph for Gephi or Cytoscape, or as a table.

    Beside an RDF file come its description (`.void.ttl`: DCAT and VoID, licence, source) and the report of its check (`.shacl.ttl`).
    `docs/data.md` tells what the terms mean.

    Examples: `beatbook export turtle -o essex.ttl`, `beatbook export ntriples --period 2018-19 -o year.nt`,
    `beatbook export jsonld --question "county lines" | jq .`, `beatbook export ntriples --changes-since 0c93fdb6b9bb -o changes.nt`
    """
    from kg.rdf.markings import release_rules
    from kg.vocabulary import ID
    from search.selection import Asked

    job = _Job(Asked(tuple(period or ()), operation, partner, question), max_marking or release_rules().max_marking, base or ID, licence, force)
    with opened(library) as held:
        try:
            if changes_since:
                _changes(held, format_, job, changes_since, output)
            else:
                _export(held, format_, job, output)
        except ValueError as error:
            raise typer.BadParameter(str(error)) from error


def _wish(format_: ExportFormat, job: _Job) -> Wish:
    from kg.rdf.terms import checked_base, iri
    from kg.rdf.writing import RdfFormat
    from search.release import Wish

    if job.licence:
        iri(job.licence)
    return Wish(RdfFormat(format_.value), checked_base(job.base), job.licence, job.asked.words)


def _export(held: Library, format_: ExportFormat, job: _Job, output: Path | None) -> None:
    from search.selection import select

    selection = select(held, job.asked, job.max_marking)
    if selection.left_out:
        count = len(selection.left_out)
        sys.stderr.write(f"left out: {count} update{'s' * (count != 1)} marked above {job.max_marking}; --max-marking says up to which level\n")
    if not selection.versions:
        sys.stderr.write("beatbook: nothing is left to export; give another --period, name, question or --max-marking\n")
        raise typer.Exit(1)
    if format_ is ExportFormat.CSV:
        _csv(held, selection, output)
    elif format_ is ExportFormat.GRAPHML:
        _graphml(held, selection, output)
    else:
        _rdf(held, selection, _wish(format_, job), job.force, output)


def _rdf(held: Library, selection: Selection, wish: Wish, force: bool, output: Path | None) -> None:
    from search.release import stream, write_release
    from search.verdict import verdict

    with progress_bars() as progress:
        findings = verdict(held, selection.versions, progress)
        if findings:
            _tell(findings)
            if not force:
                sys.stderr.write("beatbook: nothing was exported, because it does not conform; --force exports it all the same\n")
                raise typer.Exit(1)
        if output is None:
            stream(held, selection, wish, sys.stdout.buffer, progress)
            return
        count, beside = write_release(held, selection, replace(wish, findings=tuple(findings)), output, progress)
    say(f"{count} triples in {output}; described in {beside[0]}, checked in {beside[1]}; build {held.manifest.build}")


def _tell(findings: list[Finding]) -> None:
    for finding in findings:
        sys.stderr.write(f"does not conform: {finding}\n")


def _changes(held: Library, format_: ExportFormat, job: _Job, build: str, output: Path | None) -> None:
    from kg.rdf.markings import rank, within
    from search.history import changes_since
    from search.release import patch, write_changes

    if job.asked.words:
        raise typer.BadParameter("--changes-since is of the whole library; leave out --period, --operation, --partner and --question")
    if format_ in (ExportFormat.CSV, ExportFormat.GRAPHML, ExportFormat.TRIG, ExportFormat.NQUADS):
        raise typer.BadParameter(f"--changes-since cannot be written as {format_.value}; use ntriples, turtle, rdfxml or jsonld")
    rank(job.max_marking)
    wish = _wish(format_, job)
    changes = changes_since(held, build, lambda marking: within(marking, job.max_marking))
    if output is None:
        sys.stdout.writelines(patch(changes, wish.base))
        return
    added, withdrawn = write_changes(changes, wish, output)
    say(
        f"{len(changes.added)} triples added since build {build} in {added}, {len(changes.withdrawn)} withdrawn in {withdrawn}; now build {held.manifest.build}"
    )


def _csv(held: Library, selection: Selection, output: Path | None) -> None:
    from search.release import told
    from ui.formats import bullets_csv

    rows = held.catalogue.members([v.id for v in selection.versions])
    found = held.catalogue.bullets([n for n in rows if selection.rows is None or n in selection.rows])
    if output is None:
        say("\n".join(bullets_csv(found)))
        return
    with told(output):
        say("\n".join(bullets_csv(found)), output)
    say(f"{len(found)} bullets in {output}")


def _graphml(held: Library, selection: Selection, output: Path | None) -> None:
    import networkx

    from kg.graph import build_graph
    from search.release import told

    graph = build_graph(held.catalogue, [v.id for v in selection.versions], selection.rows)
    if output is None:
        say("\n".join(networkx.generate_graphml(graph)))
        return
    with told(output):
        networkx.write_graphml(graph, output)
    say(f"{graph.number_of_nodes()} nodes and {graph.number_of_edges()} edges in {output}")


@app.command()
def validate(
    update: Annotated[str | None, typer.Argument(help="An update: its period (2018-19-Q4), a version's id or file name; else all.", show_default=False)] = None,
    library: LibraryOption = DEFAULT_LIBRARY,
    format_: Annotated[StatusFormat, typer.Option("--format")] = StatusFormat.TEXT,
) -> None:
    """Checks the library's RDF afresh against the shapes that every release keeps to (`data/ontology/shapes.ttl`).

    What does not conform is named with its shape, node and bullet, and the exit code is 1.

    Examples: `beatbook validate`, `beatbook validate 2018-19-Q4`
    """
    from dataclasses import asdict

    from search.verdict import validate as check_afresh
    from ui.formats import to_line

    with opened(library) as held:
        wanted = version_named(held, update) if update else None
        versions = [v for v in held.versions if wanted in (None, v.id)]
        with progress_bars() as progress:
            found = check_afresh(held, versions, progress)
        if format_ is StatusFormat.JSON:
            rows = [asdict(f) for findings in found.values() for f in findings]
            say(to_line({"build": held.manifest.build, "conforms": not rows, "updates": len(versions), "findings": rows}))
        else:
            for version in versions:
                _say_verdict(version, found[version.id])
    if any(found.values()):
        raise typer.Exit(1)


def _say_verdict(version: VersionRecord, findings: list[Finding]) -> None:
    said = "conforms" if not findings else f"{len(findings)} finding{'s' * (len(findings) != 1)}"
    say(f"{version.source}: {version.colophon.force.name}, {version.colophon.period.title}: {said}")
    for finding in findings:
        say(f"  {finding}")
