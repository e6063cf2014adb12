"""The smallest updates that tests of `search` need, and short ways to read what comes back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.catalogue import Catalogue
from kg.model import HeldBullet
from search.answer import Answer, Answerer
from search.library import Library

Q3, Q4 = "Quarter 3 – 2018/19", "Quarter 4 – 2018/19"


@dataclass(frozen=True, slots=True)
class Tiny:
    """An update of one priority. `quarter` None gives a text that says no period."""

    bullets: Sequence[str]
    quarter: str | None = Q4
    version: str = "1.0"
    produced: str = "April 2019"
    force: str = "Essex Police"

    @property
    def text(self) -> str:
        """As it would be published."""
        head = [f"{self.force} – Police and Crime Plan 2016-2020 Quarterly Update", self.quarter or "", f"Version {self.version} Produced {self.produced}"]
        body = ["Priority 1 - More Local, Visible and Accessible Policing", "\n".join(f"- {b}" for b in self.bullets)]
        return "\n\n".join(part for part in (*(head if self.quarter else ()), *body) if part) + "\n"

    def write(self, path: Path) -> Path:
        """The update as a file."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.text, encoding="utf-8")
        return path


def ask(folder: Path, question: str) -> Answer:
    """The answer that a reader who opens the library now would get."""
    with Library.open(folder) as library:
        return Answerer(library).ask(question)


def as_bytes(answer: Answer) -> bytes:
    """What every door prints of an answer."""
    return json.dumps(answer.to_json(), ensure_ascii=False).encode()


def texts(answer: Answer) -> list[str]:
    """The evidence as text."""
    return [e.held.bullet.text for e in answer.evidence]


def places(answer: Answer) -> list[tuple[str, int]]:
    """The evidence as period and first line."""
    return [(e.held.period.label, e.held.bullet.lines[0]) for e in answer.evidence]


def every_bullet(library: Library) -> list[HeldBullet]:
    """All that may be evidence, in reading order."""
    held = library.catalogue.bullets(library.catalogue.members(library.version_ids))
    return [b for b in held if not b.bullet.label_only]


def held_periods(folder: Path) -> list[str]:
    """The periods of all versions that the catalogue holds."""
    with Catalogue.open(folder) as catalogue:
        return sorted(v.colophon.period.label for v in catalogue.versions())
