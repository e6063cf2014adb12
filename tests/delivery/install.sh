#!/bin/sh
# Installs Beatbook from this folder alone, into a virtual environment of its own; nothing is fetched.
#   sh install.sh [FOLDER]        FOLDER: where it goes, ./beatbook if not said. PYTHON=... says which Python.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
target=${1:-beatbook}
python=${PYTHON:-python3}
wanted=$(cat "$here/PYTHON")
found=$("$python" -c 'import sys, sysconfig; print(f"{sys.version_info.major}.{sys.version_info.minor} {sysconfig.get_platform()}")')
if [ "$found" != "$wanted" ]; then
  echo "install.sh: this bundle is for Python $wanted, and $python is Python $found; say which with PYTHON=..., or make a bundle on a machine like this one" >&2
  exit 1
fi
if ! (cd "$here" && sha256sum --check --quiet --strict SHA256SUMS); then
  echo "install.sh: a file of this bundle is missing or damaged; copy it again" >&2
  exit 1
fi
"$python" -m venv "$target"
"$target/bin/python" -m pip install --quiet --disable-pip-version-check --no-index --no-deps --require-hashes \
  --find-links "$here/wheels" --requirement "$here/requirements.txt"
echo "Beatbook is installed. Begin with: $target/bin/beatbook add --samples"
