"""The addresses of items: the IRI of a bullet, operation, partner or update gives Turtle, JSON-LD or a page."""

from __future__ import annotations

import json
import re
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import HTMLResponse, Response

from kg.rdf.terms import PREFIXES
from ui.sparql.guard import RefusedError
from ui.sparql.negotiate import best
from ui.sparql.page import html_headers, item_page
from ui.sparql.protocol import CORS, Asked, Endpoint, answered, refused, while_listening
from ui.sparql.results import GRAPHS, JSON

_PATH = re.compile(r"[a-z0-9]+(?:[/-][a-z0-9-]+)*")
_BY_NAME = {"turtle": "text/turtle", "jsonld": "application/ld+json", "ntriples": "application/n-triples", "rdfxml": "application/rdf+xml", "html": "text/html"}
# So many bullets are shown on a page.
SHOWN = 50
_PREFIXES = "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in ("bb", "oa", "schema"))


def _described(item: str) -> str:
    """The query for what is said of an item, with its mentions and their places."""
    return f"""{_PREFIXES}CONSTRUCT {{ ?s ?p ?o }} WHERE {{
  {{ BIND(<{item}> AS ?s) ?s ?p ?o }} UNION {{ ?s bb:inBullet <{item}> . ?s ?p ?o }}
  UNION {{ ?m bb:inBullet <{item}> ; oa:hasTarget ?s . ?s oa:hasSource ?source . ?s ?p ?o }}
  UNION {{ ?m bb:inBullet <{item}> ; oa:hasTarget/oa:hasSelector ?s . ?s ?p ?o }}
}}"""


def _rows(item: str) -> str:
    return f"SELECT ?p ?o WHERE {{ <{item}> ?p ?o }} ORDER BY ?p ?o"


def _bullets(item: str) -> str:
    return f"{_PREFIXES}SELECT DISTINCT ?bullet ?text WHERE {{ ?bullet ?p <{item}> ; a bb:Bullet ; schema:text ?text }} ORDER BY ?bullet"


def add_items(api: FastAPI, endpoint: Endpoint) -> None:
    """Adds the addresses of items to an application."""
    router = APIRouter()

    @router.get("/id/{path:path}", summary="What is said of an item.")
    async def item(request: Request, path: str, format: str | None = None) -> Response:
        """A bullet, operation, partner, update or anything else that has an IRI, as Turtle, JSON-LD or a page."""
        try:
            if not _PATH.fullmatch(path):
                raise RefusedError(404, f"nothing is held under {path!r}")
            accept = _BY_NAME.get(format or "", "") or request.headers.get("accept")
            media = best(accept, ("text/turtle", *(m for m in GRAPHS if m != "text/turtle"), "text/html"))
            if media is None:
                raise RefusedError(406, f"this comes as {', '.join((*GRAPHS, 'text/html'))}")
            return await while_listening(request, _item(endpoint, endpoint.base + path, media))
        except RefusedError as error:
            return refused(error)

    api.include_router(router)


async def _item(endpoint: Endpoint, item: str, media: str) -> Response:
    if media != "text/html":
        reply, build = await endpoint.ask(Asked(_described(item)), (JSON, media))
        if not reply.header["rows"]:
            raise RefusedError(404, f"nothing is held under {item}")
        return answered(reply, build)
    said = [(row["p"]["value"], row["o"]["value"], row["o"]["type"]) for row in await _table(endpoint, _rows(item))]
    if not said:
        raise RefusedError(404, f"nothing is held under {item}")
    naming = [(row["bullet"]["value"], row["text"]["value"]) for row in await _table(endpoint, _bullets(item))]
    page = item_page(endpoint.base, item, said, naming[:SHOWN], max(0, len(naming) - SHOWN))
    return HTMLResponse(page, headers={**CORS, **html_headers(page), "Vary": "Accept"})


async def _table(endpoint: Endpoint, query: str) -> list[dict[str, Any]]:
    reply, _ = await endpoint.ask(Asked(query), (JSON, "text/turtle"))
    rows: list[dict[str, Any]] = json.loads(reply.body)["results"]["bindings"]
    return rows
