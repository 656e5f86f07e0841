"""What controls mean by a map: what hands did -> values by id, events and orders, in the order in which they came.

State is kept only where a control has none of its own: what a button was before, where a knob was taken over, which
preset an encoder counts from. No port, no thread, no clock.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from engine.controls import Action, Event
from engine.parameters import Parameter
from osc_bridge.midi.input.encoders import CLICKS, clicks
from osc_bridge.midi.input.midi_messages import ControlChange, NoteMessage, ProgramChange

from .curves import place, spread
from .entries import Entry, Key, Map
from .takeover import Takeover
from .targets import CommandTarget

Step = dict[str, float] | Event | tuple[str, float]  # values by id, an event, or the name and value of an order
Read = Callable[[str], float]  # the value of a parameter by its id, as it was last set

BANK = 128  # programs


class Mapping:
    """One port's controls."""

    def __init__(self, map: Map) -> None:
        self._map = map
        self._presses: dict[Key, float] = {}  # where buttons were last
        self._takeovers: dict[Key, Takeover] = {}
        self._numbers: dict[str, float] = {}  # orders -> what was last ordered here
        self._ordered: dict[Key, float] = {}  # what a knob has last ordered

    @property
    def map(self) -> Map:
        """The map in force."""
        return self._map

    @map.setter
    def map(self, map: Map) -> None:
        """Another map from now on; controls that mean the same in both go on as they were."""
        for memory in (self._presses, self._takeovers, self._ordered):
            for control, channel in list(memory):
                if self._map.find(control, channel or 0) != map.find(control, channel or 0):
                    del memory[control, channel]
        self._map = map

    @property
    def declared_pairs(self) -> frozenset[int]:
        """Controllers 0..31 that the map wants with 14 bits; all others are to be decoded by themselves."""
        return self._map.pairs

    def takes(self, gesture: ControlChange | NoteMessage | ProgramChange) -> bool:
        """Whether a gesture is the map's affair; a note that is not belongs to the pads.

        Where the pads say how many they are (`count`), no other note is a pad.
        """
        if isinstance(gesture, ProgramChange) or self._map.find(_control(gesture), gesture.channel) is not None:
            return True
        pads = self._map.pads
        if not isinstance(gesture, NoteMessage) or type(pads.get("count")) is not int:
            return False
        return not 0 <= gesture.key - int(pads.get("base", 36)) < pads["count"]

    def apply(self, gesture: ControlChange | NoteMessage | ProgramChange, read: Read) -> list[Step]:
        """What one gesture asks for; empty when that is nothing.

        `read` gives what was last asked for, even when it is not done yet: encoders count from it, and a knob that is
        to pick up its parameter sees by it that somebody else has moved that one.
        """
        if isinstance(gesture, ProgramChange):
            return [self._order("preset", float(gesture.bank * BANK + gesture.program))]
        found = self._map.find(_control(gesture), gesture.channel)
        match found:
            case None | Entry(target=None):
                return []
            case Entry(target=Parameter() as parameter):
                value = self._value(found, parameter, gesture, read(parameter.id))
                return [] if value is None else [{parameter.id: parameter.clamp(value)}]
            case Entry(target=CommandTarget(fixed=None) as order):
                return self._number(found, order, gesture) if isinstance(gesture, ControlChange) else []
        if not self._pressed(gesture):
            return []
        if isinstance(found.target, CommandTarget):
            return [self._order(found.target.name, found.target.fixed or 0.0)]
        assert isinstance(found.target, Event)
        return [
            replace(found.target, value=_strength(gesture)) if found.target.action == Action.SLICE else found.target
        ]

    def play(
        self, gestures: Iterable[ControlChange | NoteMessage | ProgramChange], read: Read
    ) -> list[tuple[Step, float]]:
        """Many gestures as few steps, each with the time of the last gesture in it.

        Between one event or order and the next, only the last value of each parameter is kept.
        """
        steps: list[tuple[Step, float]] = []
        asked: dict[str, float] = {}

        def ahead(id: str) -> float:
            return asked[id] if id in asked else read(id)

        for gesture in gestures:
            for step in self.apply(gesture, ahead):
                if isinstance(step, dict):
                    asked.update(step)
                    if steps and isinstance(last := steps[-1][0], dict):
                        steps.pop()
                        step = last | step
                steps.append((step, gesture.at))
        return steps

    def _value(
        self, entry: Entry, parameter: Parameter, gesture: ControlChange | NoteMessage, now: float
    ) -> float | None:
        """Where a parameter goes; None when it stays."""
        if entry.toggle:
            if not self._pressed(gesture):
                return None
            return entry.low if abs(now - entry.high) < abs(now - entry.low) else entry.high
        if isinstance(gesture, NoteMessage):
            return entry.high if gesture.velocity > 0 else entry.low
        if entry.relative is not None:
            return _turned(entry, clicks(gesture.raw, entry.relative), now, parameter.whole)
        there = place(now, entry.low, entry.high, entry.curve)
        takeover = self._takeovers.setdefault((gesture.control, gesture.channel), Takeover(entry.takeover))
        goal = takeover.follow(gesture.value, there)
        if goal is None:
            return None
        value = parameter.clamp(spread(goal, entry.low, entry.high, entry.curve))
        takeover.leave(place(value, entry.low, entry.high, entry.curve))
        return value

    def _number(self, entry: Entry, order: CommandTarget, gesture: ControlChange) -> list[Step]:
        """The value of an order; a preset or a clock is ordered once, not at each move within its number."""
        if entry.relative is not None:
            count = clicks(gesture.raw, entry.relative)
            if not order.whole:
                return [self._order(order.name, count * (entry.high - entry.low) / CLICKS)]
            return [self._order(order.name, _turned(entry, count, self._numbers.get(order.name, entry.low), True))]
        value = spread(gesture.value, entry.low, entry.high, entry.curve)
        if order.whole:
            value = float(round(value))
            key = gesture.control, gesture.channel
            if self._ordered.get(key) == value:
                return []
            self._ordered[key] = value
        return [self._order(order.name, value)]

    def _order(self, name: str, value: float) -> tuple[str, float]:
        self._numbers[name] = value
        return name, value

    def _pressed(self, gesture: ControlChange | NoteMessage) -> bool:
        """Whether a button goes down: from the lower half to the upper one, or once more where it never says that."""
        if isinstance(gesture, NoteMessage):
            return gesture.velocity > 0
        key = gesture.control, gesture.channel
        before = self._presses.get(key, 0.0)
        self._presses[key] = gesture.value
        return gesture.value >= 0.5 and (before < 0.5 or before == gesture.value)


def _control(gesture: ControlChange | NoteMessage) -> str:
    return f"note {gesture.key}" if isinstance(gesture, NoteMessage) else gesture.control


def _strength(gesture: ControlChange | NoteMessage) -> float:
    return gesture.velocity if isinstance(gesture, NoteMessage) else gesture.value


def _turned(entry: Entry, count: int, now: float, whole: bool) -> float:
    """A value after some clicks: one number each of what is whole, else a 128th of the range, along the curve."""
    if whole:
        value = now + (count if entry.high > entry.low else -count)
        return min(max(value, min(entry.low, entry.high)), max(entry.low, entry.high))
    start = place(now, entry.low, entry.high, entry.curve)
    return spread(start + count / CLICKS, entry.low, entry.high, entry.curve)
