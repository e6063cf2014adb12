"""Text of documents and readers, shown and never obeyed."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

# What means something to Markdown as Streamlit reads it, with its own `:name:`, `$` and `<`.
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&@/])")


def shown(text: object) -> str:
    """A text for HTML: every character stands for itself."""
    return html.escape(str(text), quote=True)


def plain(text: object) -> str:
    """A text for the label of a widget, which Streamlit reads as Markdown: every character stands for itself."""
    return _MARKDOWN.sub(r"\\\1", str(text).replace("\n", " "))


def marked(text: str, marks: Iterable[tuple[int, int]] = ()) -> str:
    """A text as HTML with stretches (start, end) marked; the cells of a table row are set apart."""
    parts: list[str] = []
    done = 0
    for start, end in sorted(marks):
        if start >= done:
            parts += [shown(text[done:start]), "<mark>", shown(text[start:end]), "</mark>"]
            done = end
    return "".join([*parts, shown(text[done:])]).replace("\t", " &#8226; ")


def link(address: str, words: object, *, css: str = "", title: str = "") -> str:
    """A link inside the app as HTML. `address`: from `addresses`."""
    extra = (f' class="{shown(css)}"' if css else "") + (f' title="{shown(title)}"' if title else "")
    return f'<a href="{shown(address)}"{extra}>{shown(words)}</a>'
