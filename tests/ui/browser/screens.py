"""Pictures of every page over the sample updates, for docs/screens: `python -m tests.ui.browser.screens FOLDER [NAME ...]`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.ui.browser.screen import NARROW, Reader, chromium, serving
from tests.ui.conftest import run_beatbook
from ui.components import addresses

# Name of the picture -> address of the view.
VIEWS = {
    "ask-empty": addresses.ask(),
    "ask": addresses.ask("all cross-border work with the Met"),
    "ask-no": addresses.ask("What did Operation RAPTER achieve in Harlow?"),
    "trace": addresses.trace("RAPTOR"),
    "figures": addresses.figures("people killed or seriously injured on the roads"),
}
LOOKS = {"light": ((1280, 900), "light"), "dark": ((1280, 900), "dark"), "narrow": (NARROW, "light")}


def main(folder: Path, names: list[str]) -> None:
    """Takes the pictures."""
    from PIL import Image

    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        made = run_beatbook("add", "--samples", cwd=Path(scratch))
        if made.returncode:
            sys.exit(made.stderr)
        with serving(Path(scratch) / "library") as origin, chromium() as browser:
            for look, (size, scheme) in LOOKS.items():
                for name, address in VIEWS.items():
                    if not names or name in names:
                        path = folder / f"{name}-{look}.png"
                        _take(browser, origin, address, (size, scheme), path)
                        Image.open(path).convert("RGB").quantize(64).save(path, optimize=True)


def _take(browser: Any, origin: str, address: str, look: tuple[tuple[int, int], str], path: Path) -> None:
    reader = Reader(browser, origin, *look)
    page = reader.goes(address)
    page.wait_for_timeout(800)
    page.screenshot(path=path)
    reader.leaves()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
