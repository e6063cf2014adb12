"""The figures of one bullet: numbers that count something, with unit, standing, period and measure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kg.figures.counted import Counted, counted_after, noun_before, unit_of
from kg.figures.figure import PERCENT, Figure, Standing
from kg.figures.naming import MeasuredText, MeasureNamer, Sought, family
from kg.figures.periods import named_periods
from kg.figures.rejects import is_figure
from kg.figures.sentences import after, before, sentence_of
from kg.figures.speaking import Speaking, spoken_of
from kg.figures.standing import Said, said_of
from kg.figures.tables import row_figures
from kg.figures.values import Printed, may_hold, numbers
from kg.figures.words import figure_words
from kg.model import Bullet, BulletKind
from kg.period import Period
from kg.vocabulary import Vocabulary

_LISTED = re.compile(r"\s*(?:,|,?\s*and\b|,?\s*or\b|&|/)\s*(?:(?:over|around|about|nearly|almost|approximately|a|further|another|then)\s+)*", re.I)
_PART = re.compile(r"\bof\s+(?:which|whom|these|those),?\s+$", re.I)
_VERB = re.compile(r"\w+(?:ed|ing)$|^(?:left|made|were|was)$", re.I)
_AND = re.compile(r"[^.;:()\d]{0,40}\band\s+", re.I)
_SHARE = re.compile(r"\s*\)?\s*of\s+(?P<of>(?:all\s+|these\s+|those\s+|the\s+|our\s+)?[a-z][\w' ’-]{2,60}?)(?=\s+(?:were|was|are|is|have|had|has|which|who|that|stated|compared|in\b|on\b|within)|[,.;()]|$)", re.I)
_COMPARED = re.compile(r"\b(?P<c>(?:compared\s+(?:with|to|against)|in\s+comparison\s+(?:with|to)|versus|vs\.(?=\s)|vs|(?:up|down|increased|decreased|reduced)\s+from|from|than|on\s+(?:the\s+(?:same|previous|last)|(?=(?:19|20)\d{2}))|year[\s-]on[\s-]year)(?<!\w\.)[^.;()]{0,90})", re.I)
_NOTHING_OWN = ("increase", "increases", "decrease", "decreases", "reduction", "rise", "rises", "fall", "falls", "more", "less", "fewer", "higher", "lower", "year", "years", "change")


@dataclass(frozen=True, slots=True)
class _Raw:
    """A number that is a figure, with what it counts and how it stands."""

    printed: Printed
    counted: Counted
    said: Said


class FigureReader:
    """Reads figures with the measures of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._namer = MeasureNamer(vocabulary)

    def read(self, bullet: Bullet, period: Period) -> tuple[Figure, ...]:
        """The figures of a bullet of an update of this period, in the order in which they stand. `period` settles what "last quarter" means."""
        if bullet.label_only or not may_hold(bullet.text):
            return ()
        if bullet.kind is BulletKind.TABLE_ROW and bullet.cells:
            return tuple(row_figures(bullet, period, self._namer))
        raw = list(_raw_figures(bullet.text))
        if not raw:
            return ()
        context = " | ".join(filter(None, (bullet.label, *bullet.headings)))
        return with_parts(bullet.text, tuple(self._figures(bullet.text, raw, period, self._namer.reading(bullet.text, context))))

    def _figures(self, text: str, raw: Sequence[_Raw], period: Period, reading: MeasuredText) -> Iterator[Figure]:
        starts = [_until(text, raw, i) for i in range(len(raw))]
        named = named_periods(text, period)
        speaking = [Speaking(r.printed.start, r.printed.end, until, r.said.prior, r.said.standing is Standing.CHANGE, bool(r.counted.noun)) for r, until in zip(raw, starts, strict=True)]
        spoken = spoken_of(text, speaking, named)
        done: list[Figure] = []
        for i, (r, until) in enumerate(zip(raw, starts, strict=True)):
            figure = self._figure(text, r, done, reading, until)
            figure = replace(self._shared(text, r, figure, raw[i + 1 :]), spoken=spoken[i])
            done.append(figure)
            yield figure

    def _figure(self, text: str, r: _Raw, done: Sequence[Figure], reading: MeasuredText, until: int) -> Figure:
        p, said = r.printed, r.said
        part = bool(_PART.search(before(text, p.start, 24))) or bool(done and done[-1].unit == PERCENT and _alone_in_brackets(text, p, done[-1].end))
        own = part or r.counted.noun is not None and r.counted.noun.lower() not in _NOTHING_OWN
        unit = p.unit or (unit_of(r.counted.noun) if own and r.counted.noun else "")
        follows = self._followed(text, r, done, unit)
        sought = Sought(p.start, p.core, unit, said.standing, own, until, follows.end if follows else 0)
        aside = text[: p.start].rstrip().endswith("(") and follows is not None and not own
        measure = (follows.measure if follows and aside else None) or reading.measure(sought) or (follows.measure if follows else None)
        if not unit or (measure and not r.counted.sure and family(unit) == family(self._namer.unit(measure)) == "count"):
            unit = self._unit_elsewhere(text, r, measure, follows, done)
        return Figure(
            **{"value": p.value * said.sign, "high": p.high, "unit": unit, "standing": said.standing, "counted": _words(text, r)},
            **{"start": p.start, "end": p.end, "qualifier": said.qualifier, "decimals": p.decimals, "measure": measure},
            **{"compared": _compared(text, r, until), "per": _per(text, p), "prior": said.prior},
        )

    def _followed(self, text: str, r: _Raw, done: Sequence[Figure], unit: str) -> Figure | None:
        """The figure before it that it is a change of, or is compared with: the last level of its sentence, of its unit where it has one."""
        if not (r.said.prior or r.said.standing is Standing.CHANGE):
            return None
        first = sentence_of(text, r.printed.start)[0]
        levels = [f for f in done if f.standing is Standing.LEVEL and f.start >= first and not (r.said.prior and unit and family(f.unit) != family(unit))]
        return levels[-1] if levels else None

    def _unit_elsewhere(self, text: str, r: _Raw, measure: str | None, follows: Figure | None, done: Sequence[Figure]) -> str:
        """The unit of a number that no noun follows: its measure's, that of what it is compared with, a noun before it, the last figure's."""
        if follows and family(follows.unit) == "count":
            return follows.unit
        if measure and family(self._namer.unit(measure)) != PERCENT:
            return self._namer.unit(measure)
        if r.counted.words and not _VERB.match(r.counted.words[0]):
            return ""
        noun = unit_of(noun_before(text, r.printed.start))
        return noun or next((f.unit for f in reversed(done) if family(f.unit) == "count"), "")

    def _shared(self, text: str, r: _Raw, figure: Figure, following: Sequence[_Raw]) -> Figure:
        """A figure with the noun that it shares with a later one of a list: "12 emergency, 13 priority and 16 routine incidents"."""
        if (r.counted.noun and r.counted.sure) or r.printed.unit:
            return figure
        place = r.counted.end or r.printed.end
        for other in following:
            if not _LISTED.fullmatch(text[place : other.printed.start]) or other.printed.unit:
                return figure
            if other.counted.noun and other.counted.sure:
                return replace(figure, unit=unit_of(other.counted.noun), counted=" ".join((*figure.counted.split(), other.counted.noun)))
            place = other.counted.end or other.printed.end
        return figure


def with_parts(text: str, figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """Figures with those marked that a total before them in their sentence is made of: two or more in a row that add up to it."""
    done = list(figures)
    for at, total in enumerate(figures):
        last = sentence_of(text, total.start)[1]
        following = [f for f in figures[at + 1 :] if f.start < last]
        held = Decimal(0)
        for n, part in enumerate(following, 1):
            if part.standing is not Standing.LEVEL or family(part.unit) != "count" or total.standing is not Standing.LEVEL or part.prior or family(total.unit) != "count":
                break
            held += part.value
            if held >= total.value:
                if held == total.value and n > 1:
                    done[at + 1 : at + 1 + n] = [replace(f, part=True, measure=None, compared=f"of the {total.value:f}") for f in following[:n]]
                break
    return tuple(done)


def _until(text: str, raw: Sequence[_Raw], i: int) -> int:
    """Where the next figure begins; one that stands in brackets right after is told of the same thing: "80% (2,325) were kept"."""
    ends = [r.printed.start for r in raw[i + 1 :]] + [len(text)]
    aside = len(ends) > 1 and text[raw[i].printed.end : ends[0]].strip() == "(" and text[raw[i + 1].printed.end : raw[i + 1].printed.end + 1] == ")"
    return ends[1] if aside else ends[0]


def _raw_figures(text: str) -> Iterator[_Raw]:
    last: Said | None = None
    end = 0
    for printed in numbers(text):
        counted = counted_after(text, printed)
        if not is_figure(text, printed, counted):
            continue
        said = said_of(text, printed, counted)
        # "By 464 reports (21.7%)": what stands alone in brackets after a change tells the same change.
        if said.standing is Standing.LEVEL and last and last.standing is Standing.CHANGE and _alone_in_brackets(text, printed, end):
            said = replace(said, standing=Standing.CHANGE, sign=last.sign)
        # "Compared to 353 drink drivers and 361 drug drivers": what is joined to one that is compared with is so too.
        if last and last.prior and said.standing is Standing.LEVEL and _AND.fullmatch(text[end : printed.start]):
            said = replace(said, prior=True)
        yield _Raw(printed, counted, said)
        last, end = said, max(printed.end, counted.end)


def _alone_in_brackets(text: str, printed: Printed, end: int) -> bool:
    return bool(re.fullmatch(r"[\w\s]{0,40}\(\s*(?:or\s+)?", text[end : printed.start])) and text[printed.end : printed.end + 1] == ")"


def _words(text: str, r: _Raw) -> str:
    """The words that tell what is counted: those after it, else those between the sentence's beginning and it."""
    if r.counted.words:
        return r.counted.phrase
    if share := _SHARE.match(after(text, r.printed.end)):
        return f"of {' '.join(share['of'].split())}"
    return ""


def _compared(text: str, r: _Raw, until: int) -> str | None:
    """What it is compared with, in the bullet's words: another time, or the total that it is a share of."""
    behind = after(text, r.printed.end, 110)
    if r.printed.unit == PERCENT and (share := _SHARE.match(behind)):
        return f"of {' '.join(share['of'].split())}"
    end = r.printed.end + len(behind)
    match = _COMPARED.search(text, r.printed.end, min(end, max(until + 60, r.printed.end)))
    if match and (match.start() < until or r.said.standing is Standing.CHANGE) and (match.start() - r.printed.end) < 60:
        return " ".join(match["c"].split())
    return None


def _per(text: str, printed: Printed) -> str | None:
    """Of a rate what it is per: "day" of "34 per day"."""
    behind = after(text, printed.end, 60)
    match = figure_words().patterns["periods.per"].search(re.split(r"[.;:,()]|\band\b|\d", behind)[0])
    if not match:
        ahead = before(text, printed.start, 12)
        return "average" if re.search(r"\baverag\w+\s+$", ahead) else None
    return next(g for g in match.groups() if g).lower()
