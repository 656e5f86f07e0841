"""Long answers in portions: iterators of packets in, the packets out, from a thread of its own.

A wildcard may ask for hundreds of values. Whoever receives hands on what is more than a portion, so that the next
message need not wait for it. Each sender gets its answers in the order in which it asked; senders take turns.
"""

import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from itertools import islice

from .subscriptions import Reply

PORTION = 16  # packets that are made without letting others at the controls
REST = 0.001  # seconds between two portions: whoever receives computes meanwhile, and sockets have time to be read
WAITING = 256  # packets with questions, of one sender
ALL = 1024  # of all senders


class ReplyQueue:
    """What is still to be answered. Any thread may ask; packets of one sender leave one after the other."""

    def __init__(self, lock: AbstractContextManager[bool], failed: Callable[[str, BaseException], None]) -> None:
        """`lock`: held while packets are made, not while they are sent. `failed`: told when they cannot be made."""
        self._lock, self._failed = lock, failed
        self._waiting: OrderedDict[Reply, deque[Iterator[bytes]]] = OrderedDict()
        self._changed = threading.Condition()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def first(self, reply: Reply, packets: Iterator[bytes]) -> tuple[Sequence[bytes], bool]:
        """The packets that may be sent at once, and whether the rest has to be added when these have been sent.

        None may while the sender waits for others. The lock must be held.
        """
        if reply in self._waiting:
            return (), True
        made = tuple(islice(packets, PORTION))
        return made, len(made) == PORTION

    def add(self, reply: Reply, packets: Iterator[bytes]) -> bool:
        """Answer with these packets, later; at once while nothing runs. False when too many wait: then not at all."""
        if self._thread is None:
            while self._portion(reply, packets, PORTION) == PORTION:
                pass
            return True
        with self._changed:
            if len(self._waiting.get(reply, ())) >= WAITING or sum(map(len, self._waiting.values())) >= ALL:
                return False
            self._waiting.setdefault(reply, deque()).append(packets)
            self._changed.notify()
        return True

    def forget(self, reply: Reply) -> None:
        """A sender has gone."""
        with self._changed:
            self._waiting.pop(reply, None)

    def start(self) -> None:
        """Begin to answer."""
        self._stopping.clear()
        self._thread = threading.Thread(target=self._run, name="osc answers", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Forget what waits and end the thread."""
        with self._changed:
            self._stopping.set()
            self._waiting.clear()
            self._changed.notify()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._stopping.is_set() or self._waiting)
                if self._stopping.is_set():
                    return
                reply, waiting = next(iter(self._waiting.items()))
            room = PORTION
            while room > 0 and waiting:
                made = self._portion(reply, waiting[0], room)
                if made < room:
                    waiting.popleft()
                room -= max(made, 1)
            with self._changed:
                if self._waiting.get(reply) is waiting:  # else it has gone meanwhile
                    self._waiting.move_to_end(reply)
                    if not waiting:
                        del self._waiting[reply]
            self._stopping.wait(REST)

    def _portion(self, reply: Reply, packets: Iterator[bytes], most: int) -> int:
        """Make and send some of the packets; how many. Fewer than asked for: there are no more."""
        try:
            with self._lock:
                made = tuple(islice(packets, most))
        except Exception as defect:  # the thread must outlive a defect behind the controls
            self._failed(f"the controls failed: {defect}", defect)
            return 0
        for packet in made:
            reply(packet)
        return len(made)
