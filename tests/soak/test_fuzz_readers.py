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
from tests.soak.fuzz import spoil

# A spoilt sample is at most 0.4 MB; the whole of it is read in far less, even on a busy machine.
LONGEST = 20.0


def seeds(folder: Path) -> list[Path]:
    """The samples as they are; other formats are rendered by the tests of their readers."""
    return sorted(folder.glob("*.txt"))


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
    originals = [p.read_bytes() for p in seeds(data_folder() / "updates")]
    for case in cases:
        chance = random.Random(case)
        path = tmp_path / f"spoilt{chance.choice(sorted(READERS))}"
        path.write_bytes(spoil(chance.choice(originals), chance))
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
