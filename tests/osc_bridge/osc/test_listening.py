"""The thread that tells listeners outlives faults, ends when it should, and is heard over the wire."""

import queue
import threading
from collections.abc import Iterator

import pytest
from pythonosc.osc_message import OscMessage

from engine.controls import Desk
from osc_bridge.osc.interpret import readable
from osc_bridge.osc.server import OscServer
from osc_bridge.osc.subscriptions import Subscriptions
from tests.tiny_client import TinyClient


def test_a_fault_behind_the_controls_does_not_end_the_thread() -> None:
    faults: queue.SimpleQueue[str] = queue.SimpleQueue()
    heard: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    class Failing(Desk):
        broken = False

        def read(self, id: str) -> float:
            if self.broken:
                self.broken = False
                raise OSError("the shared memory is gone")
            return super().read(id)

    desk, lock = Failing(), threading.Lock()
    listeners = Subscriptions(desk, lock, failed=lambda sentence, cause: faults.put(sentence))
    listeners.start()
    with lock:
        assert len([*listeners.listen(heard.put, ["/vamen/tempo"])]) == 1
        desk.broken = True
    assert "the shared memory is gone" in faults.get(timeout=5)
    desk.write({"tempo": 50.0})
    assert OscMessage(heard.get(timeout=5)).params == [50.0]
    listeners.stop()


def test_it_can_be_stopped_while_nobody_and_while_somebody_listens() -> None:
    listeners = Subscriptions(Desk(), threading.Lock())
    for _ in range(2):
        listeners.start()
        listeners.stop()
        listeners.start()
        assert len([*listeners.listen(print, readable("/vamen/tempo"))]) == 1
        listeners.stop()
        assert len(listeners) == 0


@pytest.fixture
def pair(server: OscServer) -> Iterator[tuple[TinyClient, TinyClient]]:
    with TinyClient(server.port) as one, TinyClient(server.port) as two:
        yield one, two


def test_over_the_wire_one_moves_and_the_other_hears(pair: tuple[TinyClient, TinyClient]) -> None:
    mover, listener = pair
    assert listener.ask("/vamen/listen", "/vamen/tempo") == [170.0]
    mover.send("/vamen/tempo", 111.0)
    assert listener.receive() == ("/vamen/tempo", [111.0])
