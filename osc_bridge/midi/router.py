"""All that MIDI moves: messages of every input -> writes, events and orders on one instrument.

message -> decoder -> gesture -> clock, then the first of these that takes it: an echo, learning, touches, map, pads

Every port has its own decoder, map, pads and touches; offsets, clock and learning are everybody's. Of many values
between two events only the last counts, and all that a batch sets at once is written at once. One thread plays; the
lock of the controls is held meanwhile.
"""

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from functools import partial
from typing import Protocol

from engine.controls import Controls, Event
from engine.errors import BadConfig, VamenError
from osc_bridge.error_log import RateLimitedLog
from osc_bridge.midi.input.midi_messages import ControlChange, Gesture, NoteMessage, ProgramChange, SystemMessage
from osc_bridge.midi.mapping.map_library import MapLibrary
from osc_bridge.midi.mapping.midi_learn import MidiLearn
from osc_bridge.midi.mapping.modulation import ModulationOffsets
from osc_bridge.midi.playing.pads import TriggerCall
from osc_bridge.midi.ports.protocol import Arrival
from osc_bridge.osc.command_registry import CommandRegistry

from .port import Port


class Listener(Protocol):
    """A clock that takes what machines tell."""

    def hear(self, told: SystemMessage, port: str = "") -> None:
        """Take it."""


class MidiRouter:
    """What is plugged in, played."""

    def __init__(
        self,
        controls: Controls,
        orders: CommandRegistry,
        shelf: MapLibrary,
        learning: MidiLearn,
        refusals: RateLimitedLog,
        *,
        clock: Listener,
        follows: Callable[[], bool] = lambda: False,
        wake: Callable[[], None] = lambda: None,
        ahead: Callable[[], float] = lambda: 0.01,
        lock: AbstractContextManager[bool] | None = None,
        now: Callable[[], float] = time.perf_counter,
    ) -> None:
        """Prepare; ports are made when they are first heard of.

        Args:
            controls: what is played.
            orders: what else can be asked for.
            shelf: the maps.
            learning: what waits for a control, and the user's map.
            refusals: where broken messages and refused orders are counted.
            clock: takes ticks, start, stop and song position.
            follows: whether the instrument keeps to that clock; if not, start and stop are obeyed at once.
            wake: called when a clock starts or stops.
            ahead: seconds from a stroke until it is handed to the card.
            lock: held while the controls are touched.
            now: seconds.
        """
        self.note = ""  # one line for the user
        self.ports: dict[str, Port] = {}
        self._controls, self._orders, self._shelf, self._learning = controls, orders, shelf, learning
        self._refusals, self._clock, self._follows, self._wake = refusals, clock, follows, wake
        self._ahead, self._lock, self._now = ahead, lock or threading.Lock(), now
        self._offsets = ModulationOffsets(controls.read)
        self._starting = False  # a clock has said start, and its next tick is the beat
        self._asked: dict[str, float] = {}  # by knobs, and not yet written
        self._values: dict[str, float] = {}  # the same with what hands lay over it

    def __call__(self, batch: Sequence[Arrival]) -> None:
        """Play messages, in the order of their times."""
        with self._lock:
            for came, source, data in batch:
                port = self._port(source)
                for gesture in self._understood(port, data, came) if port else ():
                    self._play(source, gesture)
            self._write()

    def appeared(self, source: str) -> None:
        """An input has been opened: what its hands held before is let go, and its lamps show nothing that we know."""
        with self._lock:
            if port := self.ports.pop(source, None):
                self._strike(port.pads.let_go(self._now()))
                self._values |= self._offsets.drop(source)
                self._write()
            self._port(source)

    def reload(self) -> None:
        """The user's map is another one: every port goes on by it. Whoever calls this holds the lock."""
        for source, port in list(self.ports.items()):
            try:
                new = Port(source, self._shelf, self._controls.beat, self._ahead())
            except BadConfig as error:
                self._say(f"the map of {source} is not used: {error}")
                continue
            self._strike(port.pads.use(new.pads.setting, self._now()))
            port.mapping.map = new.mapping.map
            port.decoder.pairs = new.mapping.declared_pairs
            port.touches.setting = new.touches.setting
            port.feedback, port.shows = new.feedback, new.shows

    def show(self) -> list[tuple[str, bytes]]:
        """What the controls of each port should be sent, to show what the parameters are."""
        with self._lock:
            now = self._now()
            return [
                (source, message)
                for source, port in self.ports.items()
                for message in port.feedback.changed({id: self._controls.read(id) for id in port.shows}, now)
            ]

    def blank(self, fits: Callable[[str, Port], bool]) -> None:
        """An output has been opened: the ports that `fits` says it belongs to show nothing that we know of."""
        with self._lock:
            for source, port in self.ports.items():
                if fits(source, port):
                    port.feedback.forget()

    def _port(self, source: str) -> Port | None:
        """What belongs to an input; None while its map makes no sense, which is said once."""
        if source not in self.ports:
            try:
                self.ports[source] = Port(source, self._shelf, self._controls.beat, self._ahead())
            except BadConfig as error:
                self._say(f"the map of {source} is not used: {error}")
                return None
        return self.ports[source]

    def _understood(self, port: Port, data: Sequence[int], came: float) -> list[Gesture]:
        before = port.decoder.refused
        gestures = port.decoder.feed(data, came)
        if port.decoder.refused > before:
            self._refusals.add(f"a MIDI message of {len(data)} bytes means nothing; check the cable or the driver")
        return gestures

    def _play(self, source: str, gesture: Gesture) -> None:
        port = self.ports[source]
        if isinstance(gesture, SystemMessage):
            self._tell(source, port, gesture)
        elif isinstance(gesture, ProgramChange):
            self._step(port.mapping.apply(gesture, self._read), gesture.at)
        elif not port.feedback.heard(gesture) and not self._learn(source, gesture):
            self._move(source, port, gesture)

    def _tell(self, source: str, port: Port, told: SystemMessage) -> None:
        self._clock.hear(told, source)
        if told.word == "tick":
            if self._starting:  # this is the beat
                self._starting = False
                self._wake()
            return
        self._starting = told.word in ("start", "continue")
        port.pads.transport = not self._follows()
        port.touches.feel(told)
        self._strike(port.pads.play(told))
        self._touch(source, port)
        self._wake()

    def _learn(self, source: str, gesture: ControlChange | NoteMessage) -> bool:
        """Whether a gesture was for learning: what is armed is not played."""
        if not self._learning.armed:
            return False
        try:
            learned = self._learning.hear(source, gesture)
        except VamenError as error:
            self._say(str(error))
            return True
        if learned:
            self._say(learned)
            self.reload()
        return True

    def _move(self, source: str, port: Port, gesture: ControlChange | NoteMessage) -> None:
        if isinstance(gesture, ControlChange) and port.touches.feel(gesture):
            self._touch(source, port)
        elif port.mapping.takes(gesture):
            self._step(port.mapping.apply(gesture, self._read), gesture.at)
        else:
            port.pads.ahead = self._ahead()
            self._strike(port.pads.play(gesture))
            self._touch(source, port)

    def _touch(self, source: str, port: Port) -> None:
        self._write()  # what knobs have set is the base
        self._values |= self._offsets.lay(source, port.touches.offsets())

    def _read(self, id: str) -> float:
        """What was last asked for, without what hands have laid over it."""
        return self._asked[id] if id in self._asked else self._offsets.base(id)

    def _step(self, steps: Iterable[dict[str, float] | Event | tuple[str, float]], at: float) -> None:
        for step in steps:
            if isinstance(step, dict):
                self._asked |= step
                self._values |= self._offsets.over(step)
            elif isinstance(step, Event):
                self._strike([TriggerCall(step, at)])
            else:
                self._write()
                try:
                    self._orders(*step, at)
                except VamenError as error:
                    self._say(str(error))

    def _strike(self, strokes: Iterable[TriggerCall]) -> None:
        for stroke in strokes:
            self._write()
            self._do(partial(self._controls.trigger, *stroke))

    def _write(self) -> None:
        values, self._values = self._values, {}
        self._asked.clear()
        if values:
            self._do(partial(self._controls.write, values))

    def _do(self, act: Callable[[], object]) -> None:
        try:
            act()
        except Exception as defect:  # the rest of what hands do must outlive a defect behind the controls
            self._refusals.add(f"the controls failed: {defect}", defect)

    def _say(self, sentence: str) -> None:
        self.note = sentence
        self._refusals.add(sentence)
