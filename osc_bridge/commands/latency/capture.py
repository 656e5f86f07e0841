"""Recording of the player's output for `vamen latency`.

last    the last seconds of sound and the time at which they were handed to the card, seconds of `time.perf_counter`
xruns   underruns of the card's buffer so far; around one, it is unknown when the sound was heard

JackCapture     a client of the JACK server that the player plays into, independent of the player
MonitorCapture  the player's copy of what it handed to its output, for outputs other than JACK

Neither includes the latency of the card itself, which only its driver knows.
"""

import time
from collections import deque
from typing import Any, Protocol, Self

import numpy as np

from engine.arrays import Floats
from engine.errors import NoDevice
from engine.realtime.jack_client import open_jack_client
from engine.realtime.output_monitor import TIMING_MARKS, Recording
from engine.realtime.shared_memory import SharedState
from engine.spec import SPEC

JACK_HISTORY = 2.0  # seconds
JACK_TIMEOUT = 5.0  # seconds until the player's ports appear or a cycle runs

Cycle = tuple[int, float, Floats]  # frame, time at which it began, samples


class Capture(Protocol):
    """A recording of the player's output."""

    name: str
    rate: int  # Hz

    @property
    def xruns(self) -> int:
        """Number of xruns so far: underruns of the sound card's buffer."""

    def last(self, seconds: float) -> Recording:
        """Return the last `seconds` of sound; if a part of them was lost, only the sound after that part."""

    def close(self) -> None:
        """End the recording."""


class MonitorCapture:
    """The player's copy of its output, in the segment of shared memory that is called `segment`."""

    name, rate = "the player's output tap", SPEC.rate

    def __init__(self, segment: str) -> None:
        self._shared = SharedState.attach(segment)

    @property
    def xruns(self) -> int:
        """Underruns that the output has reported to the player."""
        return int(self._shared.meters.underruns)

    def last(self, seconds: float) -> Recording:
        """Return the last `seconds` of sound that were handed to the output."""
        return self._shared.monitor.last(seconds)

    def close(self) -> None:
        """Detach from the segment."""
        self._shared.close()


class JackCapture:
    """A recording by a JACK client. Create it before the player: ports that appear later are taken for the player's."""

    name = "a client of JACK"

    def __init__(self, client: Any) -> None:
        self._client = client
        self._cycles: deque[Cycle] = deque(maxlen=round(JACK_HISTORY * client.samplerate / client.blocksize))
        self._input = client.inports.register("in")
        self._notes: Any = None  # MIDI output
        self._pending: tuple[int, ...] = ()  # message for the next cycle
        self._sent_at = 0.0
        self._ports_before = self._output_ports()
        self.rate: int = client.samplerate
        self.xruns = 0
        client.set_process_callback(self._process)
        client.set_xrun_callback(self._count_xrun)

    @classmethod
    def open(cls) -> Self | None:
        """Return a recorder that is a client of the default JACK server; None where no server runs."""
        client = open_jack_client("vamen latency")
        return cls(client) if client else None

    def connect(self) -> None:
        """Connect the player to this recorder: the first JACK output port that has appeared since this was created.

        Raises:
            NoDevice: none has appeared.
        """
        self._client.activate()
        # not earlier: a program that sees a port of an inactive client fails to connect to it and does not retry
        self._notes = self._client.midi_outports.register("notes")
        deadline = time.monotonic() + JACK_TIMEOUT
        while not (new := [port for port in self._output_ports() if port not in self._ports_before]):
            if time.monotonic() > deadline:
                raise NoDevice("the player's ports do not appear in JACK; see whether jackd still runs")
            time.sleep(0.02)
        self._client.connect(new[0], self._input.name)

    def last(self, seconds: float) -> Recording:
        """Return the last `seconds` of sound; if a JACK cycle in them was lost, only the sound after it.

        The start time of the recording is a median over many cycles, because any one of them may begin late.
        """
        known = list(self._cycles)
        if not known:
            return Recording(np.zeros(0, np.float32), 0.0)
        origin = float(np.median([began - frame / self.rate for frame, began, _ in known[-TIMING_MARKS:]]))
        cycles = known[-max(round(seconds * self.rate / self._client.blocksize), 1) :]
        first = len(cycles) - 1
        while first and cycles[first - 1][0] + len(cycles[first - 1][2]) == cycles[first][0]:
            first -= 1
        start = origin + cycles[first][0] / self.rate
        return Recording(np.concatenate([samples for _, _, samples in cycles[first:]]), start)

    @property
    def notes_connected(self) -> bool:
        """Whether a program is connected to the MIDI output of this JACK client."""
        return self._notes is not None and bool(self._notes.number_of_connections)

    def send_note(self, note: int) -> float:
        """Send note number `note` over JACK; return the time at which it left, in seconds of `time.perf_counter`.

        Raises:
            NoDevice: the JACK server has stopped processing.
        """
        self._pending = (0x90, note, 127)
        deadline = time.monotonic() + JACK_TIMEOUT
        while self._pending:
            if time.monotonic() > deadline:
                raise NoDevice("the JACK server does not process; see whether jackd still runs")
            time.sleep(0.0005)
        return self._sent_at

    def close(self) -> None:
        """Disconnect from the JACK server."""
        self._client.deactivate()
        self._client.close()

    def _count_xrun(self, delayed: float) -> None:
        self.xruns += 1

    def _output_ports(self) -> list[str]:
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
                self._sent_at, self._pending = now, ()
        self._cycles.append((client.last_frame_time, began, self._input.get_array().copy()))
