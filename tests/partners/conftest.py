"""What the acceptance suite is run on: a library of the samples and of an update of nasty text, its export in every format, and the layers."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.data import data_folder
from kg.rdf.writing import RdfFormat, lines_of, write_file
from kg.vocabulary import Vocabulary
from search.build import Builder
from search.history import facts_of
from search.library import Library
from tests.partners.install import DEBIAN, NODE_FOLDER
from tests.search.samples import Tiny

ENDINGS = {
    RdfFormat.TURTLE: "ttl",
    RdfFormat.NTRIPLES: "nt",
    RdfFormat.RDFXML: "rdf",
    RdfFormat.JSONLD: "jsonld",
    RdfFormat.TRIG: "trig",
    RdfFormat.NQUADS: "nq",
}
NASTY = Tiny(
    [
        "Operation WINDLASS found a form\x0cfeed in Harlow, ]]> and <![CDATA[ beside it.",
        "Operation WINDLASS: “curly”, \"double\", 'single', ''' and \"\"\" quotes; back\\slash; \\u0041; ${dollar}; {braces}; a & b; 1 < 2 > 0.",
        "The Met sent 🚓🚓 to Cafe\u0301 Zoe\u0308 in Epping; null\x00 and bell\x07 and \ufffe are no text.",
    ],
    quarter="Quarter 2 – 2018/19",
    produced="October 2018",
)
_skipped: dict[str, str] = {}


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says which layers did not run, so that nobody takes their silence for a pass."""
    for layer, reason in _skipped.items():
        terminalreporter.section(f"LAYER {layer} SKIPPED: {reason}", sep="!", red=True, bold=True)


def _layer(name: str, reason: str) -> None:
    if reason:
        _skipped[name] = reason
        pytest.skip(f"{name} layer: {reason}")


@pytest.fixture(scope="session")
def debian() -> None:
    """The Debian tools are there."""
    missing = [package for tool, package in DEBIAN.items() if not shutil.which(tool)]
    _layer("DEBIAN", f"apt-get install {' '.join(missing)}" if missing else "")


@pytest.fixture(scope="session")
def npm() -> Path:
    """The folder with the npm packages."""
    there = shutil.which("node") and (NODE_FOLDER / "node_modules" / "n3").is_dir()
    _layer("NPM", "" if there else "`make partners` installs it")
    return NODE_FOLDER


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library."""
    base = tmp_path_factory.mktemp("partners")
    report = Builder(base / "library", Vocabulary.load()).add([data_folder() / "updates", NASTY.write(base / "nasty.txt")])
    assert not report.failed
    return base / "library"


@pytest.fixture(scope="session")
def library(folder: Path) -> Iterator[Library]:
    """The library, open."""
    with Library.open(folder) as opened:
        yield opened


@pytest.fixture(scope="session")
def exported(library: Library, tmp_path_factory: pytest.TempPathFactory) -> dict[RdfFormat, Path]:
    """The export in every format."""
    base, facts = tmp_path_factory.mktemp("exported"), facts_of(library)
    files = {}
    for form, ending in ENDINGS.items():
        files[form] = base / f"export.{ending}"
        write_file(files[form], [(facts.things.version(v.id), lines_of(facts.of_version(v))) for v in facts.versions], form)
    return files


@pytest.fixture(scope="session")
def facts(library: Library) -> frozenset[str]:
    """The triples that every reader has to come to, as N-Triples without their end."""
    made = facts_of(library)
    lines = "".join(f"{s} {p} {o} .\n" for version in made.versions for s, p, o in made.of_version(version))
    return triples(lines.encode())


@pytest.fixture(scope="session")
def shapes() -> Path:
    """The shapes."""
    return data_folder() / "ontology" / "shapes.ttl"


def triples(text: bytes) -> frozenset[str]:
    """N-Triples, however they are escaped, in one form."""
    return frozenset(str(quad.triple) for quad in ox.parse(text, format=ox.RdfFormat.N_TRIPLES))


def run(*command: str | Path, timeout: float = 120, codes: tuple[int, ...] = (0,)) -> bytes:
    """What a tool prints; it has to end with one of these exit codes."""
    done = subprocess.run([str(part) for part in command], capture_output=True, timeout=timeout, check=False)
    assert done.returncode in codes, done.stderr.decode()[-2000:]
    return done.stdout


def broken_exports(whole: bytes) -> dict[str, bytes]:
    """What was broken -> an export with it."""
    lines = whole.splitlines(keepends=True)

    def without(part: bytes) -> bytes:
        first = next(line for line in lines if part in line)
        return b"".join(line for line in lines if line != first)

    return {
        "a bullet without its text": without(b"<https://schema.org/text>"),
        "a selector without its start": without(b"<http://www.w3.org/ns/oa#start>"),
        "a mention of no bullet": without(b"inBullet>"),
        "a version without its hash": without(b'"sha256:'),
        "a kind that is none": whole.replace(b'"paragraph"', b'"poem"', 1) if b'"paragraph"' in whole else whole.replace(b'"bullet"', b'"poem"', 1),
    }
