"""Which bullet stands under which.

Indentation and glyphs tell where they were kept. Where a document lost them, a bullet that is only a label opens a group, and the
next label of its rank closes it; a paragraph that ends in a colon owns the list after it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from statistics import median

from kg.outline.grammar import Grammar

_LABEL = re.compile(r"(?P<label>[A-Z0-9'‘“#][^.;!?:]{0,90}?)\s*:(?:\s+|$)")
# "The four areas are:" is a label, "An enhanced structure has been put in place through the implementation of:" is a sentence.
LABEL_WORDS = 8
LABEL_ONLY_WORDS = 10
# Where indentation is lost: so many bullets show how far lines reach, and nested ones are narrower by this share at least.
SURE, NARROWER = 3, 0.03


@dataclass(frozen=True, slots=True)
class Item:
    """What nesting needs of a bullet: `run` tells apart stretches that nothing can span (sections, headings).

    `width` is that of its longest line but the last, in characters; 0 where it has one line.
    """

    text: str
    glyph: str
    indent: int
    run: tuple[int, ...]
    followed_closely: bool
    width: int = 0


def label_of(text: str) -> str | None:
    """The words before the first colon, where they are a label: "Southend: ..." gives "Southend"."""
    match = _LABEL.match(text)
    if not match:
        return None
    limit = LABEL_WORDS if match.end() < len(text) else LABEL_ONLY_WORDS
    return match["label"].strip() if len(match["label"].split()) <= limit else None


def is_label_only(text: str, followed_closely: bool) -> bool:
    """Whether a bullet is nothing but a label: it ends in a colon, or is a name of a few words with bullets right under it."""
    if text.rstrip().endswith(":"):
        return label_of(text) is not None and len(text.split()) <= LABEL_ONLY_WORDS
    words = text.split()
    return followed_closely and len(words) <= 4 and all(w[0].isupper() or w in ("and", "&", "of", "the") for w in words) and text[-1].isalnum()


def _by_indent(items: Sequence[Item]) -> list[int | None]:
    stack: list[int] = []
    glyphs: dict[int, list[str]] = {}
    parents: list[int | None] = []
    depth_of: list[tuple[int, int]] = []
    for n, item in enumerate(items):
        seen = glyphs.setdefault(item.indent, [])
        if item.glyph not in seen:
            seen.append(item.glyph)
        depth = (item.indent, seen.index(item.glyph))
        while stack and depth_of[stack[-1]] >= depth:
            stack.pop()
        parents.append(stack[-1] if stack else None)
        depth_of.append(depth)
        stack.append(n)
    return parents


def _margin(items: Sequence[Item]) -> float:
    """The width that no nested bullet reaches, where indentation is lost: what is set further in wraps earlier.

    Bullets right under a label are nested, those before any label are not; infinite unless the two are clearly apart.
    """
    nested = [b.width for a, b in pairwise(items) if b.width and a.run == b.run and is_label_only(a.text, a.followed_closely)]
    outer = [item.width for n, item in enumerate(items) if item.width and (not n or items[n - 1].run != item.run)]
    apart = len(nested) >= SURE and len(outer) >= SURE and median(outer) - median(nested) >= NARROWER * median(nested)
    return max(max(nested), (max(nested) + median(outer)) / 2) if apart else inf


def _by_label(items: Sequence[Item], grammar: Grammar, margin: float) -> list[int | None]:
    """Groups where indentation is lost: an area's label may hold districts' labels, a district's may not; lines over the margin end both."""
    parents: list[int | None] = []
    area: int | None = None
    group: int | None = None
    for n, item in enumerate(items):
        label, only = label_of(item.text), is_label_only(item.text, item.followed_closely)
        name = label or (item.text if only else None)
        above = bool(name and grammar.area.search(name))
        if above or (item.width > margin and not name):
            area, group = None, None
        elif name:
            group = None
        parents.append(group if group is not None else area)
        if only and above:
            area = n
        elif only:
            group = n
    return parents


def parents(items: Sequence[Item], grammar: Grammar) -> tuple[list[int | None], list[int]]:
    """For each bullet the index of the one above it, and the indices of labels whose groups are a guess."""
    result: list[int | None] = [None] * len(items)
    guessed: list[int] = []
    indented = len({item.indent for item in items}) > 1
    margin = inf if indented else _margin(items)
    start = 0
    while start < len(items):
        end = start
        while end < len(items) and items[end].run == items[start].run:
            end += 1
        run = items[start:end]
        lost = not indented and len({item.glyph for item in run}) == 1
        for n, parent in enumerate(_by_label(run, grammar, margin) if lost else _by_indent(run)):
            result[start + n] = None if parent is None else start + parent
            if lost and parent is not None and start + parent not in guessed:
                guessed.append(start + parent)
        start = end
    return result, guessed
