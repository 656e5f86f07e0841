"""OSC packets -> writes and events on the controls, and replies. No socket: UDP, TCP and the panel all use it.

What a bundle orders comes first, then what it sets, as one `Controls.write` and one `Controls.write_steps`, then its
events, then its questions. A bundle dated in the future waits in an agenda until EARLY before its time; then the
controls, and orders that can keep a time, get it together with the time. Single sixteenths, other orders and questions
have no such time: they wait until it has come. Nobody sleeps on a time tag. A message that is refused is counted,
logged at most once a second, and answered with /vamen/error; the other messages of its bundle count. What one packet
may ask is bounded, and long answers leave from a thread of their own, so that the next packet is soon at its turn.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import partial

from engine.controls import Cell, Controls, Event
from engine.errors import BadParameter, VamenError
from engine.sync.scheduler import Scheduler
from osc_bridge.error_log import RateLimitedLog

from . import packets, replies
from .command_arguments import PRESET
from .command_registry import CommandRegistry
from .interpret import ERROR, PONG, PRESETS, STARTUP, interpret, prepare
from .messages import Message
from .packet_quota import PacketQuota
from .packets import Group
from .reply_queue import ReplyQueue
from .request import Wish, numbers
from .sender_clock import SenderClocks, read_clocks
from .subscriptions import Reply, Subscriptions

EARLY = 0.25  # seconds before its time at which the controls get what is dated
DATED = 1024  # bundles that may wait; four times as many take the collector of garbage 40 ms to look at
SENTENCES = 8  # about what was refused together
ANSWERS = (PONG, ERROR, STARTUP)  # answering an answer could go on for ever

Asked = Sequence[tuple[Message, Wish]]

_logger = logging.getLogger(__name__)


def _call(task: Callable[[], None]) -> None:
    task()


class OscHandler:
    """Everything about OSC but the wire. Any thread may call `handle`; what is dated comes from the agenda's."""

    def __init__(
        self,
        controls: Controls,
        *,
        clock: Callable[[], float] = time.perf_counter,
        wall: Callable[[], float] = time.time,
        lock: AbstractContextManager[bool] | None = None,
        orders: CommandRegistry | None = None,
    ) -> None:
        """Handle packets for these controls.

        Args:
            controls: what the messages play.
            clock: seconds of `time.perf_counter`, by which the controls are told when something is due.
            wall: seconds since the Unix epoch; time tags are read by it.
            lock: held while the controls are touched; give the same to every bridge on the same controls.
            orders: what can be ordered; they are given with the lock held.
        """
        self._orders = orders or CommandRegistry()
        self._controls = controls
        self._clock = clock
        self._wall = wall
        self._lock = lock or threading.Lock()
        self._refusals = RateLimitedLog(_logger, clock)
        self._agenda = Scheduler(_call, clock, DATED)
        self._skew = SenderClocks()
        self._listeners = Subscriptions(controls, self._lock, clock, self._refusals.add)
        self._answers = ReplyQueue(self._lock, self._refusals.add)
        prepare()

    @property
    def refused(self) -> int:
        """Packets and messages refused since the start."""
        return self._refusals.count

    def start(self) -> None:
        """Begin to serve bundles that are dated later, listeners, and long answers in portions."""
        self._agenda.start()
        self._listeners.start()
        self._answers.start()

    def stop(self) -> None:
        """Forget them."""
        self._agenda.stop()
        self._listeners.stop()
        self._answers.stop()

    def handle(self, datagram: bytes, reply: Reply, at: float | None = None) -> None:
        """Apply one packet. Never raises, whatever is in it.

        Args:
            datagram: one OSC packet, or anything else.
            reply: called with each packet for the sender, from any thread, also later; it must not raise or wait.
                Replies that compare equal are one sender: give the same one again, or an equal one.
            at: when it came, seconds of `time.perf_counter`; its events sound a constant time later. None is now.
        """
        try:
            groups = packets.read(datagram)
        except BadParameter as refusal:
            # whoever speaks no OSC could not read an answer either
            self._refuse(str(refusal), reply if datagram.startswith((b"/", packets.BUNDLE)) else None)
            return
        budget = PacketQuota()
        for group in groups:
            asked = self._understood(group, reply, budget)
            if group.when is None:
                self._perform(asked, reply, at)
            else:
                self._schedule(asked, reply, group.when, at)

    def refuse(self, sentence: str) -> None:
        """Count something that went wrong on the wire."""
        self._refusals.add(sentence)

    def forget(self, reply: Reply) -> None:
        """A sender has gone: tell it nothing more."""
        self._answers.forget(reply)
        with self._lock:
            self._listeners.forget(reply)

    def _understood(self, group: Group, reply: Reply, budget: PacketQuota) -> Asked:
        asked, refused = [], []
        for message in group.messages:
            if budget.spent:
                break
            try:
                budget.allow(message)
                wish = interpret(message.address, message.params)
            except BadParameter as refusal:
                if message.address in ANSWERS:
                    self._refusals.add(str(refusal))
                else:
                    refused.append(str(refusal))
                continue
            budget.spend(wish)
            asked.append((message, wish))
        self._complain(refused, reply)
        return asked

    def _schedule(self, asked: Asked, reply: Reply, when: float, at: float | None) -> None:
        now, wall = read_clocks(self._clock, self._wall)
        came = now if at is None else at
        due = self._skew.due(reply, when, wall - (now - came), came)
        if due <= now:
            self._perform(asked, reply, at)
            return
        sound: Asked = [(message, wish) for message, wish in asked if wish.sounds]
        rest: Asked = [(message, wish) for message, wish in asked if not wish.sounds]
        kept = True
        if sound and due - EARLY <= now:
            self._perform(sound, reply, at, due)
        elif sound:
            kept = self._agenda.add(due - EARLY, partial(self._perform, sound, reply, None, due))
        if rest and kept:
            kept = self._agenda.add(due, partial(self._perform, rest, reply))
        if not kept:
            self._refuse("too many bundles wait for their time; send them later", reply)

    def _perform(self, asked: Asked, reply: Reply, at: float | None = None, due: float | None = None) -> None:
        """Do what is asked for; with `due`, at that time, which is near."""
        asking = [one for one in asked if one[1].asks]
        answers = self._answers_to(asking, reply) if asking else None
        try:
            with self._lock:
                echoes = len(self._listeners) and due is None
                wishes = [wish for message, wish in asked if not (echoes and self._echoed(reply, message, wish))]
                refused = self._order(wishes, at if due is None else due)
                self._apply(wishes, at, due)
                first, more = self._answers.first(reply, answers) if answers else ((), False)
        except Exception as defect:  # the thread must outlive a defect behind the controls
            self._refusals.add(f"the controls failed: {defect}", defect)
            return
        self._complain(refused, reply)
        for packet in first:
            reply(packet)
        if answers and more and not self._answers.add(reply, answers):
            self._refuse("too many questions wait for their answers; ask again when they have come", reply)

    def _order(self, wishes: Sequence[Wish], at: float | None) -> list[str]:
        """Give the orders, before anything is set: a preset comes first, what is sent with it moves it.

        Sentences for those that were refused.
        """
        refused = []
        for order in (order for wish in wishes for order in wish.orders):
            try:
                self._orders.tell(order.name, order.words, self._clock() if at is None else at)
            except VamenError as refusal:
                refused.append(str(refusal))
        return refused

    def _apply(self, wishes: Sequence[Wish], at: float | None, due: float | None) -> None:
        values: dict[str, float] = {}
        cells: dict[Cell, float] = {}
        events: list[Event] = []
        for wish in wishes:
            values |= wish.values
            cells |= wish.cells
            events += wish.events
        if values:
            self._controls.write(values, due)
        if cells:
            self._controls.write_steps(cells)
        for event in events:
            self._controls.trigger(event, at, due)

    def _answers_to(self, asked: Asked, reply: Reply) -> Iterator[bytes]:
        """Answers, made as they are taken, with the lock held."""
        for message, wish in asked:
            if wish.ignore:
                self._listeners.ignore(reply, wish.ignore)
            if wish.listen:
                try:
                    yield from self._listeners.listen(reply, wish.listen)
                except BadParameter as refusal:
                    self._refusals.add(str(refusal))
                    yield replies.error(str(refusal))
            for question in wish.questions:
                yield self._answer(question, message)

    def _answer(self, question: str, message: Message) -> bytes:
        if question == PRESETS:
            return replies.presets(self._orders.choices(PRESET))
        return replies.answer(question, message, self._controls, self.refused)

    def _echoed(self, reply: Reply, message: Message, wish: Wish) -> bool:
        """Whether a listener only repeats what it was told."""
        sets = wish.values or wish.cells
        if not sets or not self._listeners.hears(reply, message.address):
            return False
        return self._listeners.echoes(reply, message.address, numbers(message.params))

    def _complain(self, sentences: Sequence[str], reply: Reply) -> None:
        for sentence in sentences[:SENTENCES]:
            self._refuse(sentence, reply)
        if more := sentences[SENTENCES:]:
            for sentence in more:
                self._refusals.add(sentence)
            reply(replies.error(f"{len(more)} more messages of this packet were refused; mend the first ones"))

    def _refuse(self, sentence: str, reply: Reply | None) -> None:
        self._refusals.add(sentence)
        if reply is not None:
            reply(replies.error(sentence))
