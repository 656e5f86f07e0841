"""A thread that sends to clients: a function in, which is called again and again while there are clients.

The function returns the seconds until its next call. An exception in it is reported, and the next call comes: whatever
is wrong behind one address or stream, clients must get the others.
"""

import threading
from collections.abc import Callable

from osc_bridge.lifecycle import Service

AFTER_FAILURE_S = 0.1  # until the next call


class SendingThread(Service):
    """A thread that calls a function, and waits while it has nothing to do."""

    def __init__(
        self, name: str, send: Callable[[], float], failed: Callable[[str, BaseException | None], object]
    ) -> None:
        """Call a function.

        Args:
            name: of the thread.
            send: the function; returns the seconds until the next call.
            failed: takes a sentence and the error when the function fails.
        """
        self._name, self._send, self._failed = name, send, failed
        self._awake, self._stopping = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None

    def wake(self) -> None:
        """Call the function from now on; any thread may call this."""
        self._awake.set()

    def rest(self) -> None:
        """Call the function no more until `wake`."""
        self._awake.clear()
        if self._stopping.is_set():  # `stop` waits for the thread
            self._awake.set()

    def start(self) -> None:
        """Start the thread."""
        self._stopping.clear()
        self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread."""
        self._stopping.set()
        self._awake.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _run(self) -> None:
        while self._awake.wait() and not self._stopping.is_set():
            try:
                seconds = self._send()
            except Exception as defect:
                self._failed(f"{self._name} could not be sent: {defect}", defect)
                seconds = AFTER_FAILURE_S
            self._stopping.wait(seconds)
