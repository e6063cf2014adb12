"""What stands before every route: to whom a request is addressed, who sends it, how often and how much; and what goes onto every reply.

An ASGI middleware of one pass. What it refuses never reaches a route.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.errors import BeatbookError
from ui.service.audit import Audit
from ui.service.errors import RefusedRequestError
from ui.service.problems import problem
from ui.service.rate import Rate
from ui.service.rights import Right
from ui.service.serving import Service
from ui.service.tokens import Token

# These tell nothing of the library, and are asked by what watches over the service.
OPEN = frozenset({"/health", "/ready", "/api/v1/health", "/api/v1/ready"})
READING = frozenset({"GET", "HEAD", "OPTIONS"})
# Routes that take a POST and only read.
ASKING = frozenset({"/api/v1/ask", "/sparql"})
UPLOAD = "/api/v1/updates"
# What a question or a query may have; a longer one is refused before it is read.
MOST_BODY = 1 << 20
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^:\[\]]+)(?::\d{1,5})?")


class Guard:
    """Wraps an application. One for a service."""

    def __init__(self, app: ASGIApp, service: Service, audit: Audit | None) -> None:
        self._app, self._service, self._audit = app, service, audit
        self._settings = service.settings
        self._rate = Rate(self._settings.rate, 2 * self._settings.rate)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, seen = time.perf_counter(), {"status": 0}
        state: dict[str, Any] = scope.setdefault("state", {})
        state["who"] = _address(scope)

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                seen["status"] = message["status"]
                self._onto(MutableHeaders(scope=message))
            await send(message)

        try:
            state["who"] = self._admit(scope, Headers(scope=scope))
            await self._app(scope, self._measured(scope, receive), sending)
        except RefusedRequestError as error:
            await problem(error.status_code, error.title, error.detail, error.headers)(scope, receive, sending)
        except BeatbookError as error:
            await problem(503, "The library cannot be read", str(error))(scope, receive, sending)
        finally:
            if self._audit and scope["path"] not in OPEN:
                self._log(scope, seen["status"], started)

    def _admit(self, scope: Scope, headers: Headers) -> str:
        """Who sends a request that may be answered: a token's name or an address. RefusedRequestError, LibraryError."""
        self._check_host(headers.get("host", ""))
        token = self._token(headers.get("authorization"))
        who = token.name if token else _address(scope)
        if scope["path"] in OPEN:
            return who
        if wait := self._rate.wait(f"{'token' if token else 'at'} {who}"):
            raise RefusedRequestError(429, "Too many requests", "slow down; the header Retry-After says for how long", {"Retry-After": str(int(wait) + 1)})
        self._check_right(scope, token)
        length = headers.get("content-length", "0")
        if length.isdigit() and int(length) > self._most(scope):
            raise self._too_large(scope)
        return who

    def _check_host(self, host: str) -> None:
        allowed = self._settings.hosts
        match = _HOST.fullmatch(host)
        if allowed is not None and (match is None or match[1].strip("[]").lower() not in allowed):
            raise RefusedRequestError(400, "This service is not known by that name", f"address it as {allowed[0]}; `beatbook serve --allow-host` adds names")

    def _token(self, authorization: str | None) -> Token | None:
        if authorization is None:
            return None
        kind, _, secret = authorization.partition(" ")
        token = self._service.tokens.of(secret.strip()) if kind.lower() == "bearer" else None
        if token is None:
            raise _unauthorised("the token is not one of this library's; `beatbook token create` makes one")
        return token

    def _check_right(self, scope: Scope, token: Token | None) -> None:
        if scope["method"] == "OPTIONS":
            return
        writes = scope["method"] not in READING and scope["path"] not in ASKING
        if token is None and (writes or self._settings.token_needed):
            raise _unauthorised(f"send a token that may {'write' if writes else 'read'} as `Authorization: Bearer TOKEN`; `beatbook token create` makes one")
        if token and writes and token.right is not Right.WRITE:
            raise RefusedRequestError(403, "The token may only read", "use a token made with `beatbook token create NAME --right write`")

    def _most(self, scope: Scope) -> int:
        return self._settings.most_bytes if scope["path"] == UPLOAD else MOST_BODY

    def _too_large(self, scope: Scope) -> RefusedRequestError:
        return RefusedRequestError(413, "The request is too large", f"send at most {self._most(scope):,} bytes here", {"Connection": "close"})

    def _measured(self, scope: Scope, receive: Receive) -> Receive:
        """The body, counted as it comes, for a length that is not told or not true."""
        size, most = 0, self._most(scope)

        async def measured() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > most:
                raise self._too_large(scope)
            return message

        return measured

    def _onto(self, headers: MutableHeaders) -> None:
        for name, value in {**_HEADERS, "Content-Security-Policy": _POLICY}.items():
            headers.setdefault(name, value)
        if self._settings.cors:
            headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        else:
            for name in [name for name in headers if name.startswith("access-control-")]:
                del headers[name]

    def _log(self, scope: Scope, status: int, started: float) -> None:
        assert self._audit is not None
        state: Mapping[str, Any] = scope["state"]
        what = {"method": scope["method"], "path": scope["path"], "query": scope["query_string"].decode("latin-1"), "question": state.get("question")}
        spent = round(1000 * (time.perf_counter() - started))
        self._audit.write(state["who"], what, {"status": status, "build": state.get("build"), "count": state.get("count"), "ms": spent})


def _address(scope: Scope) -> str:
    client = scope.get("client")
    return str(client[0]) if client else "unknown"


def _unauthorised(detail: str) -> RefusedRequestError:
    return RefusedRequestError(401, "A token is needed", detail, {"WWW-Authenticate": 'Bearer realm="beatbook"'})
