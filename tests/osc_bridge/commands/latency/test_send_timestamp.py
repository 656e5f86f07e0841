"""The send time of a datagram: exact, also when send() returns late, or unknown."""

import socket
import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from osc_bridge.commands.latency.send_timestamp import SO_TIMESTAMPING, UNKNOWN_TIME, timestamped_sender
from osc_bridge.osc.receive_timestamp import TIMESPEC

if TYPE_CHECKING:
    from typing_extensions import Buffer  # Python 3.12 has it in collections.abc


class SlowSocket(socket.socket):
    """A socket whose send() returns late; the test may replace its timestamps."""

    slow = 1.0  # seconds
    stamps: list[tuple[int, int, bytes]] | None = None

    def send(self, datagram: "Buffer", flags: int = 0, /) -> int:
        sent = super().send(datagram, flags)
        time.sleep(self.slow)
        return sent

    def recvmsg(self, *sizes: int) -> tuple[bytes, list[tuple[int, int, bytes]], int, Any]:
        if self.stamps is None:
            return super().recvmsg(*sizes)
        super().recvmsg(*sizes)
        return b"", self.stamps, 0, None


@pytest.fixture
def out() -> Iterator[SlowSocket]:
    with socket.socket(type=socket.SOCK_DGRAM) as port, SlowSocket(type=socket.SOCK_DGRAM) as out:
        port.bind(("127.0.0.1", 0))
        out.connect(port.getsockname())
        yield out


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has send timestamps")
def test_a_send_that_returns_late_has_the_time_of_the_datagram(out: SlowSocket) -> None:
    send = timestamped_sender(out)
    for _ in range(2):
        before = time.perf_counter()
        assert before < send("/vamen/slice", 1) < before + 0.9


@pytest.mark.parametrize("age", [3600.0, -3600.0, None])
def test_without_a_plausible_timestamp_only_a_quick_send_has_a_time(out: SlowSocket, age: float | None) -> None:
    out.stamps = []
    if age is not None:
        stamp = TIMESPEC.pack(int(time.time() - age), 0)
        out.stamps = [(socket.SOL_SOCKET, SO_TIMESTAMPING, stamp)]
    send = timestamped_sender(out)
    assert send("/vamen/slice", 1) == UNKNOWN_TIME
    out.slow = 0.0
    answers = [(time.perf_counter(), send("/vamen/slice", 1), time.perf_counter()) for _ in range(20)]
    known = [answer for answer in answers if answer[1] != UNKNOWN_TIME]
    assert known and all(before <= at <= after for before, at, after in known)
