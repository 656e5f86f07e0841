"""The MIDI of one session: inputs that play it, MIDI learn, clocks that it follows, and outputs.

thread               what flows
midi player          inputs -> router -> session
midi input watcher   the list of inputs -> open inputs; the same for outputs
midi feedback        parameters -> lamps and faders of controllers
midi notes, clock    the session -> outputs
tempo                the clock that is followed -> tempo and beat of the session
"""

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from mido import Message

from engine.errors import BadInput
from engine.sequencer.modulated_controls import BendableControls, ModulatedControls
from engine.session.live_session import Session
from engine.spec import SPEC
from engine.sync.clock_follower import output_delay
from engine.sync.clocks import Clock
from osc_bridge.error_log import RateLimitedLog
from osc_bridge.midi.clock.clock_in import MidiClock
from osc_bridge.midi.clock.clock_note import ClockNote
from osc_bridge.midi.clock.clock_out import ClockOut
from osc_bridge.midi.mapping.map_library import USER_MAP_FILE, load_maps
from osc_bridge.midi.mapping.midi_learn import MidiLearn
from osc_bridge.midi.output.feedback import MAX_FEEDBACK_RATE
from osc_bridge.midi.output.note_sender import NoteSender
from osc_bridge.midi.ports.inputs import MidiInputs
from osc_bridge.midi.ports.outputs import MidiOutputs
from osc_bridge.osc.command_registry import CommandRegistry
from osc_bridge.osc.latent_names import NO_NAMES, LatentNames
from osc_bridge.sync.link import LinkClock
from osc_bridge.sync.tempo_control import TempoControl

from .ports.rtmidi_ports import ReceiveCallback, RtMidiInputs, RtMidiOutputs
from .router import MidiRouter

SENDABLE = ("clock", "slices", "attacks")
ClockChoice = Literal["internal", "midi", "link", "link-transport"]
CLOCK_NUMBERS: dict[ClockChoice, int] = {"internal": 0, "midi": 1, "link": 2, "link-transport": 2}

_logger = logging.getLogger(__name__)


class MidiSystem:
    """A context manager: within it, MIDI inputs play the session, and outputs get clock, notes and feedback."""

    def __init__(
        self,
        session: Session,
        commands: CommandRegistry,
        *,
        lock: threading.Lock,
        folder: Path,
        controls: BendableControls | None = None,
        names: Sequence[str] | None = None,
        backend: str = "auto",
        outputs: Sequence[str] = (),
        send: Sequence[str] = (),
        follow: ClockChoice = "internal",
        latents: LatentNames = NO_NAMES,
        moved: Callable[[str, Mapping[str, float]], None] = lambda source, values: None,
        connect: Callable[[str, ReceiveCallback], RtMidiInputs] = RtMidiInputs,
        connect_outputs: Callable[[str], RtMidiOutputs] = RtMidiOutputs,
    ) -> None:
        """Prepare; nothing is opened before the context is entered.

        `lock` is that of all users of the controls, `controls` a layer over the session, which messages go to. `folder`
        has the user's maps. `names` and `outputs` are parts of port names; without `names`, all inputs are opened.
        `send`, words of SENDABLE, goes to these outputs and to our own. `follow` is the clock to follow, `latents` the
        names of the model's latents, `moved` as in `MidiRouter`. The commands for tempo and MIDI learn are added to
        `commands`. `connect` and `connect_outputs` open the ports of a MIDI system, given as `backend`.

        Raises:
            BadConfig: a map, in a new session, or `backend` is not valid.
            BadInput: a word of `send` is not one of SENDABLE.
            NoDevice: Link is to be followed and not installed.
        """
        if unknown := sorted(set(send) - set(SENDABLE)):
            raise BadInput(f"{unknown[0]!r} cannot be sent by MIDI; choose of {', '.join(SENDABLE)}")
        self._session, self._follow = session, follow
        # a damaged map is refused at the start, but does not end a set
        skip = partial(_logger.warning, "%s; the default map takes its place") if session.resumed else None
        errors, library = RateLimitedLog(_logger), load_maps(folder, latents=latents, skip=skip)
        midi_learn = MidiLearn(folder / USER_MAP_FILE, library, clock=time.perf_counter)
        clock = MidiClock(session.read("tempo"), lambda: self.inputs.lead)
        clocks: dict[int, Clock] = {1: clock}
        together = follow == "link-transport"
        self._link = LinkClock(session.read("tempo"), start_stop=together) if together or follow == "link" else None
        if self._link:
            clocks[2] = self._link
        played, delay = controls or ModulatedControls(session), lambda: output_delay(session.meters)
        self.tempo = TempoControl(played, clocks, output_delay=delay, lock=lock)
        follows = partial(self._follows, clock)
        self.clock_note = ClockNote(clock, follows)
        self.router = MidiRouter(
            played,
            commands,
            library,
            midi_learn,
            errors,
            clock=clock,
            follows=follows,
            clock_runs=lambda: self.tempo.clock_runs,
            all_sound_off=self.tempo.all_sound_off,
            wake=self.tempo.wake,
            latency=lambda: session.lookahead + session.meters.delay / SPEC.rate,
            moved=moved,
            lock=lock,
        )
        self.inputs = MidiInputs(
            self.router,
            names=names,
            backend=backend,
            errors=errors,
            on_open=self.router.input_opened,
            connect=connect,
        )
        self.outputs = (
            MidiOutputs(outputs, backend=backend, on_open=self._output_opened, connect=connect_outputs)
            if outputs or send
            else None
        )
        self._send, self._lock, self._library, self._midi_learn = send, lock, library, midi_learn
        self._closing, self._stack = threading.Event(), ExitStack()
        self._add_commands(commands)

    @property
    def note(self) -> str:
        """One line for the user: which inputs are open, or why none is."""
        return self.inputs.note

    @property
    def clock_name(self) -> str:
        """The clock that is followed, in a word or two; of Link, with how many others."""
        if self._link is None or self.tempo.followed != self._link.name:
            return self.tempo.followed
        return f"Link, {self._link.peers} other{'' if self._link.peers == 1 else 's'}"

    @property
    def learning(self) -> str:
        """The name of the target that waits for a control; empty when none does."""
        return self._midi_learn.armed

    @property
    def mapped(self) -> list[str]:
        """Each target that a control of an open input moves, followed by its controls."""
        return self._library.mapped(list(self.router.inputs))

    @property
    def clock_source_note(self) -> str:
        """The clock that is followed, in one line; of Link, how many others are in the session."""
        if self._link is None or self.tempo.followed != self._link.name:
            return f"the tempo follows the {self.tempo.followed} clock".replace("clock clock", "clock")
        peers = self._link.peers
        return f"the tempo follows Link, with {peers} other{'' if peers == 1 else 's'} in the session"

    @property
    def port_notes(self) -> list[str]:
        """Sentences for the user: names that no port has, the map of each input, and sections of it that are wrong."""
        notes = [self.inputs.unmatched_note] if self.inputs.ports else []  # without any, `note` says it
        if self.outputs:
            notes.append(self.outputs.unmatched_note)
        for name, input in list(self.router.inputs.items()):
            notes += [f"{name} is played by the map {input.mapper.map.name}", *input.sections.refused]
        return notes

    def __enter__(self) -> Self:
        """Open the ports, and start the threads that receive and send."""
        with ExitStack() as stack:
            if self._link:
                stack.enter_context(self._link)
            stack.enter_context(self.tempo)
            if self._follow != "internal":
                with self._lock:
                    self.tempo.choose(CLOCK_NUMBERS[self._follow], time.perf_counter())
            if self.outputs:
                stack.enter_context(self.outputs)
                self._start_senders(stack, self.outputs)
            stack.enter_context(self.inputs)
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the threads, and close the ports."""
        self._closing.set()
        self._stack.close()

    def _start_senders(self, stack: ExitStack, outputs: MidiOutputs) -> None:
        """Start sending what was chosen of clock and notes, and feedback; `stack` ends them at exit."""
        if "clock" in self._send:
            stack.enter_context(
                ClockOut(self._session, self._send_clock, latency=lambda: output_delay(self._session.meters).heard)
            )
        if notes := {"slices", "attacks"}.intersection(self._send):
            stack.enter_context(
                NoteSender(self._session, outputs.send, slices="slices" in notes, onsets="attacks" in notes)
            )
        thread = threading.Thread(target=self._send_feedback, args=(outputs,), name="midi feedback", daemon=True)
        thread.start()
        stack.callback(thread.join)

    def _send_clock(self, data: bytes) -> None:
        if self.outputs:
            self.outputs.send(Message.from_bytes(data))

    def _send_feedback(self, outputs: MidiOutputs) -> None:
        while not self._closing.wait(1 / MAX_FEEDBACK_RATE):
            for source, message in self.router.feedback():
                for name in outputs.ports:
                    if self._is_same_controller(name, source):
                        outputs.send(message, name)

    def _is_same_controller(self, output: str, source: str) -> bool:
        """Return whether an output is of the same controller as input `source`, by its name or that input's map."""
        input = self.router.inputs.get(source)
        texts = input.mapper.map.ports if input else ()
        return output == source or any(text.casefold() in output.casefold() for text in texts)

    def _follows(self, clock: Clock) -> bool:
        return self.tempo.followed == clock.name

    def _output_opened(self, output: str) -> None:
        self.router.output_opened(lambda source: self._is_same_controller(output, source))

    def _add_commands(self, commands: CommandRegistry) -> None:
        midi_learn = self._midi_learn
        self.tempo.add_to(commands)

        def learn(arguments: Sequence[float | str], at: float) -> None:
            self.router.note = midi_learn.arm(str(arguments[0]))

        def unlearn(arguments: Sequence[float | str], at: float) -> None:
            self.router.note = midi_learn.unlearn(str(arguments[0]))
            self.router.reload_maps()

        commands.add_with_arguments("learn", learn)
        commands.add_with_arguments("unlearn", unlearn)
