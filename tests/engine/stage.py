"""A player on a pretended card, without its sound, and a room whose musical time it should keep, for tests of both.

A `Stage` is a real player over memory of its own, with Controls over it; it is told how long to play. Its card runs
`skew` fast and holds what it was handed for HEARD seconds. `Room` is musical time by its changes of tempo; `Ticks`
hears of it by 24 ticks a quarter that come late or early, and says what it makes of them.
"""

from collections import deque
from collections.abc import Mapping

import numpy as np

from engine.controls import Action, Desk, Event, clamped
from engine.core import LivePlayer, Quality
from engine.parameters import INDEX
from engine.realtime.meters import Meters
from engine.realtime.shared_memory import EventRing, SeqLock, layout
from engine.realtime.snapshot import beat_at
from engine.session.event_timing import EventTiming
from engine.spec import SPEC
from engine.sync.clocks import Pulse
from engine.tape.magnitudes import blank

BLOCK = 128
HEARD = 0.0116  # seconds that the card holds
LITTLE = Quality(look_ahead=0, iterations=1)  # the sound does not matter here


class Stage(Desk):
    """Controls of an instrument that plays as long as it is told to."""

    def __init__(self, tempo: float = 120.0, skew: float = 0.0, seed: int = 0) -> None:
        super().__init__()
        record = np.zeros((), layout())
        record["tapes"]["slots"][0]["magnitudes"] = blank().magnitudes
        self._parameters, self._ring = SeqLock(record["parameters"]), EventRing(record["ring"])
        self._board = SeqLock(record["meters"])
        self._set({"tempo": tempo})
        self.now = self._due = 100.0
        self.told: list[tuple[float, Event]] = []  # when and what
        self.writes: list[tuple[float, float]] = []  # when, and which tempo
        self._player = LivePlayer(record, SPEC.rate, quality=LITTLE)
        self._settings: list[tuple[int, float]] = []  # samples, and the tempo that holds from there on
        self._lasts = BLOCK / SPEC.rate / (1 + skew)
        self._random = np.random.default_rng(seed)
        self._heard: deque[tuple[float, float]] = deque([(100.0, np.nan)], maxlen=200)  # handed over when, which beat
        self.meters = Meters()

    @property
    def played(self) -> bool:
        """Whether it plays."""
        return self.meters.playing > 0

    def write(self, values: Mapping[str, float], due: float | None = None) -> dict[str, float]:
        if due is None:
            self.writes.append((self.now, values["tempo"]))
            return self._set(values)
        sample = self._push(Event(Action.SET, INDEX["tempo"], values["tempo"]), due)
        self._settings.append((-1 if sample is None else sample, values["tempo"]))
        return clamped(values)

    def trigger(self, event: Event, at: float | None = None, due: float | None = None) -> None:
        self._push(event, due)

    def beat(self, at: float) -> float | None:
        return beat_at(self.meters, at, self.read("tempo"))

    def heard(self, at: float) -> float:
        """The beat that is heard in the room, by the card's true time; NaN when nothing is."""
        times, beats = np.array(self._heard).T
        return float(np.interp(at - HEARD, times, beats))

    def run(self, until: float) -> None:
        """Play all blocks that the card asks for before then."""
        while self._due < until:
            self._block(self._due + self._random.exponential(0.0001))
            self._due += self._lasts
        self.now = until

    def stand(self, seconds: float) -> None:
        """The card asks for its next block so much later than it would."""
        self._due += seconds

    def _set(self, values: Mapping[str, float]) -> dict[str, float]:
        legal = super().write(values)
        self._parameters.write(np.array(self.values))
        return legal

    def _push(self, event: Event, due: float | None) -> int | None:
        self.told.append((self.now, event))
        sample = None if due is None else EventTiming().exact(due, self.meters)
        assert self._ring.push(event, sample)
        return sample

    def _block(self, began: float) -> None:
        self._player.play(BLOCK, began, self._due + HEARD - began)
        values = np.empty(len(Meters._fields))
        self._board.read(values)
        self.meters = Meters(*values.tolist())
        for sample, tempo in [one for one in self._settings if one[0] < self.meters.clock]:
            self._settings.remove((sample, tempo))
            self._set({"tempo": tempo})
        self._heard.append((self._due + self._lasts, self.meters.beat if self.played else np.nan))


class Room:
    """Musical time: tempo by the seconds from which on it holds, from beat 0 on."""

    name = "room"

    def __init__(self, *tempi: tuple[float, float]) -> None:
        times, values = np.array(tempi).T
        self._times, self._tempi = times, values
        self._beats = np.concatenate(([0.0], np.cumsum(np.diff(times) * values[:-1] / 60)))
        self.playing = True

    def pulse(self, now: float) -> Pulse:
        """The time as it is."""
        last = max(int(np.searchsorted(self._times, now, "right")) - 1, 0)
        tempo = float(self._tempi[last])
        return Pulse(now, float(self._beats[last]) + (now - float(self._times[last])) * tempo / 60, tempo, self.playing)

    def time_of(self, beat: float) -> float:
        """Seconds at which a beat is."""
        last = max(int(np.searchsorted(self._beats, beat, "right")) - 1, 0)
        return float(self._times[last] + (beat - self._beats[last]) * 60 / self._tempi[last])


class Ticks:
    """A clock that makes its time of jittered ticks: a line through the last 48 since the last surprise."""

    name = "ticks"

    def __init__(self, room: Room, jitter: float = 0.002, seed: int = 0) -> None:
        self._room, self._jitter, self._random = room, jitter, np.random.default_rng(seed)
        self._next, self._came = 0, self._comes(0)
        self._known: list[tuple[float, float]] = []
        self._surprises = 0

    def _comes(self, number: int) -> float:
        return self._room.time_of(number / 24) + float(self._random.uniform(-self._jitter, self._jitter))

    def pulse(self, now: float) -> Pulse | None:
        while self._came <= now:
            self._hear(self._came, self._next / 24)
            self._next += 1
            self._came = self._comes(self._next)
        if len(self._known) < 6:
            return None
        rate, at, beat = self._line()
        return Pulse(now, beat + (now - at) * rate, 60 * rate)

    def _line(self) -> tuple[float, float, float]:
        times, beats = np.array(self._known).T
        rate = float(np.cov(times, beats, bias=True)[0, 1] / np.var(times))
        return rate, float(times.mean()), float(beats.mean())

    def _hear(self, at: float, beat: float) -> None:
        if len(self._known) >= 6:
            rate, middle, mean = self._line()
            off = at - middle - (beat - mean) / rate
            self._surprises = self._surprises + 1 if abs(off) > 3 * self._jitter else 0
            if self._surprises >= 2:
                self._known = self._known[-1:]
                self._surprises = 0
        self._known = [*self._known[-47:], (at, beat)]
