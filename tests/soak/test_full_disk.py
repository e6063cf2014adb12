"""A disk that runs full: the command says so in one line, and the library is as it was, whole."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from search.checking import check
from search.library import Library

UPDATE = "Essex (sample) – Quarterly Update\n\nQuarter {quarter} – {year}/{following:02}\n\nPriority 1 – Safer Streets\n\n{bullets}\n"
BULLETS = "\n".join(f"- Operation LARK met {n} residents in Harlow, who asked for more patrols by day and by night." for n in range(60))

# So much is left on the disk when the update is added, in bytes: nothing, and enough to get further and further.
ROOMS = (0, 80_000, 200_000)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A filesystem of a few megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)], capture_output=True, text=True, check=False)
    if mounted.returncode:
        pytest.skip(f"NOT RUN: no filesystem of a few megabytes can be mounted here ({mounted.stderr.strip()})")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def beatbook(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "ui.cli", *arguments], capture_output=True, text=True, check=False)


def build(folder: Path) -> tuple[str, list[str]]:
    with Library.open(folder) as held:
        return held.manifest.build, [v.source for v in held.all_versions]


def leave_free(folder: Path, room: int) -> None:
    """Fills the disk up to so many bytes."""
    (folder / "filler").unlink(missing_ok=True)
    free = shutil.disk_usage(folder).free
    (folder / "filler").write_bytes(b"\0" * max(0, free - room))


@pytest.mark.skipif(shutil.which("mount") is None or os.name != "posix", reason="NOT RUN: there is no mount here")
def test_a_full_disk_loses_nothing(small_disk: Path, tmp_path: Path) -> None:
    library = small_disk / "library"
    for n in range(2):
        (tmp_path / f"u{n}.txt").write_text(UPDATE.format(quarter=n + 1, year=2010, following=11, bullets=BULLETS), encoding="utf-8")
    assert beatbook("add", str(tmp_path / "u0.txt"), "--library", str(library)).returncode == 0
    before = build(library)
    for room in ROOMS:
        leave_free(small_disk, room)
        done = beatbook("add", str(tmp_path / "u1.txt"), "--library", str(library))
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.count("\n") == 1, done.stderr
        assert "cannot be" in done.stderr
        (small_disk / "filler").unlink()
        assert build(library) == before
        assert list(check(library)) == []
    done = beatbook("add", str(tmp_path / "u1.txt"), "--library", str(library))
    assert "added u1.txt" in done.stdout
    assert build(library)[1] == ["u0.txt", "u1.txt"]
