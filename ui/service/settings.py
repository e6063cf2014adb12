"""How a service is set up."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kg.vocabulary import ID
from ui.sparql.workers import Allowance

# The names of this machine to itself. A page of another site that had its own name point here (DNS rebinding) is told by the Host header.
LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a service may and must.

    IRIs of things begin with `base`; `allowance` is what SPARQL queries may take. Requests have to be addressed to one of `hosts` (None: to any).
    `token_needed`: reading needs a token too. One client may send `rate` requests a second, over twice as many at once. `places` requests
    are answered at a time, `most_waiting` wait, for `patience` seconds each. An update may have `most_bytes`. `cors`: pages of other sites
    may read. `audit`: the file that is written of each request.
    """

    base: str = ID
    allowance: Allowance = Allowance()  # noqa: RUF009 - it cannot be changed
    hosts: tuple[str, ...] | None = LOOPBACK
    token_needed: bool = False
    rate: float = 100.0
    places: int = 4
    most_waiting: int = 256
    patience: float = 20.0
    most_bytes: int = 64 << 20
    cors: bool = False
    audit: Path | None = None
