"""Who sends for something knows when it left, also on a busy machine, or says that nobody knows."""

import socket
import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from osc_bridge.commands.latency.send_timestamp import SO_TIMESTAMPING, UNKNOWN, sender
from osc_bridge.osc.receive_timestamp import TIMESPEC

if TYPE_CHECKING:
    from typing_extensions import Buffer  # Python 3.12 has it in collections.abc


class Slow(socket.socket):
    """Returns late from sending; its notes of what left can be ours."""

    slow = 0.2  # seconds
    notes: list[tuple[int, int, bytes]] | None = None

    def send(self, datagram: "Buffer", flags: int = 0, /) -> int:
        sent = super().send(datagram, flags)
        time.sleep(self.slow)
        return sent

    def recvmsg(self, *sizes: int) -> tuple[bytes, list[tuple[int, int, bytes]], int, Any]:
        if self.notes is None:
            return super().recvmsg(*sizes)
        super().recvmsg(*sizes)
        return b"", self.notes, 0, None


@pytest.fixture
def out() -> Iterator[Slow]:
    with socket.socket(type=socket.SOCK_DGRAM) as port, Slow(type=socket.SOCK_DGRAM) as out:
        port.bind(("127.0.0.1", 0))
        out.connect(port.getsockname())
        yield out


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux writes down when packets leave")
def test_who_returns_late_from_sending_knows_when_it_left(out: Slow) -> None:
    send = sender(out)
    for _ in range(3):
        before = time.perf_counter()
        assert before < send("/vamen/slice", 1) < before + 0.15


@pytest.mark.parametrize("age", [3600.0, -3600.0, None])
def test_without_a_note_that_can_be_true_only_quick_sending_has_a_time(out: Slow, age: float | None) -> None:
    out.notes = []
    if age is not None:
        note = TIMESPEC.pack(int(time.time() - age), 0)
        out.notes = [(socket.SOL_SOCKET, SO_TIMESTAMPING, note)]
    send = sender(out)
    assert send("/vamen/slice", 1) == UNKNOWN
    out.slow = 0.0
    answers = [(time.perf_counter(), send("/vamen/slice", 1), time.perf_counter()) for _ in range(20)]
    known = [answer for answer in answers if answer[1] != UNKNOWN]
    assert known and all(before <= at <= after for before, at, after in known)
