"""Which priority and which commitment each line stands under.

A priority's heading usually stands before its commitments; in some layouts it is printed at the end of the page, after them, and
one document may do both. So headings and sections are matched over the whole document at once, by the least cost.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from kg.model import Doubt, Priority, Role
from kg.outline.grammar import Grammar
from kg.outline.roles import Classified
from kg.traced import Traced

# Costs of reading the headings so. Their order is what matters: a heading that is used by no section is the worst, a number that
# falls next, a section without a heading of its own is common, and one whose heading trails costs little once a document does it.
UNUSED_HEADING, FALLING_NUMBER, NO_HEADING, CHANGE_OF_WAY, TRAILING, OTHER_PAGE, SAME_PROMISE_SPLIT = 5.0, 3.0, 2.0, 1.0, 0.1, 3.0, 3.0
_SECTION_ROLES = (Role.BULLET, Role.PARAGRAPH, Role.TABLE_ROW, Role.TABLE_HEADER, Role.FOOTNOTE, Role.HEADING, Role.CAPTION)


@dataclass(frozen=True, slots=True)
class Section:
    """Lines `first` to `last` (indices) under one promise; the headings that stand before and after it, nearest first."""

    first: int
    last: int
    commitment: str | None
    before: int | None
    after: int | None


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
    """The sections of a document with the headings that may be theirs."""
    starts = _starts(c)
    found: list[Section] = []
    for n, first in enumerate(starts):
        last = (starts[n + 1] if n + 1 < len(starts) else len(c.lines)) - 1
        previous = starts[n - 1] if n else -1
        before = [h for h in c.headings if previous < h < first]
        after = [h for h in c.headings if first < h <= last]
        commitment = promise(c, first, grammar) if c.roles[first] is Role.LEAD else None
        found.append(Section(first, last, commitment, max(before, default=None), min(after, default=None)))
    return tuple(found)


def _choose(c: Classified, parts: tuple[Section, ...]) -> list[int | None]:
    """For each section the line of its heading, None where it has none of its own, at the least cost over the document."""

    def options(n: int, taken: int | None) -> list[int | None]:
        part = parts[n]
        return [*(h for h in (part.before, part.after) if h is not None and h != taken), None]

    def cost(n: int, heading: int | None, number: int | None, trailing: bool, taken: int | None) -> float:
        part = parts[n]
        total = 0.0
        if part.before is not None and part.before not in (heading, taken):
            total += UNUSED_HEADING
        if heading is None:
            return total + NO_HEADING
        trails = heading == part.after and heading != part.before
        total += TRAILING * trails + CHANGE_OF_WAY * (trails != trailing)
        total += FALLING_NUMBER * (number is not None and c.headings[heading][0] < number)
        return total + OTHER_PAGE * (c.lines[heading].page != c.lines[part.first].page and trails)

    @cache
    def best(n: int, number: int | None, trailing: bool, taken: int | None) -> tuple[float, tuple[int | None, ...]]:
        if n == len(parts):
            final = parts[-1].after if parts else None
            return (UNUSED_HEADING if final is not None and final != taken else 0.0), ()
        ways: list[tuple[float, tuple[int | None, ...]]] = []
        for heading in options(n, taken):
            trails = trailing if heading is None else heading == parts[n].after and heading != parts[n].before
            following = number if heading is None else c.headings[heading][0]
            split = heading is not None and following != number and n and parts[n].commitment and parts[n].commitment == parts[n - 1].commitment
            rest, choice = best(n + 1, following, trails, heading)
            ways.append((cost(n, heading, number, trailing, taken) + SAME_PROMISE_SPLIT * bool(split) + rest, (heading, *choice)))
        return min(ways, key=lambda way: way[0])

    return list(best(0, None, False, None)[1])


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
            if heading == part.after and heading != part.before:
                trailing.append(c.lines[heading].number)
        result[part.first : part.last + 1] = [Standing(n, current, part.commitment)] * (part.last - part.first + 1)
    if trailing:
        lines = ", ".join(map(str, trailing))
        doubts.append(Doubt("heading-trails", f"headings of priorities were taken to stand after their bullets (lines {lines})", trailing[0]))
    return result, doubts
