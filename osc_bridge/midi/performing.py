"""What came from MIDI inputs -> writes and events on the controls, as `meaning` has it."""

import threading
from collections.abc import Sequence
from contextlib import AbstractContextManager

from mido import Message

from engine.controls import Controls, Event

from ..refusals import Refusals
from .meaning import coalesce, interpret
from .protocol import Arrival


class Performance:
    """Plays batches of messages: of many values the last counts, events keep their places."""

    def __init__(
        self, controls: Controls, refusals: Refusals, lock: AbstractContextManager[bool] | None = None
    ) -> None:
        """`lock`: held while the controls are touched; give the same to every bridge on the same controls."""
        self._controls, self._refusals, self._lock = controls, refusals, lock or threading.Lock()

    def __call__(self, batch: Sequence[Arrival]) -> None:
        """Play a batch, in order."""
        messages = []
        for came, _, data in batch:
            try:
                messages.append(Message.from_bytes(data, came))
            except ValueError:
                self._refusals.add(f"a MIDI message of {len(data)} bytes means nothing; check the cable or the driver")
        times = (message.time for message in messages if isinstance(interpret(message), Event))
        for step in coalesce(messages):
            try:
                with self._lock:
                    if isinstance(step, Event):
                        self._controls.trigger(step, next(times))
                    else:
                        self._controls.write(step)
            except Exception as defect:  # the thread must outlive a defect behind the controls
                self._refusals.add(f"the controls failed: {defect}", defect)
