"""Parameter values -> messages that set the LED rings, lamps and motor faders of one controller.

[feedback]
on = true       send the values of parameters to the controls that the map names
channel = 9     1..16, of controls without a channel in the map; 1 by default

values  parameters by id, in their units            now, at  seconds of `time.perf_counter`

A control gets a new value at most MAX_FEEDBACK_RATE times a second, and none for TOUCH_HOLD_S after it was moved: a
motor must not work against a finger. Then it gets the parameter's value, once. Many controllers send back what they
get; such an echo is detected, so that it does not set the parameter.
"""

from collections import deque
from collections.abc import Mapping

from mido import Message

from engine.parameters import Parameter
from osc_bridge.midi.input.midi_messages import ControlChange, NoteMessage
from osc_bridge.midi.mapping.control_map import ControlMap, MapEntry
from osc_bridge.midi.mapping.curves import position_of
from osc_bridge.midi.mapping.map_section import MapSection

MAX_FEEDBACK_RATE = 30.0  # messages per second and control
TOUCH_HOLD_S = 0.3
ECHO_TIME_S = 0.1  # after a value was sent; shorter than between two presses of a button

DISPLAY_KINDS = ("cc", "cc14", "nrpn", "note")  # of controls that can show a value; a wheel springs back


class Feedback:
    """What rings, lamps and faders of one controller show. `parameters`: ids of the parameters that are shown."""

    def __init__(self, map: ControlMap) -> None:
        """Show the parameters of a map's controls, or nothing without [feedback] on = true.

        Raises:
            BadConfig: [feedback] has an unknown key or value.
        """
        section = MapSection("feedback", map.feedback, ("on", "channel"))
        on, channel = section.flag("on"), section.whole("channel", range(1, 17), 1) - 1
        self._displays = [
            _Display(entry, entry.target, channel)
            for entry in map.entries.values()
            if on and isinstance(entry.target, Parameter) and entry.control.split()[0] in DISPLAY_KINDS
        ]
        self.parameters = frozenset(display.parameter for display in self._displays)

    def is_echo(self, message: ControlChange | NoteMessage) -> bool:
        """Store a message of the controller; return whether it is an echo of feedback, which must not be played."""
        control = f"note {message.key}" if isinstance(message, NoteMessage) else message.control
        displays = [d for d in self._displays if (d.entry.control, d.channel) == (control, message.channel)]
        return any([display.receive(message) for display in displays])

    def update(self, values: Mapping[str, float], now: float) -> list[Message]:
        """Return the messages that make the controller show these values. Call this 30 to 60 times a second."""
        messages = []
        for display in self._displays:
            if display.parameter in values:
                messages += display.show(values[display.parameter], now)
        return messages

    def forget(self) -> None:
        """Send everything again: the controller was plugged in, and what it shows is unknown."""
        for display in self._displays:
            display.forget()


class _Display:
    """One control, and the number that was sent to it last, which it shows."""

    def __init__(self, entry: MapEntry, target: Parameter, channel: int) -> None:
        self.entry, self.parameter = entry, target.id
        self.channel = channel if entry.channel is None else entry.channel
        kind, _, number = entry.control.partition(" ")
        self._kind, self._number = kind, int(number)
        self._is_lamp = entry.toggle or kind == "note"
        self._echoes: deque[tuple[int, float]] = deque(maxlen=8)  # numbers that were sent, and when
        self._next_time = float("-inf")  # no message before it
        self.forget()

    def forget(self) -> None:
        self._sent: int | None = None  # None when unknown
        self._held_until = float("-inf")  # no message before it, because the control was moved
        self._echoes.clear()

    def receive(self, message: ControlChange | NoteMessage) -> bool:
        number = round(message.velocity * 127) if isinstance(message, NoteMessage) else message.raw
        if self.entry.relative is None and self._is_echo(number, message.at):
            return True
        if self._is_lamp:
            self._sent = None  # many buttons switch their own lamp
        elif self.entry.relative or number != self._sent:  # else it is a late echo
            self._sent, self._held_until = None, message.at + TOUCH_HOLD_S
        return False

    def _is_echo(self, number: int, at: float) -> bool:
        """Return whether a number was sent in the last ECHO_TIME_S; of 14 bits, equal upper 7 bits are enough."""
        recent = [echo for echo in self._echoes if at - echo[1] <= ECHO_TIME_S]
        for echo in recent:
            if echo[0] == number:
                self._echoes.remove(echo)
                return True
        return self._kind in ("cc14", "nrpn") and any(echo[0] >> 7 == number >> 7 for echo in recent)

    def show(self, value: float, now: float) -> list[Message]:
        number = self._number_for(value)
        if number == self._sent or now < max(self._held_until, self._next_time):
            return []
        self._sent, self._next_time = number, now + 1 / MAX_FEEDBACK_RATE
        self._echoes.append((number, now))
        return self._messages(number)

    def _number_for(self, value: float) -> int:
        """Return the number that shows a parameter's value: 0..127 on a cc, 0..16383 on a cc14 or nrpn.

        64 or 8192 is exactly the middle of the travel. A lamp (a note or a toggle) is 127 from the middle on, else 0.
        """
        position = position_of(value, self.entry.low, self.entry.high, self.entry.curve)
        if self._is_lamp:
            return 127 if position >= 0.5 else 0
        middle = 64 if self._kind == "cc" else 8192
        return round(middle + (position - 0.5) * 2 * (middle if position < 0.5 else middle - 1))

    def _messages(self, number: int) -> list[Message]:
        if self._kind == "note":
            return [Message("note_on", channel=self.channel, note=self._number, velocity=number)]
        pairs = [(self._number, number)]
        if self._kind == "cc14":
            pairs = [(self._number, number >> 7), (self._number + 32, number & 127)]
        elif self._kind == "nrpn":
            parameter = [(99, self._number >> 7), (98, self._number & 127)]
            pairs = [*parameter, (6, number >> 7), (38, number & 127)]
        return [Message("control_change", channel=self.channel, control=c, value=v) for c, v in pairs]
