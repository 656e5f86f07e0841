"""The control side of a running instrument: parameters and events in, a player process that sounds like them out.

with Session(decode, output=OutputChoice()) as session: a player starts, plays, and is gone afterwards.

calling threads   OSC, MIDI, panel: write parameters and events into shared memory, under one lock
painter           latents -> tape (see painter)
watcher           starts another player when one dies; it finds everything as it was
"""

import math
import multiprocessing.connection
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from multiprocessing.context import SpawnProcess
from types import TracebackType
from typing import Self

import numpy as np

from .controls import Action, Event, Status, clamped
from .errors import NoDevice, VamenError
from .launch import end, launch
from .outputs import OutputChoice
from .painter import Decode, Latents, Painter
from .parameters import INDEX, LATENTS, TABLE, parameter
from .placing import Placing
from .shared import DEVICE_GONE, FAILED, PLAYING, STARTING, Meters, Shared
from .tape import Tape

Said = str | Callable[[], str]  # a text, or a function that knows it when it is wanted

PATIENCE = 20.0  # seconds for a player to start
LOOK = 0.1  # seconds between two looks of the watcher; a death it sees at once
HASTY = 4  # deaths in a row, soon after the start, after which the sound system is left alone
CALM = 2.0  # seconds; when two in a row live shorter, the next one waits as long
QUIETEST = -120.0  # dBFS

FIRST_LATENT = INDEX["latent/0"]


class Session:
    """Controls of an instrument that plays in a process of its own."""

    def __init__(
        self,
        decode: Decode,
        *,
        output: OutputChoice | None = None,
        provider: Said = "",
        model: Said = "",
        values: Mapping[str, float] | None = None,
        autoplay: bool = True,
        lookahead: float | None = None,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        """Nothing starts before the context is entered.

        Args:
            decode: latents (LATENTS,) and seed -> Picture. Called for the first time when the player is on its way, so
                it may load its model then; never from two threads at once.
            output: where to play.
            provider: what runs the decoder, as text or as a function that knows.
            model: name of the model, likewise.
            values: parameters to begin with, by id.
            autoplay: play at once.
            lookahead: seconds by which events are placed after their time (see placing); 0 is as soon as possible.
            clock: seconds.

        Raises:
            BadParameter: `values` has an unknown id or a number that is not finite.
        """
        self._output, self._provider, self._model = output or OutputChoice(), provider, model
        self._values = np.array([entry.default for entry in TABLE])
        for id, value in clamped(values or {}).items():
            self._values[INDEX[id]] = value
        self._autoplay, self._placing, self._clock = autoplay, Placing(lookahead), clock
        self._painter = Painter(decode, self._publish, *self._target(), TABLE[FIRST_LATENT].glide, clock)
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="watcher", daemon=True)
        self._shared: Shared | None = None
        self._process: SpawnProcess | None = None
        self._restarted = ""
        self._said: tuple[Meters, int, str, str] = (Meters(), 0, "", "")

    def __enter__(self) -> Self:
        """Start the player and meanwhile paint the first tape; it plays when this returns.

        Raises:
            NoDevice: the device that was named is not there.
            VamenError: the player does not start; or whatever `decode` refuses.
        """
        self._shared = Shared.create()
        try:
            self._shared.parameters.write(self._values)
            self._process = launch(self._shared.segment, self._output)
            self._painter.paint()
            if self._autoplay:
                self._shared.events.push(Event(Action.PLAY))
            self._welcome(self._shared, self._process)
            self._painter.start()
            self._watcher.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Fade out and end everything; what was set can still be read. Leaving the context does this."""
        self._closing.set()
        self._painter.stop()
        if self._watcher.is_alive():
            self._watcher.join()
        if self._shared is None:
            return
        self._shared.stopping = True
        if self._process is not None:
            end(self._process)
        with self._lock:
            self._listen()
            shared, self._shared = self._shared, None
        shared.close()
        shared.unlink()

    def read(self, id: str) -> float:
        """Value of a parameter, in its unit."""
        parameter(id)
        return float(self._values[INDEX[id]])

    def write(self, values: Mapping[str, float]) -> dict[str, float]:
        """Set parameters as one change; returns them as clamped."""
        legal = clamped(values)
        with self._lock:
            for id, value in legal.items():
                self._values[INDEX[id]] = value
            if self._shared:
                self._shared.parameters.write(self._values)
            if any(id in ("seed", "texture") or id.startswith("latent/") for id in legal):
                self._painter.aim(*self._target())
        return legal

    def trigger(self, event: Event, at: float | None = None) -> None:
        """Do something that was asked for at `at`; refused and counted when a thousand events wait already."""
        with self._lock:
            if self._shared:
                self._shared.events.push(event, self._placing.sample(event, at, self._shared.meters))

    def status(self) -> Status:
        """The state of the instrument: of its last block, or of its end."""
        with self._lock:
            meters, refused, name, _ = self._listen()
        return Status(
            playing=meters.playing > 0,
            beat=meters.beat,
            frame=meters.frame,
            peak=max(20 * math.log10(max(meters.peak, 1e-9)), QUIETEST),
            load=meters.load,
            underruns=int(meters.underruns),
            errors=int(meters.errors) + refused + self._painter.errors,
            output=name,
            provider=_say(self._provider),
            model=_say(self._model),
            latency=self._placing.latency(meters),
            late=int(meters.late),
        )

    @property
    def meters(self) -> Meters:
        """The player's last block."""
        with self._lock:
            return self._listen()[0]

    @property
    def lookahead(self) -> float:
        """Seconds from an event's time to the sample at which it is placed."""
        return self._placing.lookahead(self.meters)

    @property
    def segment(self) -> str:
        """Name of the shared segment; empty when nothing runs."""
        return self._shared.segment if self._shared else ""

    @property
    def note(self) -> str:
        """What the user should know, one line; usually empty."""
        with self._lock:
            player = self._listen()[3]
        return "; ".join(filter(None, (self._restarted, player, self._painter.note)))

    def _listen(self) -> tuple[Meters, int, str, str]:
        """What the player says: meters, refused events, output, note. The last words of one that is gone."""
        if self._shared:
            self._said = (self._shared.meters, self._shared.events.refused, self._shared.name, self._shared.note)
        return self._said

    def _target(self) -> tuple[Latents, int, float]:
        latents = self._values[FIRST_LATENT : FIRST_LATENT + LATENTS].copy()
        return latents, int(self._values[INDEX["seed"]]), float(self._values[INDEX["texture"]])

    def _publish(self, tape: Tape) -> None:
        if self._shared:
            self._shared.tapes.write(tape)

    def _welcome(self, shared: Shared, process: SpawnProcess) -> None:
        """Wait until the player plays."""
        deadline = self._clock() + PATIENCE
        while shared.state == STARTING and self._clock() < deadline:
            if multiprocessing.connection.wait([process.sentinel], 0.005):
                break
        if shared.state == FAILED:
            raise NoDevice(shared.note)
        if shared.state == PLAYING:
            return
        process.join(LOOK)
        if process.exitcode and not self._output.chosen:
            self._without_device(shared, process)
            return
        fate = "does not answer" if process.exitcode is None else f"ended with exit code {process.exitcode}"
        raise VamenError(f"the player process {fate}; see what `vamen doctor` says about sound")

    def _without_device(self, shared: Shared, process: SpawnProcess) -> None:
        """A sound system that takes the player with it, when nobody asked for that one: play on without."""
        self._restarted = f"the sound system crashed (exit code {process.exitcode}); playing into the silent output"
        self._output = replace(self._output, null=True)
        process.close()
        shared.state = STARTING
        self._process = launch(shared.segment, self._output)
        self._welcome(shared, self._process)

    def _watch(self) -> None:
        """Until the end: when the player dies, start another one."""
        born, hasty = self._clock(), 0
        while self._shared and self._process and not self._closing.is_set():
            self._process.join(LOOK)
            age = self._clock() - born
            if self._process.exitcode is None:
                if self._shared.state == STARTING and age > PATIENCE:
                    self._process.kill()
                continue
            code = self._process.exitcode
            cause = "lost its output" if code == DEVICE_GONE else f"ended with exit code {code}"
            self._restarted = f"the player {cause} and was started again"
            hasty = hasty + 1 if age < CALM else 0
            if hasty >= HASTY and not self._output.chosen:
                self._restarted = f"the player {cause} {hasty} times; playing into the silent output"
                self._output = replace(self._output, null=True)
            if self._closing.wait(CALM if hasty > 1 else 0):
                return
            self._process.close()
            self._shared.state = STARTING
            self._process = launch(self._shared.segment, self._output)
            born = self._clock()


def _say(said: Said) -> str:
    return said if isinstance(said, str) else said()
