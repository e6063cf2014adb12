"""Processes that answer queries, kept warm, limited in number, and killed when a query takes too long.

A few queries may run long; when more do and others wait, the last ones are stopped, so that short ones are answered whatever the long ones
do. A caller who goes away takes the query along.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ui.sparql.guard import RefusedError

_LINE = 1 << 22


@dataclass(frozen=True, slots=True)
class Allowance:
    """What queries may take: seconds and bytes of memory for one, rows and bytes of its answer; how many run at once.

    A query that is not answered after `quick` seconds yields the processor to others. While others wait for a place, only `most_long` may
    run for longer than `long` seconds. One that finds no place waits for `patience` seconds, the last that came first: in a rush the newest
    are answered, and the oldest told to try again. `warm` processes wait for queries.
    """

    seconds: int = 20
    memory: int = 1 << 30
    rows: int = 100_000
    size: int = 64 << 20
    at_once: int = 6
    warm: int = 3
    quick: float = 0.1
    long: float = 0.25
    most_long: int = 2
    patience: float = 2.0


@dataclass(frozen=True, slots=True)
class Reply:
    """What a worker said: its header, and the body."""

    header: dict[str, Any]
    body: bytes


class _Worker:
    """One process. `reason` says why it was killed, if it was; `since` when its query began."""

    def __init__(self, process: Process, store: Path) -> None:
        self.process, self.store = process, store
        self.reason = ""
        self.since = 0.0
        self.yields = False

    @classmethod
    async def start(cls, store: Path, allowance: Allowance) -> _Worker:
        arguments = [str(n) for n in (allowance.memory, allowance.seconds, allowance.rows, allowance.size)]
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "ui.sparql.worker", str(store), *arguments), stdin=PIPE, stdout=PIPE, stderr=asyncio.subprocess.DEVNULL, limit=_LINE
        )
        worker = cls(process, store)
        try:
            await worker._line()
        except BaseException:
            # The service may end while a process starts: it must not outlive it.
            _kill(process)
            await process.wait()
            raise
        return worker

    async def ask(self, request: dict[str, Any]) -> Reply:
        """The answer to a request. EOFError when the process is gone."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        with contextlib.suppress(ConnectionError):
            self.process.stdin.write(json.dumps(request).encode() + b"\n")
            await self.process.stdin.drain()
        header = await self._line()
        return Reply(header, await self.process.stdout.readexactly(header["length"]))

    async def _line(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = await self.process.stdout.readline()
        if not line.endswith(b"\n"):
            raise EOFError("the worker is gone")
        header: dict[str, Any] = json.loads(line)
        return header

    def behind(self) -> None:
        """Has the process yield the processor to others, for good."""
        self.yields = True
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.process.pid, 10)

    def kill(self, reason: str) -> None:
        self.reason = self.reason or reason
        _kill(self.process)


def _kill(process: asyncio.subprocess.Process) -> None:
    """Ends a process at once. Not by its own `kill`, which asks first whether it is gone and so takes its end from the one who waits for it."""
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)


class Workers:
    """The processes over the store of now. To be used within one event loop."""

    def __init__(self, allowance: Allowance) -> None:
        self.allowance = allowance
        self._idle: list[_Worker] = []
        self._running: set[_Worker] = set()
        self._places = allowance.at_once
        self._waiting: list[asyncio.Future[None]] = []
        self._refilling: asyncio.Task[None] | None = None

    async def answer(self, store: Path, request: dict[str, Any]) -> Reply:
        """The answer of a worker on a store. RefusedError 503 when none is free, or the query takes too much."""
        worker = await self._take(store)
        timers = self._timers(worker)
        done = False
        try:
            reply = await worker.ask(request)
            done = True
            return reply
        except (EOFError, asyncio.IncompleteReadError) as error:
            raise RefusedError(
                503, worker.reason or f"the query took more than {self.allowance.memory >> 20} MB of memory and was stopped; narrow it"
            ) from error
        finally:
            for timer in timers:
                timer.cancel()
            await asyncio.shield(self._give_back(worker, done))

    async def close(self) -> None:
        """Ends every process."""
        if self._refilling:
            self._refilling.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._refilling
        for worker in (*self._idle, *self._running):
            worker.kill("the service is ending")
            await worker.process.wait()
        self._idle.clear()

    async def _take(self, store: Path) -> _Worker:
        """A worker of one's own, in a place that is counted before its process is started."""
        await self._place()
        try:
            worker = await self._warm(store)
        except BaseException as error:
            self._leave()
            if isinstance(error, EOFError):
                raise RefusedError(503, "the store cannot be opened; try again in a moment") from error
            raise
        worker.since = time.monotonic()
        self._running.add(worker)
        return worker

    async def _place(self) -> None:
        if self._places:
            self._places -= 1
            return
        mine = asyncio.get_running_loop().create_future()
        self._waiting.append(mine)
        self._make_room()
        try:
            await asyncio.wait_for(mine, self.allowance.patience)
        except BaseException as error:
            if mine in self._waiting:
                self._waiting.remove(mine)
            elif mine.done() and not mine.cancelled():
                self._leave()
            if isinstance(error, TimeoutError):
                raise RefusedError(503, f"{self.allowance.at_once} queries are running; try again in a moment") from error
            raise

    def _leave(self) -> None:
        """Gives a place to the last who came, or back."""
        while self._waiting:
            last = self._waiting.pop()
            if not last.done():
                last.set_result(None)
                return
        self._places += 1

    async def _warm(self, store: Path) -> _Worker:
        while self._idle:
            worker = self._idle.pop()
            if worker.store == store and worker.process.returncode is None:
                return worker
            worker.kill("its build is no longer the current one")
        return await _Worker.start(store, self.allowance)

    def _timers(self, worker: _Worker) -> list[asyncio.TimerHandle]:
        loop, a = asyncio.get_running_loop(), self.allowance
        late: Callable[[], None] = lambda: worker.kill(f"the query took more than {a.seconds} s and was stopped; narrow it, or ask for less")  # noqa: E731
        return [loop.call_later(a.quick, worker.behind), loop.call_later(a.long, self._make_room), loop.call_later(a.seconds, late)]

    def _make_room(self) -> None:
        """Stops queries that run on, the last of them first, as far as others wait for a place."""
        since = time.monotonic() - self.allowance.long * 0.9
        long = sorted((w for w in self._running if w.since <= since and not w.reason), key=lambda w: -w.since)
        wanted = len(self._waiting) - sum(bool(w.reason) for w in self._running)
        for worker in long[: max(0, min(wanted, len(long) - self.allowance.most_long))]:
            worker.kill(f"others waited, and {self.allowance.most_long} long queries are running already; try again later")

    async def _give_back(self, worker: _Worker, done: bool) -> None:
        try:
            if done and not worker.reason and not worker.yields and len(self._idle) < self.allowance.warm:
                self._idle.append(worker)
            else:
                worker.kill("it is not needed")
                await worker.process.wait()
        finally:
            self._running.discard(worker)
            self._leave()
        if len(self._idle) < self.allowance.warm and (self._refilling is None or self._refilling.done()):
            self._refilling = asyncio.ensure_future(self._refill(worker.store))

    async def _refill(self, store: Path) -> None:
        """Starts processes ahead, so that a query need not wait for one."""
        with contextlib.suppress(EOFError, OSError):
            while len(self._idle) < self.allowance.warm:
                self._idle.append(await _Worker.start(store, self.allowance))
