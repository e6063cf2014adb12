"""What an update says of itself: publisher, period, plan, version, marking; each with the words that settled it.

Titles and running headers come first, then the file's name, then what the body speaks of. Where they disagree the higher rank
wins and the disagreement is told as a doubt.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError
from kg.model import Colophon, Doubt, Force, SourceText
from kg.outline import Outline
from kg.outline.grammar import grammar
from kg.period import MONTH_PATTERN, Period, PeriodKind, month_number, printed_periods

_FORCE = re.compile(
    r"\b(?P<area>[A-Z][a-z]+(?:(?: and | & |-| of | )[A-Z][a-z]+){0,3}) (?P<kind>Police(?: Service)?|Constabulary)\b(?! and Crime| & Crime|,? Fire)"
)
_QUALIFIED = re.compile(r"\b(?P<area>[A-Z][\w&'-]*(?: (?:and |& )?[A-Z][\w&'-]*){0,3}) \((?P<qualifier>\w+)\)")
_PLAN = re.compile(r"Police(?:,? Fire)? and Crime Plan\s+20\d\d\s*[-–/]\s*(?:20)?\d\d", re.I)
_VERSION = re.compile(r"\bversion\s*:?\s*v?(?P<version>\d+(?:\.\d+)*)", re.I)
_PRODUCED = re.compile(
    rf"\b(?:produced|published|issued)\s*(?:on|in|:)?\s*(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?(?P<month>{MONTH_PATTERN})\s+(?P<year>20\d\d)", re.I
)
_DATA_TO = re.compile(
    rf"\bdata\s+(?:to|up to|as at|until)\s+(?:the end of\s+)?(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?(?P<month>{MONTH_PATTERN})\s+(?P<year>20\d\d)", re.I
)
_BARE_MONTH = re.compile(rf"\b(?:in|during|of|on|until|throughout|\d{{1,2}}(?:st|nd|rd|th)?)\s+(?P<month>{MONTH_PATTERN})\b(?!\s+20\d\d)", re.I)
_ASIDE = re.compile(r"(?:compared?|same period|than|versus|vs\.?|from|since|against|previous|last year|by|until|early|late|planned)\b[^.;]{0,25}$", re.I)
# A month that is only compared with, or lies ahead, says little about what period a text reports on.
ASIDE_WEIGHT = 0.25
BARE_MONTH_WEIGHT = 0.5


@dataclass(frozen=True, slots=True)
class Given:
    """What the person who adds a file says about it; it settles what it names."""

    period: Period | None = None
    force: str | None = None


@dataclass(frozen=True, slots=True)
class _Settled:
    period: Period
    words: str
    rank: str


def slug(name: str) -> str:
    """A name in `[a-z0-9-]`: "Avon and Somerset" gives "avon-and-somerset"."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower().replace("&", " and ").replace("'", "").replace("’", "")).strip("-")


def force_named(name: str) -> Force:
    """The publisher of that name: "Essex Police", "Essex (sample)", or only "Essex"."""
    qualified = _QUALIFIED.fullmatch(name.strip())
    bare = re.sub(r"\s+(?:Police(?: Service)?|Constabulary)$", "", qualified["area"] if qualified else name.strip())
    return Force(slug(name) if qualified else slug(bare), name.strip(), slug(bare))


def _publisher(source: SourceText, outline: Outline) -> tuple[Force, str] | None:
    rules = grammar()
    qualified = Counter(m[0] for line in outline.title_lines for m in _QUALIFIED.finditer(line) if rules.qualifier.search(m[0]))
    if qualified:
        name = qualified.most_common(1)[0][0]
        return force_named(name), name
    for line in outline.title_lines:
        if found := list(_FORCE.finditer(line)):
            return force_named(found[-1][0]), line
    names = Counter(m[0] for m in _FORCE.finditer(source.text))
    if not names:
        return None
    name, count = names.most_common(1)[0]
    return force_named(name), f"named {count} times"


def _end_of_data(line: str, quarterly: bool) -> Period | None:
    found = _DATA_TO.search(line)
    if not found:
        return None
    month = Period.month(int(found["year"]), month_number(found["month"]))
    quarter = Period.quarter_of(month.start)
    return quarter if quarterly or quarter.after == month.after else month


def _candidates(source: SourceText, outline: Outline) -> Iterable[_Settled]:
    titles = outline.title_lines
    monthly = any(re.search(r"\bmonthly\b", line, re.I) for line in titles)
    quarterly = any(re.search(r"\bquarter", line, re.I) for line in titles)
    stated = [(p.period, line) for line in titles if not _PRODUCED.search(line) and not _DATA_TO.search(line) for p in printed_periods(_PLAN.sub("", line))]
    for kinds in ((PeriodKind.QUARTER, PeriodKind.HALF), (PeriodKind.MONTH,) if monthly or not quarterly else ()):
        yield from (_Settled(p, line, "title") for p, line in stated if p.kind in kinds)
    yield from (_Settled(p, line, "end of data") for line in titles if not monthly and (p := _end_of_data(line, quarterly)))
    name = re.sub(r"[_.]+", " ", source.name)
    yield from (_Settled(p.period, source.name, "file name") for p in printed_periods(name))
    if iso := re.search(r"\b(20\d\d)-(0[1-9]|1[0-2])\b(?!-[QqHh\d])", name):
        yield _Settled(Period.month(int(iso[1]), int(iso[2])), source.name, "file name")
    yield from (_Settled(p, line, "title") for p, line in stated if p.kind is PeriodKind.YEAR)


def _inferred(outline: Outline) -> _Settled | None:
    """The quarter that the body speaks of most: months with their year count, bare months help, comparisons count little."""
    votes: Counter[Period] = Counter()
    bare: Counter[int] = Counter()
    words: dict[Period, list[str]] = {}
    for bullet in outline.bullets:
        for printed in printed_periods(bullet.text):
            if printed.period.kind is PeriodKind.MONTH:
                quarter = Period.quarter_of(printed.period.start)
                votes[quarter] += ASIDE_WEIGHT if _ASIDE.search(bullet.text[: printed.start]) else 1  # type: ignore[assignment]
                words.setdefault(quarter, []).append(bullet.text[printed.start : printed.end])
        for month in _BARE_MONTH.finditer(bullet.text):
            bare[(month_number(month["month"]) - 4) % 12 // 3] += 1
    if not votes:
        return None
    best = max(votes, key=lambda q: (votes[q] + BARE_MONTH_WEIGHT * bare[(q.start.month - 4) % 12 // 3], q.start))
    return _Settled(best, ", ".join(dict.fromkeys(words[best])), "body")


def _period(source: SourceText, outline: Outline, given: Period | None) -> tuple[_Settled | None, list[Doubt]]:
    if given:
        return _Settled(given, "as given", "given"), []
    found = list(_candidates(source, outline))
    if not found:
        settled = _inferred(outline)
        return settled, [
            Doubt("period-inferred", f"no period is stated; taken for {settled.period.title} from the months named: {settled.words}")
        ] if settled else []
    first = found[0]
    others = {c.period.label: c for c in found[1:] if not c.period.overlaps(first.period.start, first.period.end)}
    doubts = [
        Doubt("period-conflict", f"{first.rank} says {first.period.title} ({first.words}), {c.rank} says {c.period.title} ({c.words})") for c in others.values()
    ]
    return first, doubts


def _first(pattern: re.Pattern[str], lines: Iterable[str]) -> re.Match[str] | None:
    return next((m for line in lines if (m := pattern.search(line))), None)


def _plan(outline: Outline, plans: Mapping[str, frozenset[str]]) -> tuple[str | None, str, list[Doubt]]:
    """The plan: as printed, else the one whose priorities the headings name. `plans`: name -> titles of its priorities."""
    if printed := _first(_PLAN, outline.title_lines):
        name = re.sub(r"\s+", " ", printed[0]).replace("–", "-").replace("/", "-")
        return next((p for p in plans if p.lower() == name.lower()), name), printed[0], []
    titles = {b.priority.title.lower() for b in outline.bullets if b.priority}
    shared = {name: len(titles & {t.lower() for t in own}) for name, own in plans.items()}
    best = max(shared, key=lambda name: shared[name], default=None)
    if best is None or not shared[best]:
        return None, "", [Doubt("plan-unknown", "no plan is named, and no known plan has these priorities")]
    return best, f"{shared[best]} of its priorities", []


def _marking(outline: Outline) -> str | None:
    rules = grammar()
    marks = [re.sub(r"[\s–-]+sensitive", "-sensitive", m["marking"].lower()) for line in outline.title_lines if (m := rules.marking.fullmatch(line))]
    return max(marks, key=lambda m: rules.markings.index(m), default=None)


def read_colophon(source: SourceText, outline: Outline, plans: Mapping[str, frozenset[str]], given: Given) -> tuple[Colophon, tuple[Doubt, ...]]:
    """What the update says of itself, and what about it is in doubt. InputError when its period or publisher cannot be told."""
    settled, doubts = _period(source, outline, given.period)
    if settled is None:
        raise InputError(Path(source.name), "no period is stated, and none can be told from the text", "say it with --period 2018-19-Q4")
    publisher = (force_named(given.force), "as given") if given.force else _publisher(source, outline)
    if publisher is None:
        raise InputError(Path(source.name), "names no police force that could be its publisher", 'say it with --force "Kent Police"')
    plan, plan_words, plan_doubts = _plan(outline, plans)
    version, produced = _first(_VERSION, outline.title_lines), _first(_PRODUCED, outline.title_lines)
    evidence = {"period": f"{settled.rank}: {settled.words}", "force": publisher[1], "plan": plan_words}
    evidence |= {"version": version[0] if version else "", "produced": produced[0] if produced else ""}
    colophon = Colophon(
        force=publisher[0],
        period=settled.period,
        plan=plan,
        version=version["version"] if version else None,
        produced=Period.month(int(produced["year"]), month_number(produced["month"])).label if produced else None,
        marking=_marking(outline),
        evidence=tuple((k, v) for k, v in evidence.items() if v),
    )
    return colophon, (*doubts, *plan_doubts)
