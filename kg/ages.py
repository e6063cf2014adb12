"""The ages of people that a text gives: "a woman of 83", "15-year-old", "over-70s", "in his eighties"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.tokens import small

# Nobody is older.
OLDEST = 130
_DECADES = {"seventies": 70, "eighties": 80, "nineties": 90}
_SPAN = r"(?P<low>1?\d{1,2})(?:\s*(?:to|and|[-–])\s*(?P<high>1?\d{1,2}))?"
_BOUND = r"(?:(?P<bound>over|under)\s+(?:the\s+age\s+of\s+)?)"
_OPEN = r"(?:\s*(?P<open>\+|(?:and|or)\s+(?:over|above|older|under|below|younger)))?"
_PEOPLE = (
    r"(?:father|mother|man|men|woman|women|lady|gentleman|boy|girl|child|children|youth|teenager|male|female|person|people|resident|victim|driver|customer"
    r"|widow|widower|husband|wife|son|daughter|anyone|those|all)s?"
)
# After an age no noun stands that could be counted: "those of 12 districts".
_NO_NOUN = r"(?=\s*(?:[,.;:)]|$|(?:who|whose|and|or|in|from|at|on|was|were|with|to|had|has|have|is|are)\b))"
# Each wording with a word that it cannot do without, so that it is looked for only where it may be.
_FORMS = tuple(
    (needs, re.compile(form))
    for needs, form in (
        ("old", rf"\b{_SPAN}[\s-]+(?:years?|yrs?)[\s-]+olds?\b"),
        ("age", rf"\b(?:aged?|ages)\s+(?:between\s+|from\s+)?{_BOUND}?{_SPAN}\b(?!\s*(?:%|per\s+cent)){_OPEN}"),
        ("of age", rf"\b{_BOUND}{_SPAN}\s+years\s+of\s+age\b"),
        ("the age of", r"\b(?:(?P<bound>over|under)\s+)?the\s+age\s+of\s+(?P<low>1?\d{1,2})\b"),
        (" of ", rf"\b{_PEOPLE}\s+of\s+{_SPAN}{_NO_NOUN}"),
        ("er ", rf"\b{_PEOPLE}\s+{_BOUND}{_SPAN}{_NO_NOUN}"),
        ("s", r"\b(?P<bound>over|under)[\s-](?P<low>\d{2})['’]?s\b"),
        ("in ", r"\bin\s+(?:his|her|their)\s+(?:(?:early|mid|late)[\s-]+)?(?:(?P<decade>seventies|eighties|nineties)|(?P<tens>[1-9]0)['’]?s)\b"),
    )
)
_MAY_BE = re.compile(r"\d|(?:seven|eigh|nine)ties")


@dataclass(frozen=True, slots=True)
class Age:
    """An age in years, or all from one to another; where it stands in the text."""

    low: int
    high: int
    start: int
    end: int


def ages(text: str) -> Iterator[Age]:
    """The ages that a text gives, form by form."""
    low = small(text)
    if _MAY_BE.search(low):
        for needs, form in _FORMS:
            for match in form.finditer(low) if needs in low else ():
                yield Age(*_years(match.groupdict()), *match.span())


def _years(said: dict[str, str | None]) -> tuple[int, int]:
    """The lowest and the highest age that is meant."""
    if decade := _DECADES.get(said.get("decade") or "") or int(said.get("tens") or 0):
        return decade, decade + 9
    low = int(said["low"] or 0)
    bound, beyond = said.get("bound"), said.get("open") or ""
    if bound:
        return (low + 1, OLDEST) if bound == "over" else (0, low - 1)
    if beyond:
        return (0, low) if beyond.endswith(("under", "below", "younger")) else (low, OLDEST)
    return low, max(low, int(said.get("high") or 0))
