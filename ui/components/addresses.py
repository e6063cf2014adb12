"""The address of every view: a page and what stands after the question mark. A pasted address rebuilds the view.

Addresses are relative ("updates?version=..."), so that the screen works behind any path. What a widget asks for lives in the address and
nowhere else: `bound` gives a widget the value of the address, and writes back what the reader changed, as a new entry of the
browser's history.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from kg.model import HeldBullet

Values = str | int | Iterable[str] | None


def address(page: str, **query: Values) -> str:
    """The address of a page; what is empty is left out, a list gives its key several times."""
    pairs = [(key, str(one)) for key, value in query.items() for one in ([value] if isinstance(value, (str, int)) else value or ()) if str(one)]
    return (page or "./") + (f"?{urlencode(pairs)}" if pairs else "")


def ask(question: str = "", *, drop: Iterable[str] = (), add: str = "", only: Iterable[str] = ()) -> str:
    """A question, read without some parts and with more words, its answer narrowed to names of facets ("districts:Harlow")."""
    return address("", q=question, drop=drop, add=add, only=only)


def saved(name: str) -> str:
    """A saved question, answered anew."""
    return address("", saved=name)


def trace(name: str = "", *, period: str = "", edge: Iterable[str] = (), most: str = "") -> str:
    """One thing from period to period; of its bullets those of a period (label), or that name neighbours ("district:Harlow"); so many neighbours."""
    return address("trace", name=name, period=period, edge=edge, most=most)


def figures(measure: str = "", *, bullet: str = "") -> str:
    """A measure's series, with the bullet of one of its points."""
    return address("figures", measure=measure, bullet=bullet)


def quarter(period: str = "", *, force: str = "") -> str:
    """One update as a reader wants it: its period's label."""
    return address("quarter", period=period, force=force)


def compare(by: str = "", *, priority: str = "", period: str = "", district: str = "") -> str:
    """Priority by period or by district; a cell's bullets with the names of its row and column."""
    return address("compare", by=by, priority=priority, period=period, district=district)


def updates(version: str = "", *, line: int | None = None, bullet: str = "") -> str:
    """The source of a version, at a line, with one bullet marked."""
    return address("updates", version=version, line=line, bullet=bullet)


def review(name: str = "") -> str:
    """The names that wait for a person, or one of them."""
    return address("review", name=name)


def data() -> str:
    """What others load."""
    return address("data")


def cited(held: HeldBullet) -> str:
    """Where a bullet's citation leads: its source, at its first line, the bullet marked."""
    return updates(held.version, line=held.bullet.lines[0], bullet=held.bullet.id)


# Widgets over the address ---------------------------------------------------------------------------------------------------------


def at(name: str) -> str:
    """What the address says under a name, "" where it says nothing."""
    return str(st.query_params.get(name) or "")


def all_at(name: str) -> list[str]:
    """Everything that the address says under a name."""
    return [value for value in st.query_params.get_all(name) if value]


def go(**changed: Values) -> None:
    """Writes these into the address, as one entry of the browser's history; what is empty goes. For a widget's callback."""
    query: dict[str, list[str]] = {key: st.query_params.get_all(key) for key in st.query_params if key not in changed}
    for key, value in changed.items():
        query[key] = [str(value)] if isinstance(value, (str, int)) else [str(one) for one in value or ()]
    st.query_params.from_dict({key: found for key, values in query.items() if (found := [v for v in values if v])})


def bound(name: str, *, clears: Iterable[str] = (), many: bool = False, empty: Any = "") -> dict[str, Any]:
    """Arguments that tie a widget to the address: `st.text_input("Question", **bound("q"))`.

    `clears`: other names that go when it changes; `many` for a widget of several values; `empty`: its value where the address has none.
    """
    key = f"address-{name}"
    st.session_state[key] = all_at(name) if many else at(name) or empty

    def write() -> None:
        go(**dict.fromkeys(clears), **{name: st.session_state[key]})

    return {"key": key, "on_change": write}
