"""Everything that MIDI is in one set: inputs, maps, learning, clocks and outputs around one session.

with Stage(session, orders, lock=lock) as stage: what is plugged in plays

midi player    inputs -> rig                    tempo   the clock that is followed -> tempo and beat
midi watcher   which ports there are            show    parameters -> lamps and faders, 30 times a second
notes, clock   what is heard -> outputs
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from engine.errors import BadInput
from engine.session.live_session import Session
from engine.spec import SPEC
from engine.sync.clock_follower import output_delay
from engine.sync.clocks import Clock
from osc_bridge.error_log import RateLimitedLog
from osc_bridge.midi.clock.clock_in import MidiClock
from osc_bridge.midi.clock.clock_out import ClockOut
from osc_bridge.midi.mapping.map_library import FILE, load
from osc_bridge.midi.mapping.midi_learn import MidiLearn
from osc_bridge.midi.output.note_sender import NoteSender
from osc_bridge.midi.ports.inputs import MidiInputs
from osc_bridge.midi.ports.outputs import MidiOutputs
from osc_bridge.midi.ports.protocol import Open, PortBackend, Receive, Wire
from osc_bridge.osc.command_registry import CommandRegistry
from osc_bridge.sync.link import LinkClock
from osc_bridge.sync.tempo_control import TempoControl

from .ports import rtmidi_ports
from .router import MidiRouter

SHOW = 1 / 30  # seconds between two looks at what lamps should show
SENDABLE = ("clock", "slices", "attacks")
Followed = Literal["internal", "midi", "link", "link-transport"]
NUMBERS: dict[Followed, int] = {"internal": 0, "midi": 1, "link": 2, "link-transport": 2}

_logger = logging.getLogger(__name__)


class MidiSystem:
    """What is plugged in, played, and what is played, sent."""

    def __init__(
        self,
        session: Session,
        orders: CommandRegistry,
        *,
        lock: threading.Lock,
        folder: Path,
        names: Sequence[str] | None = None,
        backend: str = "auto",
        outputs: Sequence[str] = (),
        send: Sequence[str] = (),
        follow: Followed = "internal",
        connect: Callable[[str, Receive], PortBackend[Open]] = rtmidi_ports.connect,
        connect_outputs: Callable[[str], PortBackend[Wire]] = rtmidi_ports.connect_outputs,
    ) -> None:
        """Prepare; nothing is opened before the context is entered.

        Args:
            session: what is played; entered before this.
            orders: what can be ordered; taps, clocks and learning are added.
            lock: of all who use the controls.
            folder: of the user's maps.
            names: parts of the names of inputs; None is all of them.
            backend: auto, alsa or jack.
            outputs: parts of the names of outputs.
            send: which of SENDABLE go there, and to our own output.
            follow: whose time is kept.
            connect: makes the MIDI system of inputs.
            connect_outputs: makes that of outputs.

        Raises:
            BadConfig: a map makes no sense.
            BadInput: an unknown word in `send`.
            NoDevice: Link is wanted and is not installed.
        """
        if strange := sorted(set(send) - set(SENDABLE)):
            raise BadInput(f"{strange[0]!r} cannot be sent by MIDI; choose of {', '.join(SENDABLE)}")
        self._session, self._follow = session, follow
        self._refusals = RateLimitedLog(_logger)
        shelf = load(folder)
        self.learning = MidiLearn(folder / FILE, shelf, clock=time.perf_counter)
        self.clock = MidiClock(session.read("tempo"))
        clocks: dict[int, Clock] = {1: self.clock}
        together = follow == "link-transport"
        self._link = LinkClock(session.read("tempo"), together=together) if together or follow == "link" else None
        if self._link:
            clocks[2] = self._link
        self.tempo = TempoControl(session, clocks, output_delay=lambda: output_delay(session.meters), lock=lock)
        self.rig = MidiRouter(
            session,
            orders,
            shelf,
            self.learning,
            self._refusals,
            clock=self.clock,
            follows=lambda: self.tempo.followed == self.clock.name,
            wake=self.tempo.wake,
            ahead=lambda: session.lookahead + session.meters.delay / SPEC.rate,
            lock=lock,
        )
        self.inputs = MidiInputs(
            self.rig,
            names=names,
            backend=backend,
            refusals=self._refusals,
            appeared=self.rig.appeared,
            connect=connect,
        )
        sending = bool(outputs or send)
        self.outputs = (
            MidiOutputs(outputs, backend=backend, appeared=self._opened, connect=connect_outputs) if sending else None
        )
        self._send, self._lock = send, lock
        self._ending, self._stack = threading.Event(), ExitStack()
        self._offer(orders)

    @property
    def note(self) -> str:
        """What the user should know, one line."""
        return self.inputs.note

    def __enter__(self) -> Self:
        """Open what is there."""
        with ExitStack() as stack:
            if self._link:
                stack.enter_context(self._link)
            stack.enter_context(self.tempo)
            if self._follow != "internal":
                with self._lock:
                    self.tempo.choose(NUMBERS[self._follow], time.perf_counter())
            if self.outputs:
                stack.enter_context(self.outputs)
                self._play_out(stack, self.outputs)
            stack.enter_context(self.inputs)
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close everything."""
        self._ending.set()
        self._stack.close()

    def _play_out(self, stack: ExitStack, outputs: MidiOutputs) -> None:
        """What is heard, and what is shown."""
        if "clock" in self._send:
            stack.enter_context(
                ClockOut(self._session, self._sent, latency=lambda: output_delay(self._session.meters).heard)
            )
        if notes := {"slices", "attacks"}.intersection(self._send):
            stack.enter_context(
                NoteSender(self._session, outputs.send, slices="slices" in notes, attacks="attacks" in notes)
            )
        show = threading.Thread(target=self._show, args=(outputs,), name="midi lamps", daemon=True)
        show.start()
        stack.callback(show.join)

    def _sent(self, data: bytes) -> None:
        if self.outputs:
            self.outputs.send(data)

    def _show(self, outputs: MidiOutputs) -> None:
        while not self._ending.wait(SHOW):
            for source, message in self.rig.show():
                for name in outputs.ports:
                    if self._fits(name, source):
                        outputs.send(message, name)

    def _fits(self, output: str, source: str) -> bool:
        """Whether an output is the other side of an input: the same name, or the same controller by its map."""
        port = self.rig.ports.get(source)
        texts = port.mapping.map.ports if port else ()
        return output == source or any(text.casefold() in output.casefold() for text in texts)

    def _opened(self, output: str) -> None:
        self.rig.blank(lambda source, port: self._fits(output, source))

    def _offer(self, orders: CommandRegistry) -> None:
        self.tempo.add_to(orders)

        def learn(words: Sequence[float | str], at: float) -> None:
            self.rig.note = self.learning.arm(str(words[0]))

        def unlearn(words: Sequence[float | str], at: float) -> None:
            self.rig.note = self.learning.unlearn(str(words[0]))
            self.rig.reload()

        orders.add_worded("learn", learn)
        orders.add_worded("unlearn", unlearn)
