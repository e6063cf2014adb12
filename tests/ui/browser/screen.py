"""The screen in a real browser: one server, one browser, and a reader who notes whatever a page must not do."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.ui.servers import running

CHROMIUM = shutil.which("chromium")
FLAGS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
WIDE, NARROW = (1440, 1000), (360, 740)
# Streamlit asks for these below a page's address before it knows the server's; they are not found, and it goes on.
_KNOWN = re.compile(r"/_stcore/|/favicon")
WAIT = 30_000


@contextmanager
def serving(library: Path, *options: str) -> Iterator[str]:
    """The screen over a library, as `beatbook app` serves it; its origin."""
    with running(["app", "--library", str(library), *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as (_, origin):
        yield origin


class Reader:
    """A person at a browser of her own. `faults` notes requests beyond the origin and errors of the console."""

    def __init__(self, browser: Any, origin: str, size: tuple[int, int] = WIDE, scheme: str = "light") -> None:
        self.origin = origin
        self._context = browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, accept_downloads=True)
        self._context.set_default_timeout(WAIT)
        self.faults: list[str] = []
        self._context.on("request", self._asked)
        self.page = self._context.new_page()
        self.page.on("console", self._told)
        self.page.on("pageerror", lambda error: self.faults.append(f"error on the page: {error}"))

    def _asked(self, request: Any) -> None:
        inside = (self.origin, self.origin.replace("http", "ws", 1), f"blob:{self.origin}", "data:")
        if not request.url.startswith(inside):
            self.faults.append(f"asked beyond the origin: {request.url}")

    def _told(self, message: Any) -> None:
        if message.type == "error" and not _KNOWN.search(message.location.get("url", "")):
            self.faults.append(f"console: {message.text} ({message.location.get('url', '')})")

    def goes(self, address: str) -> Any:
        """Opens an address of the screen and waits until its page stands."""
        self.page.goto(f"{self.origin}/{address.removeprefix('./')}")
        self.settled()
        return self.page

    def settled(self) -> None:
        """Waits until the page has been drawn whole."""
        self.page.get_by_test_id("stHeading").first.wait_for()
        self.page.wait_for_function(
            "document.querySelector('.stApp')?.getAttribute('data-test-script-state') === 'notRunning' && !document.querySelector('[data-testid=stSkeleton]')"
        )

    def leaves(self) -> None:
        """Closes the browser. AssertionError when anything was noted, a page broke, or something is wider than the screen."""
        broken = self.page.get_by_test_id("stException").count()
        wide = self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1")
        self._context.close()
        assert not self.faults, self.faults
        assert broken == 0, "an exception stands on the page"
        assert not wide, "something is wider than the screen"


@contextmanager
def chromium() -> Iterator[Any]:
    """A browser without a network of its own."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
