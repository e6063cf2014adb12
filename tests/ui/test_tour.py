"""The README's tour: every command of it runs, from the wheel, in an environment of its own outside the checkout."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from tests.ui.servers import HEALTH, running

ROOT = Path(__file__).parents[2]


def tour_commands() -> list[list[str]]:
    """The commands of the README's console blocks, without the word beatbook."""
    blocks = re.findall(r"```console\n(.*?)```", (ROOT / "README.md").read_text(), re.S)
    commands = [shlex.split(line[2:]) for block in blocks for line in block.splitlines() if line.startswith("$ ")]
    assert all(c[0] == "beatbook" for c in commands)
    return [c[1:] for c in commands]


def run_tour(beatbook: list[str], cwd: Path) -> None:
    for command in tour_commands():
        if command[0] in HEALTH:
            with running(command, beatbook, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
                continue
        done = subprocess.run([*beatbook, *command], cwd=cwd, capture_output=True, text=True, timeout=180, check=False)
        assert done.returncode == 0, (command, done.stderr)
        assert done.stdout or "--output" in command, command


def test_the_tour_names_each_command_that_there_is() -> None:
    from ui.cli import app

    assert len(tour_commands()) >= 15
    named = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    assert {c[0] for c in tour_commands()} <= named


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `beatbook` of a new environment outside the checkout, installed from the wheel; dependencies are this environment's."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True, timeout=300)
    environment = folder / "environment"
    venv.create(environment, with_pip=False)
    python = environment / "bin" / "python"
    wheel = next(folder.glob("*.whl"))
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index", str(wheel)], check=True, capture_output=True, timeout=300
    )
    site = next((environment / "lib").glob("python*/site-packages"))
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return environment / "bin" / "beatbook"


def test_the_wheel_runs_the_tour_outside_the_checkout(installed: Path, tmp_path: Path) -> None:
    where = subprocess.run([installed.with_name("python"), "-c", "import kg; print(kg.__file__)"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert str(ROOT) not in where.stdout, "the wheel's own package is used"
    run_tour([str(installed)], tmp_path)


def test_make_demo_says_how_to_go_on() -> None:
    makefile = (ROOT / "Makefile").read_text()
    assert "Open the screen" in makefile
    assert "Add your own updates" in makefile
    assert shutil.which("make")
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
