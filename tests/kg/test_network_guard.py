"""The guard of `tests/conftest.py`: nothing in the tests reaches beyond this machine."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest


@pytest.mark.parametrize("method", ["connect", "connect_ex"])
@pytest.mark.parametrize(
    ("family", "address"), [(socket.AF_INET, ("192.0.2.1", 9)), (socket.AF_INET, ("example.org", 9)), (socket.AF_INET6, ("2001:db8::1", 9, 0, 0))]
)
def test_a_connection_beyond_this_machine_is_refused_by_its_address(refused_connections: list[str], method: str, family: int, address: tuple[str, int]) -> None:
    with socket.socket(family) as client, pytest.raises(AssertionError, match=address[0]):
        getattr(client, method)(address)
    assert refused_connections.pop().endswith(repr(address))


def test_a_name_is_not_looked_up(refused_connections: list[str]) -> None:
    with pytest.raises(AssertionError, match=r"example\.org"):
        socket.getaddrinfo("example.org", 80)
    refused_connections.clear()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_loopback_is_open(host: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection((host, server.getsockname()[1])) as client:
        assert client.getpeername() == server.getsockname()


def test_unix_sockets_are_open(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
        server.bind(str(tmp_path / "s"))
        server.listen()
        client.connect(str(tmp_path / "s"))
        assert client.getpeername() == str(tmp_path / "s")
