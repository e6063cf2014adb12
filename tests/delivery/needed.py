"""What Beatbook needs to run: its dependencies and theirs, as they are installed here."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement

# How a licence is named where a package gives only a classifier or a text of its own.
_SHORT = {
    "Apache Software License": "Apache-2.0",
    "MIT License": "MIT",
    "BSD License": "BSD",
    "ISC License (ISCL)": "ISC",
    "Python Software Foundation License": "PSF-2.0",
}
_LINE = 60


def canonical(name: str) -> str:
    """A name of a package as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def needed() -> list[Distribution]:
    """Every package that runs with Beatbook, by name. PackageNotFoundError when one is not installed."""
    found: dict[str, Distribution] = {}
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    waiting = [(Requirement(line), frozenset[str]()) for line in project["dependencies"]]
    done: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        wanted, extras = waiting.pop()
        item = canonical(wanted.name), frozenset(wanted.extras)
        if item in done or not (wanted.marker is None or any(wanted.marker.evaluate({"extra": extra}) for extra in (*extras, ""))):
            continue
        done.add(item)
        found[item[0]] = distribution(wanted.name)
        waiting += [(Requirement(line), item[1]) for line in found[item[0]].requires or ()]
    return [found[name] for name in sorted(found)]


def licence_of(package: Distribution) -> str:
    """The licence that a package states: as an expression, else by its classifier, else in its own words; "" when it states none."""
    told = package.metadata
    named = [row.rsplit(" :: ", 1)[-1] for row in told.get_all("Classifier") or () if row.startswith("License ::") and row.count("::") > 1]
    own = (told.get("License") or "").strip().splitlines()
    if expression := told.get("License-Expression"):
        return str(expression)
    if named:
        return ", ".join(_SHORT.get(name, name) for name in named)
    return own[0] if own and len(own[0]) <= _LINE else ""
