"""Files that arrive at once: each is kept in memory until it is complete, so that there are only a few."""

import contextlib
import socket
from collections.abc import Iterator

import pytest

from osc_bridge.panel.pages import MAX_ARRIVING
from tests.engine.waiting import wait_until

from .test_pages import Served


@pytest.fixture
def served() -> Iterator[Served]:
    served = Served()
    with served.server:
        served.server.serve(7770)
        yield served


def test_one_file_too_many_is_refused_until_another_has_ended(served: Served) -> None:
    request = b"POST /panel/breaks HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 8\r\n\r\nRIFF"
    with contextlib.ExitStack() as stack:
        for _ in range(MAX_ARRIVING):
            sending = stack.enter_context(socket.create_connection(("127.0.0.1", served.server.port)))
            sending.sendall(request)
        wait_until(lambda: served.post("/panel/breaks", b"RIFF")[0] == 503)
        assert "send it again" in served.post("/panel/breaks", b"RIFF")[1]
        sending.sendall(b"WAVE")  # the last one is complete
        wait_until(lambda: served.post("/panel/breaks", b"RIFF")[0] == 200)
    for _ in range(2 * MAX_ARRIVING):  # those that were broken off do not count
        wait_until(lambda: served.post("/panel/breaks", b"RIFF")[0] == 200)
