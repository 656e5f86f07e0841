"""Long replies are sent in portions, in order for each client and in turns for several; the lock is free in between."""

import queue
import threading
from collections.abc import Iterator

import pytest

from osc_bridge.osc.reply_queue import MAX_QUEUED, MAX_QUEUED_PER_CLIENT, PACKETS_PER_TURN, ReplyQueue
from osc_bridge.osc.request import Client
from tests.tiny_client import REPLY_TIMEOUT_S

from .peer import Inbox


class SlowClient(Client):
    """A client that accepts no packet before an event is set."""

    def __init__(self, ready: threading.Event | None = None) -> None:
        self._ready, self.packets = ready, queue.Queue[bytes]()

    def send(self, packet: bytes) -> None:
        if self._ready:
            assert self._ready.wait(REPLY_TIMEOUT_S)
        self.packets.put(packet)

    def receive(self, count: int) -> list[bytes]:
        return [self.packets.get(timeout=REPLY_TIMEOUT_S) for _ in range(count)]


class CountingLock:
    """A lock that counts how often it is taken."""

    def __init__(self) -> None:
        self.lock, self.count = threading.Lock(), 0

    def __enter__(self) -> bool:
        self.count += 1
        return self.lock.__enter__()

    def __exit__(self, *error: object) -> None:
        self.lock.__exit__(*error)  # type: ignore[arg-type]


def numbered(count: int, first: int = 0) -> list[bytes]:
    return [number.to_bytes(2, "big") for number in range(first, first + count)]


@pytest.fixture
def lock() -> CountingLock:
    return CountingLock()


@pytest.fixture
def errors() -> queue.Queue[str]:
    return queue.Queue()


@pytest.fixture
def replies(lock: CountingLock, errors: queue.Queue[str]) -> Iterator[ReplyQueue]:
    replies = ReplyQueue(lock, lambda sentence, cause: errors.put(sentence))  # type: ignore[arg-type]
    replies.start()
    yield replies
    replies.stop()


def test_a_short_reply_needs_no_thread(replies: ReplyQueue) -> None:
    packets = numbered(PACKETS_PER_TURN - 1)
    assert replies.first_turn(Inbox(), iter(packets)) == (tuple(packets), False)


def test_a_long_reply_is_made_a_portion_at_a_time(replies: ReplyQueue, lock: CountingLock) -> None:
    client, packets = SlowClient(), iter(numbered(3 * PACKETS_PER_TURN))
    made, more = replies.first_turn(client, packets)
    assert [*made] == numbered(PACKETS_PER_TURN) and more
    assert replies.add(client, packets)
    assert client.receive(2 * PACKETS_PER_TURN) == numbered(2 * PACKETS_PER_TURN, PACKETS_PER_TURN)
    assert lock.count >= 2


def test_a_later_query_waits_for_the_reply_to_an_earlier_one(replies: ReplyQueue) -> None:
    ready = threading.Event()
    client = SlowClient(ready)
    replies.add(client, iter(numbered(2 * PACKETS_PER_TURN)))
    packets = iter(numbered(1, 1000))
    assert replies.first_turn(client, packets) == ((), True)
    replies.add(client, packets)
    ready.set()
    assert client.receive(2 * PACKETS_PER_TURN + 1) == numbered(2 * PACKETS_PER_TURN) + numbered(1, 1000)


def test_a_short_reply_does_not_wait_for_all_of_another_clients_long_one(replies: ReplyQueue) -> None:
    ready, order = threading.Event(), queue.Queue[Client]()

    class OrderedClient(SlowClient):
        def send(self, packet: bytes) -> None:
            super().send(packet)
            order.put(self)

    greedy, other = OrderedClient(ready), OrderedClient()
    replies.add(greedy, iter(numbered(50 * PACKETS_PER_TURN)))
    replies.add(other, iter(numbered(1)))
    ready.set()
    assert [order.get(timeout=REPLY_TIMEOUT_S) for _ in range(2 * PACKETS_PER_TURN)].count(other) == 1


def test_short_replies_keep_the_order_of_their_queries(replies: ReplyQueue) -> None:
    ready = threading.Event()
    client = SlowClient(ready)
    for number in range(3 * PACKETS_PER_TURN):
        replies.add(client, iter(numbered(1, number)))
    ready.set()
    assert client.receive(3 * PACKETS_PER_TURN) == numbered(3 * PACKETS_PER_TURN)


def test_the_number_of_queued_replies_is_bounded(replies: ReplyQueue) -> None:
    ready = threading.Event()
    client = SlowClient(ready)
    added = [replies.add(client, iter(numbered(1))) for _ in range(MAX_QUEUED_PER_CLIENT + 1)]
    assert added == [True] * MAX_QUEUED_PER_CLIENT + [False]
    free = MAX_QUEUED - MAX_QUEUED_PER_CLIENT
    others = [replies.add(SlowClient(), iter(numbered(1))) for _ in range(free + 1)]
    assert others == [True] * free + [False]
    ready.set()
    client.receive(MAX_QUEUED_PER_CLIENT)


def test_a_client_that_has_left_is_sent_no_more(replies: ReplyQueue) -> None:
    ready = threading.Event()
    left, other = SlowClient(ready), SlowClient()
    replies.add(left, iter(numbered(9 * PACKETS_PER_TURN)))
    replies.forget(left)
    ready.set()
    replies.add(other, iter(numbered(1)))
    other.receive(1)
    assert left.packets.qsize() <= PACKETS_PER_TURN


def test_nothing_is_made_for_a_client_that_has_left(replies: ReplyQueue) -> None:
    """A reply that is made for it would subscribe it, for ever."""
    sending, ready, made = threading.Event(), threading.Event(), list[int]()

    class Leaving(Client):
        def send(self, packet: bytes) -> None:
            sending.set()
            assert ready.wait(REPLY_TIMEOUT_S)

    def reply(number: int) -> Iterator[bytes]:
        made.append(number)
        yield b""

    left, other = Leaving(), SlowClient()
    for number in range(3):
        replies.add(left, reply(number))
    assert sending.wait(REPLY_TIMEOUT_S)
    replies.forget(left)
    ready.set()
    replies.add(other, iter(numbered(1)))
    other.receive(1)
    assert made == [0]


def test_an_error_in_the_controls_ends_one_reply_and_not_the_thread(
    replies: ReplyQueue, errors: queue.Queue[str]
) -> None:
    def broken() -> Iterator[bytes]:
        raise OSError("the shared memory is gone")
        yield b""

    client = SlowClient()
    replies.add(client, broken())
    replies.add(client, iter(numbered(1)))
    assert client.receive(1) == numbered(1)
    assert "the shared memory is gone" in errors.get(timeout=REPLY_TIMEOUT_S)


def test_without_a_thread_all_is_sent_at_once(lock: CountingLock) -> None:
    client = Inbox()
    assert ReplyQueue(lock, print).add(client, iter(numbered(100)))  # type: ignore[arg-type]
    assert client.packets == numbered(100)
