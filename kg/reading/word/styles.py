"""What Word's styles and numbering say of a paragraph: heading of which level, item of which list and depth, bold, how far in.

A property stands in the paragraph, or in its style, or in a style that one is based on; the nearest wins. Built-in styles bear
English names in every language of Word; their ids are translated.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

# Styles are based on styles; a longer chain is a circle.
MAX_CHAIN = 30
# Word has nine levels of lists.
LEVELS = 9
# Without the plan of a list: this far in (twips) a level, as Word draws it.
LEVEL_INDENT = 360

_HEADING = re.compile(r"heading\s*(\d)|(?:title|toc heading)|(subtitle)", re.I)
_LIST_STYLE = re.compile(r"list\s*(bullet|number)\s*(\d)?", re.I)
# Numbers that the outline's grammar knows for a marker.
_MARKER = re.compile(r"\d{1,2}[.)]|\d{1,2}(?:\.\d{1,2}){1,2}[.)]?|\(?[a-z]\)|\(?[ivx]{1,4}\)|\(\d{1,2}\)")
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def local(element: etree._Element) -> str:
    """An element's name without its namespace: strict and transitional Word files differ only there."""
    return str(element.tag).rpartition("}")[2]


def child(element: etree._Element | None, *names: str) -> etree._Element | None:
    """The element at the end of a path of names, None where it breaks off."""
    for name in names:
        element = None if element is None else element.find(f"{{*}}{name}")
    return element


def value(element: etree._Element | None, name: str = "val") -> str | None:
    """An attribute by its name without namespace."""
    if element is None:
        return None
    return next((str(held) for key, held in element.attrib.items() if str(key).rpartition("}")[2] == name), None)


def whole(text: str | None) -> int | None:
    """A number, None where it is none."""
    return int(float(text)) if text and re.fullmatch(r"-?\d{1,7}(?:\.\d{1,5})?", text) else None


def switched(properties: etree._Element | None, name: str) -> bool | None:
    """Whether a property that is on or off is on; None where it is not said."""
    found = child(properties, name)
    return None if found is None else value(found) not in ("0", "false", "off", "none")


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is drawn: its number's format and text ("%1."), where it starts, how far in it stands."""

    format: str
    text: str
    start: int
    indent: int | None


@dataclass(frozen=True, slots=True)
class ListPlace:
    """That a paragraph is in a list: which, at which of its levels, how deep that is, and how it is drawn."""

    number: str
    level: int
    depth: int
    drawn: Level


@dataclass(slots=True)
class Numbering:
    """The lists of a document, and how far each has counted."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    family: dict[str, str] = field(default_factory=dict)
    counts: dict[tuple[str, int], int] = field(default_factory=dict)

    @classmethod
    def of(cls, root: etree._Element | None) -> Numbering:
        """The lists that numbering.xml defines."""
        found = cls()
        if root is None:
            return found
        abstract = {value(each, "abstractNumId"): _levels(each) for each in root.iterfind("{*}abstractNum")}
        for each in root.iterfind("{*}num"):
            name, base = value(each, "numId") or "", value(child(each, "abstractNumId")) or ""
            found.levels[name] = dict(abstract.get(base, {}))
            found.family[name] = base
            for override in each.iterfind("{*}lvlOverride"):
                found.levels[name] |= _levels(override)
                if child(override, "startOverride") is not None:
                    found.family[name] = f"{base}/{name}"
        return found

    def level(self, number: str, level: int) -> Level:
        """How a level is drawn; a bullet where the file does not say."""
        return self.levels.get(number, {}).get(level) or Level("bullet", "•", 1, None)

    def label(self, place: ListPlace) -> str:
        """The number that is drawn before this paragraph, "" for a bullet. Counts on."""
        family = self.family.get(place.number, place.number)
        self.counts[family, place.level] = self.counts.get((family, place.level), place.drawn.start - 1) + 1
        for deeper in range(place.level + 1, LEVELS):
            self.counts.pop((family, deeper), None)
        if place.drawn.format in ("bullet", "none"):
            return ""

        def shown(match: re.Match[str]) -> str:
            level = int(match[1]) - 1
            drawn = self.level(place.number, level)
            return numeral(self.counts.get((family, level), drawn.start), drawn.format if level == place.level else _plain(drawn.format))

        return re.sub(r"%([1-9])", shown, place.drawn.text).strip()


def _plain(format_: str) -> str:
    return "decimal" if format_ == "bullet" else format_


def _levels(root: etree._Element) -> dict[int, Level]:
    levels: dict[int, Level] = {}
    for each in root.iterfind("{*}lvl"):
        levels[whole(value(each, "ilvl")) or 0] = Level(
            value(child(each, "numFmt")) or "decimal",
            value(child(each, "lvlText")) or "",
            whole(value(child(each, "start"))) or 1,
            indent_of(child(each, "pPr")),
        )
    return levels


def numeral(number: int, format_: str) -> str:
    """A number as a list's format draws it; formats of other scripts as digits."""
    if format_ in ("lowerLetter", "upperLetter") and number > 0:
        letters = chr(ord("a") + (number - 1) % 26) * min(4, (number - 1) // 26 + 1)
        return letters if format_ == "lowerLetter" else letters.upper()
    if format_ in ("lowerRoman", "upperRoman") and 0 < number < 40:
        letters = ""
        for size, letter in _ROMAN:
            letters += letter * (number // size)
            number %= size
        return letters if format_ == "lowerRoman" else letters.upper()
    return str(number).zfill(2) if format_ == "decimalZero" else str(number)


def marker_of(label: str, number: int) -> str:
    """What stands before an item in the outline's grammar: its label where that is a known kind of number, else a plain number."""
    if not label or number > 99:
        return "-"
    lowered = label.lower()
    return lowered if _MARKER.fullmatch(lowered) else f"{number}."


def indent_of(properties: etree._Element | None) -> int | None:
    """How far in the properties set a paragraph, in twips; None where they do not say."""
    found = child(properties, "ind")
    return whole(value(found, "left") or value(found, "start"))


class Styles:
    """The styles of a document, each with those it is based on."""

    def __init__(self, root: etree._Element | None, numbering: Numbering) -> None:
        self.numbering = numbering
        self.named = {} if root is None else {value(each, "styleId") or "": each for each in root.iterfind("{*}style")}
        default = next((name for name, each in self.named.items() if value(each, "type") == "paragraph" and value(each, "default") in ("1", "true")), None)
        self.default = default

    def chain(self, name: str | None) -> list[etree._Element]:
        """The style and those it is based on, nearest first."""
        found: list[etree._Element] = []
        while name in self.named and len(found) < MAX_CHAIN:
            found.append(self.named[name])
            name = value(child(found[-1], "basedOn"))
        return found

    def style_of(self, paragraph: etree._Element) -> str | None:
        """The id of a paragraph's style."""
        return value(child(paragraph, "pPr", "pStyle")) or self.default

    def heading(self, paragraph: etree._Element) -> int:
        """1 to 6 for a heading, else 0: by outline level, by the style's name, or by its id where the style is not defined."""
        name = self.style_of(paragraph)
        for properties in (child(paragraph, "pPr"), *(child(style, "pPr") for style in self.chain(name))):
            level = whole(value(child(properties, "outlineLvl")))
            if level is not None:
                return min(level + 1, 6) if 0 <= level < LEVELS else 0
        for style in self.chain(name):
            if match := _HEADING.fullmatch(value(child(style, "name")) or ""):
                return _heading_level(match)
        match = _HEADING.fullmatch(name or "") if name not in self.named else None
        return _heading_level(match) if match else 0

    def place(self, paragraph: etree._Element) -> ListPlace | None:
        """The paragraph's place in a list, None where it is in none."""
        chain = self.chain(self.style_of(paragraph))
        level: int | None = None
        for properties in (child(paragraph, "pPr"), *(child(style, "pPr") for style in chain)):
            numbered = child(properties, "numPr")
            level = whole(value(child(numbered, "ilvl"))) if level is None else level
            number = value(child(numbered, "numId"))
            if number == "0":
                return None
            if number is not None:
                return self._placed(number, level or 0, _listed_level(chain))
        listed = next((match for style in chain if (match := _LIST_STYLE.fullmatch(value(child(style, "name")) or ""))), None)
        listed = listed or _LIST_STYLE.fullmatch(self.style_of(paragraph) or "")
        if listed is None:
            return None
        drawn = Level("bullet" if listed[1].lower() == "bullet" else "decimal", "%1.", 1, None)
        return ListPlace(listed[0], 0, int(listed[2] or 1) - 1, drawn)

    def _placed(self, number: str, level: int, depth: int) -> ListPlace:
        level = max(0, min(level, LEVELS - 1))
        defined = self.numbering.levels.get(number, {})
        drawn = self.numbering.level(number, level)
        if level not in defined and 0 in defined:
            drawn = Level(defined[0].format, f"%{level + 1}.", 1, None)
        return ListPlace(number, level, max(level, depth), drawn)

    def indent(self, paragraph: etree._Element, place: ListPlace | None) -> int:
        """How far in a paragraph stands, in twips: by itself, by its list, by its style."""
        own = indent_of(child(paragraph, "pPr"))
        listed = place.drawn.indent if place else None
        styled = next((found for style in self.chain(self.style_of(paragraph)) if (found := indent_of(child(style, "pPr"))) is not None), None)
        direct = child(paragraph, "pPr", "numPr") is not None
        for found in (own, listed if direct else styled, styled if direct else listed):
            if found is not None:
                return found
        return LEVEL_INDENT * (place.depth + 1) if place else 0

    def is_strong(self, run: etree._Element, paragraph: etree._Element) -> bool:
        """Whether a run is bold or underlined, by itself, by its style or by the paragraph's."""
        properties = child(run, "rPr")
        if switched(properties, "u"):
            return True
        own = [properties, *(child(style, "rPr") for style in self.chain(value(child(properties, "rStyle"))))]
        inherited = [child(style, "rPr") for style in self.chain(self.style_of(paragraph))]
        return next((said for each in (*own, *inherited) if (said := switched(each, "b")) is not None), False)


def _heading_level(match: re.Match[str]) -> int:
    return min(int(match[1]), 6) if match[1] and int(match[1]) else 2 if match[2] else 1


def _listed_level(chain: list[etree._Element]) -> int:
    """The depth that a style such as "List Bullet 2" names."""
    for style in chain:
        if match := _LIST_STYLE.fullmatch(value(child(style, "name")) or ""):
            return int(match[2] or 1) - 1
    return 0
