"""The instrument: parameters, events and a tape in; sound out.

process(frames) -> float32 (frames, 2), -1..1, never above the ceiling of `dynamics`

No thread, socket, file or clock: whoever owns it says how many samples the next block has, and events name samples of
its own clock. The same object renders a file and plays a gig, and any division into blocks gives the same samples.

Inside, sound is made in hops by the inverter, and a jump begins a new hop at its own sample. From there on it runs
through the chain of level, width and limiter in quanta of a fixed grid.
"""

import heapq

import numpy as np
from numpy.typing import NDArray

from .chain import Chain
from .controls import Action, Event
from .dynamics import QUANTUM
from .elastic import columns
from .inversion import LEAD, LIVE, Inverter, Quality
from .mel import Floats
from .parameters import INDEX, TABLE
from .spec import SPEC, Spec
from .tape import Tape, read
from .transport import Transport
from .width import Side

EARLY = 64  # samples between the beginning of a jump and the attack that it aims at
CROSSFADE = 96  # samples from the old place to the new one
STILL = 0.25  # columns per hop below which the playhead begins to wander: repeating one column is a buzz
WANDER = 1.5  # columns to either side when it stands
FADE = 256  # samples of fade-out at stop and panic: 5.8 ms
LARGE = 0.7  # change, 0..1, from which a new tape also corrects the hops that still sound
PENDING = 4096  # scheduled events that are held; more are errors


class Instrument:
    """A break that plays.

    `tape` is never written to.
    """

    def __init__(self, tape: Tape, *, quality: Quality = LIVE, spec: Spec = SPEC) -> None:
        self.spec = spec
        self.errors = 0  # hops that were not numbers, events that found no room
        self.latency = EARLY + Chain.latency  # samples from an event to its attack
        self._inverter = Inverter(quality, spec)
        self._side, self._chain = Side(spec), Chain(spec.rate)
        self._values = np.array([entry.default for entry in TABLE])
        self._tape, self._edited = tape, False
        rising = 0.5 - 0.5 * np.cos(np.pi * (np.arange(CROSSFADE) + 0.5) / CROSSFADE)
        self._rising = rising.astype(np.float32)
        self._wander = np.random.default_rng(0).uniform(
            -WANDER, WANDER, 4096
        )  # columns, hop by hop; no period is heard
        self.reset()

    def reset(self) -> None:
        """As new: stopped, at the downbeat, clock 0; parameters and tape stay."""
        self.clock = 0  # samples handed out
        self.playing = False
        self._made = 0  # samples made: the clock of what is inside
        self._events: list[tuple[int, int, Event]] = []
        self._hops = 0  # made so far
        self._order = 0  # of arrival, so that simultaneous events keep it
        self._transport = Transport(*self._pace(), self.spec)
        self._hop = np.zeros(0, np.float32)  # samples of the present hop that are not used yet
        self._gate, self._gate_open = 0.0, False
        self._accent, self._accent_until = 1.0, 0
        self._inverter.reset()
        self._side.reset()
        self._chain.reset(self._value("level"), self._value("width"))
        self._ready = np.zeros((0, 2), np.float32)

    @property
    def beat(self) -> float:
        """Quarter notes since play."""
        return max(0.0, self._transport.beat(self._made)) if self.playing else 0.0

    @property
    def frame(self) -> float:
        """Column under the playhead, 0..Spec.frames."""
        return self._transport.position(self._made) % self.spec.frames if self.playing else 0.0

    @property
    def tempo(self) -> float:
        """BPM of the playhead."""
        return self._transport.tempo

    def take_peak(self) -> float:
        """Largest sample since the last call, 0..1."""
        return self._chain.take_peak()

    def set(self, values: NDArray[np.float64]) -> None:
        """All parameters, in the order of the table; heard from the next hop on."""
        self._values[:] = values

    def load(self, tape: Tape) -> None:
        """Another tape; the playhead stays where it is and everything not yet committed follows."""
        self._tape, self._edited = tape, True

    def schedule(self, event: Event, at: int | None = None) -> None:
        """Do something at a sample of the clock; at once when `at` is None or past."""
        if len(self._events) >= PENDING:
            self.errors += 1
            return
        self._order += 1
        heapq.heappush(self._events, (self._made if at is None else max(at, self._made), self._order, event))

    def process(self, frames: int) -> Floats:
        """The next block (frames, 2)."""
        blocks = [self._ready]
        count = len(self._ready)
        while count < frames:
            blocks.append(self._quantum())
            count += QUANTUM
        made = np.concatenate(blocks)
        self._ready = made[frames:]
        self.clock += frames
        return made[:frames]

    def resume(self, beat: float) -> None:
        """Fade in at a beat, as if it had always played: for an instrument that takes over from one that died."""
        clock = self._made
        leaving = self._leaving()
        self._start(clock, 1.0)
        self._transport.begin(clock, beat)
        self._enter(clock, leaving)

    def _pace(self) -> tuple[float, float]:
        return self._value("tempo"), self._value("speed")

    def _value(self, id: str) -> float:
        return float(self._values[INDEX[id]])

    def _quantum(self) -> Floats:
        """The next QUANTUM samples, finished."""
        raw = np.empty((2, QUANTUM), np.float32)
        end = self._made + QUANTUM
        while self._made < end:
            while self._events and self._events[0][0] <= self._made:
                self._do(heapq.heappop(self._events)[2])
            upto = min(end, self._events[0][0]) if self._events else end
            begin = self._made + QUANTUM - end
            piece = self._piece(upto - self._made)
            raw[:, begin : begin + piece.shape[1]] = piece
            self._made += piece.shape[1]
        return self._chain(raw, self._value("level"), self._value("width"))

    def _piece(self, count: int) -> Floats:
        """Mid and side (2, n): at most `count` samples up to the end of the present hop, gated and accented."""
        if not self.playing:
            return np.zeros((2, count), np.float32)
        if not len(self._hop):
            self._hop = self._next_hop()
        mid, self._hop = self._hop[:count], self._hop[count:]
        piece = np.stack((mid, self._side.take(len(mid))))
        gate = self._gate + (1 if self._gate_open else -1) * np.arange(1, len(mid) + 1) / FADE
        gate = np.clip(gate, 0, 1)
        self._gate = float(gate[-1])
        if not self._gate_open and self._gate == 0:
            self._halt()
        if gate[0] == 1 == gate[-1]:
            return piece
        return piece * (0.5 - 0.5 * np.cos(np.pi * gate)).astype(np.float32)  # a corner in the fade would click

    def _next_hop(self) -> Floats:
        clock, inverter = self._made, self._inverter
        self._transport.set_pace(clock, *self._pace())
        self._hops += 1
        first = -inverter.past if self._edited else 0
        magnitude = self._read(clock, np.arange(first, inverter.rows))
        if self._edited and inverter.change(magnitude[: inverter.past]) < LARGE:
            magnitude = magnitude[inverter.past :]
        self._edited = False
        hop = inverter(magnitude)
        if not np.isfinite(hop).all():
            self.errors += 1
            inverter.reset()
            return np.zeros(self.spec.hop, np.float32)
        accent = self._accent
        if clock >= self._accent_until:
            self._accent = 1.0
        if self._value("width") > 0:
            self._side.add(inverter.committed * np.float32(accent))
        if accent != 1.0 or self._accent != 1.0:
            hop *= np.linspace(accent, self._accent, self.spec.hop, dtype=np.float32)
        return hop

    def _read(self, clock: int, hops: NDArray[np.signedinteger]) -> Floats:
        """Magnitudes to commit in this hop and in those around it, so that the playhead's own is heard now."""
        transport, tape = self._transport, self._tape
        ahead = self._inverter.latency / self.spec.hop + hops.astype(np.float64)
        rate = transport.rate
        positions = transport.position(clock) + rate * ahead
        read_at = columns(positions, abs(rate), tape.attacks, len(tape.magnitudes))
        if abs(rate) < STILL:
            read_at += (1 - abs(rate) / STILL) * self._wander[(self._hops + hops) % len(self._wander)]
        return read(tape.magnitudes, read_at)

    def _do(self, event: Event) -> None:
        clock = self._made
        if event.action is Action.PLAY and not (self.playing and self._gate_open):
            self._jump(clock, 0, 1.0, fresh=True)
        elif event.action is Action.SLICE and event.value > 0:
            self._jump(clock, event.index, min(event.value, 1.0), fresh=not self.playing)
        elif event.action is Action.STOP:
            self._gate_open = False
        elif event.action is Action.PANIC:
            self._gate_open = False
            self._events.clear()

    def _start(self, clock: int, velocity: float) -> None:
        if not self.playing:
            self._transport = Transport(*self._pace(), self.spec)
        self._transport.set_pace(clock, *self._pace())
        self.playing = self._gate_open = True
        self._gate, self._accent = 1.0, velocity

    def _halt(self) -> None:
        self.playing = False
        self._hop = np.zeros(0, np.float32)
        self._inverter.reset()
        self._side.reset()

    def _jump(self, clock: int, step: int, velocity: float, *, fresh: bool) -> None:
        """Put the playhead on a sixteenth: its attack is heard EARLY samples from now."""
        leaving = self._leaving()
        self._start(clock, velocity)
        if fresh:
            self._transport.begin(clock + EARLY)
        self._transport.jump(clock + EARLY, step)
        lasts = self.spec.step_frames * self.spec.hop / max(abs(self._transport.rate), STILL)
        self._accent_until = clock + EARLY + int(lasts) - self.spec.hop
        self._enter(clock, leaving)

    def _leaving(self) -> Floats:
        """The CROSSFADE samples that would have come next, as loud as they would have been."""
        if not self.playing:
            return np.zeros(CROSSFADE, np.float32)
        provisional = self._inverter.upcoming() * np.float32(self._accent)
        return np.concatenate((self._hop, provisional))[:CROSSFADE] * np.float32(0.5 - 0.5 * np.cos(np.pi * self._gate))

    def _enter(self, clock: int, leaving: Floats) -> None:
        """Begin a hop at this sample, wherever the playhead is now, and fade over to it."""
        inverter = self._inverter
        inverter.restart(self._read(clock, np.arange(inverter.restart_rows) - LEAD - 1))
        self._hop = self._next_hop()
        self._hop[:CROSSFADE] = leaving + self._rising * (self._hop[:CROSSFADE] - leaving)
