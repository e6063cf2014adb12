"""No file, however spoilt, ends in anything but an update or one clear error, in bounded time."""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

import pytest

from kg.colophon import Given, read_colophon
from kg.data import data_folder
from kg.errors import InputError
from kg.outline import read_outline
from kg.period import Period
from kg.reading import READERS, read_source
from tests.kg.render_html import render_html
from tests.kg.render_pdf import Layout, render_pdf
from tests.kg.render_word import render_word
from tests.kg.sheet import sheet_of
from tests.soak.fuzz import spoil, spoil_inside

# A spoilt sample is at most 0.4 MB; the whole of it is read in far less, even on a busy machine.
LONGEST = 20.0


def seeds(tmp_path: Path) -> dict[str, list[bytes]]:
    """The samples in every format that is read."""
    found: dict[str, list[bytes]] = {suffix: [] for suffix in READERS}
    for path in sorted((data_folder() / "updates").glob("*.txt")):
        sheet = sheet_of(read_source(path))
        found[".txt"].append(path.read_bytes())
        found[".docx"].append(render_word(sheet, tmp_path / "seed.docx").read_bytes())
        found[".html"].append(render_html(sheet, tmp_path / "seed.html").read_bytes())
        found[".pdf"].append(render_pdf(sheet, tmp_path / "seed.pdf", Layout(packed=False)).read_bytes())
    return found


def try_one(path: Path) -> None:
    started = time.perf_counter()
    try:
        source = read_source(path)
        outline = read_outline(source)
        read_colophon(source, outline, {}, Given(Period.quarter(2019, 1), "Essex Police"))
    except InputError as error:
        told = str(error)
        assert "\n" not in told, told
    else:
        assert len(outline.roles) == len(source.lines)
        assert len({b.id for b in outline.bullets}) == len(outline.bullets)
        assert all(0 <= b.span[0] < b.span[1] <= len(source.text) for b in outline.bullets)
    assert time.perf_counter() - started < LONGEST, "a reader hangs"


def fuzz(tmp_path: Path, cases: range) -> None:
    originals = seeds(tmp_path)
    for case in cases:
        chance = random.Random(case)
        suffix = chance.choice(sorted(READERS))
        kind = suffix if originals[suffix] and chance.random() < 0.8 else chance.choice(sorted(k for k in originals if originals[k]))
        spoiling = spoil_inside if kind == ".docx" and chance.random() < 0.7 else spoil
        path = tmp_path / f"spoilt{suffix}"
        path.write_bytes(spoiling(chance.choice(originals[kind]), chance))
        try:
            try_one(path)
        except Exception as error:
            error.add_note(f"case {case}")
            raise


def test_a_few_hundred_spoilt_files(tmp_path: Path) -> None:
    fuzz(tmp_path, range(300))


@pytest.mark.soak
def test_spoilt_files_for_an_hour(tmp_path: Path) -> None:
    seconds = float(os.environ.get("BEATBOOK_SOAK_SECONDS", "3600"))
    until, case = time.monotonic() + seconds, 300
    while time.monotonic() < until:
        fuzz(tmp_path, range(case, case + 100))
        case += 100
    print(f"{case} cases")  # noqa: T201
