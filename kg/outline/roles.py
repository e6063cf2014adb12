"""What each line is: passes over the lines, the surest first, each giving a role to lines that have none yet."""

from __future__ import annotations

import re

from kg.model import Role
from kg.outline.classified import HEADING_WORDS, Classified
from kg.outline.frame import find_contents, find_furniture, find_title
from kg.outline.grammar import Grammar
from kg.outline.lines import Looks
from kg.outline.promises import find_leads, find_priorities
from kg.outline.tables import find_tables

# What is shorter than this share of the lines around it ended its paragraph of its own will.
FULL_LINE = 0.6
# Words wrap at a margin only in lines up to this long; longer ones were never wrapped.
WRAPPED_WIDTH = 200
# Lines so many before and after show how a text is set.
NEAR = 20
# A line as long as this share of its neighbours was broken by the margin.
BROKEN_LINE = 0.85
_SMALL_WORDS = {"a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"}
_SUBSECTION = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,2}[.)]?")


def _is_heading(c: Classified, i: int, grammar: Grammar) -> bool:
    line, following = c.lines[i], c.after(i)
    if line.words > HEADING_WORDS + (6 if line.level or line.strong else 0) or following is None:
        return False
    if line.level or line.strong:
        return True
    if line.text.endswith(":"):
        return _is_name(line.text) or (c.roles[following] is None and not c.lines[following].glyph and _is_heading(c, following, grammar))
    alone = c.roles[i - 1] is not None if i else True
    if not alone or not line.ends_open or line.text.endswith(",") or not line.text[0].isupper():
        return False
    return following != i + 1 or _sits_on(line, c.lines[following])


def _sits_on(line: Looks, below: Looks) -> bool:
    """Whether a line is a heading right on its text: over bullets, or far shorter than the line below, as no wrapped line is."""
    return bool(below.glyph) or (line.width < FULL_LINE * below.width and not below.text[:1].islower() and not below.cells)


def _is_subsection(c: Classified, i: int) -> bool:
    """Whether a line such as "1.1 Call handling" is a heading: short, and with text of another kind under it."""
    line, following = c.lines[i], c.after(i)
    if not _SUBSECTION.fullmatch(line.glyph) or line.words > HEADING_WORDS or not line.ends_open or following is None:
        return False
    return not _SUBSECTION.fullmatch(c.lines[following].glyph)


def _is_name(text: str) -> bool:
    """Whether every word that is not small is capitalised: a name set alone is a heading, a clause before a list is a label."""
    return all(word[0].isupper() or word in _SMALL_WORDS for word in re.findall(r"[^\W_][\w'’]*", text))


def _continues(c: Classified, i: int, item: int) -> bool:
    """Whether a line after blank lines still belongs to the item whose last line is `item`."""
    line, last = c.lines[i], c.lines[item]
    if line.level or line.strong or last.text.endswith(":"):
        return False
    if last.glyph and line.indent > last.indent and i - item <= 2:
        return True
    widest = max(x.width for x in c.lines[max(0, item - NEAR) : i + NEAR])
    broken = last.glyph and i == item + 2 and widest <= WRAPPED_WIDTH and last.width >= BROKEN_LINE * widest and _is_text(line) and _wraps(c, i, widest)
    open_end = last.ends_open and last.width >= FULL_LINE * widest
    wrapped = widest <= WRAPPED_WIDTH and last.words > HEADING_WORDS
    if line.begins:
        return open_end and line.text[0].islower()
    return bool(broken) or (open_end and (line.text[0].islower() or wrapped))


def _is_text(line: Looks) -> bool:
    """Whether a line is too much of a sentence to be a heading."""
    return not line.ends_open or line.words > HEADING_WORDS


def _wraps(c: Classified, i: int, widest: int) -> bool:
    """Whether lines near this one are broken at a margin: some that reach it go straight on in the next line."""
    near = range(max(1, i - NEAR), min(i + NEAR, len(c.lines)))
    return any(c.lines[j - 1].width >= BROKEN_LINE * widest and c.roles[j] in (None, Role.CONTINUATION) and not c.lines[j].glyph for j in near)


def _prose(c: Classified, grammar: Grammar) -> None:
    """Bullets, their continuations, headings, captions, paragraphs and the notes under tables."""
    item: int | None = None
    for i, line in enumerate(c.lines):
        role = c.roles[i]
        if role is not None:
            item = None if role not in (Role.BLANK, Role.FURNITURE) else item
        elif line.glyph and not _is_subsection(c, i):
            c.roles[i], item = Role.BULLET, i
        elif item is not None and ((item == i - 1 and not line.begins) or _continues(c, i, item)) and not (line.level or line.strong):
            c.roles[i], item = Role.CONTINUATION, i
        elif grammar.caption.fullmatch(line.text):
            c.roles[i], item = Role.CAPTION, None
        elif line.glyph or _is_heading(c, i, grammar):
            c.roles[i], item = Role.HEADING, None
        else:
            c.roles[i], item = (Role.FOOTNOTE if _is_note(c, i) else Role.PARAGRAPH), i


def _is_note(c: Classified, i: int) -> bool:
    """Whether a paragraph stands under a table, or under another note of one."""
    before = c.before(i)
    while before is not None and c.roles[before] is Role.CONTINUATION:
        before = c.before(before)
    return before is not None and c.roles[before] in (Role.TABLE_ROW, Role.FOOTNOTE)


def classify(lines: tuple[Looks, ...], grammar: Grammar) -> Classified:
    """Every line with a role."""
    c = Classified(lines, [Role.BLANK if line.blank else None for line in lines])
    find_furniture(c, grammar)
    find_contents(c, grammar)
    find_priorities(c, grammar)
    find_leads(c, grammar)
    find_tables(c)
    find_title(c)
    _prose(c, grammar)
    return c
