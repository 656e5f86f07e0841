"""OSC over TCP works as over UDP, and connections do not affect each other."""

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress

import pytest
from pythonosc.osc_message import OscMessage

from engine.errors import PortBusy
from osc_bridge.osc.framing import PacketStream
from osc_bridge.osc.server import OscServer
from osc_bridge.osc.tcp import IN_USE_PACKETS, MAX_CONNECTIONS
from tests.fake_controls import FakeControls
from tests.tiny_client import REPLY_TIMEOUT_S, TinyClient, pack

from .test_framing import by_length, by_slip

Framing = Callable[..., bytes]


class TcpConnection:
    """A connection to a server on this machine."""

    def __init__(self, port: int, framing: Framing = by_length) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), REPLY_TIMEOUT_S)
        self._framing = framing
        self._stream = PacketStream()
        self._packets: list[bytes] = []

    def __enter__(self) -> "TcpConnection":
        return self

    def __exit__(self, *reason: object) -> None:
        self.socket.close()

    def send(self, address: str, *arguments: float | str) -> None:
        self.socket.sendall(self._framing(pack(address, *arguments)))

    def receive(self) -> tuple[str, list[float | str]]:
        while not self._packets:
            data = self.socket.recv(4096)
            assert data, "the connection was closed"
            self._packets += self._stream.feed(data)
        message = OscMessage(self._packets.pop(0))
        return message.address, message.params

    def ask(self, address: str, *arguments: float | str) -> list[float | str]:
        self.send(address, *arguments)
        return self.receive()[1]

    def closed(self) -> bool:
        """Whether the other side hangs up, with what was under way read."""
        with suppress(ConnectionError):
            while self.socket.recv(4096):
                pass
        return True


@pytest.fixture(params=[by_length, by_slip])
def connection(request: pytest.FixtureRequest, server: OscServer) -> Iterator[TcpConnection]:
    with TcpConnection(server.port, request.param) as connection:
        yield connection


def test_a_message_sets_a_parameter_and_is_answered_in_its_own_framing(
    connection: TcpConnection, controls: FakeControls
) -> None:
    connection.send("/vamen/tempo", 123.0)
    assert connection.ask("/vamen/tempo") == [123.0]
    assert controls.read("tempo") == 123.0


def test_thousands_of_messages_arrive_in_order(connection: TcpConnection, controls: FakeControls) -> None:
    for index in range(2000):
        connection.send("/vamen/slice", index)
    assert connection.ask("/vamen/ping", "done") == ["done"]
    assert [event.index for event in controls.events] == [index % 32 for index in range(2000)]


def test_a_connection_can_subscribe(connection: TcpConnection, client: TinyClient) -> None:
    assert connection.ask("/vamen/listen", "/vamen/tempo") == [170.0]
    client.send("/vamen/tempo", 111.0)
    assert connection.receive() == ("/vamen/tempo", [111.0])


def test_the_subscriptions_of_a_closed_connection_end(server: OscServer) -> None:
    with TcpConnection(server.port) as connection:
        assert connection.ask("/vamen/listen", "/vamen/tempo") == [170.0]
        assert len(server.handler.subscriptions) == 1
    with TcpConnection(server.port) as another:  # the thread that serves both has seen the end of the first
        another.ask("/vamen/ping", 1)
        another.ask("/vamen/ping", 2)
    assert len(server.handler.subscriptions) == 0


@pytest.mark.parametrize(
    "garbage", [b"GET / HTTP/1.1\r\n\r\n", b"\xff" * 100, b"\0\0\0\0", b"\0\x7f\xff\xff", b"/" * 70_000]
)
def test_bytes_that_are_not_osc_close_their_connection_with_one_refusal(server: OscServer, garbage: bytes) -> None:
    with TcpConnection(server.port) as good, TcpConnection(server.port) as bad:
        good.ask("/vamen/ping", 1)
        with suppress(ConnectionError):  # closed before the end of it
            bad.socket.sendall(garbage)
        assert bad.closed()
        assert server.handler.refused == 1
        assert good.ask("/vamen/ping", 2) == [2]


def test_a_connection_above_the_limit_replaces_the_one_that_has_been_silent_longest(server: OscServer) -> None:
    with ExitStack() as stack:
        connections = [stack.enter_context(TcpConnection(server.port)) for _ in range(MAX_CONNECTIONS)]
        for connection in [*connections, connections[0]]:
            assert connection.ask("/vamen/ping", 1) == [1]
        assert stack.enter_context(TcpConnection(server.port)).ask("/vamen/ping", 2) == [2]
        assert server.handler.refused == 1
        address, (sentence,) = connections[1].receive()
        assert (address, "most silent" in str(sentence)) == ("/vamen/error", True)
        assert connections[1].closed()
        assert connections[0].ask("/vamen/ping", 3) == [3]


def test_connections_that_send_no_whole_packet_do_not_replace_those_that_do(server: OscServer) -> None:
    with ExitStack() as stack:
        connections = [stack.enter_context(TcpConnection(server.port)) for _ in range(MAX_CONNECTIONS // 2)]
        for connection in connections:
            assert connection.ask("/vamen/ping", 1) == [1]
        for _ in range(3 * MAX_CONNECTIONS):
            stack.enter_context(TcpConnection(server.port)).socket.sendall(by_length(pack("/vamen/tempo"))[:7])
        for connection in connections:
            assert connection.ask("/vamen/ping", 2) == [2]


def test_connections_with_a_packet_each_do_not_replace_one_in_use(server: OscServer) -> None:
    with ExitStack() as stack:
        used = stack.enter_context(TcpConnection(server.port))
        for number in range(IN_USE_PACKETS):
            assert used.ask("/vamen/ping", number) == [number]
        for number in range(2 * MAX_CONNECTIONS):
            assert stack.enter_context(TcpConnection(server.port)).ask("/vamen/ping", number) == [number]
        assert used.ask("/vamen/ping", 99) == [99]


def test_a_peer_that_never_reads_is_disconnected_and_does_not_delay_others(
    server: OscServer, client: TinyClient
) -> None:
    silent = socket.socket()
    silent.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    with silent:
        silent.connect(("127.0.0.1", server.port))
        with suppress(ConnectionError):  # closed while it still sends
            for _ in range(200):
                silent.sendall(by_length(pack("/vamen/step/*/*")))
        for _ in range(100_000):
            if server.handler.refused:
                break
            assert client.ask("/vamen/ping", 1) == [1]
    assert server.handler.refused == 1


def test_a_taken_tcp_port_is_named_and_the_udp_port_is_released() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        number = other.getsockname()[1]
        with pytest.raises(PortBusy, match=rf"TCP port {number} .*--osc-port"):
            OscServer(FakeControls(), port=number).start()
        with socket.socket(type=socket.SOCK_DGRAM) as again:
            again.bind(("127.0.0.1", number))


def test_the_port_is_released_while_a_peer_is_connected(controls: FakeControls) -> None:
    with OscServer(controls, port=0) as server, TcpConnection(server.port) as connection:
        connection.ask("/vamen/ping", 1)
        server.stop()
        server.start()
        with TcpConnection(server.port) as again:
            assert again.ask("/vamen/ping", 2) == [2]
