"""`python -m tests.partners.install LAYER...`: installs what the layers of the acceptance suite need, and says loudly what it cannot."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
NODE_FOLDER = HERE.parents[1] / ".partners"
DEBIAN = {"rapper": "raptor2-utils", "serdi": "serdi", "roqet": "rasqal-utils", "virtuoso-t": "virtuoso-opensource"}


def _run(*command: str, cwd: Path | None = None) -> bool:
    try:
        return subprocess.run(command, cwd=cwd, stdout=subprocess.DEVNULL, env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"}, check=False).returncode == 0
    except FileNotFoundError:
        return False


def debian() -> str:
    """Installs the Debian tools that are missing; why the layer will be skipped, "" when it will not."""
    missing = [package for tool, package in DEBIAN.items() if not shutil.which(tool)]
    if missing and (os.geteuid() or not shutil.which("apt-get")):
        return f"apt-get install {' '.join(missing)} needs Debian and root"
    if missing and not (_run("apt-get", "update", "-qq") and _run("apt-get", "install", "-y", "-qq", *missing)):
        return f"apt-get install {' '.join(missing)} failed"
    return ""


def npm() -> str:
    """Installs the npm packages; why the layer will be skipped, "" when it will not."""
    if not shutil.which("npm") or not shutil.which("node"):
        return "Node 20 or newer and npm are needed"
    NODE_FOLDER.mkdir(exist_ok=True)
    shutil.copy(HERE / "package.json", NODE_FOLDER)
    return "" if _run("npm", "install", "--no-audit", "--no-fund", "--loglevel", "error", cwd=NODE_FOLDER) else "npm install failed"


def main() -> None:
    """Installs the layers that are named; the exit code is 0 all the same, for their tests are skipped by name."""
    for layer in sys.argv[1:]:
        if reason := {"pip": lambda: "", "debian": debian, "npm": npm}[layer]():
            print(f"{'=' * 100}\nPARTNER TOOLS OF THE LAYER {layer.upper()} ARE SKIPPED: {reason}\n{'=' * 100}", file=sys.stderr)  # noqa: T201


if __name__ == "__main__":
    main()
