"""Changing how a question was read: a part taken away, words added, or a whole interpretation given as every door prints it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from kg.errors import UnknownNameError
from kg.model import Kind
from search.errors import QuestionError
from search.finding import KEYS
from search.interpretation import Intent, Interpretation, Key, Part
from search.names import Names, closest
from search.ranges import Range


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of an interpretation that can be taken away: what it is called, how it is told, and what is left without it."""

    name: str
    told: str
    without: Interpretation


_TOLD = {
    Key.FORCES: "force",
    Key.OPERATIONS: "operation",
    Key.PARTNERS: "partner",
    Key.PARTNER_CLASSES: "partner class",
    Key.DISTRICTS: "district",
    Key.AREAS: "area",
    Key.PLACES: "place",
    Key.THEMES: "theme",
    Key.PRIORITIES: "priority",
    Key.MEASURES: "measure",
}


def told(part: Part) -> str:
    """A part as it is told: "district Harlow"."""
    return f"{_TOLD[part.key]} {part.name}"


def pieces(read: Interpretation) -> list[Piece]:
    """Every part of an interpretation, in the order in which it is told."""
    found = [Piece(p.name, told(p), replace(read, parts=_less(read.parts, i))) for i, p in enumerate(read.parts)]
    for i, group in enumerate(read.any_of):
        either = " or ".join(p.said if p.narrowed else p.name for p in group)
        found.append(Piece(either, f"either {either}", replace(read, any_of=_less(read.any_of, i))))
    found += [Piece(p.name, f"not {p.name}", replace(read, exclude=_less(read.exclude, i))) for i, p in enumerate(read.exclude)]
    found += [Piece(r.said, _period(r), replace(read, periods=_less(read.periods, i))) for i, r in enumerate(read.periods)]
    for i, names in enumerate(read.required):
        found.append(Piece(" or ".join(names), f"naming “{'” or “'.join(names)}”", replace(read, required=_less(read.required, i))))
    if read.rest:
        found.append(Piece("topic", f"topic “{' '.join(read.rest)}”", replace(read, rest=())))
    if read.without:
        found.append(Piece(" ".join(read.without), f"not about “{' '.join(read.without)}”", replace(read, without=())))
    if read.wanted:
        found.append(Piece(f"{read.wanted.value}s", f"which {read.wanted.value}s", replace(read, wanted=None, intent=Intent.LIST)))
    return found


def _less(parts: Sequence[Any], i: int) -> tuple[Any, ...]:
    return (*parts[:i], *parts[i + 1 :])


def _period(found: Range) -> str:
    row = found.to_json()
    days = " ".join(word for word in (f"from {row['from']}" if row["from"] else "", f"to {row['to']}" if row["to"] else "") if word)
    return f"{'not ' if found.excluded else ''}period “{found.said}” ({days})"


def read_as(read: Interpretation) -> str:
    """An interpretation in one line."""
    return "; ".join(piece.told for piece in pieces(read)) or "everything"


def drop(read: Interpretation, name: str) -> Interpretation:
    """An interpretation without the part of that name, or of that telling. QuestionError when it has none."""
    wanted = name.strip().lower()
    for piece in pieces(read):
        if wanted in (piece.name.lower(), piece.told.lower()):
            return piece.without
    raise QuestionError(f"the question has no part {name!r}; its parts are: {read_as(read)}")


def merge(read: Interpretation, other: Interpretation) -> Interpretation:
    """What both ask for: the parts of the second beside those of the first."""
    both = ("parts", "exclude", "any_of", "periods", "required", "rest", "without")
    joined: dict[str, Any] = {name: tuple(dict.fromkeys((*getattr(read, name), *getattr(other, name)))) for name in both}
    return replace(read, **joined, every_period=read.every_period or other.every_period, working=read.working or other.working)


def from_json(names: Names, row: Mapping[str, Any]) -> Interpretation:
    """The interpretation that `to_json` wrote, or a person after it; what is missing is empty.

    UnknownNameError where something that is named is not known; QuestionError where the form is another.
    """
    unknown = set(row) - {*(key.value for key in Key), *(f.name for f in fields(Interpretation)), "said"}
    if unknown:
        raise QuestionError(f"an interpretation has no {', '.join(sorted(unknown))}; take its keys from an answer's `interpretation`")
    try:
        return _Reader(names, row).read()
    except (TypeError, ValueError, AttributeError, KeyError) as error:
        raise QuestionError(f"the interpretation cannot be read ({error}); take its form from an answer's `interpretation`") from error


class _Reader:
    """Reads one interpretation in the form that every door prints."""

    def __init__(self, names: Names, row: Mapping[str, Any]) -> None:
        self._names, self._row = names, row
        self._said = {(said["kind"], said["name"]): said for said in row.get("said") or ()}
        self._concepts = {(KEYS[c.kind], c.name.lower()): c.id for c in names.vocabulary.concepts.values() if c.kind in KEYS}

    def read(self) -> Interpretation:
        row, out = self._row, self._row.get("exclude") or {}
        required = tuple(tuple(map(str, group)) for group in row.get("required") or ())
        named = {word for group in required for name in (" or ".join(group),) for word in name.split()}
        return Interpretation(
            parts=tuple(self._parts(row)),
            exclude=tuple(self._parts(out)),
            any_of=tuple(tuple(self._part(Key(p["kind"]), p["name"]) for p in group) for group in row.get("any_of") or ()),
            periods=(*map(Range.from_json, row.get("periods") or ()), *(Range.from_json(r, excluded=True) for r in out.get("periods") or ())),
            every_period=bool(row.get("every_period")),
            required=required,
            rest=tuple(word for word in str(row.get("rest") or "").split() if word not in named),
            without=tuple(str(out.get("rest") or "").split()),
            intent=Intent(row.get("intent") or Intent.LIST),
            wanted=Kind(row["wanted"]) if row.get("wanted") else None,
            working=bool(row.get("working")),
        )

    def _parts(self, row: Mapping[str, Any]) -> Iterator[Part]:
        for key in Key:
            yield from (self._part(key, str(name)) for name in row.get(key.value) or ())

    def _part(self, key: Key, name: str) -> Part:
        said = self._said.get((key.value, name), {})
        part = self._known(key, name, str(said.get("said") or name))
        return replace(part, narrowed=bool(said.get("narrowed")))

    def _known(self, key: Key, name: str, said: str) -> Part:
        names = self._names
        if key is Key.OPERATIONS:
            return names.operation(name.upper(), said)
        if key is Key.PRIORITIES and name.isdigit():
            return Part(key, name, name, said)
        entity = names.forces.get(name) if key is Key.FORCES else self._concepts.get((key, name.lower()), names.bodies.get(name))
        if entity is None:
            known = [*names.forces] if key is Key.FORCES else [n for k, n in self._concepts if k is key]
            raise UnknownNameError(name, closest(name, known))
        return Part(key, name, entity, said)
