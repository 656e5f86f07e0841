"""Messages of all MIDI inputs -> writes, events and commands of one instrument.

bytes -> parser -> message -> the first that takes it: clock, echo of feedback, MIDI learn, MPE, map, pads

Each input has its own parser, map, pads and MPE state; clock and MIDI learn are shared. Of several values of a
parameter between two events, only the last is written. One thread plays messages, holding the lock of the controls.
"""

import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import partial

from mido import Message

from engine.controls import Event
from engine.errors import VamenError
from engine.sequencer.modulated_controls import BendableControls
from osc_bridge.error_log import RateLimitedLog
from osc_bridge.midi.clock.clock_in import MidiClock
from osc_bridge.midi.input.midi_messages import ControlChange, MidiMessage, NoteMessage, ProgramChange, SystemMessage
from osc_bridge.midi.mapping.control_mapper import Step, label_of
from osc_bridge.midi.mapping.map_library import MapLibrary
from osc_bridge.midi.mapping.midi_learn import MidiLearn
from osc_bridge.midi.playing.pads import TriggerCall
from osc_bridge.midi.ports.inputs import VANISHED, TimedMessage
from osc_bridge.osc.command_registry import CommandRegistry

from .routed_input import RoutedInput


class MidiRouter:
    """Applies the messages of all MIDI inputs to the instrument. Attribute `note`: a text line for the user."""

    def __init__(
        self,
        controls: BendableControls,
        commands: CommandRegistry,
        library: MapLibrary,
        midi_learn: MidiLearn,
        errors: RateLimitedLog,
        *,
        clock: MidiClock,
        follows: Callable[[], bool] = lambda: False,
        clock_runs: Callable[[], bool] = lambda: False,
        all_sound_off: Callable[[float], None] = lambda at: None,
        wake: Callable[[], None] = lambda: None,
        latency: Callable[[], float] = lambda: 0.01,
        moved: Callable[[str, Mapping[str, float]], None] = lambda source, values: None,
        lock: AbstractContextManager[bool] | None = None,
        now: Callable[[], float] = time.perf_counter,
    ) -> None:
        """Start without inputs; an input is added when it is opened or with its first message.

        Args:
            controls: the instrument.
            commands: the commands that maps can name.
            library: the maps.
            midi_learn: takes messages while it is armed.
            errors: counts invalid messages and refused commands.
            clock: takes ticks, start, stop and song position.
            follows: returns whether the instrument follows `clock`; otherwise start and stop act at once.
            clock_runs: returns whether a clock plays the break; then CC 123, all notes off, does not stop it.
            all_sound_off: called with its time, in seconds, before CC 120 silences the instrument.
            wake: called when `clock` starts or stops.
            latency: returns the seconds from a hit until the sound card gets its sound.
            moved: called with the name of a control and the values, by parameter id, that it sets.
            lock: held while the controls are used; None for one of its own.
            now: returns the time in seconds.
        """
        self.note = ""
        self.inputs: dict[str, RoutedInput] = {}
        self._controls, self._commands, self._library, self._midi_learn = controls, commands, library, midi_learn
        self._errors, self._clock, self._follows, self._wake = errors, clock, follows, wake
        self._clock_runs, self._all_sound_off = clock_runs, all_sound_off
        self._latency, self._moved, self._lock, self._now = latency, moved, lock or threading.Lock(), now
        self._starting = False  # after a clock's start: its next tick is the beat
        self._values: dict[str, float] = {}  # set by knobs and not written yet
        self._bends: dict[str, Mapping[str, float]] = {}  # by input, the same

    def __call__(self, batch: Sequence[TimedMessage]) -> None:
        """Play messages that are sorted by their times. VANISHED ends what an input held."""
        with self._lock:
            for at, source, data in batch:
                input = self._input(source)
                if data == VANISHED:
                    self._release(source, input, at)
                    continue
                for message in self._parse(source, data, at):
                    self._play(source, message)
            self._write()

    def input_opened(self, source: str) -> None:
        """Release the pads and offsets that an input held before it was opened again, and send it all feedback."""
        with self._lock:
            if input := self.inputs.pop(source, None):
                self._release(source, input, self._now())
                self._write()
            self._input(source)

    def output_opened(self, belongs_to: Callable[[str], bool]) -> None:
        """Send all feedback again to the controllers whose input's name `belongs_to` accepts: they got a new output."""
        with self._lock:
            for source, input in self.inputs.items():
                if belongs_to(source):
                    input.feedback.forget()

    def reload_maps(self) -> None:
        """Take the maps of all inputs from the library again, after it has changed. The caller holds the lock."""
        for source, input in list(self.inputs.items()):
            new = self._make_input(source)
            self._trigger(input.pads.configure(new.sections.pads, self._now()))
            input.mapper.map = new.mapper.map
            input.parser.pairs = new.parser.pairs
            input.mpe.settings = new.sections.mpe
            input.feedback, input.sections = new.feedback, new.sections

    def feedback(self) -> list[tuple[str, Message]]:
        """Return the messages that bring the controllers up to date, each after the name of the controller's input."""
        with self._lock:
            now = self._now()
            return [
                (source, message)
                for source, input in self.inputs.items()
                for message in input.feedback.update(
                    {id: self._controls.read(id) for id in input.feedback.parameters}, now
                )
            ]

    def _input(self, source: str) -> RoutedInput:
        """Return the input with the port name `source`, set up at its first use."""
        if source not in self.inputs:
            self.inputs[source] = self._make_input(source)
        return self.inputs[source]

    def _release(self, source: str, input: RoutedInput, at: float) -> None:
        self._trigger(input.release_all(at))
        self._bends[source] = {}

    def _make_input(self, source: str) -> RoutedInput:
        return RoutedInput(source, self._library, self._controls.beat, self._latency())

    def _parse(self, source: str, data: Sequence[int], at: float) -> list[MidiMessage]:
        parser = self.inputs[source].parser
        before = parser.refused
        messages = parser.feed(data, at)
        if parser.refused > before:
            self._errors.add(f"a MIDI message of {len(data)} bytes is not valid; check the cable or the driver")
        return messages

    def _play(self, source: str, message: MidiMessage) -> None:
        input = self.inputs[source]
        if isinstance(message, SystemMessage):
            self._play_system(source, input, message)
        elif isinstance(message, ProgramChange):
            self._apply(input.mapper.apply(message, self._read), message.at)
        elif input.feedback.is_echo(message) or self._learn(source, message):
            return
        elif isinstance(message, ControlChange) and input.mpe.feed(message):
            self._bends[source] = input.mpe.offsets()
        elif input.mapper.handles(message):
            steps = input.mapper.apply(message, self._read)
            input.button = next((step for step in steps if isinstance(step, Event)), input.button)
            self._apply(steps, message.at, f"{label_of(message)} from {source}")
        else:
            input.pads.latency = self._latency()
            self._trigger(input.pads.play(message))
            self._bends[source] = input.mpe.offsets()

    def _play_system(self, source: str, input: RoutedInput, message: SystemMessage) -> None:
        self._clock.feed(message, source)
        if message.kind == "tick":
            if self._starting:
                self._starting = False
                self._wake()
            return
        self._starting = message.kind in ("start", "continue")
        input.pads.transport, input.pads.clock_runs = not self._follows(), self._clock_runs()
        if message.kind == "silence":
            self._all_sound_off(message.at)
        input.mpe.feed(message)
        self._trigger(input.pads.play(message))
        self._bends[source] = input.mpe.offsets()
        self._wake()

    def _learn(self, source: str, message: ControlChange | NoteMessage) -> bool:
        """Return whether MIDI learn was armed and took the message."""
        if not self._midi_learn.armed:
            return False
        try:
            if sentence := self._midi_learn.feed(source, message):
                self.note = sentence
                self.reload_maps()
        except VamenError as error:
            self._report(str(error))
        return True

    def _read(self, id: str) -> float:
        """Return the value that a parameter was set to last, even if not yet written to the controls; no offsets."""
        return self._values[id] if id in self._values else self._controls.read(id)

    def _apply(self, steps: Iterable[Step], at: float, source: str = "") -> None:
        for step in steps:
            if isinstance(step, dict):
                self._moved(source, step)
                self._values |= step
            elif isinstance(step, Event):
                self._trigger([TriggerCall(step, at)])
            else:
                self._write()
                try:
                    self._commands(*step, at)
                except VamenError as error:
                    self._report(str(error))

    def _trigger(self, calls: Iterable[TriggerCall]) -> None:
        for call in calls:
            self._write()
            self._try(partial(self._controls.trigger, *call))

    def _write(self) -> None:
        values, self._values = self._values, {}
        bends, self._bends = self._bends, {}
        if values:
            self._try(partial(self._controls.write, values))
        for source, offsets in bends.items():
            self._try(partial(self._controls.bend, source, offsets))

    def _try(self, call: Callable[[], object]) -> None:
        try:
            call()
        except Exception as defect:  # a defect of the controls must not end the batch
            self._errors.add(f"the controls failed: {defect}", defect)

    def _report(self, sentence: str) -> None:
        self.note = sentence
        self._errors.add(sentence, shown=True)
