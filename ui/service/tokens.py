"""Tokens: who may read or write over a network. Made by `beatbook token`, shown once, kept as hashes in a file that only its owner can read.

A token is 256 random bits, so that a plain SHA-256 is enough: nobody can try them all.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import FileLock

from kg.durable import write_whole
from kg.errors import LibraryError
from ui.service.errors import ServiceError
from ui.service.rights import Right

FILE = "tokens.json"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._@-]{0,63}")


@dataclass(frozen=True, slots=True)
class Token:
    """One token without its secret. `made` is when (ISO, UTC)."""

    name: str
    right: Right
    sha256: str
    made: str


class Tokens:
    """The tokens of one library. What is changed in their file holds from the next request on."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._held: list[Token] = []
        self._read_at: object = None

    def all(self) -> list[Token]:
        """Every token, by name. LibraryError when the file is damaged."""
        try:
            found = self._path.stat()
        except FileNotFoundError:
            self._held, self._read_at = [], None
            return []
        now = (found.st_ino, found.st_mtime_ns, found.st_size)
        if now != self._read_at:
            self._held, self._read_at = self._load(), now
        return self._held

    def of(self, secret: str) -> Token | None:
        """The token of that secret, if there is one."""
        digest = _digest(secret)
        found = [token for token in self.all() if hmac.compare_digest(token.sha256, digest)]
        return found[0] if found else None

    def create(self, name: str, right: Right) -> str:
        """Makes a token; its secret, which is not kept. ServiceError when the name is taken or none."""
        if not _NAME.fullmatch(name):
            raise ServiceError(f"{name[:80]!r} cannot be a token's name; use letters, digits, spaces and . _ @ -, at most 64")
        with self._changing():
            held = self.all()
            if any(token.name == name for token in held):
                raise ServiceError(f"there is a token named {name!r} already; give another name, or revoke it first with `beatbook token revoke`")
            secret = f"bb_{secrets.token_urlsafe(32)}"
            made = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
            self._save([*held, Token(name, right, _digest(secret), made)])
        return secret

    def revoke(self, name: str) -> None:
        """Takes a token back. ServiceError when there is none of that name."""
        with self._changing():
            held = self.all()
            if all(token.name != name for token in held):
                known = ", ".join(token.name for token in held) or "none"
                raise ServiceError(f"there is no token named {name!r}; there are: {known}")
            self._save([token for token in held if token.name != name])

    def _changing(self) -> FileLock:
        return FileLock(self._path.with_name(".tokens.lock"), timeout=30)

    def _load(self) -> list[Token]:
        try:
            rows = json.loads(self._path.read_text(encoding="utf-8"))["tokens"]
            return [Token(row["name"], Right(row["right"]), row["sha256"], row["made"]) for row in rows]
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise LibraryError(self._path.parent, f"its {FILE} is damaged", "delete it and make the tokens anew with `beatbook token create`") from error

    def _save(self, tokens: Sequence[Token]) -> None:
        rows = [asdict(token) for token in sorted(tokens, key=lambda t: t.name)]
        write_whole(self._path, json.dumps({"tokens": rows}, indent=1).encode(), 0o600)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()
