"""The bundle installs and answers with the network off."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from tests.delivery.bundle import make_bundle

# Where the network cannot be taken away, it leads nowhere.
NOWHERE = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), "http://127.0.0.1:9") | {"PIP_CONFIG_FILE": os.devnull}


def offline() -> list[str]:
    """What runs a command without a network, where this machine can."""
    command = ["unshare", "-n"]
    able = shutil.which("unshare") and subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0
    return command if able else []


def run(*command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PIP_", "PYTHON"))} | NOWHERE | {"PYTHON": sys.executable}
    return subprocess.run([*offline(), *command], cwd=cwd, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.soak
def test_a_bundle_installs_and_answers_without_a_network(tmp_path: Path) -> None:
    with tarfile.open(make_bundle(tmp_path / "dist")) as archive:
        archive.extractall(tmp_path, filter="data")
    (bundle,) = tmp_path.glob("beatbook-*-closed")
    installed = run("sh", str(bundle / "install.sh"), "here", cwd=tmp_path)
    assert installed.returncode == 0, installed.stderr
    beatbook = str(tmp_path / "here" / "bin" / "beatbook")
    added = run(beatbook, "add", "--samples", cwd=tmp_path)
    assert added.returncode == 0, added.stderr
    assert "RAPTOR" in run(beatbook, "ask", "Operation RAPTOR", cwd=tmp_path).stdout
    wheel = max((bundle / "wheels").glob("*.whl"), key=lambda p: p.stat().st_size)
    wheel.write_bytes(wheel.read_bytes()[:-1])
    refused = run("sh", str(bundle / "install.sh"), "there", cwd=tmp_path)
    assert (refused.returncode, "damaged" in refused.stderr) == (1, True)
    assert not (tmp_path / "there").exists()
