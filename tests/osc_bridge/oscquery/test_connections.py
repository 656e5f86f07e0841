"""Idle, slow and hostile connections of the OSCQuery port end, and do not keep others out."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, suppress

import pytest
from websockets.exceptions import ConnectionClosed

from osc_bridge.osc.handler import OscHandler
from osc_bridge.oscquery import connections
from osc_bridge.oscquery.connections import MAX_FRAGMENTS, MAX_HTTP_CONNECTIONS, MAX_WEBSOCKETS
from osc_bridge.oscquery.http_server import MAX_HEADER_BYTES, WebServer
from tests.fake_controls import FakeControls
from tests.tiny_client import pack

from .web_client import WEB_TIMEOUT_S, connected, get, receive

HEAD = b"POST /vamen HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000000\r\n\r\n"
PING = b"\x89\xfd" + bytes(4 + 125)  # masked, 125 bytes
FRAGMENT = b"\x00\x80" + bytes(4)  # of a message that goes on, empty


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[WebServer]:
    """Run a server whose requests may last a second."""
    monkeypatch.setattr(connections, "REQUEST_TIMEOUT_S", 1.0)
    handler, hosts = OscHandler(FakeControls()), set[str]()
    handler.start()
    with WebServer(handler, port=0, connected=hosts.add) as server:
        server.serve(osc_port=7770)
        yield server
    handler.stop()
    assert hosts == {"127.0.0.1"}


def opened(web: WebServer, data: bytes = b"") -> socket.socket:
    """Return a connection over which some bytes were sent."""
    connection = socket.create_connection(("127.0.0.1", web.port), WEB_TIMEOUT_S)
    connection.sendall(data)
    return connection


def answer_until_closed(connection: socket.socket) -> bytes:
    """Return all bytes until the server closes the connection."""
    received = b""
    with suppress(ConnectionError):
        while data := connection.recv(1 << 16):
            received += data
    return received


def test_idle_connections_above_the_limit_give_way_to_new_ones(web: WebServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "REQUEST_TIMEOUT_S", 60.0)
    with ExitStack() as stack:
        idle = [stack.enter_context(opened(web)) for _ in range(3 * MAX_HTTP_CONNECTIONS)]
        assert get(web.port, "/vamen/tempo?VALUE")[0] == 200
        assert answer_until_closed(idle[0]) == b""
        idle[-1].sendall(b"GET /vamen/tempo?VALUE HTTP/1.1\r\nConnection: close\r\nHost: 127.0.0.1\r\n\r\n")
        assert b" 200 " in answer_until_closed(idle[-1])


@pytest.mark.parametrize(
    "data",
    [b"", b"GET /vamen", HEAD, HEAD + bytes(1000), b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + b"a: b\r\n"],
    ids=["nothing", "half a line", "no body", "half a body", "half of the headers"],
)
def test_a_request_that_does_not_end_is_ended(web: WebServer, data: bytes) -> None:
    with opened(web, data) as connection:
        answer_until_closed(connection)
    assert get(web.port, "/vamen/tempo?VALUE")[0] == 200


def test_headers_are_bounded(web: WebServer) -> None:
    with opened(web, b"GET / HTTP/1.1\r\n") as connection:
        with suppress(ConnectionError):
            for _ in range(MAX_HEADER_BYTES):
                connection.sendall(b"name: value\r\n")
        assert b" 400 " in answer_until_closed(connection)[:20]


def test_a_response_that_is_not_read_ends_its_connection(web: WebServer) -> None:
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        connection.settimeout(WEB_TIMEOUT_S)
        connection.connect(("127.0.0.1", web.port))
        with suppress(ConnectionError):
            for _ in range(1_000_000):
                connection.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            pytest.fail("the connection was not closed")
    assert get(web.port, "/vamen/tempo?VALUE")[0] == 200


def test_the_websocket_that_was_silent_longest_gives_way_and_is_told(web: WebServer) -> None:
    with ExitStack() as stack:
        sockets = [stack.enter_context(connected(web.port)) for _ in range(MAX_WEBSOCKETS)]
        for one in [*sockets[1:], sockets[0]]:
            one.send(pack("/vamen/ping", 1))
            receive(one)
        with connected(web.port) as another:
            another.send(pack("/vamen/ping", 2))
            assert receive(another) == ("/vamen/pong", [2])
        with pytest.raises(ConnectionClosed) as caught:
            receive(sockets[1])
        assert caught.value.rcvd is not None and "connect again" in caught.value.rcvd.reason
        sockets[0].send(pack("/vamen/ping", 3))
        assert receive(sockets[0]) == ("/vamen/pong", [3])


def test_a_message_of_too_many_fragments_ends_its_connection(web: WebServer) -> None:
    with connected(web.port) as one:
        one.socket.sendall(b"\x02\x80" + bytes(4) + FRAGMENT * (MAX_FRAGMENTS - 2) + b"\x80\x80" + bytes(4))
        one.send(pack("/vamen/ping", 1))
        assert receive(one) == ("/vamen/pong", [1])  # after a message without bytes
        with suppress(ConnectionError):
            one.socket.sendall(b"\x02\x80" + bytes(4) + FRAGMENT * MAX_FRAGMENTS)
        with pytest.raises(ConnectionClosed):
            receive(one)


def test_a_websocket_that_pings_and_does_not_read_is_ended(web: WebServer) -> None:
    upgrade = (
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n"
    )
    with opened(web, upgrade) as connection:
        assert b" 101 " in connection.recv(1000)
        with pytest.raises(ConnectionError):
            for _ in range(2000):
                connection.sendall(PING * 100)
    assert get(web.port, "/vamen/tempo?VALUE")[0] == 200


def test_a_malformed_body_after_the_response_ends_its_connection_silently(
    web: WebServer, caplog: pytest.LogCaptureFixture
) -> None:
    head = b"POST /vamen HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n"
    with opened(web, head) as connection:
        assert b" 405 " in connection.recv(1 << 16)
        with suppress(ConnectionError):
            connection.sendall(b"no length\r\n")
        answer_until_closed(connection)
    assert get(web.port, "/vamen/tempo?VALUE")[0] == 200
    assert not [record for record in caplog.records if record.name == "asyncio"]
