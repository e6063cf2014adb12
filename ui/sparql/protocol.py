"""The SPARQL 1.1 protocol, its query side: GET and both forms of POST, the formats by Accept, and what the endpoint says of itself."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from urllib.parse import parse_qsl

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from kg.catalogue import FILE as CATALOGUE_FILE
from kg.vocabulary import ID
from search.library import Library
from ui.sparql.guard import RefusedError, check_graph, guarded
from ui.sparql.negotiate import best
from ui.sparql.page import html_headers, query_page
from ui.sparql.results import CSV, GRAPHS, JSON, TSV, XML
from ui.sparql.self_description import described, service_description
from ui.sparql.store import store_of
from ui.sparql.workers import Allowance, Reply, Workers

TABLES = (JSON, XML, CSV, TSV)
# A longer query is refused before it is looked at.
MOST_TEXT = 256_000
FORM, DIRECT, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
_ALSO = {"application/json": JSON, "application/xml": XML, "text/xml": XML, "text/plain": "application/n-triples"}
CORS = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "X-Beatbook-Cut, X-Beatbook-Build, Retry-After"}
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as the protocol carries it: its text, and the graphs that replace those it names (None where it says none)."""

    text: str
    default: tuple[str, ...] | None = None
    named: tuple[str, ...] | None = None


class Endpoint:
    """The SPARQL door of one library. IRIs of things begin with `base`."""

    def __init__(self, folder: Path, base: str = ID, allowance: Allowance = Allowance()) -> None:  # noqa: B008
        self.folder, self.base = folder, base
        self.workers = Workers(allowance)
        self._making = asyncio.Lock()
        self._opened: tuple[object, Path, str] | None = None

    @property
    def graph(self) -> str:
        """The one graph that is held."""
        return f"{self.base}dataset"

    async def ask(self, asked: Asked, media: tuple[str, str]) -> tuple[Reply, str]:
        """The answer to a query in one of two media types (table, graph), and the build. RefusedError when it is not evaluated."""
        query = guarded(asked.text, (self.graph,))
        for graph in (*(asked.default or ()), *(asked.named or ())):
            check_graph(graph, (self.graph,))
        given = asked.default is not None or asked.named is not None
        default = asked.default or () if given else None if query.names_graphs else (self.graph,)
        named = asked.named or () if given else None
        store, build = await self._store()
        request = {"query": query.text, "default": default, "named": named, "table": media[0], "graph": media[1]}
        reply = await self.workers.answer(store, request)
        if reply.header["status"] != 200:
            raise RefusedError(reply.header["status"], reply.header["reason"])
        return reply, build

    async def _store(self) -> tuple[Path, str]:
        """The store of the build of now, and the build's name."""
        async with self._making:
            return await asyncio.to_thread(self._open)

    def _open(self) -> tuple[Path, str]:
        now = _state(self.folder)
        if self._opened is None or self._opened[0] != now or not self._opened[1].is_dir():
            with Library.open(self.folder) as library:
                self._opened = (now, store_of(library, self.base), library.manifest.build)
        return self._opened[1:]


def _state(folder: Path) -> object:
    """What tells whether anything was written to a library."""
    files = [folder / name for name in (CATALOGUE_FILE, f"{CATALOGUE_FILE}-wal")]
    return [(file.stat().st_mtime_ns, file.stat().st_size) if file.exists() else None for file in files]


async def read_query(request: Request) -> Asked | None:
    """The query of a request; None where it carries none. RefusedError when it breaks the protocol."""
    fields = _fields(request.url.query)
    if request.method == "POST":
        kind, _, parameters = request.headers.get("content-type", "").partition(";")
        if "charset" in parameters.lower() and "utf-8" not in parameters.lower():
            raise RefusedError(415, "send it in UTF-8")
        body = await _body(request)
        if kind.strip().lower() == FORM:
            fields += _fields(body)
        elif kind.strip().lower() == DIRECT:
            fields.append(("query", body))
        elif kind.strip().lower() == UPDATE:
            raise RefusedError(403, "updates are refused: this endpoint only answers queries")
        else:
            raise RefusedError(415, f"send the query as {FORM} or {DIRECT}")
    return _asked(fields, request.method)


def _asked(fields: list[tuple[str, str]], method: str) -> Asked | None:
    if any(name in ("update", "using-graph-uri", "using-named-graph-uri") for name, _ in fields):
        raise RefusedError(403, "updates are refused: this endpoint only answers queries")
    queries = [value for name, value in fields if name == "query"]
    if len(queries) > 1:
        raise RefusedError(400, "send one query, not several")
    if not queries:
        if method == "POST":
            raise RefusedError(400, "the field `query` is missing")
        return None
    if len(queries[0]) > MOST_TEXT:
        raise RefusedError(413, f"a query may have {MOST_TEXT:,} characters")
    default, named = (tuple(value for name, value in fields if name == key) for key in ("default-graph-uri", "named-graph-uri"))
    return Asked(queries[0], default or (() if named else None), named or (() if default else None))


def _fields(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=50)
    except ValueError as error:
        raise RefusedError(400, "the request is not UTF-8, or holds too many fields") from error


async def _body(request: Request) -> str:
    """The body as text, as much as may be."""
    parts, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > 3 * MOST_TEXT:
            raise RefusedError(413, f"a query may have {MOST_TEXT:,} characters")
        parts.append(chunk)
    try:
        return b"".join(parts).decode()
    except UnicodeDecodeError as error:
        raise RefusedError(400, "the request is not UTF-8") from error


def media_types(accept: str | None) -> tuple[str, str]:
    """The media types for a table and for a graph. RefusedError 406 where the client takes neither."""
    for also, meant in _ALSO.items():
        accept = accept.replace(also, meant) if accept and also in accept.replace(" ", "").split(";")[0].split(",") else accept
    chosen = [best(accept, offered) for offered in (TABLES, tuple(GRAPHS))]
    if chosen == [None, None]:
        raise RefusedError(406, f"this comes as {', '.join((*TABLES, *GRAPHS))}")
    return chosen[0] or JSON, chosen[1] or "text/turtle"


async def while_listening(request: Request, work: Awaitable[_T]) -> _T:
    """The outcome of some work; it is given up when the client goes away."""
    task = asyncio.ensure_future(work)
    gone = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait({task, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise RefusedError(499, "the client went away")
        return task.result()
    finally:
        for one in (task, gone):
            one.cancel()
            with contextlib.suppress(asyncio.CancelledError, RefusedError):
                await one


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def refused(error: RefusedError) -> JSONResponse:
    """A refusal as a problem, with when to try again."""
    body = {"type": "about:blank", "title": "Refused", "status": error.status, "detail": error.reason}
    again = {"Retry-After": "2"} if error.status == 503 else {}
    return JSONResponse(body, error.status, media_type="application/problem+json", headers={**CORS, **again})


def answered(reply: Reply, build: str) -> Response:
    """An answer, with a header that says where it was cut."""
    cut = {"X-Beatbook-Cut": f"after {reply.header['rows']} rows"} if reply.header["cut"] else {}
    kind = reply.header["type"] + ("; charset=utf-8" if reply.header["type"].startswith("text/") else "")
    return Response(reply.body, headers={**CORS, **cut, "X-Beatbook-Build": build, "Content-Type": kind, "Vary": "Accept"})


def add_sparql(api: FastAPI, endpoint: Endpoint) -> None:
    """Adds the endpoint's addresses to an application."""
    router = APIRouter()

    @router.get("/sparql", summary="The SPARQL endpoint.")
    @router.post("/sparql", summary="The SPARQL endpoint, for long queries.", name="sparql by post")
    async def sparql(request: Request) -> Response:
        """Answers a SPARQL query; without one it describes itself, to a browser with a page to write one."""
        try:
            asked = await read_query(request)
            if asked is None:
                return await _itself(request, endpoint)
            reply, build = await while_listening(request, endpoint.ask(asked, media_types(request.headers.get("accept"))))
            return answered(reply, build)
        except RefusedError as error:
            return refused(error)

    @router.options("/sparql", include_in_schema=False)
    async def allowed() -> Response:
        return Response(status_code=204, headers={**CORS, "Access-Control-Allow-Methods": "GET, POST", "Access-Control-Allow-Headers": "Accept, Content-Type"})

    @router.get("/.well-known/void", summary="What is published here, as VoID and DCAT.")
    async def void(request: Request) -> Response:
        """Describes the library: licence, source, size, periods, where the endpoint is."""
        media = best(request.headers.get("accept"), tuple(GRAPHS)) or "text/turtle"
        body = await asyncio.to_thread(described, endpoint.folder, endpoint.base, str(request.url_for("sparql")), media)
        return Response(body, media_type=media, headers=CORS)

    api.include_router(router)


async def _itself(request: Request, endpoint: Endpoint) -> Response:
    media = best(request.headers.get("accept"), ("text/turtle", *(m for m in GRAPHS if m != "text/turtle"), "text/html"))
    if media == "text/html":
        page = query_page(endpoint.base)
        return HTMLResponse(page, headers={**CORS, **html_headers(page)})
    body = service_description(endpoint.base, str(request.url_for("sparql")), media or "text/turtle", (*TABLES, *GRAPHS))
    return Response(body, media_type=media or "text/turtle", headers={**CORS, "Vary": "Accept"})
