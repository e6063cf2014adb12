"""The audit log: who asked what, when, of which build, and how many members came. Never the text of bullets. JSON Lines that rotate."""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

from ui.service.errors import ServiceError

MOST_BYTES = 16 << 20
KEPT = 10
# What is logged of a question or an address at most.
_MOST_CHARACTERS = 2000


class Audit:
    """A log that only its owner can read; the last `KEPT` files of `MOST_BYTES` are kept."""

    def __init__(self, path: Path, most_bytes: int = MOST_BYTES) -> None:
        try:
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600))
            self._handler = _Private(path, maxBytes=most_bytes, backupCount=KEPT, encoding="utf-8")
        except OSError as error:
            raise ServiceError(f"{path}: the audit log cannot be written ({error.strerror}); give another file with --audit") from error
        self._handler.setFormatter(logging.Formatter("%(message)s"))

    def write(self, who: str, what: dict[str, Any], outcome: dict[str, Any]) -> None:
        """Writes one request: who, what (method, address, question), and its outcome (status, build, count, milliseconds)."""
        row = {"at": dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds"), "who": who, **_short(what), **outcome}
        self._handler.handle(logging.LogRecord("beatbook.audit", logging.INFO, "", 0, json.dumps(row, ensure_ascii=False), None, None))

    def close(self) -> None:
        """Let go of the file."""
        self._handler.close()


class _Private(RotatingFileHandler):
    """Keeps every file of the log to its owner."""

    def _open(self) -> Any:
        return open(self.baseFilename, self.mode, encoding=self.encoding, opener=lambda path, flags: os.open(path, flags, 0o600))


def _short(what: dict[str, Any]) -> dict[str, Any]:
    return {key: value[:_MOST_CHARACTERS] if isinstance(value, str) else value for key, value in what.items()}
