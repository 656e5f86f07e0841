"""Values -> what LED rings, lamps and motor faders of one controller should show. Pure: no port, no thread.

values  the instrument's parameters by id, in their units      now, at  seconds of `time.perf_counter`
out     MIDI messages for the controller's output, in order

A control gets what it does not show yet, at most RATE times a second, and nothing for HOLD seconds after a hand moved
it: a motor does not fight a finger. Then it gets the value that the parameter really has, once. Many controllers send
back what they are sent; that is recognised, so that it is not played as if a hand had done it, and nothing circles.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from engine.errors import BadConfig
from osc_bridge.midi.input.midi_messages import ControlChange, NoteMessage

RATE = 30.0  # messages per second and control, at most
HOLD = 0.3  # seconds after a hand moved a control
ECHO = 0.1  # seconds in which what comes back is an echo; nobody presses a lamp twice in that

HIGHEST = {"cc": 119, "cc14": 31, "nrpn": 16383, "note": 127}  # number of a control, by its kind

CURVE = ((0.0, 0.0), (1.0, 1.0))


class Shown(NamedTuple):
    """A control that shows a parameter."""

    control: str  # "cc 20", "cc14 20", "nrpn 300", "bend" or "note 60"
    channel: int  # 0..15
    parameter: str
    low: float  # value at which the control is at its beginning; above `high` when it is turned round
    high: float
    curve: tuple[tuple[float, float], ...] = CURVE  # travel of the control 0..1, share of the range 0..1; both rise
    lamp: bool = False  # lit from the middle of the range on, dark below; notes always are
    relative: bool = False  # it sends steps, so nothing that it sends is an echo


class Feedback:
    """What one controller shows."""

    def __init__(self, shown: Iterable[Shown]) -> None:
        """Show these; the first message of each goes out at the first `changed`.

        Raises:
            BadConfig: a control has no way to show anything, or a range or curve cannot be turned round.
        """
        self._displays = [_Display(entry) for entry in shown]

    def heard(self, gesture: ControlChange | NoteMessage) -> bool:
        """Take note of what the controller sent, before it is played; True when it is an echo and must not be played.

        Whatever else a hand did to a control that shows nothing here is none of our business: False.
        """
        control = f"note {gesture.key}" if isinstance(gesture, NoteMessage) else gesture.control
        echo = False
        for display in self._displays:
            if (display.entry.control, display.entry.channel) == (control, gesture.channel):
                echo |= display.hear(gesture)
        return echo

    def changed(self, values: Mapping[str, float], now: float) -> list[bytes]:
        """What must be sent so that the controller shows these values. Call it 30 to 60 times a second."""
        messages = []
        for display in self._displays:
            if display.entry.parameter in values:
                messages += display.show(values[display.entry.parameter], now)
        return messages

    def forget(self) -> None:
        """The controller was plugged in: it shows nothing that we know of, so everything is sent."""
        for display in self._displays:
            display.sent, display.held = None, -np.inf
            display.echoes.clear()


@dataclass
class _Display:
    """One control and what is known of it."""

    entry: Shown
    sent: int | None = None  # what it shows; None when that is not known
    held: float = -np.inf  # until then it is in a hand
    free: float = -np.inf  # until then it has had enough
    echoes: deque[tuple[int, float]] = field(default_factory=lambda: deque(maxlen=8))  # numbers sent, and when

    def __post_init__(self) -> None:
        kind, _, number = self.entry.control.partition(" ")
        place = int(number) if number.isascii() and number.isdigit() else -1
        if kind == "bend" and not number:
            place = 0
        elif not 0 <= place <= HIGHEST.get(kind, -1):
            raise BadConfig(f"the control {self.entry.control!r} shows nothing; choose cc, cc14, nrpn, note or bend")
        if not 0 <= self.entry.channel <= 15:
            raise BadConfig(f"{self.entry.control!r} is on channel {self.entry.channel}, expected 0 to 15")
        travel, share = [point[0] for point in self.entry.curve], [point[1] for point in self.entry.curve]
        still = len(travel) < 2 or (np.diff(travel) <= 0).any() or (np.diff(share) <= 0).any()
        if self.entry.low == self.entry.high or still:
            raise BadConfig(f"{self.entry.control!r} has a range or curve that stands still; let it rise all the way")
        self.kind, self.number = kind, place
        self.lamp = self.entry.lamp or kind == "note"
        self.travel, self.share = travel, share

    def hear(self, gesture: ControlChange | NoteMessage) -> bool:
        number = round(gesture.velocity * 127) if isinstance(gesture, NoteMessage) else gesture.raw
        if self.kind == "bend":
            number += 8192
        if not self.entry.relative and self.is_echo(number, gesture.at):
            return True
        if self.lamp:
            self.sent = None  # many switch their own lamp, and leave it as it should not be
        elif self.entry.relative or number != self.sent:  # else it came late, and shows what it should
            self.sent, self.held = None, gesture.at + HOLD
        return False

    def is_echo(self, number: int, at: float) -> bool:
        """Whether this was sent a moment ago. Each comes back once; of a pair, its coarse half may come alone."""
        recent = [echo for echo in self.echoes if at - echo[1] <= ECHO]
        for echo in recent:
            if echo[0] == number:
                self.echoes.remove(echo)
                return True
        return self.kind in ("cc14", "nrpn") and any(echo[0] >> 7 == number >> 7 for echo in recent)

    def show(self, value: float, now: float) -> list[bytes]:
        number = self.count(value)
        if number == self.sent or now < self.held or now < self.free:
            return []
        self.sent, self.free = number, now + 1 / RATE
        self.echoes.append((number, now))
        return self.messages(number)

    def count(self, value: float) -> int:
        """The number for a value: 0..127 or 0..16383, the middle exact; a lamp's is all or nothing."""
        share = (value - self.entry.low) / (self.entry.high - self.entry.low)
        place = float(np.clip(np.interp(share, self.share, self.travel), 0, 1))
        if self.lamp:
            return 127 if place >= 0.5 else 0
        middle = 64 if self.kind == "cc" else 8192
        return round(middle + (place - 0.5) * 2 * (middle if place < 0.5 else middle - 1))

    def messages(self, number: int) -> list[bytes]:
        """The bytes that say a number."""
        channel, coarse, fine = self.entry.channel, number >> 7, number & 0x7F
        if self.kind == "note":
            return [bytes((0x90 | channel, self.number, number))]
        if self.kind == "bend":
            return [bytes((0xE0 | channel, fine, coarse))]
        if self.kind == "cc":
            return [bytes((0xB0 | channel, self.number, number))]
        pairs = [(self.number, coarse), (self.number + 32, fine)]
        if self.kind == "nrpn":
            pairs = [(99, self.number >> 7), (98, self.number & 0x7F), (6, coarse), (38, fine)]
        return [bytes((0xB0 | channel, controller, data)) for controller, data in pairs]
