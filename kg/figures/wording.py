"""What stands around a figure in words: what is counted, what it is compared with, and what a rate is per."""

from __future__ import annotations

import re

from kg.figures.figure import PERCENT
from kg.figures.raw import Raw
from kg.figures.sentences import after, before
from kg.figures.values import Printed
from kg.figures.words import figure_words
from kg.tokens import small

_SHARE = re.compile(
    r"\s*\)?\s*of\s+(?P<of>(?:all\s+|these\s+|those\s+|the\s+|our\s+)?[a-z][^\W\d]*(?:[ ’'-]+[^\W\d]+){0,7}?)"
    r"(?=\s+(?:were|was|are|is|have|had|has|which|who|that|stated|compared|abandoned|whereas|in\b|on\b|within)|\s*[,.;()]|$)",
    re.I,
)
_COMPARED = re.compile(
    r"\b(?P<c>(?:compared\s+(?:with|to|against)|in\s+comparison\s+(?:with|to)|versus|vs\.(?=\s)|vs|(?:up|down|increased|decreased|reduced)\s+from|from|than"
    r"|on\s+(?:the\s+(?:same|previous|last)|(?=(?:19|20)\d{2}))|year[\s-]on[\s-]year)(?<!\w\.)[^.;()]{0,90})",
)
_NO_RATE = re.compile(r"[.;:,()]|\band\b|\d")
_AVERAGE = re.compile(r"\baverag\w+\s+$")
# A comparison begins at most so far after its figure, and may reach so far past where the next begins.
_NEAR, _PAST = 60, 60


def words_counted(text: str, raw: Raw) -> str:
    """The words of what is counted, "" where none follow the number."""
    if raw.counted.words:
        return raw.counted.phrase
    share = _SHARE.match(after(text, raw.end))
    return f"of {' '.join(share['of'].split())}" if share else ""


def compared_with(text: str, raw: Raw, until: int) -> str | None:
    """What it is compared with, in the bullet's words: another time, or the total that it is a share of. `until`: where the next begins."""
    behind = after(text, raw.end, 110)
    if raw.printed.unit == PERCENT and (share := _SHARE.match(behind)):
        return f"of {' '.join(share['of'].split())}"
    match = _COMPARED.search(small(behind), 0, until + _PAST - raw.end)
    if match and match.start() < _NEAR and (raw.end + match.start() < until or raw.is_change):
        return " ".join(behind[match.start() : match.end()].split())
    return None


def rate(text: str, printed: Printed) -> str | None:
    """Of a rate what it is per: "day" of "34 per day"; "average" where it is only said to be one."""
    behind = _NO_RATE.split(after(text, printed.end, 60).lower(), maxsplit=1)[0]
    if match := figure_words().patterns["periods.per"].search(behind):
        return next(group for group in match.groups() if group)
    return "average" if _AVERAGE.search(before(text, printed.start, 12)) else None
