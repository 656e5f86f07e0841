"""Long answers leave in portions, each sender's in order, senders in turn; nobody's controls are held meanwhile."""

import queue
import threading
from collections.abc import Iterator

import pytest

from osc_bridge.osc.reply_queue import ALL, PORTION, WAITING, ReplyQueue

PATIENCE = 5.0


class Sender:
    """Somebody who has asked, and keeps what is answered; perhaps not before it may."""

    def __init__(self, may: threading.Event | None = None) -> None:
        self.may, self.told = may, queue.Queue[bytes]()

    def __call__(self, packet: bytes) -> None:
        if self.may:
            assert self.may.wait(PATIENCE)
        self.told.put(packet)

    def hear(self, count: int) -> list[bytes]:
        return [self.told.get(timeout=PATIENCE) for _ in range(count)]


class Counted:
    """A lock that knows how often it was taken."""

    def __init__(self) -> None:
        self.lock, self.taken = threading.Lock(), 0

    def __enter__(self) -> bool:
        self.taken += 1
        return self.lock.__enter__()

    def __exit__(self, *fault: object) -> None:
        self.lock.__exit__(*fault)  # type: ignore[arg-type]


def numbered(count: int, first: int = 0) -> list[bytes]:
    return [number.to_bytes(2, "big") for number in range(first, first + count)]


@pytest.fixture
def lock() -> Counted:
    return Counted()


@pytest.fixture
def faults() -> queue.Queue[str]:
    return queue.Queue()


@pytest.fixture
def answers(lock: Counted, faults: queue.Queue[str]) -> Iterator[ReplyQueue]:
    answers = ReplyQueue(lock, lambda sentence, cause: faults.put(sentence))  # type: ignore[arg-type]
    answers.start()
    yield answers
    answers.stop()


def test_a_short_answer_needs_no_thread(answers: ReplyQueue) -> None:
    assert answers.first(print, iter(numbered(PORTION - 1))) == (tuple(numbered(PORTION - 1)), False)


def test_a_long_one_is_made_a_portion_at_a_time(answers: ReplyQueue, lock: Counted) -> None:
    sender, packets = Sender(), iter(numbered(3 * PORTION))
    made, more = answers.first(sender, packets)
    assert [*made] == numbered(PORTION) and more
    assert answers.add(sender, packets)
    assert sender.hear(2 * PORTION) == numbered(2 * PORTION, PORTION)
    assert lock.taken >= 2


def test_what_is_asked_meanwhile_waits_for_what_was_asked_before(answers: ReplyQueue) -> None:
    may = threading.Event()
    sender = Sender(may)
    answers.add(sender, iter(numbered(2 * PORTION)))
    packets = iter(numbered(1, 1000))
    assert answers.first(sender, packets) == ((), True)
    answers.add(sender, packets)
    may.set()
    assert sender.hear(2 * PORTION + 1) == numbered(2 * PORTION) + numbered(1, 1000)


def test_another_sender_does_not_wait_for_all_of_it(answers: ReplyQueue) -> None:
    may, order = threading.Event(), queue.Queue[str]()

    def greedy(packet: bytes) -> None:
        assert may.wait(PATIENCE)
        order.put("greedy")

    answers.add(greedy, iter(numbered(50 * PORTION)))
    answers.add(lambda packet: order.put("other"), iter(numbered(1)))
    may.set()
    heard = [order.get(timeout=PATIENCE) for _ in range(2 * PORTION)]
    assert heard.count("other") == 1


def test_short_answers_come_in_the_order_in_which_they_were_asked_for(answers: ReplyQueue) -> None:
    may = threading.Event()
    sender = Sender(may)
    for number in range(3 * PORTION):
        answers.add(sender, iter(numbered(1, number)))
    may.set()
    assert sender.hear(3 * PORTION) == numbered(3 * PORTION)


def test_too_many_questions_are_refused(answers: ReplyQueue) -> None:
    may = threading.Event()
    sender = Sender(may)
    kept = [answers.add(sender, iter(numbered(1))) for _ in range(WAITING + 1)]
    assert kept == [True] * WAITING + [False]
    others = [answers.add(Sender(), iter(numbered(1))) for _ in range(ALL - WAITING + 1)]
    assert others == [True] * (ALL - WAITING) + [False]
    may.set()
    sender.hear(WAITING)


def test_who_has_gone_is_told_no_more(answers: ReplyQueue) -> None:
    may = threading.Event()
    gone, other = Sender(may), Sender()
    answers.add(gone, iter(numbered(9 * PORTION)))
    answers.forget(gone)
    may.set()
    answers.add(other, iter(numbered(1)))
    other.hear(1)
    assert gone.told.qsize() <= PORTION


def test_a_fault_behind_the_controls_ends_one_answer_and_not_the_thread(
    answers: ReplyQueue, faults: queue.Queue[str]
) -> None:
    def broken() -> Iterator[bytes]:
        raise OSError("the shared memory is gone")
        yield b""

    sender = Sender()
    answers.add(sender, broken())
    answers.add(sender, iter(numbered(1)))
    assert sender.hear(1) == numbered(1)
    assert "the shared memory is gone" in faults.get(timeout=PATIENCE)


def test_without_a_thread_all_is_answered_at_once(lock: Counted) -> None:
    sender = Sender()
    assert ReplyQueue(lock, print).add(sender, iter(numbered(100)))  # type: ignore[arg-type]
    assert sender.hear(100) == numbered(100)
