"""Saved answers: a question, how it was read, and its members; run again they tell what came, went or changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from kg.colophon import slug
from kg.durable import write_whole
from kg.errors import LibraryError, UnknownNameError
from kg.rdf.markings import highest
from search.answer import Answer, Answerer
from search.library import Library

FOLDER = "saved"
# A bullet that went and one that came in the same period are one that changed when their texts are so alike.
ALIKE = 0.75


@dataclass(frozen=True, slots=True)
class Member:
    """A bullet that was in an answer: id, sha256 of its text, where it stood, the text, the protective marking of its update."""

    id: str
    sha256: str
    period: str
    source: str
    lines: tuple[int, int]
    text: str
    marking: str | None = None

    @property
    def citation(self) -> str:
        """Where it stood, and its marking in capitals."""
        return f"{self.source}, lines {self.lines[0]}-{self.lines[1]}{', ' + self.marking.upper() if self.marking else ''}"


@dataclass(frozen=True, slots=True)
class Saved:
    """An answer as it was saved; `interpretation` as every door prints it, after `drop` and `add` changed it."""

    name: str
    question: str
    build: str
    interpretation: dict[str, Any]
    members: tuple[Member, ...]
    drop: tuple[str, ...] = ()
    add: str = ""


@dataclass(frozen=True, slots=True)
class Again:
    """A saved question answered anew: what came, what went, and which members changed (before, after)."""

    saved: Saved
    answer: Answer
    came: tuple[Member, ...]
    went: tuple[Member, ...]
    changed: tuple[tuple[Member, Member], ...]
    reread: bool

    @property
    def marking(self) -> str | None:
        """The highest protective marking of the bullets that came, went or changed."""
        return highest(m.marking for m in (*self.came, *self.went, *(m for pair in self.changed for m in pair)))

    def to_json(self) -> dict[str, Any]:
        """The form that every door prints."""
        return {
            **{"name": self.saved.name, "question": self.saved.question, "build_then": self.saved.build, "build_now": self.answer.build},
            "marking": self.marking,
            **{"count_then": len(self.saved.members), "count_now": len(self.answer.evidence), "read_otherwise": self.reread},
            **{"came": [asdict(m) for m in self.came], "went": [asdict(m) for m in self.went]},
            "changed": [{"before": asdict(a), "after": asdict(b)} for a, b in self.changed],
        }


def _members(answer: Answer) -> tuple[Member, ...]:
    held = (e.held for e in answer.evidence)
    return tuple(
        Member(h.bullet.id, hashlib.sha256(h.bullet.text.encode()).hexdigest(), h.period.label, h.source, h.bullet.lines, h.bullet.text, h.marking)
        for h in held
    )


def _file(folder: Path, name: str) -> Path:
    return folder / FOLDER / f"{slug(name) or 'answer'}.json"


def save(folder: Path, name: str, answer: Answer, drop: Sequence[str] = (), add: str = "") -> Path:
    """Keeps an answer under a name in a library, in place of what had the name; the file. `drop` and `add`: how its reading was changed."""
    path = _file(folder, name)
    saved = Saved(name, answer.question, answer.build, answer.interpretation.to_json(), _members(answer), tuple(drop), add)
    try:
        path.parent.mkdir(exist_ok=True)
        write_whole(path, json.dumps(asdict(saved), ensure_ascii=False, indent=1).encode())
    except OSError as error:
        raise LibraryError(folder, f"the answer cannot be saved ({error.strerror})", "check the folder's permissions") from error
    return path


def saved_names(folder: Path) -> list[str]:
    """The names of the answers saved in a library."""
    return [_read(path).name for path in sorted((folder / FOLDER).glob("*.json"))]


def _read(path: Path) -> Saved:
    try:
        row = json.loads(path.read_text(encoding="utf-8"))
        members = tuple(Member(**(m | {"lines": tuple(m["lines"])})) for m in row.pop("members"))
        return Saved(members=members, drop=tuple(row.pop("drop", ())), **row)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise LibraryError(path, "is no saved answer, or damaged", "save it anew with `beatbook ask QUESTION --save NAME`") from error


def again(library: Library, name: str, answerer: Answerer | None = None) -> Again:
    """Answers a saved question anew and compares. UnknownNameError when nothing was saved under the name; QuestionError when its changes no longer fit."""
    path = _file(library.folder, name)
    if not path.exists():
        raise UnknownNameError(name, tuple(saved_names(library.folder)))
    saved = _read(path)
    answerer = answerer or Answerer(library)
    answer = answerer.answer(saved.question, answerer.read(saved.question, saved.drop, saved.add))
    now, then = {m.id: m for m in _members(answer)}, {m.id: m for m in saved.members}
    came, went = [m for m in now.values() if m.id not in then], [m for m in then.values() if m.id not in now]
    changed = [(then[id_], now[id_]) for id_ in then if id_ in now and then[id_].sha256 != now[id_].sha256]
    for before in list(went):
        if after := _likest(before, came):
            changed.append((before, after))
            went.remove(before)
            came.remove(after)
    return Again(saved, answer, tuple(came), tuple(went), tuple(changed), answer.interpretation.to_json() != saved.interpretation)


def _likest(member: Member, others: Sequence[Member]) -> Member | None:
    """The one of the same period whose text is most like it, if any is like enough."""
    rated = [(SequenceMatcher(None, member.text, other.text, autojunk=False).ratio(), other.id, other) for other in others if other.period == member.period]
    best = max(rated, default=None)
    return best[2] if best and best[0] >= ALIKE else None
