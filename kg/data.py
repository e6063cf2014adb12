"""Where the facts that ship with Beatbook lie."""

from __future__ import annotations

from pathlib import Path


def data_folder() -> Path:
    """The folder `data/`: beside the packages in a checkout, inside the installed package otherwise."""
    inside = Path(__file__).parent / "data"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "data"
