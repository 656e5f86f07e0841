import socket
import sys
import time
from collections.abc import Iterator

import pytest

from osc_bridge.osc import receive_timestamp
from tests.engine.waiting import wait_until


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Return two UDP ports, the second one connected to the first."""
    with socket.socket(type=socket.SOCK_DGRAM) as port, socket.socket(type=socket.SOCK_DGRAM) as sender:
        port.bind(("127.0.0.1", 0))
        port.settimeout(5)
        sender.connect(port.getsockname())
        yield port, sender


def test_a_datagram_has_a_sender_and_a_time_of_receipt(pair: tuple[socket.socket, socket.socket]) -> None:
    port, sender = pair
    before = time.perf_counter()
    sender.send(b"hello")
    datagram, address, at = receive_timestamp.receive(port, 100)
    assert (datagram, address) == (b"hello", sender.getsockname())
    assert before <= at <= time.perf_counter()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux timestamps packets")
def test_a_datagram_that_was_queued_has_its_time_of_receipt(pair: tuple[socket.socket, socket.socket]) -> None:
    port, sender = pair
    receive_timestamp.enable_timestamps(port)

    def stamped() -> bool:
        sender.send(b"hello")
        sent = time.perf_counter()
        time.sleep(0.5)
        return receive_timestamp.receive(port, 100)[2] < sent + 0.4

    wait_until(stamped)  # the kernel begins with it a moment later


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux timestamps packets")
@pytest.mark.parametrize("jump", [-3600.0, 3600.0])
def test_the_timestamp_is_ignored_when_the_system_clock_was_set(
    pair: tuple[socket.socket, socket.socket], jump: float
) -> None:
    port, sender = pair
    receive_timestamp.enable_timestamps(port)
    sender.send(b"hello")
    assert receive_timestamp.receive(port, 100, clock=lambda: 7.0, wall=lambda: time.time() + jump)[2] == 7.0


def test_receiving_times_out(pair: tuple[socket.socket, socket.socket]) -> None:
    pair[0].settimeout(0.01)
    with pytest.raises(TimeoutError):
        receive_timestamp.receive(pair[0], 100)
