"""Whether every page can be used by everyone: axe-core finds nothing serious, in light, in dark, on a telephone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.ui.browser.conftest import Opens
from tests.ui.browser.screen import NARROW, WIDE
from tests.ui.browser.screens import VIEWS

AXE = Path(__file__).with_name("vendor") / "axe.min.js"
# What WCAG 2.2 asks for at levels A and AA.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LOOKS = {"light": WIDE, "dark": WIDE, "narrow": NARROW}
# Whether the page has taken a scheme's colours and none is still on its way to another.
STANDS = """scheme => getComputedStyle(document.querySelector('.stApp')).colorScheme === scheme
    && document.getAnimations().every(one => one.playState !== 'running')"""
# Streamlit's own faults, which a page cannot mend: rule -> where.
KNOWN: dict[str, str] = {}


@pytest.mark.parametrize("view", VIEWS)
def test_nothing_serious_is_found(reader: Opens, view: str) -> None:
    page = reader().goes(VIEWS[view])
    page.add_script_tag(content=AXE.read_text(encoding="utf-8"))
    serious = {look: found for look in LOOKS if (found := _serious(page, look))}
    assert not serious, serious


def _serious(page: Any, look: str) -> list[tuple[str, str, str]]:
    """What axe finds on a page when it is looked at so: the rule, where, and the element."""
    width, height = LOOKS[look]
    page.set_viewport_size({"width": width, "height": height})
    scheme = "dark" if look == "dark" else "light"
    page.emulate_media(color_scheme=scheme)
    page.wait_for_function(STANDS, arg=scheme)
    found = page.evaluate("tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", TAGS)
    return [
        (rule["id"], node["target"], node["html"][:160])
        for rule in found["violations"]
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
        if KNOWN.get(rule["id"], "\0") not in node["html"]
    ]
