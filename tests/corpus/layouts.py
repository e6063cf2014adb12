"""A made update as the text of a file, in each of the layouts that updates are published in."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator

from kg.period import PeriodKind
from tests.corpus.made import Group, MadeUpdate, Section
from tests.corpus.words import words

WIDTH = 140


def text_of(update: MadeUpdate) -> str:
    """The text of an update in its layout."""
    return "\n".join(_LAYOUTS[update.layout](update)) + "\n"


def _when(update: MadeUpdate) -> str:
    start = update.period.start
    if update.period.kind is PeriodKind.MONTH:
        return f"{start:%B %Y}"
    first, number = (start.year, start.month // 3) if start.month > 3 else (start.year - 1, 4)
    return f"Quarter {number} – {first}/{(first + 1) % 100:02d}"


def _title(update: MadeUpdate) -> str:
    return f"{update.force_name} – {update.plan} {'Quarterly Update' if update.period.kind is PeriodKind.QUARTER else 'Monthly Update'}"


def _dashes(update: MadeUpdate) -> Iterator[str]:
    yield from (_title(update), "", _when(update), "", f"Data to {update.period.end:%B %Y}", "", "", "Version 1.0 Produced by the analysts", "", "Contents", "")
    yield from (f"Priority {s.number} – {s.title}\t{s.number + 1}" for s in update.sections)
    for s in update.sections:
        yield from ("", f"Priority {s.number} - {s.title}", "", "We will:", "", s.commitment, "")
        for group in s.groups:
            indent = "  " if group.district else ""
            yield from [f"- {group.district}:"] if group.district else []
            yield from (f"{indent}- {b.text}" for b in group.bullets)


def _wrapped(update: MadeUpdate) -> Iterator[str]:
    yield from (_title(update), "", _when(update), "")
    for s in update.sections:
        yield from (f" Priority {s.number} - {s.title}", "", "We will: ", *textwrap.wrap(s.commitment, WIDTH), "")
        for group in s.groups:
            yield from [f"• {group.district}:"] if group.district else []
            for b in group.bullets:
                first, rest = ("  • ", "  ") if group.district else ("• ", "")
                yield from textwrap.wrap(b.text, WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)
                yield ""


def _markdown(update: MadeUpdate) -> Iterator[str]:
    yield from (f"# {update.force_name} – {update.plan}", "", "## Progress update", "", f"### {_when(update)}", "", f"*Data to {update.period.end:%B %Y}*", "")
    for s in update.sections:
        yield from (f"## Priority {s.number} - {s.title}", "", "### **We will:**", "", f"*{s.commitment}*", "")
        for group in s.groups:
            yield from (f"### **{group.district}**", "") if group.district else ()
            yield from (*(f"- {b.text}" for b in group.bullets), "")


def _areas(update: MadeUpdate) -> Iterator[str]:
    yield from (update.force_name, "", "Performance Update", "", _when(update), "", update.plan, "", "<u>Areas of Focus</u>\t<u>Page</u>")
    yield from (f"{s.number}. {s.title}\t{s.number}" for s in update.sections)
    for s in update.sections:
        yield from ("", f"Performance Report: {_when(update)}", "", f"{s.number}. {s.title}", "", *_paragraphs(s))


def _paragraphs(section: Section) -> Iterator[str]:
    for group in section.groups:
        yield from (_heading(group), "")
        for bullet in group.bullets:
            yield from (bullet.text, "")


def _heading(group: Group) -> str:
    return group.district or str(words().frames["prose"])


_LAYOUTS: dict[str, Callable[[MadeUpdate], Iterator[str]]] = {"dashes": _dashes, "wrapped": _wrapped, "markdown": _markdown, "areas": _areas}
