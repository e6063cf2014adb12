"""A process of its own that writes: one order as JSON on its input, one outcome as JSON on its output.

What people send is read here and not in the service: a file that takes too much memory or time, or brings a library down, takes this process
along and nothing else, and the model that embeds does not stay in memory. The library keeps the vocabulary that it was linked with.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kg.colophon import Given
from kg.decisions import Verdict
from kg.errors import BeatbookError, InputError, UnknownNameError
from kg.period import Period
from search.build import Builder
from search.library import Library, vocabulary_of
from search.review import decision
from ui.sparql.parent import die_with_parent


def _add(builder: Builder, order: dict[str, Any]) -> dict[str, Any]:
    given = Given(Period.from_label(order["period"]) if order["period"] else None, order["force"])
    report = builder.add([Path(order["path"])], given)
    for error in report.failed:
        raise error
    with Library.open(builder.folder) as library:
        rows = {row["id"]: row for row in library.describe()["versions"]}
        found = {name: [rows[v.id] for v in getattr(report, name)] for name in ("added", "unchanged", "superseded")}
        return {"build": library.manifest.build, **found}


def _remove(builder: Builder, order: dict[str, Any]) -> dict[str, Any]:
    if not (removed := builder.remove([order["version"]])):
        raise UnknownNameError(order["version"])
    return {"build": _build(builder), "removed": removed}


def _decide(builder: Builder, order: dict[str, Any]) -> dict[str, Any]:
    with Library.open(builder.folder) as library:
        made = decision(library, Verdict(order["verdict"]), order["names"], order["author"], order["because"])
    number = builder.decide(made)
    return {"build": _build(builder), "number": number}


def _undo(builder: Builder, order: dict[str, Any]) -> dict[str, Any]:
    if not builder.undo(order["number"], order["author"]):
        raise UnknownNameError(str(order["number"]))
    return {"build": _build(builder), "number": order["number"]}


def _build(builder: Builder) -> str:
    with Library.open(builder.folder) as library:
        return library.manifest.build


ORDERS: dict[str, Callable[[Builder, dict[str, Any]], dict[str, Any]]] = {"add": _add, "remove": _remove, "decide": _decide, "undo": _undo}


def _told(error: BeatbookError) -> str:
    """An error without the folder in which the file that was sent lay for a moment."""
    return f"{error.path.name}: {error.reason}; {error.remedy}" if isinstance(error, InputError) else str(error)


def carry_out(folder: Path, order: dict[str, Any]) -> dict[str, Any]:
    """The outcome of an order, or `error` with the kind and the message of what went wrong."""
    try:
        return ORDERS[order["do"]](Builder(folder, vocabulary_of(folder)), order)
    except BeatbookError as error:
        close = list(error.close) if isinstance(error, UnknownNameError) else []
        return {"error": type(error).__name__, "message": _told(error), "close": close}


def main() -> None:
    """Carries out one order."""
    die_with_parent()
    sys.stdout.write(json.dumps(carry_out(Path(sys.argv[1]), json.load(sys.stdin))))


if __name__ == "__main__":
    main()
