"""What each line is: passes over the lines, the surest first, each giving a role to lines that have none yet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property

from kg.model import Role
from kg.outline.grammar import Grammar, number_of
from kg.outline.lines import Looks
from kg.period import printed_periods

# A heading is a line, not a sentence: the longest seen in any update has 11 words.
HEADING_WORDS = 12
# No heading, entry of the contents, promise or running header comes near this many characters.
STRUCTURE_WIDTH = 1000
# A heading may repeat a title of the contents with a word or an ending changed.
SAME_TITLE = 0.85
# What is shorter than this share of the lines around it ended its paragraph of its own will.
FULL_LINE = 0.6

# Headers and footers are among so many lines at a page's head and foot, on at least so many pages.
EDGE_LINES, EDGE_PAGES = 3, 3
# A lead is wrapped over so many lines at most.
LEAD_LINES = 3

# Words wrap at a margin only in lines between these lengths; longer ones were never wrapped, shorter ones are short of themselves.
LEAST_WIDTH, WRAPPED_WIDTH = 60, 200
# A line as long as this share of its neighbours was broken by the margin.
BROKEN_LINE = 0.85
_SMALL_WORDS = {"a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"}

_ENTRY = re.compile(r"(?P<title>\S.*?)(?:[\s.…]*\t[\s.…]*|\s*[.…]{3,}\s*|\s{2,})(?P<page>\d{1,3}(?:\s*[-–]\s*\d{1,3})?)")
_NUMBERED = re.compile(r"(?P<number>\d{1,2})[.)]?\s+(?P<title>[^\d\W].*)")
_TITLE_WITH_PAGE = re.compile(r"(?P<title>\S+\s.*\S)\s+\d{1,3}(?:\s*[-–]\s*\d{1,3})?")
_SUBSECTION = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,2}[.)]?")
# "Issues11": the end of a wrapped entry, its page set at the margin.
_RAGGED_PAGE = re.compile(r"\D\d{1,3}(?:\s*[-–]\s*\d{1,3})?$")
_PAGE_NUMBER = re.compile(r"[^\w.]*(?:page\s*)?\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?(?:\s*\|?\s*page)?[^\w.]*", re.I)


@dataclass
class Classified:
    """The lines with their roles, and what the contents page lists: number -> title."""

    lines: tuple[Looks, ...]
    roles: list[Role | None]
    contents: dict[int, str] = field(default_factory=dict)
    headings: dict[int, tuple[int, str]] = field(default_factory=dict)

    @cached_property
    def indented(self) -> bool:
        """Whether bullets stand at different indents. To be asked when every line has its role."""
        return len({line.indent for line, role in zip(self.lines, self.roles, strict=True) if role is Role.BULLET}) > 1

    def free(self) -> Iterator[tuple[int, Looks]]:
        """The lines that have no role yet."""
        return ((i, line) for i, line in enumerate(self.lines) if self.roles[i] is None)

    def short(self) -> Iterator[tuple[int, Looks]]:
        """Those of them that are short enough to be anything but prose or a row."""
        return ((i, line) for i, line in self.free() if line.width <= STRUCTURE_WIDTH)

    def after(self, i: int) -> int | None:
        """The next line that is neither blank nor furniture."""
        return next((j for j in range(i + 1, len(self.lines)) if self.roles[j] not in (Role.BLANK, Role.FURNITURE)), None)

    def before(self, i: int) -> int | None:
        """The last such line before."""
        return next((j for j in range(i - 1, -1, -1) if self.roles[j] not in (Role.BLANK, Role.FURNITURE)), None)


def _same(text: str) -> str:
    return re.sub(r"[\d\W_]+", " ", text.lower()).strip()


def _furniture(c: Classified, grammar: Grammar) -> None:
    """Page numbers, protective markings, and lines that repeat and name the document or its period."""
    counts = Counter(_same(line.text) for _, line in c.short() if not line.glyph and not line.cells)
    for i in _at_page_edges(c):
        if not grammar.priority.match(c.lines[i].text) and not grammar.lead.fullmatch(c.lines[i].text):
            c.roles[i] = Role.FURNITURE
    for i, line in c.short():
        if _PAGE_NUMBER.fullmatch(_raw(line)) and (not line.glyph or line.text[-1:] in "-–—"):
            c.roles[i] = Role.FURNITURE
        if line.glyph or line.cells:
            continue
        repeats = counts[_same(line.text)]
        of_document = line.words <= 20 and grammar.document.search(line.text) and not grammar.priority.match(line.text)
        numbered = bool(_TITLE_WITH_PAGE.fullmatch(line.text))
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
    counts = Counter(same for held in edges for same in {_same(c.lines[i].text) for i in held} if same)
    usual = max(EDGE_PAGES, len(pages) / 2)
    return (i for held in edges for i in sorted(held) if counts[_same(c.lines[i].text)] >= usual)


def _entry(text: str, grammar: Grammar) -> tuple[int, str] | None:
    match = grammar.priority.fullmatch(text) or _NUMBERED.fullmatch(text)
    return (number_of(match["number"]), grammar.clean_title(match["title"])) if match and match["title"] else None


def _raw(line: Looks) -> str:
    return f"{line.glyph} {line.text}" if line.glyph else line.text


def _contents(c: Classified, grammar: Grammar) -> None:
    """The contents page: its word, then entries with a page, or entries that come again further down."""
    inside, unpaged = False, False
    for i, line in c.short():
        entry = _ENTRY.fullmatch(_raw(line)) or (_plain_entry(line, grammar) if inside else None)
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
    entry, title = _entry(_raw(c.lines[i]), grammar), _same(c.lines[i].text)
    if not entry or not c.contents or entry[0] != max(c.contents) + 1:
        return False
    return any(j > i and _same(line.text).startswith(title) for j, line in c.short())


def _plain_entry(line: Looks, grammar: Grammar) -> re.Match[str] | None:
    """An entry whose page stands right behind its title, as only the entries around it can tell."""
    named = grammar.priority.fullmatch(line.text)
    return None if named and not named["title"] else _TITLE_WITH_PAGE.fullmatch(_raw(line))


def _priorities(c: Classified, grammar: Grammar) -> None:
    """Headings of priorities: by their word and number, by the contents, or by numbers that run through the document."""
    listed = False
    for i, line in c.short():
        if line.cells or line.words > 30:
            continue
        match = None if line.glyph or line.text.endswith(".") else grammar.priority.fullmatch(line.text)
        if match:
            number = number_of(match["number"])
            title = grammar.clean_title(match["title"] or c.contents.get(number, ""))
            page = _TITLE_WITH_PAGE.fullmatch(title)
            listed = bool(page) and (listed or _begins_list(c, i, grammar))
            if page and listed:
                c.contents.setdefault(number, page["title"])
                c.roles[i] = Role.CONTENTS
            else:
                c.headings[i] = (number, _with_rest_of_title(c, i, title))
        elif found := _listed(_raw(line), c.contents):
            c.headings[i] = found
    for i in c.headings or _numbered_headings(c):
        c.roles[i] = Role.PRIORITY


def _begins_list(c: Classified, i: int, grammar: Grammar) -> bool:
    """Whether the next line is a numbered title with a page as well: a list of contents without tabs or dots."""
    following = c.after(i)
    match = grammar.priority.fullmatch(c.lines[following].text) if following is not None else None
    return bool(match and match["title"] and _TITLE_WITH_PAGE.fullmatch(match["title"]))


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
        match = _NUMBERED.fullmatch(_raw(line))
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
    numbered = _NUMBERED.fullmatch(text)
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


def _leads(c: Classified, grammar: Grammar) -> None:
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


def _aligned_tables(c: Classified) -> None:
    """Rows that are only aligned by spaces: two or more together, and the line of words over them."""
    rows = {i for i, line in c.short() if line.is_aligned_row}
    for i in sorted(rows):
        before, after = c.before(i), c.after(i)
        if before not in rows and after not in rows:
            continue
        c.roles[i] = Role.TABLE_ROW
        header = before if before is not None and before not in rows else None
        if header is not None and c.roles[header] is None and len(c.lines[header].columns) in (len(c.lines[i].columns), len(c.lines[i].columns) - 1):
            c.roles[header] = Role.TABLE_HEADER


def _tables(c: Classified) -> None:
    _aligned_tables(c)
    for i, line in c.free():
        if len([cell for cell in line.cells if cell.text]) >= 2:
            c.roles[i] = Role.TABLE_ROW if line.has_figures else Role.TABLE_HEADER
    for i, line in enumerate(c.lines):
        if c.roles[i] is Role.TABLE_HEADER and line.cells:
            following = c.after(i)
            if following is None or c.roles[following] not in (Role.TABLE_ROW, Role.TABLE_HEADER):
                c.roles[i] = Role.TABLE_ROW if line.cells else None
        elif c.roles[i] is Role.TABLE_ROW and line.has_years and _opens_table(c, i):
            c.roles[i] = Role.TABLE_HEADER


def _opens_table(c: Classified, i: int) -> bool:
    """Whether a row is the first of its table and has others under it."""
    following = c.after(i)
    first = i == 0 or c.roles[i - 1] not in (Role.TABLE_ROW, Role.TABLE_HEADER)
    return first and following is not None and c.roles[following] is Role.TABLE_ROW and not c.lines[following].has_years


def _title(c: Classified) -> None:
    """The lines of the title page: all before the first line of structure or prose."""
    structure = (Role.CONTENTS, Role.PRIORITY, Role.LEAD, Role.TABLE_HEADER, Role.TABLE_ROW)
    for i, line in enumerate(c.lines):
        if c.roles[i] in structure or line.glyph or line.words > 15 or (line.words > 5 and line.text.endswith(".")):
            break
        if c.roles[i] is None:
            c.roles[i] = Role.TITLE


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
    widest = max(x.width for x in c.lines[max(0, item - 20) : i + 20])
    broken = last.glyph and i == item + 2 and LEAST_WIDTH <= widest <= WRAPPED_WIDTH and last.width >= BROKEN_LINE * widest
    open_end = last.ends_open and last.width >= FULL_LINE * widest
    wrapped = widest <= WRAPPED_WIDTH and last.words > HEADING_WORDS
    if line.begins:
        return open_end and line.text[0].islower()
    return bool(broken) or (open_end and (line.text[0].islower() or wrapped))


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
    _furniture(c, grammar)
    _contents(c, grammar)
    _priorities(c, grammar)
    _leads(c, grammar)
    _tables(c)
    _title(c)
    _prose(c, grammar)
    return c
