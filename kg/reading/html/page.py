"""From the bytes of an HTML file to the part of its tree that a reader came for. Nothing is ever fetched."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from lxml import etree, html

from kg.errors import InputError
from kg.model import Doubt
from kg.reading.text import BINARY_SHARE, MAX_BYTES

# A declaration of the encoding must stand within the first 1,024 bytes (HTML standard); authors' comments push it down.
DECLARED_WITHIN = 4_096
# What `main` or `article` must hold of the page's text to be taken for the page.
MAIN_SHARE = 0.5
# The largest update seen has 5,000 elements as a page; fifty times that is read in ten seconds.
MAX_ELEMENTS = 250_000
# A banner that asks about cookies says no more than this; a page about cookies does.
COOKIE_LETTERS = 1_500

_DECLARED = re.compile(rb"<(?:meta\b[^>]*?\bcharset|\?xml\b[^>]*?\bencoding)\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.I)
# The encodings of the HTML standard, by the names that pages use; other codecs that Python has are no encodings of pages.
_KNOWN = re.compile(r"utf-?8|(?:us-)?ascii|(?:windows-|cp)\d{3,4}|iso-?8859-?\d{1,2}|latin-?\d|koi8-[ru]|gb\w{1,6}|big5|shift[-_]jis|euc-\w\w|mac\w*", re.I)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))

_DROPPED = """
nav script style noscript template iframe frame object embed applet button input select textarea datalist
svg canvas audio video map link meta base
"""
_DROPPED_TAGS = frozenset(_DROPPED.split())
# Others by which alone an element may be told; any other must have an attribute to be told by.
_NOTABLE_TAGS = _DROPPED_TAGS | frozenset(("main", "article", "header", "footer", "dialog", "ul", "ol"))
_DROPPED_ROLES = ("navigation", "search", "dialog", "alertdialog", "menu", "menubar", "toolbar", "tooltip")
_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
# What is to be taken out bears this name for a moment; no page has it.
_DOOMED = "beatbook-doomed"
_COOKIES = re.compile(r"\bcookies?(?:\b|[-_]|consent|banner|notice|bar)", re.I)
_SKIP_LINK = re.compile(r"skip (?:to|navigation)\b.*|(?:back|return) to (?:the )?top(?: of (?:the )?page)?|top of (?:the )?page|top", re.I)
_UNLINKED = etree.XPath("boolean(.//text()[normalize-space() and not(ancestor::a[starts-with(@href, '#')])])")


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data[:DECLARED_WITHIN])
    name = found[1].decode("ascii", "replace").lower() if found else ""
    if not _KNOWN.fullmatch(name):
        return None
    # Pages that say ASCII or Latin-1 are Windows-1252 (HTML standard).
    return "cp1252" if re.fullmatch(r"(?:us-)?ascii|iso-?8859-?1|latin-?1", name) else name


def decoded(data: bytes) -> tuple[str, tuple[Doubt, ...]]:
    """The page as text: by its byte order mark, else as it declares, else UTF-8, else Windows-1252 with a doubt."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), ()
    declared = _declared(data)
    for encoding in dict.fromkeys((declared or "utf-8", "utf-8")):
        try:
            return data.decode(encoding), ()
        except (UnicodeDecodeError, LookupError):
            continue
    said = f"declared as {declared}, and not" if declared else "not UTF-8"
    return data.decode("cp1252", "replace"), (Doubt("encoding", f"{said}; read as Windows-1252"),)


def _role(element: html.HtmlElement) -> str:
    return str(element.get("role", "")).strip().lower()


def _text(element: html.HtmlElement) -> str:
    return " ".join("".join(element.itertext()).split())


def _letters(element: html.HtmlElement, limit: int = MAX_BYTES) -> int:
    """How much text there is; counting ends once the limit is passed."""
    total = 0
    for text in element.itertext():
        total += len(text.strip())
        if total > limit:
            break
    return total


def _is_main(element: html.HtmlElement) -> bool:
    return element.tag == "main" or _role(element) == "main"


def _is_hidden(element: html.HtmlElement) -> bool:
    """Whether no reader sees it, or it is there to be clicked."""
    tag = element.tag
    if tag in ("html", "body", "main"):
        return False
    if tag in _DROPPED_TAGS or _role(element) in _DROPPED_ROLES or (tag == "dialog" and element.get("open") is None):
        return True
    if element.get("hidden") is not None or element.get("aria-hidden", "").lower() == "true" or _INVISIBLE.search(element.get("style", "")):
        return True
    named = " ".join(element.get(name, "") for name in ("id", "class", "aria-label"))
    return tag in ("div", "section", "aside", "p") and bool(_COOKIES.search(named)) and _letters(element, COOKIE_LETTERS) <= COOKIE_LETTERS


def _is_chrome(element: html.HtmlElement) -> bool:
    """Whether, outside the main part, it is the site's header or footer, which has links; a document's own has none."""
    named = element.tag in ("header", "footer") or _role(element) in ("banner", "contentinfo")
    return named and element.find(".//a[@href]") is not None


def _leads_elsewhere(element: html.HtmlElement) -> bool:
    """Whether it only leads to places in the page: a list of nothing but such links, or a link past or back."""
    if element.tag == "a":
        return element.get("href", "").startswith("#") and bool(_SKIP_LINK.fullmatch(_text(element)))
    if element.tag not in ("ul", "ol") or element.getparent().tag == "li":
        return False
    return len(element.findall(".//a")) > 1 and not _UNLINKED(element)


def _prune(root: html.HtmlElement) -> None:
    """Takes out what no reader came for. The text after each element stays."""
    within = 0
    doomed: list[html.HtmlElement] = []
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if element.tag not in _NOTABLE_TAGS and not element.attrib:
            continue
        inner = element.tag == "article" or _is_main(element)
        if event == "end":
            within -= inner
            continue
        within += inner
        if element is not root and (_is_hidden(element) or (not within and _is_chrome(element)) or _leads_elsewhere(element)):
            doomed.append(element)
            walk.skip_subtree()
    for element in doomed:
        element.tag = _DOOMED
    etree.strip_elements(root, _DOOMED, with_tail=False)


def _main(body: html.HtmlElement) -> list[html.HtmlElement]:
    """The elements that hold the page: its main part where that holds most of the text, with the page's title before it."""
    whole = _letters(body)
    mains = [element for element in body.iter(etree.Element) if _is_main(element)]
    articles = list(body.iter("article"))
    for chosen in (mains[:1], articles if len(articles) == 1 else []):
        if chosen and _letters(chosen[0]) > MAIN_SHARE * whole:
            titles = list(body.iter("h1"))
            return [*([] if chosen[0].find(".//h1") is not None else titles[:1]), *chosen]
    return [body]


def page_parts(path: Path, text: str) -> tuple[str, list[html.HtmlElement]]:
    """The title of the page's window ("" if it has none), and its parts in reading order without navigation and site furniture.

    InputError where the page is binary data, holds no element, or is nested past what can be read.
    """
    controls = sum(map(len, re.findall(r"[\x00-\x08\x0e-\x1f\ufffd]+", text)))
    if controls > BINARY_SHARE * len(text):
        raise InputError(path, "is not HTML but binary data", "give the page as it was saved from a browser")
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = html.document_fromstring(re.sub(r"[\x00\ud800-\udfff]", "", text).encode(), parser=parser)
    except etree.LxmlError as error:
        raise InputError(path, "holds no text", "give the page as it was saved from a browser") from error
    if sum(1 for _ in root.iter(etree.Element)) > MAX_ELEMENTS:
        raise InputError(path, f"has more than the {MAX_ELEMENTS:,} elements an update may have", "give the update alone")
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise InputError(path, "its elements stand too deep in each other", "give the update as another format, or save the page anew")
    title = root.find(".//head/title")
    body = root.find("body")
    if body is None:
        return "", []
    _prune(body)
    return ("" if title is None else _text(title)), _main(body)
