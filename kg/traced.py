"""Text that remembers where each of its characters stood in the source.

Markup is taken out, wrapped lines are joined, hyphens at wraps undone; a citation must still point at the characters of the
source. So the cleaning works on text and offsets together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Traced:
    """A text with, for each character, its offset in the source."""

    text: str
    at: tuple[int, ...]

    @classmethod
    def of(cls, text: str, start: int) -> Traced:
        """The text as it stands in the source from offset `start`."""
        return cls(text, tuple(range(start, start + len(text))))

    @classmethod
    def join(cls, parts: Iterable[Traced], separator: str) -> Traced:
        """Parts joined; a separator takes the offset of the character before it."""
        text: list[str] = []
        at: list[int] = []
        for part in parts:
            if text:
                text.append(separator)
                at.extend([at[-1] if at else 0] * len(separator))
            text.append(part.text)
            at.extend(part.at)
        return cls("".join(text), tuple(at))

    def cut(self, start: int, end: int | None = None) -> Traced:
        """The characters from `start` to `end`."""
        return Traced(self.text[start:end], self.at[start:end])

    def strip(self) -> Traced:
        """Without white space at both ends."""
        left = len(self.text) - len(self.text.lstrip())
        return self.cut(left, max(left, len(self.text.rstrip())))

    def without(self, pattern: re.Pattern[str]) -> Traced:
        """Without what the pattern matches; where it has groups, the groups stay."""
        kept: list[Traced] = []
        done = 0
        for match in pattern.finditer(self.text):
            kept.append(self.cut(done, match.start()))
            kept.extend(self.cut(*match.span(group)) for group in range(1, (pattern.groups or 0) + 1) if match[group])
            done = match.end()
        return Traced.join([*kept, self.cut(done)], "") if done else self

    def runs(self) -> tuple[tuple[int, int, int], ...]:
        """Stretches that stand unbroken in the source: (offset here, offset in the source, length)."""
        found: list[tuple[int, int, int]] = []
        begin = 0
        for i in range(1, len(self.at) + 1):
            if i == len(self.at) or self.at[i] != self.at[i - 1] + 1:
                found.append((begin, self.at[begin], i - begin))
                begin = i
        return tuple(found)


def source_offset(runs: tuple[tuple[int, int, int], ...], offset: int) -> int:
    """Where the character at `offset` stands in the source, from `Traced.runs()`."""
    for here, source, length in reversed(runs):
        if here <= offset:
            return source + min(offset - here, length - 1)
    return 0
