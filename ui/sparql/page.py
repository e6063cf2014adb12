"""Pages for people: one to write a query on, one for each item. They ask nothing of any other machine."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from kg.data import data_folder
from kg.rdf.terms import PREFIXES
from kg.vocabulary import ID

_STYLE = """body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}
textarea{width:100%;height:18rem;font:14px/1.4 ui-monospace,monospace;box-sizing:border-box}table{border-collapse:collapse;width:100%;margin:1rem 0}
th,td{border:1px solid #bbb;padding:.3rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}th{background:#f0f0f0}
button,select{font:inherit;padding:.3rem .8rem;margin:.3rem .3rem .3rem 0}#said{font-weight:bold}"""
_SCRIPT = """const get=id=>document.getElementById(id);
get("examples").addEventListener("change",e=>{if(e.target.value)get("query").value=examples[e.target.value]});
function cell(row,term){const td=row.insertCell();if(!term)return;if(term.type==="uri"&&term.value.startsWith(base)){const a=document.createElement("a");
a.href="/id/"+term.value.slice(base.length);a.textContent=term.value;td.append(a)}else td.textContent=term.value}
function draw(data){const t=get("rows");t.replaceChildren();if("boolean" in data){get("said").textContent=data.boolean?"Yes":"No";return}
const head=t.createTHead().insertRow();for(const v of data.head.vars){const th=document.createElement("th");th.textContent=v;head.append(th)}
const body=t.createTBody();for(const b of data.results.bindings){const row=body.insertRow();for(const v of data.head.vars)cell(row,b[v])}
const n=data.results.bindings.length;get("said").textContent=n+" rows"+(data.beatbook?", cut: there are more":"")}
get("run").addEventListener("click",async()=>{get("said").textContent="Asking ...";get("rows").replaceChildren();get("text").textContent="";
const answer=await fetch("/sparql",{method:"POST",headers:{"Content-Type":"application/sparql-query",Accept:"application/sparql-results+json, text/turtle"},
body:get("query").value});const kind=answer.headers.get("content-type")||"";
if(!answer.ok){get("said").textContent=(await answer.json()).detail}else if(kind.includes("sparql-results")){draw(await answer.json())}
else{get("said").textContent="";get("text").textContent=await answer.text()}});"""


@cache
def examples() -> Mapping[str, str]:
    """Title -> query, of the queries that ship; the title is a query's first comment."""
    found = {}
    for path in sorted(Path(data_folder() / "ontology" / "queries").glob("*.rq")):
        text = path.read_text(encoding="utf-8")
        found[text.partition("\n")[0].lstrip("# ")] = text
    return found


def html_headers(page: str) -> dict[str, str]:
    """The headers of a page: its browser runs the page's own scripts and styles, asks this service alone, and nothing else."""
    own = {tag: " ".join(f"'sha256-{_sha256(block)}'" for block in re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.S)) for tag in ("script", "style")}
    allowed = [f"{tag}-src {hashes}" for tag, hashes in own.items() if hashes]
    policy = ["default-src 'none'", *allowed, "connect-src 'self'", "img-src data:", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'"]
    return {"Content-Security-Policy": "; ".join(policy)}


def _sha256(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _page(title: str, body: str) -> str:
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><title>{html.escape(title)}</title>'
    return f'<!doctype html><html lang="en"><head>{head}<style>{_STYLE}</style></head><body><h1>{html.escape(title)}</h1>{body}</body></html>'


def query_page(base: str) -> str:
    """The page on which a query is written and its rows are shown."""
    queries = {title: text.replace(ID, base) for title, text in examples().items()}
    first = next(iter(queries.values()), "SELECT * WHERE { ?s ?p ?o } LIMIT 10")
    options = "".join(f'<option value="{html.escape(title)}">{html.escape(title)}</option>' for title in queries)
    constants = f"const base={_script_json(base)},examples={_script_json(queries)};"
    return _page(
        "SPARQL",
        '<p>Ask the library in SPARQL. <a href="/.well-known/void">What is held</a>, <a href="/docs">the other doors</a>.</p>'
        f'<p><label>Examples <select id="examples"><option value=""></option>{options}</select></label></p>'
        f'<label for="query">Query</label><textarea id="query" spellcheck="false">{html.escape(first)}</textarea>'
        '<p><button id="run" type="button">Ask</button> <span id="said" role="status"></span></p><table id="rows"></table><pre id="text"></pre>'
        f"<script>{constants}\n{_SCRIPT}</script>",
    )


def _script_json(value: object) -> str:
    """JSON that may stand in a script."""
    return json.dumps(value).replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def item_page(base: str, item: str, said: Iterable[Sequence[str]], naming: Iterable[tuple[str, str]], more: int) -> str:
    """The page of an item: what is said of it (property, value, "uri" or "literal"), and the bullets that name it (IRI, text).

    `more` bullets are not shown.
    """
    rows = [(prop, value, kind) for prop, value, kind in said]
    label = next((v for p, v, _ in rows if p.endswith(("#prefLabel", "/title", "/text"))), item.removeprefix(base))
    table = "".join(f"<tr><th>{html.escape(_short(p))}</th><td>{_value(base, v, k)}</td></tr>" for p, v, k in rows)
    bullets = "".join(f"<li>{html.escape(text)} {_value(base, iri, 'uri', 'open')}</li>" for iri, text in naming)
    below = f"<h2>Bullets</h2><ul>{bullets}</ul>" + (f"<p>{more} more; ask the <a href='/sparql'>endpoint</a>.</p>" if more else "") if bullets else ""
    path = html.escape(item.removeprefix(base))
    links = f'<p>{html.escape(item)} as <a href="/id/{path}?format=turtle">Turtle</a>, <a href="/id/{path}?format=jsonld">JSON-LD</a></p>'
    return _page(label[:120], f"{links}<table>{table}</table>{below}")


def _value(base: str, value: str, kind: str, text: str = "") -> str:
    shown = html.escape(text or (value if kind != "uri" else _short(value)))
    return f'<a href="/id/{html.escape(value.removeprefix(base))}">{shown}</a>' if kind == "uri" and value.startswith(base) else shown


def _short(iri: str) -> str:
    return next((f"{prefix}:{iri.removeprefix(space)}" for prefix, space in PREFIXES.items() if iri.startswith(space)), iri)
