"""A sheet as an HTML page, with a site around it."""

from __future__ import annotations

from html import escape
from pathlib import Path

from tests.kg.sheet import Part, Piece

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title><script>var bullets = "- no bullet";</script></head>
<body><header><a href="/">Home</a> <a href="/news">News</a></header><nav><ul><li><a href="/plan">The plan</a></li></ul></nav>
<main>
{body}
</main><footer><a href="/legal">Legal notices</a></footer></body></html>
"""


def _lists(bullets: list[Piece]) -> str:
    """Items with the lists that stand in them."""
    html, depth = "", -1
    for piece in bullets:
        if piece.level > depth:
            html += "<ul>" * (piece.level - depth)
        else:
            html += "</li>" + "</ul></li>" * (depth - piece.level)
        html += f"<li>{escape(piece.text)}"
        depth = piece.level
    return html + "</li></ul>" * (depth + 1)


def _table(piece: Piece) -> str:
    head, *rows = piece.rows
    cells = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{cells}</tr></thead><tbody>{body}</tbody></table>"


def _drawn(piece: Piece) -> str:
    text = escape(piece.text)
    if piece.part is Part.TABLE:
        return _table(piece)
    if piece.part in (Part.HEADING, Part.SUBHEADING, Part.TITLE) and piece.level:
        return f"<h{piece.level}>{text}</h{piece.level}>"
    if piece.part in (Part.HEADING, Part.SUBHEADING):
        return f"<p><strong>{text}</strong></p>"
    return f"<pre>{text}</pre>" if piece.part is Part.CONTENTS else f"<p>{text}</p>"


def html_of(sheet: list[Piece]) -> str:
    """The sheet as a page."""
    parts: list[str] = []
    bullets: list[Piece] = []
    for piece in [*sheet, None]:
        if piece is not None and piece.part is Part.BULLET:
            bullets.append(piece)
            continue
        if bullets:
            parts.append(_lists(bullets))
            bullets = []
        if piece is not None:
            parts.append(_drawn(piece))
    return PAGE.format(title="Update", body="\n".join(parts))


def render_html(sheet: list[Piece], path: Path) -> Path:
    """The sheet as a page in a file."""
    path.write_text(html_of(sheet), encoding="utf-8")
    return path
