"""OSC packets -> writes and events on the controls, and replies. No socket: UDP and the panel both use it.

What a bundle sets is one `Controls.write`, then come its events, then its questions. A bundle dated in the future
waits in an agenda, at most FAR seconds; nobody sleeps on a time tag. A message that is refused is counted, logged at
most once a second, and answered with /vamen/error; the other messages of its bundle count.
"""

import logging
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from engine.agenda import Agenda
from engine.controls import Controls
from engine.errors import BadParameter

from . import packets, replies
from .namespace import ERROR, PONG, interpret
from .packets import Group
from .refusals import Refusals

FAR = 10.0  # seconds ahead that a bundle may be dated; later ones come then

Reply = Callable[[bytes], None]

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Appointment:
    """A group that waits, and how to answer it."""

    group: Group
    reply: Reply


class OscHandler:
    """Everything about OSC but the wire. One thread calls `handle`; what is dated later comes from the agenda's."""

    def __init__(
        self,
        controls: Controls,
        *,
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
        lock: AbstractContextManager[bool] | None = None,
    ) -> None:
        """Handle packets for these controls.

        Args:
            controls: what the messages play.
            clock: seconds that never jump; the agenda runs by it.
            wall: seconds since the Unix epoch; time tags are read by it.
            lock: held while the controls are touched; give the same to every bridge on the same controls.
        """
        self._controls = controls
        self._clock = clock
        self._wall = wall
        self._lock = lock or threading.Lock()
        self._refusals = Refusals(_logger, clock)
        self._agenda = Agenda(self._keep_appointment, clock)

    @property
    def refused(self) -> int:
        """Packets and messages refused since the start."""
        return self._refusals.count

    def start(self) -> None:
        """Begin to serve bundles that are dated later."""
        self._agenda.start()

    def stop(self) -> None:
        """Forget them."""
        self._agenda.stop()

    def handle(self, datagram: bytes, reply: Reply, at: float | None = None) -> None:
        """Apply one packet. Never raises, whatever is in it.

        Args:
            datagram: one OSC packet, or anything else.
            reply: called with each packet for the sender, from this thread or from the agenda's.
            at: when it came, seconds of `time.perf_counter`; its events sound a constant time later. None is now.
        """
        try:
            groups = packets.read(datagram)
        except BadParameter as refusal:
            # whoever speaks no OSC could not read an answer either
            self._refuse(str(refusal), reply if datagram.startswith((b"/", packets.BUNDLE)) else None)
            return
        for group in groups:
            ahead = 0.0 if group.when is None else group.when - self._wall()
            if ahead <= 0:
                self._perform(group, reply, at)
            elif not self._agenda.add(self._clock() + min(ahead, FAR), _Appointment(group, reply)):
                self._refuse("too many bundles wait for their time; send them later", reply)

    def refuse(self, sentence: str) -> None:
        """Count something that went wrong on the wire."""
        self._refusals.add(sentence)

    def _keep_appointment(self, appointment: _Appointment) -> None:
        self._perform(appointment.group, appointment.reply)

    def _perform(self, group: Group, reply: Reply, at: float | None = None) -> None:
        wishes = []
        for message in group.messages:
            try:
                wishes.append((message, interpret(message.address, message.params)))
            except BadParameter as refusal:
                # answering an answer could go on for ever
                self._refuse(str(refusal), None if message.address in (PONG, ERROR) else reply)
        values = {id: value for _, wish in wishes for id, value in wish.values.items()}
        try:
            with self._lock:
                if values:
                    self._controls.write(values)
                for _, wish in wishes:
                    for event in wish.events:
                        self._controls.trigger(event, at)
                answers = [
                    replies.answer(question, message, self._controls, self.refused)
                    for message, wish in wishes
                    for question in wish.questions
                ]
        except Exception as defect:  # the thread must outlive a defect behind the controls
            self._refusals.add(f"the controls failed: {defect}", defect)
            return
        for packet in answers:
            reply(packet)

    def _refuse(self, sentence: str, reply: Reply | None) -> None:
        self._refusals.add(sentence)
        if reply is not None:
            reply(replies.error(sentence))
