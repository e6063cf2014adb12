"""Pictures of every page over the sample updates, for docs/screens: `python -m tests.ui.browser.screens FOLDER [NAME ...]`."""

from __future__ import annotations

import tempfile
from argparse import ArgumentParser
from itertools import product
from pathlib import Path

from kg.vocabulary import Vocabulary
from search.build import Builder
from tests.ui.browser.screen import NARROW, Reader, chromium, serving
from ui.components import addresses

# Name of the picture -> address of the view.
VIEWS = {
    "ask-empty": addresses.ask(),
    "ask": addresses.ask("all cross-border work with the Met"),
    "ask-no": addresses.ask("What did Operation RAPTER achieve in Harlow?"),
    "trace": addresses.trace("RAPTOR"),
    "trace-empty": addresses.trace(),
    "quarter": addresses.quarter("2020-21-Q1"),
    "compare": addresses.compare(),
    "compare-cell": addresses.address("compare", by="district", row="improving safety on our roads", column="Harlow"),
    "updates": addresses.updates(),
    "review": addresses.review(),
    "data": addresses.data(),
    "data-endpoint": addresses.address("data", show="endpoint"),
    "data-vocabulary": addresses.address("data", show="vocabulary", word="met"),
    "data-quality": addresses.address("data", show="quality"),
    "figures": addresses.figures("people killed or seriously injured on the roads"),
}
LOOKS = {"light": ((1280, 900), "light"), "dark": ((1280, 900), "dark"), "narrow": (NARROW, "light")}


def main(folder: Path, library: Path | None, names: list[str]) -> None:
    """Takes the pictures, over a library of the samples that is made for it where none is given."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        held = library or _samples(Path(scratch))
        with serving(held) as origin, chromium() as browser:
            for (look, size_and_scheme), (name, address) in product(LOOKS.items(), VIEWS.items()):
                if not names or name in names:
                    _take(Reader(browser, origin, *size_and_scheme), address, folder / f"{name}-{look}.png")


def _samples(scratch: Path) -> Path:
    from kg.data import data_folder

    files = sorted((data_folder() / "updates").glob("*.txt"))
    Builder(scratch / "library", Vocabulary.load()).add(files)
    return scratch / "library"


def _take(reader: Reader, address: str, path: Path) -> None:
    """One picture, of few colours so that it stays small."""
    from PIL import Image

    page = reader.goes(address)
    page.wait_for_timeout(800)
    page.screenshot(path=path)
    reader.leaves()
    Image.open(path).convert("RGB").quantize(64).save(path, optimize=True)


if __name__ == "__main__":
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--library", type=Path, help="a library of the samples, if there is one already")
    arguments = parser.parse_args()
    main(arguments.folder, arguments.library, arguments.names)
