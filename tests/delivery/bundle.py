"""`make bundle`: one archive that installs Beatbook, its model and all it needs on a machine without a network.

It holds the packages as they are installed here, tested together, for the Python and the platform of this machine.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

from tests.delivery.needed import needed

ROOT = Path(__file__).parents[2]
PIP = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]


def version() -> str:
    """The version of Beatbook in this checkout."""
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])


def make_bundle(folder: Path) -> Path:
    """Makes the archive in a folder; its path. CalledProcessError when a package cannot be had."""
    name = f"beatbook-{version()}-closed"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        bundle = Path(scratch) / name
        _gather(bundle / "wheels")
        wheels = sorted((bundle / "wheels").glob("*.whl"))
        (bundle / "requirements.txt").write_text("".join(_pinned(wheel) for wheel in wheels), encoding="utf-8")
        (bundle / "PYTHON").write_text(f"{sys.version_info.major}.{sys.version_info.minor} {sysconfig.get_platform()}\n", encoding="utf-8")
        for file in ("LICENSE", "CHANGELOG.md", "README.md", "tests/delivery/install.sh"):
            shutil.copy(ROOT / file, bundle)
        shutil.copytree(ROOT / "docs", bundle / "docs")
        (bundle / "SHA256SUMS").write_text("".join(_sums(bundle)), encoding="utf-8")
        path = folder / f"{name}.tar"
        partial = path.with_suffix(".partial")
        with tarfile.open(partial, "w") as archive:
            archive.add(bundle, name)
        partial.replace(path)
    return path


def _gather(wheels: Path) -> None:
    """Every wheel: Beatbook's own is built, the others are had from the index, or built where there is only a source."""
    wheels.mkdir(parents=True)
    subprocess.run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(wheels), str(ROOT)], check=True, stdout=subprocess.DEVNULL)
    pins = wheels.parent / "pins"
    pins.write_text("".join(f"{p.metadata['Name']}=={p.version}\n" for p in needed()), encoding="utf-8")
    index = os.environ.get("TORCH_INDEX")
    extra = ["--extra-index-url", index] if index else []
    subprocess.run([*PIP, "wheel", "--no-deps", "--prefer-binary", *extra, "--wheel-dir", str(wheels), "--requirement", str(pins)], check=True)
    pins.unlink()


def _pinned(wheel: Path) -> str:
    name, version_, *_ = wheel.name.split("-")
    return f"{name}=={version_} --hash=sha256:{_sha256(wheel)}\n"


def _sums(bundle: Path) -> Iterator[str]:
    for path in sorted(p for p in bundle.rglob("*") if p.is_file()):
        yield f"{_sha256(path)}  {path.relative_to(bundle).as_posix()}\n"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


if __name__ == "__main__":
    made = make_bundle(Path(sys.argv[1]))
    sys.stdout.write(f"{made}: {made.stat().st_size / 1e6:.0f} MB, sha256 {_sha256(made)}\n")
