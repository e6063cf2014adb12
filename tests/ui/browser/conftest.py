"""One server and one browser for every journey."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.ui.browser.screen import CHROMIUM, WIDE, Reader, chromium, serving

Opens = Callable[..., Reader]


@pytest.fixture(scope="session")
def origin(samples: Path) -> Iterator[str]:
    """The screen over the samples."""
    with serving(samples) as origin:
        yield origin


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """The browser of the session."""
    if CHROMIUM is None:
        pytest.skip("needs chromium (apt-get install chromium)")
    pytest.importorskip("playwright.sync_api")
    with chromium() as browser:
        yield browser


@pytest.fixture
def reader(browser: Any, origin: str) -> Iterator[Opens]:
    """Opens the screen for a reader; whatever she should not have met fails the test at its end."""
    readers: list[Reader] = []

    def opens(size: tuple[int, int] = WIDE, scheme: str = "light", at: str = "") -> Reader:
        readers.append(Reader(browser, at or origin, size, scheme))
        return readers[-1]

    yield opens
    for one in readers:
        one.leaves()
