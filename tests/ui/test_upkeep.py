"""check, rebuild, backup, restore and watch as they are typed: what they print, their exit codes, and how they end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from search.library import Manifest
from tests.ui.conftest import KENT, run_beatbook


def test_check_tells_rebuild_mends(library: Path, tmp_path: Path) -> None:
    whole = run_beatbook("check", "--library", str(library), cwd=tmp_path)
    assert (whole.returncode, whole.stdout.count("\n"), whole.stderr) == (0, 1, "")
    before = Manifest.read(library)
    part = min((library / "parts").glob("*.faiss"))
    part.write_bytes(part.read_bytes()[:100])
    damaged = run_beatbook("check", "--library", str(library), cwd=tmp_path)
    assert damaged.returncode == 1
    assert part.name in damaged.stdout
    assert "`beatbook rebuild`" in damaged.stdout
    assert damaged.stderr.startswith("beatbook: ")
    assert run_beatbook("rebuild", "--library", str(library), cwd=tmp_path).stdout == f"build {before.build}\n"
    assert run_beatbook("check", "--library", str(library), cwd=tmp_path).returncode == 0


def test_backup_and_restore(library: Path, tmp_path: Path) -> None:
    made = run_beatbook("backup", "b.tar.gz", "--library", str(library), cwd=tmp_path)
    assert (made.returncode, "5 updates" in made.stdout) == (0, True)
    again = run_beatbook("backup", "b.tar.gz", "--library", str(library), cwd=tmp_path)
    assert (again.returncode, "--force" in again.stderr) == (1, True)
    taken = run_beatbook("restore", "b.tar.gz", "--library", str(library), cwd=tmp_path)
    assert (taken.returncode, "--force" in taken.stderr) == (1, True)
    restored = run_beatbook("restore", "b.tar.gz", "--library", "other", cwd=tmp_path)
    assert restored.stdout == f"restored other, build {Manifest.read(library).build}\n"
    assert Manifest.read(tmp_path / "other") == Manifest.read(library)


def _hears_ctrl_c() -> None:
    """A shell lets what runs in the background ignore Ctrl-C, and its children with it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_watch_adds_and_ends_on_ctrl_c(library: Path, tmp_path: Path) -> None:
    (tmp_path / "share").mkdir()
    command = [sys.executable, "-u", "-m", "ui.cli", "watch", "share", "--every", "0.2", "--library", str(library)]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=_hears_ctrl_c) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("watching share")
        (tmp_path / "share" / "kent.txt").write_text(KENT, encoding="utf-8")
        (tmp_path / "share" / "bad.txt").write_bytes(os.urandom(2000))
        assert process.stdout.readline().startswith("added kent.txt")
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        printed, told = process.communicate(timeout=60)
    assert (process.returncode, printed) == (0, "no longer watching share\n")
    assert (told.count("\n"), "bad.txt" in told) == (1, True)


def test_watch_once_says_by_its_exit_code_whether_all_was_read(library: Path, tmp_path: Path) -> None:
    (tmp_path / "share").mkdir()
    (tmp_path / "share" / "kent.txt").write_text(KENT, encoding="utf-8")
    for bad, code, added in ((False, 0, True), (True, 1, False)):
        if bad:
            (tmp_path / "share" / "bad.txt").write_bytes(os.urandom(2000))
        done = run_beatbook("watch", "share", "--once", "--every", "0.1", "--library", str(library), cwd=tmp_path)
        assert (done.returncode, "added kent.txt" in done.stdout) == (code, added)
