"""Priorities and their commitments: the headings, and the leads ("We will:") with what they promise."""

from __future__ import annotations

from difflib import SequenceMatcher

from kg.model import Role
from kg.outline.classified import HEADING_WORDS, NUMBERED, TITLE_WITH_PAGE, Classified
from kg.outline.grammar import Grammar, number_of
from kg.outline.lines import Looks

# A heading may repeat a title of the contents with a word or an ending changed.
SAME_TITLE = 0.85
# A lead is wrapped over so many lines at most.
LEAD_LINES = 3


def find_priorities(c: Classified, grammar: Grammar) -> None:
    """Headings of priorities: by their word and number, by the contents, or by numbers that run through the document."""
    listed = False
    for i, line in c.short():
        if line.cells or line.words > 30:
            continue
        match = None if line.glyph or line.text.endswith(".") else grammar.priority.fullmatch(line.text)
        if match:
            number = number_of(match["number"])
            title = grammar.clean_title(match["title"] or c.contents.get(number, ""))
            page = TITLE_WITH_PAGE.fullmatch(title)
            listed = bool(page) and (listed or _begins_list(c, i, grammar))
            if page and listed:
                c.contents.setdefault(number, page["title"])
                c.roles[i] = Role.CONTENTS
            else:
                c.headings[i] = (number, _with_rest_of_title(c, i, title))
        elif found := _listed(line.printed, c.contents):
            c.headings[i] = found
    for i in c.headings or _numbered_headings(c):
        c.roles[i] = Role.PRIORITY


def _begins_list(c: Classified, i: int, grammar: Grammar) -> bool:
    """Whether the next line is a numbered title with a page as well: a list of contents without tabs or dots."""
    following = c.after(i)
    match = grammar.priority.fullmatch(c.lines[following].text) if following is not None else None
    return bool(match and match["title"] and TITLE_WITH_PAGE.fullmatch(match["title"]))


def _with_rest_of_title(c: Classified, i: int, title: str) -> str:
    """A title with what was wrapped to the next line, or set under its number."""
    following = i + 1 if title else c.after(i)
    if following is None or following >= len(c.lines) or c.roles[following] is not None:
        return title
    line = c.lines[following]
    fits = not line.glyph and not line.cells and line.ends_open and line.words <= HEADING_WORDS
    if not fits or (title and not line.text[:1].islower()):
        return title
    c.roles[following] = Role.PRIORITY
    return f"{title} {line.text}".strip()


def _numbered_headings(c: Classified) -> dict[int, tuple[int, str]]:
    """Short lines with numbers that run 1, 2, 3 through a document, each with text of its own under it; none in most documents."""
    found: dict[int, tuple[int, str]] = {}
    for i, line in c.short():
        match = NUMBERED.fullmatch(line.printed)
        if not match or line.words > HEADING_WORDS or not line.ends_open or line.cells or (line.glyph and not _stands_alone(c, i)):
            continue
        number = int(match["number"])
        last = max((n for n, _ in found.values()), default=0)
        if number in (last, last + 1) and number:
            found[i] = (number, match["title"])
    if len({n for n, _ in found.values()}) < 2:
        return {}
    c.headings.update(found)
    return found


def _stands_alone(c: Classified, i: int) -> bool:
    """Whether blank lines stand around a line and the next one is no numbered line."""
    around = (i == 0 or c.roles[i - 1] is not None) and i + 1 < len(c.lines) and c.roles[i + 1] is Role.BLANK
    following = c.after(i)
    return around and following is not None and c.lines[following].glyph_class != c.lines[i].glyph_class


def _listed(text: str, contents: dict[int, str]) -> tuple[int, str] | None:
    """The entry of the contents that a line repeats, with its number or, where titles are long enough to be sure, without."""
    numbered = NUMBERED.fullmatch(text)
    title = numbered["title"] if numbered else text
    for number, listed in contents.items():
        if numbered and int(numbered["number"]) != number:
            continue
        if min(len(title), len(listed)) < SAME_TITLE * max(len(title), len(listed)) - 2:
            continue
        alike = SequenceMatcher(None, title.lower(), listed.lower()).ratio()
        if alike >= SAME_TITLE and (numbered or (alike > 0.97 and len(listed.split()) > 2)):
            return number, listed
    return None


def find_leads(c: Classified, grammar: Grammar) -> None:
    """Leads and the lines of their promises."""
    for i, line in c.short():
        if line.glyph or line.cells or c.roles[i] is not None:
            continue
        last = _end_of_lead(c, i, grammar)
        match = grammar.lead.fullmatch(_printed_over(c, i, last))
        if not match or (match["rest"] is None and match["before"]) or not _promises(c, i, match["before"], grammar):
            continue
        c.roles[i : last + 1] = [Role.LEAD, *[Role.PROMISE] * (last - i)]
        j: int | None = last + 1
        if not match["rest"]:
            j = c.after(last)
        while j is not None and j < len(c.lines) and c.roles[j] is None and _may_promise(c.lines[j], grammar):
            c.roles[j] = Role.PROMISE
            j += 1


def _end_of_lead(c: Classified, i: int, grammar: Grammar) -> int:
    """The last line of a lead that was wrapped before its "we will:"; the line itself in all other cases."""
    alone = i == 0 or c.roles[i - 1] is not None or c.lines[i].begins
    if not alone or not c.lines[i].text[0].isupper() or not grammar.lead_opening.match(c.lines[i].text) or grammar.lead.fullmatch(c.lines[i].text):
        return i
    for last in range(i + 1, min(i + LEAD_LINES, len(c.lines))):
        line = c.lines[last]
        own = grammar.lead.fullmatch(line.text)
        anew = line.begins or (own and not own["before"] and line.text[0].isupper())
        if c.roles[last] is not None or anew or not _may_promise(line, grammar):
            break
        if grammar.lead.fullmatch(_printed_over(c, i, last)):
            return last
    return i


def _printed_over(c: Classified, first: int, last: int) -> str:
    return " ".join(line.text for line in c.lines[first : last + 1])


def _promises(c: Classified, i: int, before: str, grammar: Grammar) -> bool:
    """Whether a lead opens a commitment: it stands alone, begins as leads do, or follows a priority's heading."""
    previous = c.before(i)
    return not before.strip() or bool(grammar.lead_opening.match(before)) or (previous is not None and c.roles[previous] is Role.PRIORITY)


def _may_promise(line: Looks, grammar: Grammar) -> bool:
    return not line.glyph and not line.cells and not grammar.caption.fullmatch(line.text)
