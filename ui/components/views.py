"""What the pages about the library ask for, each once a build."""

from __future__ import annotations

import streamlit as st

from kg.decisions import Decision
from kg.model import HeldBullet, Role
from kg.rdf.shapes import Finding
from kg.vocabulary import ConceptKind
from search.compare import Comparison, Wanted, compare
from search.library import Library
from search.lookup import Entry, look_up
from search.packing import Offer, offer
from search.quarter import Quarter, quarter
from search.review import Pending, pending
from search.source import Source, source_of
from search.verdict import verdict
from ui.components.gate import folder


@st.cache_data(max_entries=60, show_spinner=False)
def read_quarter(build: str, version: str) -> Quarter:  # noqa: ARG001 - the build is the cache's key
    """A version read against what is held before it."""
    with Library.open(folder()) as library:
        return quarter(library, version)


@st.cache_data(max_entries=60, show_spinner="Counting every bullet ...")
def compared(build: str, wanted: Wanted) -> Comparison:  # noqa: ARG001
    """Bullets counted crosswise."""
    with Library.open(folder()) as library:
        return compare(library, wanted)


@st.cache_data(max_entries=60, show_spinner=False)
def cell_of(build: str, wanted: Wanted, row: str, column: str) -> list[HeldBullet]:
    """The bullets of a cell."""
    with Library.open(folder()) as library:
        return compared(build, wanted).open(library, row, column)


@st.cache_data(max_entries=20, show_spinner=False)
def source(build: str, version: str) -> Source | None:  # noqa: ARG001
    """The source of a version; None where it is not held."""
    with Library.open(folder()) as library:
        return source_of(library, version) if any(v.id == version for v in library.all_versions) else None


@st.cache_data(max_entries=4, show_spinner=False)
def accounts(build: str) -> dict[str, dict[Role, int]]:  # noqa: ARG001
    """Version -> how many of its lines were taken for what."""
    with Library.open(folder()) as library:
        return library.accounts()


@st.cache_data(max_entries=4, show_spinner="Looking for names that wait ...")
def waiting(build: str) -> list[Pending]:  # noqa: ARG001
    """The names that nobody has decided on."""
    with Library.open(folder()) as library:
        return pending(library)


@st.cache_data(max_entries=4, show_spinner=False)
def decided(build: str) -> list[Decision]:  # noqa: ARG001
    """Every decision, in order."""
    with Library.open(folder()) as library:
        return library.catalogue.decisions.all()


@st.cache_data(max_entries=60, show_spinner=False)
def words(build: str, said: str, kind: ConceptKind | None) -> list[Entry]:  # noqa: ARG001
    """The entries of the vocabulary, and the names that updates bring, that hold these words."""
    with Library.open(folder()) as library:
        return look_up(library, said, kind)


@st.cache_data(max_entries=8, show_spinner="Checking what may be given away ...")
def offered(build: str, marking: str) -> Offer:  # noqa: ARG001
    """What may be taken away up to a marking."""
    with Library.open(folder()) as library:
        return offer(library, marking)


@st.cache_data(max_entries=4, show_spinner="Checking the RDF of every update ...")
def verdicts(build: str) -> dict[str, list[Finding]]:  # noqa: ARG001
    """Version in force -> what does not conform in its RDF."""
    with Library.open(folder()) as library:
        return {version.id: verdict(library, [version], lambda *_: None) for version in library.versions}
