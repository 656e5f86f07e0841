"""Replies that come later: long ones in portions, sent by a thread, and those of commands that write files.

A wildcard may query hundreds of values. The receiving thread queues what is more than PACKETS_PER_TURN, so that the
next message need not wait for it. The replies to one client keep the order of its queries; clients take turns.
"""

import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager
from functools import partial
from itertools import islice

from engine.errors import VamenError

from . import replies
from .request import Client

PACKETS_PER_TURN = 16  # made without releasing the lock
TURN_PAUSE_S = 0.001  # for the receiving thread to compute, and for the peers to read their sockets
MAX_QUEUED_PER_CLIENT = 256  # packets with queries
MAX_QUEUED = 1024  # of all clients


class ReplyQueue:
    """Replies that are still to be sent. Any thread may add some."""

    def __init__(self, lock: AbstractContextManager[bool], failed: Callable[[str, BaseException | None], None]) -> None:
        """`lock`: held while packets are made. `failed`: called with a sentence, and its error if any."""
        self._lock, self._failed = lock, failed
        self._queued: OrderedDict[Client, deque[Iterator[bytes]]] = OrderedDict()
        self._changed = threading.Condition()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def first_turn(self, client: Client, packets: Iterator[bytes]) -> tuple[Sequence[bytes], bool]:
        """Return the packets to send at once, and whether to pass the iterator to `add` after sending them.

        There are no packets to send while earlier replies to the client are queued. The lock must be held.
        """
        if client in self._queued:
            return (), True
        made = tuple(islice(packets, PACKETS_PER_TURN))
        return made, len(made) == PACKETS_PER_TURN

    def add(self, client: Client, packets: Iterator[bytes]) -> bool:
        """Queue packets; send them at once while no thread runs. Returns False, and drops them, when too many wait."""
        if self._thread is None:
            while self._send(client, packets, PACKETS_PER_TURN) == PACKETS_PER_TURN:
                pass
            return True
        with self._changed:
            queued = sum(map(len, self._queued.values()))
            if len(self._queued.get(client, ())) >= MAX_QUEUED_PER_CLIENT or queued >= MAX_QUEUED:
                return False
            self._queued.setdefault(client, deque()).append(packets)
            self._changed.notify()
        return True

    def answer_when_done(self, client: Client, command: Future[str] | None) -> None:
        """Send what a command has done, or why it failed, when it ends. None is a command that needs no answer."""
        if command is not None:
            command.add_done_callback(partial(self._answer_done, client))

    def forget(self, client: Client) -> None:
        """Drop what is queued for a client."""
        with self._changed:
            self._queued.pop(client, None)

    def start(self) -> None:
        """Start the thread that sends."""
        self._stopping.clear()
        self._thread = threading.Thread(target=self._run, name="osc replies", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Drop what is queued and end the thread."""
        with self._changed:
            self._stopping.set()
            self._queued.clear()
            self._changed.notify()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _answer_done(self, client: Client, command: Future[str]) -> None:
        try:
            client.send(replies.done(command.result()))
        except VamenError as refusal:
            self._failed(str(refusal), None)
            client.send(replies.error(str(refusal)))
        except Exception as defect:
            self._failed(f"a command failed: {defect}", defect)

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._stopping.is_set() or self._queued)
                if self._stopping.is_set():
                    return
                client, waiting = next(iter(self._queued.items()))
            left = PACKETS_PER_TURN
            while left > 0 and waiting:
                made = self._send(client, waiting[0], left, waiting)
                if made < left:
                    waiting.popleft()
                left -= max(made, 1)
            with self._changed:
                if self._queued.get(client) is waiting:  # the client may have left meanwhile
                    self._queued.move_to_end(client)
                    if not waiting:
                        del self._queued[client]
            self._stopping.wait(TURN_PAUSE_S)

    def _send(
        self, client: Client, packets: Iterator[bytes], limit: int, waiting: deque[Iterator[bytes]] | None = None
    ) -> int:
        """Make and send up to `limit` packets; return their number, which is smaller when there are no more.

        None are made if `waiting`, which they are from, was dropped: they would subscribe a client that has left.
        """
        try:
            with self._lock:
                if waiting is not None and self._queued.get(client) is not waiting:
                    return 0
                made = tuple(islice(packets, limit))
        except Exception as defect:  # the thread must outlive a defect behind the controls
            self._failed(f"the controls failed: {defect}", defect)
            return 0
        for packet in made:
            client.send(packet)
        return len(made)
