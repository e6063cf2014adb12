"""The README's examples over HTTP run as they stand, with curl and with httpx."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.search.samples import Tiny
from tests.ui.servers import served

SECTION = re.compile(r"^## Over HTTP\n(.*?)^## ", re.S | re.M)
ADDRESS = "http://127.0.0.1:8080"


def test_the_examples_run(library: Path, tmp_path: Path) -> None:
    if not shutil.which("curl"):
        pytest.skip("needs curl")
    section = SECTION.search((Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8"))
    assert section
    examples = re.findall(r"```(sh|python)\n(.*?)```", section[1], re.S)
    assert [kind for kind, _ in examples] == ["sh", "python", "sh"]
    Tiny(["Operation WINDLASS found a boat."], quarter="Quarter 1 – 2023/24").write(tmp_path / "update-2023-24-q1.txt")
    path = [str(Path(sys.executable).parent), os.environ["PATH"]]
    environment = os.environ | {"BEATBOOK_LIBRARY": str(library), "PYTHONPATH": os.pathsep.join(sys.path), "PATH": os.pathsep.join(path)}
    with served(library) as address:
        for kind, text in examples:
            run = ["bash", "-ec", text.replace("curl -s", "curl -sS --fail-with-body")] if kind == "sh" else [sys.executable, "-c", text]
            command = [part.replace(ADDRESS, address) for part in run]
            done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=300, check=False)
            assert done.returncode == 0, (text, done.stdout, done.stderr)
            assert done.stdout
    assert len((tmp_path / "county-lines.csv").read_text().splitlines()) > 2
    assert '"added": [{' in done.stdout
