"""`beatbook serve` and `beatbook app` as processes of their own, each on a free port."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

BEATBOOK = (sys.executable, "-m", "ui.cli")
# Where each server says that it answers.
HEALTH = {"app": "/_stcore/health", "serve": "/ready"}


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def running(command: Sequence[str], beatbook: Sequence[str] = BEATBOOK, **options: Any) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server, once it answers; its process and address. `options` are Popen's. TimeoutExpired when it does not end within half a minute of SIGTERM."""
    port = free_port()
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)} if beatbook is BEATBOOK else None
    with subprocess.Popen([*beatbook, *command, "--port", str(port)], text=True, **{"env": environment, **options}) as process:
        try:
            _wait_for(f"http://127.0.0.1:{port}{HEALTH[command[0]]}", process)
            yield process, f"http://127.0.0.1:{port}"
            process.terminate()
            process.wait(30)
        finally:
            process.kill()


def _wait_for(address: str, process: subprocess.Popen[str]) -> None:
    for _ in range(900):
        try:
            urllib.request.urlopen(address, timeout=2).close()
            return
        except OSError:
            assert process.poll() is None, "the server ended"
            time.sleep(0.1)
    raise TimeoutError(address)


@contextmanager
def served(library: Path, *options: str) -> Iterator[str]:
    """`beatbook serve` over a library; its address."""
    with running(["serve", "--library", str(library), *options]) as (_, address):
        yield address
