"""Which priority and which commitment each line stands under.

A priority's heading usually stands before its commitments; in some layouts it is printed at the end of the page, after them, and
one document may do both. So headings and sections are matched over the whole document at once, by the least cost.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import Any

from kg.model import Doubt, Priority, Role
from kg.outline.classified import Classified
from kg.outline.grammar import Grammar
from kg.traced import Traced

# Costs of reading the headings so. Their order is what matters: a heading that is used by no section is the worst, a number that
# falls next, a section without a heading of its own is common, and one whose heading trails costs little once a document does it.
UNUSED_HEADING, FALLING_NUMBER, NO_HEADING, CHANGE_OF_WAY, TRAILING, OTHER_PAGE, SAME_PROMISE_SPLIT = 5.0, 3.0, 2.0, 1.0, 0.1, 3.0, 3.0
_SECTION_ROLES = (Role.BULLET, Role.PARAGRAPH, Role.TABLE_ROW, Role.TABLE_HEADER, Role.FOOTNOTE, Role.HEADING, Role.CAPTION)


@dataclass(frozen=True, slots=True)
class Section:
    """Lines `first` to `last` (indices) under one promise; the headings that stand before and after it, in order."""

    first: int
    last: int
    commitment: str | None
    before: tuple[int, ...]
    after: tuple[int, ...]

    def trails(self, heading: int) -> bool:
        """Whether a heading would be its own from after it."""
        return heading in self.after


@dataclass(frozen=True, slots=True)
class Standing:
    """What a line stands under; `section` numbers the sections from 0."""

    section: int
    priority: Priority | None
    commitment: str | None


def promise(c: Classified, lead: int, grammar: Grammar) -> str | None:
    """The commitment that a lead line announces: what stands after its last "we will:"."""
    parts = [c.lines[lead].content]
    j = lead + 1
    while j < len(c.lines) and c.roles[j] in (Role.PROMISE, Role.BLANK, Role.FURNITURE):
        if c.roles[j] is Role.PROMISE:
            parts.append(c.lines[j].content)
        j += 1
    text = Traced.join(parts, " ").text
    found = grammar.promise_lead.match(text)
    if not found and len(parts) > 1:
        return grammar.clean_title(" ".join(p.text for p in parts[1:])) or None
    return grammar.clean_title(text[found.end() :]) or None if found else None


def _starts(c: Classified) -> list[int]:
    """Where sections begin: at each lead, at each heading of a priority without one, and at the first content."""
    starts: list[int] = []
    opened = True
    for i, role in enumerate(c.roles):
        if role is Role.LEAD:
            starts.append(i)
            opened = False
        elif role is Role.PRIORITY:
            opened = True
        elif opened and role in _SECTION_ROLES:
            starts.append(i)
            opened = False
    return starts


def sections(c: Classified, grammar: Grammar) -> tuple[Section, ...]:
    """The sections of a document with the headings that may be theirs. A promise that is only continued is the same promise."""
    starts = _starts(c)
    headings = sorted(c.headings)
    printed: dict[str, str] = {}
    found: list[Section] = []
    for n, first in enumerate(starts):
        last = (starts[n + 1] if n + 1 < len(starts) else len(c.lines)) - 1
        previous = starts[n - 1] if n else -1
        own = bisect_left(headings, first)
        before = tuple(headings[bisect_right(headings, previous) : own])
        after = tuple(headings[own : bisect_right(headings, last)])
        commitment = promise(c, first, grammar) if c.roles[first] is Role.LEAD else None
        if commitment:
            commitment = printed.setdefault(commitment.rstrip("."), commitment)
        found.append(Section(first, last, commitment, before, after))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _State:
    """How far the matching has come: the priority's number in force, whether headings trail, and which heading was taken last."""

    number: int | None
    trailing: bool
    taken: int | None


# The cost so far, and the headings chosen so far as linked pairs, the last outermost.
_Way = tuple[float, Any]


def _step(c: Classified, parts: tuple[Section, ...], n: int, state: _State, heading: int | None) -> tuple[float, _State]:
    """What it costs to give section `n` a heading, or none of its own, and the state after it."""
    part = parts[n]
    numbers = {c.headings[h][0] for h in (state.taken, heading) if h is not None}
    unused = [h for h in part.before if h not in (state.taken, heading) and c.headings[h][0] not in numbers]
    cost = UNUSED_HEADING * len(unused)
    if heading is None:
        return cost + NO_HEADING, _State(state.number, state.trailing, None)
    number, trails = c.headings[heading][0], part.trails(heading)
    cost += TRAILING * trails + CHANGE_OF_WAY * (trails != state.trailing)
    cost += FALLING_NUMBER * (state.number is not None and number < state.number)
    cost += OTHER_PAGE * (trails and c.lines[heading].page != c.lines[part.first].page)
    split = n and part.commitment and part.commitment == parts[n - 1].commitment and number != state.number
    return cost + SAME_PROMISE_SPLIT * bool(split), _State(number, trails, heading)


def _choose(c: Classified, parts: tuple[Section, ...]) -> list[int | None]:
    """For each section the line of its heading, None where it has none of its own, at the least cost over the document."""
    ways: dict[_State, _Way] = {_State(None, False, None): (0.0, None)}
    for n, part in enumerate(parts):
        own = (*part.before[-1:], *part.after[:1])
        steps = [(state, heading) for state in ways for heading in (*(h for h in own if h != state.taken), None)]
        following: dict[_State, _Way] = {}
        for state, heading in steps:
            so_far, chosen = ways[state]
            cost, after = _step(c, parts, n, state, heading)
            if after not in following or so_far + cost < following[after][0]:
                following[after] = (so_far + cost, (chosen, heading))
        ways = following
    final = parts[-1].after if parts else ()
    best = min(ways.items(), key=lambda way: way[1][0] + UNUSED_HEADING * len([h for h in final if h != way[0].taken]))
    return _unlinked(best[1][1])


def _unlinked(pairs: Any) -> list[int | None]:
    found: list[int | None] = []
    while pairs is not None:
        pairs, heading = pairs
        found.append(heading)
    return found[::-1]


def _missing_first(c: Classified, chosen: list[int | None]) -> Priority | None:
    """The priority of sections that stand before the first heading: the first that the contents list and no heading names."""
    named = {c.headings[h][0] for h in chosen if h is not None}
    unnamed = [n for n in sorted(c.contents) if n not in named]
    if unnamed and (not named or unnamed[0] < min(named)):
        return Priority(unnamed[0], c.contents[unnamed[0]])
    return None


def standings(c: Classified, grammar: Grammar) -> tuple[list[Standing], list[Doubt]]:
    """For every line what it stands under, and what about it is in doubt."""
    parts = sections(c, grammar)
    chosen = _choose(c, parts)
    doubts: list[Doubt] = []
    result = [Standing(-1, None, None)] * len(c.lines)
    current = _missing_first(c, chosen) if parts and chosen[0] is None else None
    if parts and chosen[0] is None:
        said = f"taken for {current.number} from the contents" if current else "left without a priority"
        doubts.append(Doubt("heading-missing", f"no heading of a priority before the first bullets; {said}", c.lines[parts[0].first].number))
    trailing: list[int] = []
    for n, (part, heading) in enumerate(zip(parts, chosen, strict=True)):
        if heading is not None:
            number, title = c.headings[heading]
            current = Priority(number, title or c.contents.get(number, ""))
            if part.trails(heading):
                trailing.append(c.lines[heading].number)
        result[part.first : part.last + 1] = [Standing(n, current, part.commitment)] * (part.last - part.first + 1)
    if trailing:
        lines = ", ".join(map(str, trailing))
        doubts.append(Doubt("heading-trails", f"headings of priorities were taken to stand after their bullets (lines {lines})", trailing[0]))
    return result, doubts
