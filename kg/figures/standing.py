"""What a figure tells: a level, a change with its sign, or what is wanted or foreseen; and how exact it is said to be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kg.figures.figure import PERCENT, POINTS, Standing
from kg.figures.sentences import after, before
from kg.figures.values import Printed
from kg.figures.words import FigureWords, alternatives, figure_words

# A change is said at most so far before its number, and nothing else may be numbered in between.
_REACH = 90
_OPENED = re.compile(r"\(\s*(?:[a-z]+\s+){0,2}$")
_ANOTHER = re.compile(r"[;(]|\bso\s+far\b|\balready\b|,\s+(?:and|but|which|of\s+which|while|whilst|resulting)\b")
_MARKED_OFF = re.compile(r"[;:,()]|\b(?:but|while|whilst|whereas|which|who|with)\b")


@dataclass(frozen=True, slots=True)
class Said:
    """How a number stands in its sentence: `sign` is 1 or -1 for a change, `prior` marks what a level is compared with."""

    standing: Standing
    sign: int = 1
    qualifier: str | None = None
    prior: bool = False


@dataclass(frozen=True, slots=True)
class _Patterns:
    before: re.Pattern[str]
    beside: re.Pattern[str]
    after: re.Pattern[str]
    opened: re.Pattern[str]
    further: re.Pattern[str]
    qualifier: re.Pattern[str]
    prior: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    words = figure_words()
    lists = words.lists
    move = alternatives([*lists["change.up"], *lists["change.down"]])
    less = alternatives([*lists["qualifiers.before"], *lists["qualifiers.further"], "a", "an", "another"])
    nouns = alternatives(lists["change.nouns"])
    compared = alternatives(lists["change.against"])
    filler = rf"(?:\s*\(?(?:{less}))*\s*\(?\s*"
    # "increased by", "a reduction in calls of", "an increase nationally of vehicle use by": the last word before the number is by or of.
    ahead = rf"\b(?P<move>{move})\b(?P<between>[^.;:()\d]{{0,70}}?)\s(?P<by>{alternatives(lists['change.by'])}){filler}$"
    beside = rf"(?P<apart>[(,]\s*)?\b(?P<move>{alternatives(lists['change.verbs'])})(?:\s+(?:{less}))*\s+$"
    set_against = rf"(?P<compared>{compared})\b(?=[^.;]{{0,40}}\bthan\b|\s*[,.;)]|\s+(?:on|compared|versus|vs|year|the|last|that|in\s+the\s+same)\b)"
    behind = rf"\s*(?:of\s+)?(?:year[\s-]on[\s-]year\s+|overall\s+|annual\s+)?(?:(?P<noun>{nouns})\b|{set_against})"
    return _Patterns(
        before=re.compile(ahead),
        beside=re.compile(beside),
        after=re.compile(behind),
        opened=re.compile(rf"\s*(?P<compared>{compared})\b"),
        further=re.compile(rf"\b(?:{alternatives(lists['qualifiers.further'])})\s+$"),
        qualifier=re.compile(rf"(?:^|(?<=[\s(]))(?P<q>{alternatives(lists['qualifiers.before'])})\s*$"),
        prior=re.compile(
            r"\b(?:(?:compare[sd]?\s+(?:to|with|against)|in\s+comparison\s+(?:to|with)|versus|vs\.?)\b[^.;:()\d]{0,60}"
            rf"|(?:{move}|went|came|changed)\b[^;:()]{{0,60}}\bfrom(?:\s+(?:{less}))*\s*|against(?:\s+(?:{less}))*\s*)$",
        ),
    )


def said_of(text: str, number: Printed) -> Said:
    """How a number stands in its sentence."""
    ahead, behind = before(text, number.start, _REACH).lower(), after(text, number.end, _REACH).lower()
    qualifier = _qualifier(ahead) or number.after
    sign = _change(ahead, behind, number)
    if sign:
        return Said(Standing.CHANGE, sign, qualifier)
    if _is_expected(ahead, behind):
        return Said(Standing.EXPECTED, 1, qualifier)
    return Said(Standing.LEVEL, 1, qualifier, prior=bool(_patterns().prior.search(ahead)))


def _qualifier(ahead: str) -> str | None:
    match = _patterns().qualifier.search(ahead)
    if match and match["q"] not in ("some", "only", "just"):
        return " ".join(match["q"].split())
    return "further" if _patterns().further.search(ahead) else None


def _change(ahead: str, behind: str, number: Printed) -> int:
    """1 or -1 where a number tells a change, 0 where it tells none."""
    words, patterns = figure_words(), _patterns()
    # "Locked up 500" is no change: a count needs a mark before it, a share none.
    if (match := patterns.beside.search(ahead)) and (number.unit in (PERCENT, POINTS) or match["apart"]):
        return _sign(match["move"], words)
    if match := patterns.after.match(behind):
        return _sign(match["noun"] or match["compared"], words)
    if match := _last(patterns.before, ahead):
        last = match["between"].split()[-1:]
        # "A reduction with a total of 5 arrests" is none of 5.
        of = match["by"] == "of"
        verbal = of and match["move"] not in words.lists["change.nouns"]
        if not verbal and not (of and last and last[0] in words.lists["change.not_of"]) and not _passes_on(match["between"]):
            return _sign(match["move"], words)
    opened, apart = patterns.opened.match(behind), _OPENED.search(ahead)
    if opened and (apart or re.match(r"[^.;]{0,40}\bthan\b", behind)):
        return _sign(opened["compared"], words)
    return 0


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The match that begins last: the word of change nearest to the number."""
    found = None
    match = pattern.search(text)
    while match:
        found = match
        match = pattern.search(text, match.start() + 1)
    return found


def _passes_on(between: str) -> bool:
    """Whether between a word of change and a number another thing is begun: "increased and consists of five"."""
    return bool(re.search(r"\b(?:to|from|and|which|with|resulted|consists?|consisting|including)\b|,", between))


def _sign(word: str, words: FigureWords) -> int:
    return -1 if word in words.lists["change.down"] else 1


def _is_expected(ahead: str, behind: str) -> bool:
    """Whether the clause says that it is wanted, planned or foreseen; what stands behind the number counts only up to the next mark."""
    pattern = figure_words().patterns["expected.words"]
    clause = _ANOTHER.split(ahead)[-1]
    follows = _MARKED_OFF.split(behind, maxsplit=1)[0]
    following = re.search(r"\b(?:planned|anticipated|expected|forecast|scheduled|being\s+purchased|will\s+(?:also\s+)?be)\b", follows)
    return bool(pattern.search(clause) or following)
