"""A folder of many files, some of them bad: the good ones are added, the bad ones are told, and the time grows with their number."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kg.colophon import Given
from kg.vocabulary import Vocabulary
from search.build import Builder
from search.library import Library

FORCES = [
    "Bedfordshire",
    "Cambridgeshire",
    "Cheshire",
    "Cleveland",
    "Cumbria",
    "Derbyshire",
    "Dorset",
    "Durham",
    "Essex",
    "Gloucestershire",
    "Gwent",
    "Hampshire",
    "Hertfordshire",
    "Humberside",
    "Kent",
    "Lancashire",
    "Leicestershire",
    "Lincolnshire",
    "Merseyside",
    "Norfolk",
    "Northamptonshire",
    "Northumbria",
    "Nottinghamshire",
    "Staffordshire",
    "Suffolk",
    "Surrey",
    "Sussex",
]
BAD = (b"", b"\x00\x01\x02" * 50, b"Not a word of a period.\n\n- Officers walked the beat.\n")


def fill(folder: Path, count: int) -> int:
    """Writes so many files, every tenth of them bad; how many are good."""
    folder.mkdir()
    good = 0
    for n in range(count):
        year, rest = divmod(n, 4 * len(FORCES))
        force, quarter = FORCES[rest // 4], rest % 4 + 1
        text = f"{force} Police Quarterly Update\n\nQuarter {quarter} – {2000 + year}/{1 + year:02}\n\nPriority 1 – Safer Streets\n\n- The beat.\n"
        data = BAD[n % len(BAD)] if n % 10 == 9 else text.encode()
        (folder / f"{n:05}.txt").write_bytes(data)
        good += n % 10 != 9
    return good


def add_many(tmp_path: Path, vocabulary: Vocabulary, count: int) -> None:
    good = fill(tmp_path / "updates", count)
    builder = Builder(tmp_path / "library", vocabulary)
    report = builder.add([tmp_path / "updates"])
    assert (len(report.added), len(report.failed)) == (good, count - good)
    again = builder.add([tmp_path / "updates"], Given())
    assert (again.added, len(again.unchanged), again.build) == ([], good, report.build)
    with Library.open(tmp_path / "library") as held:
        assert len(held.versions) == good


def test_two_hundred_files(tmp_path: Path, vocabulary: Vocabulary) -> None:
    add_many(tmp_path, vocabulary, 200)


@pytest.mark.soak
def test_ten_thousand_files(tmp_path: Path, vocabulary: Vocabulary) -> None:
    add_many(tmp_path, vocabulary, int(os.environ.get("BEATBOOK_SOAK_FILES", "10000")))
