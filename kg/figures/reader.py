"""The figures of one bullet: numbers that count something, with unit, standing, period and measure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.figures.counted import noun_before, unit_of
from kg.figures.figure import PERCENT, Figure, Spoken, Standing
from kg.figures.naming import MeasuredText, MeasureNamer, Sought, family
from kg.figures.parts import with_parts
from kg.figures.periods import named_periods
from kg.figures.raw import Raw, alone_in_brackets, ends_of, raw_figures
from kg.figures.sentences import before, sentence_of
from kg.figures.speaking import Speaking, spoken_of
from kg.figures.tables import row_figures
from kg.figures.wording import compared_with, rate, words_counted
from kg.figures.words import figure_words
from kg.model import Bullet, BulletKind
from kg.period import Period
from kg.vocabulary import Vocabulary

# What joins the numbers of a list: "12 emergency, 13 priority and 16 routine incidents".
_LISTED = re.compile(r"\s*(?:,|,?\s*and\b|,?\s*or\b|&|/)\s*(?:(?:over|around|about|nearly|almost|approximately|a|further|another|then)\s+)*", re.I)
_PART = re.compile(r"\bof\s+(?:which|whom|these|those),?\s+$", re.I)
_OF_THEM = re.compile(r"\s+of\s+(?:them|these|those|whom|which)\b", re.I)
_VERB = re.compile(r"\w+(?:ed|ing)$|^(?:left|made|were|was)$", re.I)


class FigureReader:
    """Reads figures with the measures of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._namer = MeasureNamer(vocabulary)

    def read(self, bullet: Bullet, period: Period) -> tuple[Figure, ...]:
        """The figures of a bullet of an update of this period, in the order in which they stand. `period` settles what "last quarter" means."""
        if bullet.label_only:
            return ()
        if bullet.kind is BulletKind.TABLE_ROW and bullet.cells:
            return tuple(row_figures(bullet, period, self._namer))
        raw = list(raw_figures(bullet.text))
        if not raw:
            return ()
        context = " | ".join(filter(None, (bullet.label, *bullet.headings)))
        reading = self._namer.reading(bullet.text, context)
        spoken = _spoken(bullet.text, raw, period)
        return with_parts(bullet.text, list(_Sentences(self._namer, reading, raw, spoken).figures()))


def _spoken(text: str, raw: Sequence[Raw], period: Period) -> list[Spoken | None]:
    """The period that each figure speaks of."""
    ends = [*(r.start for r in raw[1:]), len(text)]
    speaking = [Speaking(r.start, r.end, until, r.said.prior, r.is_change, bool(r.counted.noun)) for r, until in zip(raw, ends, strict=True)]
    return spoken_of(text, speaking, named_periods(text, period))


class _Sentences:
    """The figures of a text one after the other: what was read of one helps to name the next."""

    def __init__(self, namer: MeasureNamer, reading: MeasuredText, raw: Sequence[Raw], spoken: Sequence[Spoken | None]) -> None:
        self._namer, self._reading, self._raw, self._spoken = namer, reading, raw, spoken
        self._text = reading.text
        self._done: list[Figure] = []

    def figures(self) -> Iterator[Figure]:
        """Each figure, from left to right."""
        for i, (raw, until, spoken) in enumerate(zip(self._raw, ends_of(self._text, self._raw), self._spoken, strict=True)):
            figure = self._shared(raw, self._figure(raw, until, spoken), self._raw[i + 1 :])
            self._done.append(figure)
            yield figure

    def _figure(self, raw: Raw, until: int, spoken: Spoken | None) -> Figure:
        p, text = raw.printed, self._text
        own = self._is_part(raw) or bool(raw.counted.noun and raw.counted.noun.lower() not in figure_words().lists["change.no_noun"])
        unit = p.unit or (unit_of(raw.counted.noun) if own else "")
        follows = self._followed(raw, unit)
        measure = self._measure(Sought(p.start, p.core, unit, raw.said.standing, own, until, follows.end if follows else 0), follows)
        if not unit or (measure and not raw.counted.sure and family(unit) == family(self._namer.unit(measure)) == "count"):
            unit = self._unit_elsewhere(raw, measure, follows)
        return Figure(
            value=p.value * raw.said.sign,
            unit=unit,
            standing=raw.said.standing,
            counted=words_counted(text, raw),
            start=p.start,
            end=p.end,
            high=p.high,
            qualifier=raw.said.qualifier,
            spoken=spoken,
            compared=compared_with(text, raw, until),
            per=rate(text, p),
            measure=measure,
            prior=raw.said.prior,
            decimals=p.decimals,
        )

    def _is_part(self, raw: Raw) -> bool:
        """Whether it is said to be of those before it, and so is no figure of their measure: "of which 27", "80% (381)"."""
        last = self._done[-1] if self._done else None
        aside = last is not None and last.unit == PERCENT and alone_in_brackets(self._text, raw.printed, last.end)
        return aside or bool(_OF_THEM.match(self._text, raw.end) or _PART.search(before(self._text, raw.start, 24)))

    def _followed(self, raw: Raw, unit: str) -> Figure | None:
        """The figure before it that it is a change of, or is compared with: the last level of its sentence, of its unit where it has one."""
        if not (raw.said.prior or raw.is_change):
            return None
        first = sentence_of(self._text, raw.start)[0]
        levels = (f for f in reversed(self._done) if f.standing is Standing.LEVEL and f.start >= first)
        return next((f for f in levels if not (raw.said.prior and unit and family(f.unit) != family(unit))), None)

    def _measure(self, sought: Sought, follows: Figure | None) -> str | None:
        """The measure that the words tell, else that of the figure it follows; in brackets after it, that one first."""
        if follows and not sought.own and self._text[: sought.start].rstrip().endswith("(") and follows.measure:
            return follows.measure
        return self._reading.measure(sought) or (follows.measure if follows else None)

    def _unit_elsewhere(self, raw: Raw, measure: str | None, follows: Figure | None) -> str:
        """The unit of a number that no noun follows: its measure's, that of what it is compared with, a noun before it, the last figure's."""
        if follows and family(follows.unit) == "count":
            return follows.unit
        if measure and family(self._namer.unit(measure)) != PERCENT:
            return self._namer.unit(measure)
        if self._is_part(raw) and (whole := next((f for f in reversed(self._done) if f.standing is Standing.LEVEL and f.unit != PERCENT), None)):
            return whole.unit
        if raw.counted.words and not _VERB.match(raw.counted.words[0]):
            return ""
        noun = unit_of(noun_before(self._text, raw.start))
        return noun or next((f.unit for f in reversed(self._done) if family(f.unit) == "count"), "")

    def _shared(self, raw: Raw, figure: Figure, following: Sequence[Raw]) -> Figure:
        """A figure with the noun that it shares with a later one of a list: "12 emergency, 13 priority and 16 routine incidents"."""
        if (raw.counted.noun and raw.counted.sure) or raw.printed.unit:
            return figure
        place = raw.counted.end or raw.end
        for other in following:
            if not _LISTED.fullmatch(self._text[place : other.start]) or other.printed.unit:
                return figure
            if other.counted.noun and other.counted.sure:
                return replace(figure, unit=unit_of(other.counted.noun), counted=" ".join((*figure.counted.split(), other.counted.noun)))
            place = other.counted.end or other.end
        return figure
