"""What stands around the text of an update: the title page, contents, running headers and footers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from kg.marks import PAGE_NUMBER
from kg.model import Role
from kg.outline.classified import NUMBERED, TITLE_WITH_PAGE, Classified, same_words
from kg.outline.grammar import Grammar, number_of
from kg.outline.lines import Looks
from kg.period import printed_periods

# Headers and footers are among so many lines at a page's head and foot, on at least so many pages.
EDGE_LINES, EDGE_PAGES = 3, 3

_ENTRY = re.compile(r"(?P<title>\S.*?)(?:[\s.…]*\t[\s.…]*|\s*[.…]{3,}\s*|\s{2,})(?P<page>\d{1,3}(?:\s*[-–]\s*\d{1,3})?)")
# "Issues11": the end of a wrapped entry, its page set at the margin.
_RAGGED_PAGE = re.compile(r"\D\d{1,3}(?:\s*[-–]\s*\d{1,3})?$")


def find_furniture(c: Classified, grammar: Grammar) -> None:
    """Page numbers, protective markings, and lines that repeat and name the document or its period."""
    counts = Counter(same_words(line.text) for _, line in c.short() if not line.glyph and not line.cells)
    for i in _at_page_edges(c):
        if not grammar.priority.match(c.lines[i].text) and not grammar.lead.fullmatch(c.lines[i].text):
            c.roles[i] = Role.FURNITURE
    for i, line in c.short():
        if PAGE_NUMBER.fullmatch(line.printed) and (not line.glyph or line.text[-1:] in "-–—"):
            c.roles[i] = Role.FURNITURE
        if line.glyph or line.cells:
            continue
        repeats = counts[same_words(line.text)]
        of_document = line.words <= 20 and grammar.document.search(line.text) and not grammar.priority.match(line.text)
        numbered = bool(TITLE_WITH_PAGE.fullmatch(line.text))
        running = of_document and (((repeats > 1 or numbered) and printed_periods(line.text)) or (repeats > 2 and not grammar.lead.fullmatch(line.text)))
        if running or grammar.marking.fullmatch(line.text):
            c.roles[i] = Role.FURNITURE


def _at_page_edges(c: Classified) -> Iterator[int]:
    """Lines at the head or foot of a page that most pages have there, whatever they say."""
    pages: dict[int, list[int]] = {}
    for i, line in c.short():
        if line.page is not None and not line.glyph and not line.level:
            pages.setdefault(line.page, []).append(i)
    edges = [{*held[:EDGE_LINES], *held[-EDGE_LINES:]} for held in pages.values()]
    counts = Counter(same for held in edges for same in {same_words(c.lines[i].text) for i in held} if same)
    usual = max(EDGE_PAGES, len(pages) / 2)
    return (i for held in edges for i in sorted(held) if counts[same_words(c.lines[i].text)] >= usual)


def find_contents(c: Classified, grammar: Grammar) -> None:
    """The contents page: its word, then entries with a page, or entries that come again further down."""
    inside, unpaged = False, False
    for i, line in c.short():
        entry = _ENTRY.fullmatch(line.printed) or (_plain_entry(line, grammar) if inside else None)
        announced = grammar.contents.fullmatch(line.text.replace("\t", " ")) and line.words <= 8
        again = inside and _is_next_entry(c, i, grammar)
        if announced or (inside and (entry or again or (unpaged and _RAGGED_PAGE.search(line.text[-8:])))):
            c.roles[i] = Role.CONTENTS
            inside, unpaged = True, not (announced or entry)
            if entry and (found := _entry(entry["title"], grammar)):
                c.contents.setdefault(*found)
        else:
            inside = False


def _is_next_entry(c: Classified, i: int, grammar: Grammar) -> bool:
    """Whether a line without a page has the number that the contents come to, and begins a line further down."""
    entry, title = _entry(c.lines[i].printed, grammar), same_words(c.lines[i].text)
    if not entry or not c.contents or entry[0] != max(c.contents) + 1:
        return False
    return any(j > i and same_words(line.text).startswith(title) for j, line in c.short())


def _plain_entry(line: Looks, grammar: Grammar) -> re.Match[str] | None:
    """An entry whose page stands right behind its title, as only the entries around it can tell."""
    named = grammar.priority.fullmatch(line.text)
    return None if named and not named["title"] else TITLE_WITH_PAGE.fullmatch(line.printed)


def _entry(text: str, grammar: Grammar) -> tuple[int, str] | None:
    match = grammar.priority.fullmatch(text) or NUMBERED.fullmatch(text)
    return (number_of(match["number"]), grammar.clean_title(match["title"])) if match and match["title"] else None


def find_title(c: Classified) -> None:
    """The lines of the title page: all before the first line of structure or prose."""
    structure = (Role.CONTENTS, Role.PRIORITY, Role.LEAD, Role.TABLE_HEADER, Role.TABLE_ROW)
    for i, line in enumerate(c.lines):
        if c.roles[i] in structure or line.glyph or line.words > 15 or (line.words > 5 and line.text.endswith(".")):
            break
        if c.roles[i] is None:
            c.roles[i] = Role.TITLE
