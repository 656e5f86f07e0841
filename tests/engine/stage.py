"""A player in simulated time, and clocks that it should follow, for tests of synchronisation.

SimulatedPlayer  Controls of a compiled player whose device runs `skew` fast and buffers DEVICE_LATENCY_S
ReferenceTime    the exact beat, from tempo changes at known times
"""

from collections import deque
from collections.abc import Mapping

import numpy as np

from engine.controls import Action, Event, clamped
from engine.core import LivePlayer, Quality
from engine.parameters import INDEX
from engine.realtime.meters import Meters
from engine.realtime.shared_memory import EventRing, SeqLock, layout
from engine.session.event_timing import EventTiming, beat_at
from engine.spec import SPEC
from engine.sync.clocks import Pulse
from engine.tape.magnitudes import silent_tape
from tests.fake_controls import FakeControls

BLOCK = 128
DEVICE_LATENCY_S = 0.0116  # buffered by the device
MINIMAL_QUALITY = Quality(look_ahead=0, iterations=1)  # fast: the sound is not tested


class SimulatedPlayer(FakeControls):
    """Controls of an instrument that plays while the test calls `run`."""

    def __init__(self, tempo: float = 120.0, skew: float = 0.0, seed: int = 0) -> None:
        super().__init__()
        record = np.zeros((), layout())
        record["tapes"]["slots"][0]["magnitudes"] = silent_tape().magnitudes
        self._parameters, self._ring = SeqLock(record["parameters"]), EventRing(record["ring"])
        self._meters_lock = SeqLock(record["meters"])
        self._set({"tempo": tempo})
        self.now = self._due = 100.0
        self.sent_events: list[tuple[float, Event]] = []  # when, and which
        self.writes: list[tuple[float, float]] = []  # when, and which tempo
        self._player = LivePlayer(record, SPEC.rate, quality=MINIMAL_QUALITY)
        self._tempo_changes: list[tuple[int, float]] = []  # sample, tempo from there on
        self._block_time = BLOCK / SPEC.rate / (1 + skew)
        self._random = np.random.default_rng(seed)
        self._beats: deque[tuple[float, float]] = deque([(100.0, np.nan)], maxlen=200)  # time of output, beat
        self.meters = Meters()

    @property
    def is_playing(self) -> bool:
        """Whether it plays."""
        return self.meters.playing > 0

    def write(
        self, values: Mapping[str, float], due: float | None = None, *_: object, **__: object
    ) -> dict[str, float]:
        if due is None:
            self.writes.append((self.now, values["tempo"]))
            return self._set(values)
        sample = self._push(Event(Action.SET, INDEX["tempo"], values["tempo"]), due)
        self._tempo_changes.append((-1 if sample is None else sample, values["tempo"]))
        return clamped(values)

    def trigger(self, event: Event, at: float | None = None, due: float | None = None) -> None:
        self._push(event, due)

    def beat(self, at: float) -> float | None:
        return beat_at(self.meters, at, self.read("tempo"))

    def audible_beat(self, at: float) -> float:
        """Return the beat that sounds at `at`, by the true time of the device; NaN when nothing does."""
        times, beats = np.array(self._beats).T
        return float(np.interp(at - DEVICE_LATENCY_S, times, beats))

    def run(self, until: float) -> None:
        """Play all blocks that the device asks for before `until`."""
        while self._due < until:
            self._play_block(self._due + self._random.exponential(0.0001))
            self._due += self._block_time
        self.now = until

    def stall(self, seconds: float) -> None:
        """Delay the next call of the device."""
        self._due += seconds

    def _set(self, values: Mapping[str, float]) -> dict[str, float]:
        legal = super().write(values)
        self._parameters.write(np.array(self.values))
        return legal

    def _push(self, event: Event, due: float | None) -> int | None:
        self.sent_events.append((self.now, event))
        sample = None if due is None else EventTiming().sample_at(due, self.meters)
        assert self._ring.push(event, sample)
        return sample

    def _play_block(self, now: float) -> None:
        self._player.play(BLOCK, now, self._due + DEVICE_LATENCY_S - now)
        values = np.empty(len(Meters._fields))
        self._meters_lock.read(values)
        self.meters = Meters(*values.tolist())
        for sample, tempo in [change for change in self._tempo_changes if change[0] < self.meters.clock]:
            self._tempo_changes.remove((sample, tempo))
            self._set({"tempo": tempo})
        self._beats.append((self._due + self._block_time, self.meters.beat if self.is_playing else np.nan))


class ReferenceTime:
    """Musical time from (seconds, tempo) changes; beat 0 is at the first one."""

    name = "reference"

    def __init__(self, *tempi: tuple[float, float]) -> None:
        times, values = np.array(tempi).T
        self._times, self._tempi = times, values
        self._beats = np.concatenate(([0.0], np.cumsum(np.diff(times) * values[:-1] / 60)))
        self.playing = True

    def pulse(self, now: float) -> Pulse:
        """Return the exact time."""
        last = max(int(np.searchsorted(self._times, now, "right")) - 1, 0)
        tempo = float(self._tempi[last])
        return Pulse(now, float(self._beats[last]) + (now - float(self._times[last])) * tempo / 60, tempo, self.playing)

    def time_of(self, beat: float) -> float:
        """Return the seconds at which a beat is."""
        last = max(int(np.searchsorted(self._beats, beat, "right")) - 1, 0)
        return float(self._times[last] + (beat - self._beats[last]) * 60 / self._tempi[last])
