"""`beatbook serve` and `beatbook token` as processes: what starts, what is refused, and how it ends."""

from __future__ import annotations

import signal
import subprocess
import time
from pathlib import Path

import httpx
import pytest

from tests.ui.conftest import Run
from tests.ui.servers import running, served


def children(process: int) -> list[int]:
    """The processes that a process started and that run."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == process and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_cleanly_and_its_workers_with_it(samples: Path, ending: signal.Signals) -> None:
    command = ["serve", "--library", str(samples)]
    with running(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as (process, address):
        httpx.get(f"{address}/sparql", params={"query": "ASK {}"}, timeout=120).raise_for_status()
        workers = children(process.pid)
        assert workers
        process.send_signal(ending)
        _, said = process.communicate(timeout=60)
        assert process.returncode in (0, -ending)
        assert said == ""
        for _ in range(50):
            if not any(Path(f"/proc/{worker}").exists() for worker in workers):
                break
            time.sleep(0.1)
        assert not any(Path(f"/proc/{worker}").exists() for worker in workers)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "beatbook.example"])
def test_beyond_this_machine_it_needs_a_token_to_start(beatbook: Run, host: str) -> None:
    told = beatbook("serve", "--host", host)
    assert told.returncode == 1
    assert told.stderr == f"beatbook: {host} can be reached from other machines, and there is no token; make one first with `beatbook token create NAME`\n"


def test_a_token_made_on_the_command_line_opens_the_service(beatbook: Run, library: Path) -> None:
    here = {"BEATBOOK_LIBRARY": str(library)}
    made = beatbook("token", "create", "kent-data-team", **here)
    assert made.returncode == 0, made.stderr
    secret = made.stdout.strip()
    assert "not shown again" in made.stderr
    assert beatbook("token", "list", **here).stdout.startswith("kent-data-team  read  ")
    assert beatbook("token", "create", "kent-data-team", **here).returncode == 1
    with served(library, "--host", "127.0.0.1", "--require-token") as address:
        assert httpx.get(f"{address}/api/v1/status").status_code == 401
        assert httpx.get(f"{address}/api/v1/status", headers={"Authorization": f"Bearer {secret}"}, timeout=60).status_code == 200
        assert beatbook("token", "revoke", "kent-data-team", **here).stdout == "revoked kent-data-team\n"
        assert httpx.get(f"{address}/api/v1/status", headers={"Authorization": f"Bearer {secret}"}, timeout=60).status_code == 401


def test_an_audit_log_that_cannot_be_written_is_told(beatbook: Run, tmp_path: Path) -> None:
    told = beatbook("serve", "--audit", str(tmp_path / "no" / "log"))
    assert (told.returncode, told.stderr.count("\n")) == (1, 1)
    assert "--audit" in told.stderr
