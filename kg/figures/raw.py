"""The numbers of a text that are figures, with what they count and how they stand, before they are named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.figures.counted import Counted, counted_after
from kg.figures.figure import Standing
from kg.figures.rejects import is_figure
from kg.figures.standing import Said, said_of
from kg.figures.values import Printed, numbers

_AND = re.compile(r"[^.;:()\d]{0,40}\band\s+", re.I)
# "By 3,219, or 5%", "by 464, and those of disability by 98": the change goes on.
_OR = re.compile(r"[\w\s]{0,30},?\s+or\s+(?:about|around|nearly|almost|some)?\s*|[^.;\d]{0,12}\band\b[^.;\d]{0,60}\bby\s+", re.I)
# "Warrants against four lines" compares nothing; "against 383" does.
_AGAINST = re.compile(r"\bagainst\s+(?:\w+\s+)?$", re.I)
_OPENED = re.compile(r"[\w\s]{0,40}\(\s*(?:or\s+)?")


@dataclass(frozen=True, slots=True)
class Raw:
    """A number that is a figure, with what it counts and how it stands."""

    printed: Printed
    counted: Counted
    said: Said

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.printed.start

    @property
    def end(self) -> int:
        """Where the number and its unit end."""
        return self.printed.end

    @property
    def is_change(self) -> bool:
        """Whether it tells a change."""
        return self.said.standing is Standing.CHANGE


def raw_figures(text: str) -> Iterator[Raw]:
    """The figures of a text from left to right."""
    last: Raw | None = None
    for printed in numbers(text):
        counted = counted_after(text, printed)
        if is_figure(text, printed, counted):
            said = said_of(text, printed)
            if said.prior and counted.sure and counted.noun and _AGAINST.search(text[: printed.start]):
                said = replace(said, prior=False)
            last = Raw(printed, counted, _after(text, printed, said, last) if last else said)
            yield last


def _after(text: str, printed: Printed, said: Said, last: Raw) -> Said:
    """How a number stands that stands beside another.

    "By 464 reports (21.7%)": what is alone in brackets after a change tells the same change. "Compared to 353 drink drivers and 361 drug
    drivers": what is joined to one that is compared with is so too.
    """
    if said.standing is not Standing.LEVEL:
        return said
    end = max(last.end, last.counted.end)
    if last.is_change and (alone_in_brackets(text, printed, end) or _OR.fullmatch(text[last.end : printed.start])):
        return replace(said, standing=Standing.CHANGE, sign=last.said.sign)
    joined = last.said.prior and _AND.fullmatch(text[end : printed.start])
    return replace(said, prior=True) if joined else said


def alone_in_brackets(text: str, printed: Printed, end: int) -> bool:
    """Whether a number stands alone in brackets, not far after a place."""
    return text[printed.end : printed.end + 1] == ")" and bool(_OPENED.fullmatch(text[end : printed.start]))


def ends_of(text: str, raw: Sequence[Raw]) -> list[int]:
    """Where, for each figure, the next begins. One in brackets right after is told of the same thing: "80% (2,325) were kept"."""
    starts = [*(r.start for r in raw[1:]), len(text), len(text)]
    return [starts[i + 1] if i + 1 < len(raw) and _is_aside(text, r, raw[i + 1]) else starts[i] for i, r in enumerate(raw)]


def _is_aside(text: str, one: Raw, following: Raw) -> bool:
    return text[one.end : following.start].strip() == "(" and text[following.end : following.end + 1] == ")"
