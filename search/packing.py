"""A release in one file to take away: the facts, their description and the report of their check, zipped."""

from __future__ import annotations

import io
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from kg.model import HeldBullet
from kg.rdf.markings import ladder, release_rules
from kg.rdf.shapes import Finding
from kg.rdf.writing import RdfFormat
from search.library import Library
from search.release import Wish, write_release
from search.selection import Asked, Selection, select
from search.verdict import verdict

ENDINGS = {
    **{RdfFormat.TURTLE: "ttl", RdfFormat.NTRIPLES: "nt", RdfFormat.RDFXML: "rdf", RdfFormat.JSONLD: "jsonld"},
    **{RdfFormat.TRIG: "trig", RdfFormat.NQUADS: "nq"},
}
# The same bytes on every day: a zip keeps the time of its files.
_TIME = (1980, 1, 1, 0, 0, 0)


def levels() -> tuple[tuple[str, ...], str]:
    """The markings, lowest first, and the one up to which a release goes unless told otherwise."""
    return ladder(), release_rules().max_marking


@dataclass(frozen=True, slots=True)
class Offer:
    """What may be taken away up to a marking: the versions, and what speaks against giving them as RDF."""

    selection: Selection
    findings: tuple[Finding, ...]


def offer(library: Library, max_marking: str) -> Offer:
    """What a library has to give up to a marking. ValueError when that is not on the ladder."""
    selection = select(library, Asked(), max_marking)
    return Offer(selection, tuple(verdict(library, selection.versions, lambda *_: None)))


def packed(library: Library, offered: Offer, form: RdfFormat) -> bytes:
    """A release as a zip: `beatbook.EXT`, its `.void.ttl` and its `.shacl.ttl`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"beatbook.{ENDINGS[form]}"
        _, beside = write_release(library, offered.selection, Wish(form, findings=offered.findings), path, lambda *_: None)
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in (path, *beside):
                archive.writestr(zipfile.ZipInfo(file.name, _TIME), file.read_bytes(), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def bullets_of(library: Library, offered: Offer) -> list[HeldBullet]:
    """The bullets of an offer, in reading order."""
    return library.catalogue.bullets(library.catalogue.members([v.id for v in offered.selection.versions]))
