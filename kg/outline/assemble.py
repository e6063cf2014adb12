"""From classified lines to bullets with text, place, headings, label and parent."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass, field

from kg.model import Bullet, BulletKind, Cell, Doubt, Role, SourceText
from kg.outline.classified import Classified
from kg.outline.grammar import Grammar, grammar
from kg.outline.lines import Looks, look
from kg.outline.nesting import Item, is_label_only, label_of, parents
from kg.outline.roles import classify
from kg.outline.sections import Standing, standings
from kg.traced import Traced

_KINDS = {
    Role.BULLET: BulletKind.BULLET,
    Role.PARAGRAPH: BulletKind.PARAGRAPH,
    Role.TABLE_ROW: BulletKind.TABLE_ROW,
    Role.FOOTNOTE: BulletKind.FOOTNOTE,
}
_WRAP_HYPHEN = re.compile(r"[^\W\d_]-$")
_SPACES = re.compile(r"(?<=\s)\s+")


@dataclass(frozen=True, slots=True)
class Outline:
    """The bullets of a source in reading order, the role of every line, and what is in doubt."""

    bullets: tuple[Bullet, ...]
    roles: tuple[Role, ...]
    title_lines: tuple[str, ...]
    doubts: tuple[Doubt, ...]


@dataclass(slots=True)
class _Draft:
    """A bullet in the making: the indices of its own lines, and what it stands under."""

    lines: list[int]
    kind: BulletKind
    standing: Standing
    headings: tuple[str, ...]
    header: int | None
    run: tuple[int, ...] = ()
    owner: int | None = None
    parent: int | None = field(default=None)


class _Headings:
    """The headings in force. One right under another is nested in it; else marks of level decide, else it takes its place."""

    def __init__(self) -> None:
        self.stack: list[tuple[int, str]] = []
        self.fresh = False

    def add(self, level: int, title: str) -> None:
        if level:
            while self.stack and (not self.stack[-1][0] or self.stack[-1][0] >= level):
                self.stack.pop()
        elif self.stack and not self.fresh:
            self.stack.pop()
        self.stack.append((level, title))
        self.fresh = True

    @property
    def titles(self) -> tuple[str, ...]:
        return tuple(title for _, title in self.stack)


def _join(c: Classified, indices: list[int]) -> Traced:
    """Own lines joined by one space; a hyphen at a wrap is undone when the next line goes on in lower case."""
    parts: list[Traced] = []
    for i in indices:
        content = c.lines[i].content
        if parts and _WRAP_HYPHEN.search(parts[-1].text) and content.text[:1].islower():
            word = re.findall(r"[\w-]+$", parts[-1].text)[0] + re.findall(r"^\w+", content.text)[0]
            joined = parts.pop()
            keep = joined if word.count("-") > 1 else joined.cut(0, len(joined.text) - 1)
            parts.append(Traced.join([keep, content], ""))
        elif content.text:
            parts.append(content)
    return Traced.join(parts, " ").without(_SPACES).strip()


def _drafts(c: Classified, under: list[Standing], rules: Grammar) -> list[_Draft]:
    drafts: list[_Draft] = []
    headings, header, previous, block = _Headings(), None, None, 0
    for i, role in enumerate(c.roles):
        if role is Role.LEAD or (i in c.headings and previous is not None and c.headings[i][0] != previous):
            headings, block = _Headings(), block + 1
        if i in c.headings:
            previous = c.headings[i][0]
        elif role is Role.HEADING:
            headings.add(c.lines[i].level, rules.clean_title(c.lines[i].text))
            block += 1
        elif role is Role.TABLE_HEADER:
            header = i
        elif role is Role.CONTINUATION:
            drafts[-1].lines.append(i)
        elif role in _KINDS:
            headings.fresh = False
            if role is Role.PARAGRAPH:
                block += 1
            drafts.append(_Draft([i], _KINDS[role], under[i], headings.titles, header if role is Role.TABLE_ROW else None, (under[i].section, block)))
        if role not in (Role.TABLE_ROW, Role.TABLE_HEADER, Role.BLANK, Role.FURNITURE):
            header = None
    return drafts


def _nest(c: Classified, drafts: list[_Draft], texts: list[str], rules: Grammar) -> list[int]:
    """Sets each draft's parent; returns the drafts whose groups were guessed."""
    listed = [n for n, d in enumerate(drafts) if d.kind is BulletKind.BULLET]
    items = [
        Item(
            text=texts[n],
            glyph=c.lines[drafts[n].lines[0]].glyph_class,
            indent=c.lines[drafts[n].lines[0]].indent,
            run=drafts[n].run,
            followed_closely=_followed(c, drafts[n]),
            width=max((c.lines[i].width for i in drafts[n].lines[:-1]), default=0),
        )
        for n in listed
    ]
    found, guessed = parents(items, rules)
    for n, parent in zip(listed, found, strict=True):
        drafts[n].parent = None if parent is None else listed[parent]
    owner: int | None = None
    for n, draft in enumerate(drafts):
        if draft.kind is BulletKind.PARAGRAPH:
            owner = n if texts[n].endswith(":") else None
        elif draft.kind is not BulletKind.BULLET or (owner is not None and draft.run != drafts[owner].run):
            owner = None
        elif owner is not None and draft.parent is None:
            draft.parent, draft.owner = owner, owner
    for draft in drafts:
        if draft.owner is not None and not is_label_only(texts[draft.owner], False):
            draft.kind = BulletKind.LIST_ITEM
    return [listed[g] for g in guessed]


def _followed(c: Classified, draft: _Draft) -> bool:
    """Whether bullets stand right under a bullet: the next line is one, and deeper unless the document has lost its indentation."""
    after = draft.lines[-1] + 1
    if after >= len(c.roles) or c.roles[after] is not Role.BULLET:
        return False
    return not c.indented or c.lines[after].indent > c.lines[draft.lines[0]].indent


def _cells(c: Classified, draft: _Draft) -> tuple[Cell, ...]:
    if draft.kind is not BulletKind.TABLE_ROW:
        return ()
    values = [cell.text for cell in _row(c.lines[draft.lines[0]])]
    headers = [cell.text for cell in _row(c.lines[draft.header])] if draft.header is not None else []
    headers = ["", *headers] if len(headers) == len(values) - 1 else headers
    return tuple(Cell(headers[k] if k < len(headers) else "", value) for k, value in enumerate(values))


def _row(line: Looks) -> tuple[Traced, ...]:
    return line.cells or line.columns or (line.content,)


def _text(c: Classified, draft: _Draft) -> Traced:
    if draft.kind is BulletKind.TABLE_ROW:
        row = Traced.join(_row(c.lines[draft.lines[0]]), "\t")
        return row.cut(0, len(row.text.rstrip("\t")))
    return _join(c, draft.lines)


def _digest(text: str, draft: _Draft) -> str:
    title = draft.standing.priority.title if draft.standing.priority else ""
    whole = "\x1f".join([text, title, *draft.headings])
    return hashlib.sha256(re.sub(r"\s+", " ", whole).encode()).hexdigest()[:12]


def read_outline(source: SourceText) -> Outline:
    """The outline of a source. Ids are local (a hash, and `-2`, `-3` for repeats); the update's force and period go before them."""
    rules = grammar()
    c = classify(look(source), rules)
    under, doubts = standings(c, rules)
    drafts = _drafts(c, under, rules)
    texts = [_text(c, d) for d in drafts]
    kept = [n for n, text in enumerate(texts) if text.text]
    drafts, texts = [drafts[n] for n in kept], [texts[n] for n in kept]
    guessed = _nest(c, drafts, [t.text for t in texts], rules)
    if guessed:
        lines = ", ".join(str(c.lines[drafts[n].lines[0]].number) for n in guessed)
        doubts.append(Doubt("nesting", f"indentation is lost; what stands under a label was told by labels and by how far lines reach (lines {lines})"))
    seen: Counter[str] = Counter()
    ids: list[str] = []
    for draft, text in zip(drafts, texts, strict=True):
        digest = _digest(text.text, draft)
        seen[digest] += 1
        ids.append(digest if seen[digest] == 1 else f"{digest}-{seen[digest]}")
    titles = tuple(c.lines[i].text for i, role in enumerate(c.roles) if role in (Role.TITLE, Role.FURNITURE) and c.lines[i].text)
    bullets = tuple(_bullet(c, d, t, ids, n) for n, (d, t) in enumerate(zip(drafts, texts, strict=True)))
    return Outline(bullets, _roles(c), titles, (*source.doubts, *doubts))


def _roles(c: Classified) -> tuple[Role, ...]:
    """One role a line of the source; of a scraped line its first bullet's."""
    roles: dict[int, Role] = {}
    for line, role in zip(c.lines, c.roles, strict=True):
        if line.number not in roles or role is Role.BULLET:
            roles[line.number] = role or Role.PARAGRAPH
    return tuple(roles.values())


def _bullet(c: Classified, draft: _Draft, text: Traced, ids: list[str], n: int) -> Bullet:
    first, last = c.lines[draft.lines[0]], c.lines[draft.lines[-1]]
    only = draft.kind is not BulletKind.TABLE_ROW and is_label_only(text.text, draft.kind is BulletKind.BULLET and _followed(c, draft))
    label = None if draft.kind is BulletKind.TABLE_ROW else label_of(text.text) or (text.text if only else None)
    return Bullet(
        id=ids[n],
        lines=(first.number, last.number),
        page=first.page,
        span=(text.at[0], text.at[-1] + 1),
        kind=draft.kind,
        text=text.text,
        runs=text.runs(),
        priority=draft.standing.priority,
        commitment=draft.standing.commitment,
        headings=draft.headings,
        label=label,
        label_only=only,
        parent=None if draft.parent is None else ids[draft.parent],
        cells=_cells(c, draft),
    )
