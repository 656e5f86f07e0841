"""localhost is both loopback addresses, as clients resolve the name to either; without IPv6 it is one, silently."""

import errno
import logging
import socket
import sys
from typing import Any

import pytest

from engine.errors import PortBusy
from osc_bridge.osc.server import OscServer
from osc_bridge.osc.sockets import bind_udp_and_tcp, connection_limit
from tests.fake_controls import FakeControls
from tests.tiny_client import REPLY_TIMEOUT_S, TinyClient, pack

PING, PONG = pack("/vamen/ping", 1), pack("/vamen/pong", 1)


def hosts(ports: list[socket.socket]) -> list[str]:
    """Return the addresses of sockets, and close these."""
    found = [port.getsockname()[0] for port in ports]
    for port in ports:
        port.close()
    return found


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_a_datagram_to_either_loopback_address_is_received_and_answered_from_there(
    ipv6: None, server: OscServer, controls: FakeControls, host: str
) -> None:
    with TinyClient(server.port, host) as client:  # connected, so it receives from that address only
        client.send("/vamen/tempo", 99.0)
        assert client.ask("/vamen/tempo") == [99.0]
        assert client.ask("/vamen/listen", "/vamen/level") == [0.0]
        controls.write({"level": -6.0})
        assert client.receive() == ("/vamen/level", [-6.0])


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_a_connection_to_either_loopback_address_is_served(ipv6: None, server: OscServer, host: str) -> None:
    with socket.create_connection((host, server.port), REPLY_TIMEOUT_S) as connection:
        connection.sendall(len(PING).to_bytes(4, "big") + PING)
        assert connection.recv(len(PONG) + 4) == len(PONG).to_bytes(4, "big") + PONG


def test_equal_ports_of_both_addresses_are_two_clients(ipv6: None, server: OscServer) -> None:
    with TinyClient(server.port) as one, TinyClient(server.port, "::1") as other:
        assert one.ask("/vamen/listen", "/vamen/tempo") == other.ask("/vamen/listen", "/vamen/tempo") == [170.0]
        one.send("/vamen/tempo", 80.0)
        assert other.receive() == ("/vamen/tempo", [80.0])
        assert one.settle() == []


@pytest.mark.parametrize(
    ("host", "found"),
    [
        ("localhost", ["127.0.0.1", "::1"]),
        ("LocalHost", ["127.0.0.1", "::1"]),
        ("127.0.0.1", ["127.0.0.1"]),
        ("::1", ["::1"]),
        ("0.0.0.0", ["0.0.0.0"]),
    ],
)
def test_only_localhost_is_two_addresses(ipv6: None, host: str, found: list[str]) -> None:
    assert [hosts(ports) for ports in bind_udp_and_tcp(host, 0)] == [found, found]


@pytest.mark.parametrize(
    ("refused", "error"),
    [
        ("socket", OSError(errno.EAFNOSUPPORT, "Address family not supported by protocol")),
        ("bind", OSError(errno.EADDRNOTAVAIL, "Cannot assign requested address")),
        ("getaddrinfo", socket.gaierror(socket.EAI_NONAME, "Name or service not known")),
    ],
)
def test_without_ipv6_the_other_address_is_served_and_nothing_said(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, refused: str, error: OSError
) -> None:
    getaddrinfo = socket.getaddrinfo

    class WithoutIpv6(socket.socket):
        def __init__(self, family: int = -1, *rest: Any, **named: Any) -> None:
            if refused == "socket" and family == socket.AF_INET6:
                raise error
            super().__init__(family, *rest, **named)

        def bind(self, address: Any) -> None:
            if refused == "bind" and self.family == socket.AF_INET6:
                raise error
            super().bind(address)

    def resolve(host: str, *rest: Any, **named: Any) -> Any:
        if refused == "getaddrinfo" and ":" in host:
            raise error
        return getaddrinfo(host, *rest, **named)

    monkeypatch.setattr(socket, "socket", WithoutIpv6)
    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with caplog.at_level(logging.DEBUG), OscServer(FakeControls(), port=0) as server, TinyClient(server.port) as client:
        assert client.ask("/vamen/ping", 1) == [1]
    assert caplog.text == ""


@pytest.mark.parametrize("kind", [socket.SOCK_DGRAM, socket.SOCK_STREAM])
def test_a_port_that_only_one_address_has_free_is_busy(ipv6: None, kind: socket.SocketKind) -> None:
    with socket.socket(socket.AF_INET6, kind) as other:
        other.bind(("::1", 0))
        if kind is socket.SOCK_STREAM:
            other.listen()
        with pytest.raises(PortBusy, match="--osc-port"):
            bind_udp_and_tcp("localhost", other.getsockname()[1])
        for ports in bind_udp_and_tcp("127.0.0.1", other.getsockname()[1]):
            assert hosts(ports) == ["127.0.0.1"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
@pytest.mark.parametrize(("files", "limit"), [(256, 16), (1024, 64), (1 << 20, 64), (-1, 64), (8, 1)])
def test_servers_keep_fewer_connections_where_a_process_may_open_few_files(
    monkeypatch: pytest.MonkeyPatch, files: int, limit: int
) -> None:
    import resource

    monkeypatch.setattr(resource, "getrlimit", lambda which: (files, files))
    assert connection_limit(64) == limit
