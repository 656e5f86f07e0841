"""How `vamen latency` hears its own sound.

last    the last so many seconds of sound, and when they were handed to the card, seconds of `time.perf_counter`
stalls  how often the card went on without samples, so far; around a stall nobody can tell what was when

JackEar   a client of the JACK server that the player plays into: nothing of ours is believed
TapEar    what the player wrote down of what it handed to its output, for every other output

Both end where the card begins: what it adds is said by the driver, not heard.
"""

import time
from collections import deque
from typing import Any, Protocol, Self

import numpy as np

from engine.arrays import Floats
from engine.errors import NoDevice
from engine.realtime.output_monitor import RECENT, Recording
from engine.realtime.shared_memory import SharedState
from engine.spec import SPEC

Block = tuple[int, float, Floats]

KEPT = 2.0  # seconds
PATIENCE = 5.0  # seconds until our own ports must have appeared


class Capture(Protocol):
    """Something that hears the player."""

    name: str
    rate: int  # Hz

    @property
    def stalls(self) -> int:
        """Underruns so far."""

    def last(self, seconds: float) -> Recording:
        """The last `seconds` of sound; shorter when something was lost in between."""

    def close(self) -> None:
        """Hear no more."""


class MonitorCapture:
    """The player's own tap, in the shared segment."""

    name, rate = "the player's output tap", SPEC.rate

    def __init__(self, segment: str) -> None:
        self._shared = SharedState.attach(segment)

    @property
    def stalls(self) -> int:
        """Underruns that the output has told the player of."""
        return int(self._shared.meters.underruns)

    def last(self, seconds: float) -> Recording:
        """The last `seconds` that were handed over."""
        return self._shared.tap.last(seconds)

    def close(self) -> None:
        """Let go of the segment."""
        self._shared.close()


class JackCapture:
    """A JACK client. It is made before the player, so that the player's ports are those that are new afterwards."""

    name = "a client of JACK"

    def __init__(self, client: Any) -> None:
        self._client = client
        # frame, when its cycle began, samples
        self._blocks: deque[Block] = deque(maxlen=round(KEPT * client.samplerate / client.blocksize))
        self._input = client.inports.register("in")
        self._notes: Any = None  # our MIDI output
        self._pending: tuple[int, ...] = ()  # a message for the next cycle
        self._sent = 0.0
        self._before = self._outputs()
        self.rate: int = client.samplerate
        self.stalls = 0  # xruns
        client.set_process_callback(self._process)
        client.set_xrun_callback(self._stall)

    @classmethod
    def open(cls) -> Self | None:
        """A client of the server that programs find here; None when none runs, or without the JACK-Client library."""
        try:
            import jack
        except (ImportError, OSError):  # not installed, or without JACK's own library
            return None
        jack.set_error_function(lambda message: None)
        jack.set_info_function(lambda message: None)
        try:
            return cls(jack.Client("vamen latency", no_start_server=True))
        except jack.JackOpenError:
            return None

    def connect(self) -> None:
        """Listen to the first output that was not there when this was made.

        Raises:
            NoDevice: there is none.
        """
        self._client.activate()
        # not before: who finds a port that is not active yet cannot connect to it, and does not try again
        self._notes = self._client.midi_outports.register("notes")
        deadline = time.monotonic() + PATIENCE
        while not (new := [port for port in self._outputs() if port not in self._before]):
            if time.monotonic() > deadline:
                raise NoDevice("the player's ports do not appear in JACK; see whether jackd still runs")
            time.sleep(0.02)
        self._client.connect(new[0], self._input.name)

    def last(self, seconds: float) -> Recording:
        """The last `seconds`, or what came after the last cycle that was lost.

        Cycles begin late now and then, and what JACK says of its frames follows that; the median over many does not.
        """
        known = list(self._blocks)
        if not known:
            return Recording(np.zeros(0, np.float32), 0.0)
        origin = float(np.median([began - frame / self.rate for frame, began, _ in known[-RECENT:]]))
        blocks = known[-max(round(seconds * self.rate / self._client.blocksize), 1) :]
        whole = len(blocks)
        while whole > 1 and blocks[whole - 2][0] + len(blocks[whole - 2][2]) == blocks[whole - 1][0]:
            whole -= 1
        blocks = blocks[whole - 1 :]
        return Recording(np.concatenate([samples for _, _, samples in blocks]), origin + blocks[0][0] / self.rate)

    @property
    def heard_by_midi(self) -> bool:
        """Somebody takes the notes of this client."""
        return self._notes is not None and bool(self._notes.number_of_connections)

    def strike(self, note: int) -> float:
        """Send a note over JACK; the time at which it went, seconds.

        Raises:
            NoDevice: the server stands still.
        """
        self._pending = (0x90, note, 127)
        deadline = time.monotonic() + PATIENCE
        while self._pending:
            if time.monotonic() > deadline:
                raise NoDevice("the JACK server calls nobody; see whether jackd still runs")
            time.sleep(0.0005)
        return self._sent

    def close(self) -> None:
        """Leave the server."""
        self._client.deactivate()
        self._client.close()

    def _stall(self, delayed: float) -> None:
        self.stalls += 1

    def _outputs(self) -> list[str]:
        names = [port.name for port in self._client.get_ports(is_audio=True, is_output=True)]
        return [name for name in names if not name.startswith("system:")]

    def _process(self, frames: int) -> None:
        client = self._client
        now = time.perf_counter()
        began = now - client.frames_since_cycle_start / self.rate
        if self._notes is not None:
            self._notes.clear_buffer()
            if self._pending:
                self._notes.write_midi_event(0, self._pending)
                self._sent, self._pending = now, ()
        self._blocks.append((client.last_frame_time, began, self._input.get_array().copy()))
