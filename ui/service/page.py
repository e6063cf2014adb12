"""The description of the API as a page that needs no script and no other machine."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator, Mapping
from typing import Any

_STYLE = """body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}
table{border-collapse:collapse;width:100%;margin:.5rem 0}th,td{border:1px solid #bbb;padding:.3rem .5rem;text-align:left;vertical-align:top}
th{background:#f0f0f0}code,pre{font:14px/1.4 ui-monospace,monospace;overflow-wrap:anywhere;white-space:pre-wrap}
h2{margin-top:2.5rem;border-top:1px solid #bbb}"""


def described_page(described: Mapping[str, Any]) -> str:
    """An OpenAPI description as HTML: each address with what it takes and gives, then the forms."""
    info = described["info"]
    operations = "".join(_operation(path, method, one) for path, methods in described["paths"].items() for method, one in methods.items())
    forms = "".join(_form(name, schema) for name, schema in sorted(described["components"]["schemas"].items()))
    head = (
        f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><title>{html.escape(info["title"])}</title>'
    )
    start = f"<h1>{html.escape(info['title'])}</h1>{_paragraphs(info['description'])}<p>For programs: <a href='/openapi.json'>openapi.json</a>.</p>"
    return f'<!doctype html><html lang="en"><head>{head}<style>{_STYLE}</style></head><body>{start}{operations}<h2>Forms</h2>{forms}</body></html>'


def _operation(path: str, method: str, one: Mapping[str, Any]) -> str:
    parameters = "".join(_row(p["name"], p["in"], _kind(p["schema"]), p.get("description", ""), p.get("required", False)) for p in one.get("parameters", ()))
    table = f"<table><tr><th>name</th><th>in</th><th>form</th><th>what</th></tr>{parameters}</table>" if parameters else ""
    body = "".join(f"<p>Body: <code>{html.escape(media)}</code> {_kind(c['schema'])}</p>" for media, c in one.get("requestBody", {}).get("content", {}).items())
    given = "".join(f"<li>{status}: {html.escape(r.get('description', ''))} {', '.join(_contents(r))}</li>" for status, r in one["responses"].items())
    said = _paragraphs(one.get("description", ""))
    return f"<h2><code>{method.upper()} {html.escape(path)}</code></h2><p><b>{html.escape(one.get('summary', ''))}</b></p>{said}{table}{body}<ul>{given}</ul>"


def _row(name: str, where: str, kind: str, said: str, needed: bool) -> str:
    told = f"{html.escape(said)}{' Needed.' if needed else ''}"
    return f"<tr><td><code>{html.escape(name)}</code></td><td>{html.escape(where)}</td><td>{kind}</td><td>{told}</td></tr>"


def _contents(response: Mapping[str, Any]) -> Iterator[str]:
    for media, content in response.get("content", {}).items():
        yield f"<code>{html.escape(media)}</code> {_kind(content.get('schema', {}))}"


def _form(name: str, schema: Mapping[str, Any]) -> str:
    rows = "".join(
        f"<tr><td><code>{html.escape(key)}</code></td><td>{_kind(one)}</td><td>{html.escape(one.get('description', ''))}{_example(one)}</td></tr>"
        for key, one in schema.get("properties", {}).items()
    )
    return f"<h3 id='{html.escape(name)}'>{html.escape(name)}</h3>{_paragraphs(schema.get('description', ''))}<table>{rows}</table>"


def _example(schema: Mapping[str, Any]) -> str:
    examples = schema.get("examples") or ()
    return f" As <code>{html.escape(json.dumps(examples[0], ensure_ascii=False))}</code>." if examples else ""


def _kind(schema: Mapping[str, Any]) -> str:
    """The form of a value in some words, with a link to forms that have a name."""
    if reference := schema.get("$ref"):
        name = html.escape(reference.rpartition("/")[2])
        return f"<a href='#{name}'>{name}</a>"
    if choices := schema.get("anyOf"):
        return " or ".join(_kind(choice) for choice in choices)
    if "enum" in schema or "const" in schema:
        return ", ".join(f"<code>{html.escape(str(value))}</code>" for value in schema.get("enum", [schema.get("const")]))
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    return html.escape(schema.get("type", "anything"))


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{html.escape(part)}</p>" for part in text.split("\n\n") if part.strip())
