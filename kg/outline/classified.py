"""Lines that are being classified: what the passes over an update share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from kg.model import Role
from kg.outline.lines import Looks

# No heading, entry of the contents, promise or running header comes near this many characters.
STRUCTURE_WIDTH = 1000
# A heading is a line, not a sentence: the longest seen in any update has 11 words.
HEADING_WORDS = 12

NUMBERED = re.compile(r"(?P<number>\d{1,2})[.)]?\s+(?P<title>[^\d\W].*)")
TITLE_WITH_PAGE = re.compile(r"(?P<title>\S+\s.*\S)\s+\d{1,3}(?:\s*[-–]\s*\d{1,3})?")


@dataclass
class Classified:
    """The lines with their roles, and what the contents page lists: number -> title."""

    lines: tuple[Looks, ...]
    roles: list[Role | None]
    contents: dict[int, str] = field(default_factory=dict)
    headings: dict[int, tuple[int, str]] = field(default_factory=dict)

    @cached_property
    def indented(self) -> bool:
        """Whether bullets stand at different indents. To be asked when every line has its role."""
        return len({line.indent for line, role in zip(self.lines, self.roles, strict=True) if role is Role.BULLET}) > 1

    def free(self) -> Iterator[tuple[int, Looks]]:
        """The lines that have no role yet."""
        return ((i, line) for i, line in enumerate(self.lines) if self.roles[i] is None)

    def short(self) -> Iterator[tuple[int, Looks]]:
        """Those of them that are short enough to be anything but prose or a row."""
        return ((i, line) for i, line in self.free() if line.width <= STRUCTURE_WIDTH)

    def after(self, i: int) -> int | None:
        """The next line that is neither blank nor furniture."""
        return next((j for j in range(i + 1, len(self.lines)) if self.roles[j] not in (Role.BLANK, Role.FURNITURE)), None)

    def before(self, i: int) -> int | None:
        """The last such line before."""
        return next((j for j in range(i - 1, -1, -1) if self.roles[j] not in (Role.BLANK, Role.FURNITURE)), None)


def same_words(text: str) -> str:
    """What two lines share that differ in figures and marks alone."""
    return re.sub(r"[\d\W_]+", " ", text.lower()).strip()
