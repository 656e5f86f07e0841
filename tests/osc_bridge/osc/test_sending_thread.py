"""The thread that sends to clients: it is called while there are clients, and always ends."""

import threading

from osc_bridge.osc.sending_thread import SendingThread
from tests.engine.waiting import TEST_TIMEOUT_S, wait_until


def test_it_ends_although_its_last_client_leaves_while_it_sends() -> None:
    sending, left = threading.Event(), threading.Event()

    def send() -> float:
        sending.set()
        assert left.wait(TEST_TIMEOUT_S)
        thread.rest()
        return 0.0

    thread = SendingThread("packets", send, lambda sentence, cause: None)
    thread.start()
    thread.wake()
    assert sending.wait(TEST_TIMEOUT_S)
    stopping = threading.Thread(target=thread.stop, daemon=True)
    stopping.start()
    wait_until(lambda: stopping.is_alive())
    left.set()
    stopping.join(TEST_TIMEOUT_S)
    assert not stopping.is_alive()


def test_it_rests_until_it_is_woken_and_can_be_started_again() -> None:
    calls: list[float] = []

    def send() -> float:
        calls.append(0.0)
        thread.rest()
        return 0.0

    thread = SendingThread("packets", send, lambda sentence, cause: None)
    for number in (1, 2):
        with thread:
            thread.wake()
            wait_until(lambda number=number: len(calls) >= number)  # type: ignore[misc]
