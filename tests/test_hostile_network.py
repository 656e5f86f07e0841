"""A set survives hostile datagrams and connections, and answers good messages meanwhile."""

import sys
from collections.abc import Iterator
from math import isfinite
from pathlib import Path

import pytest

from benchmarks.hostile_network import Attack, GoodClients, open_connections, send_datagrams
from benchmarks.mutations import datagrams, requests, streams
from tests.engine.waiting import wait_until

from .live import Live, started


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with started("--null", "--panel-port", "0", "--bank", str(tmp_path_factory.mktemp("bank"))) as live:
        yield live


def test_good_messages_are_answered_between_hostile_ones(live: Live) -> None:
    panel, control, player = live.panel, live.control, live.player
    with GoodClients(live.port, panel) as good:
        assert good.ping_udp() and good.ping_tcp() and good.get()  # the panel begins after the first sound
        files = len(list(Path(f"/proc/{control}/fd").iterdir()))
        attacks: list[Attack] = [
            send_datagrams(good, live.port, datagrams(1, 800)),
            open_connections(good, live.port, streams(1, 100)),
            open_connections(good, panel, requests(1, 100)),
        ]
        wait_until(lambda: len(list(Path(f"/proc/{control}/fd").iterdir())) <= files)
    assert all(isfinite(wait) for attack in attacks for waits in attack.waits.values() for wait in waits)
    assert (live.control, live.player) == (control, player)
    assert not [line for line in live.errors if "Traceback" in line or "should not happen" in line]


pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the descriptors of a process are counted in /proc")
