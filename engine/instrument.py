"""The instrument: parameters, events and a tape in; sound out.

process(frames) -> float32 (frames, 2), -1..1, never above the ceiling of `dynamics`

No thread, socket, file or clock: whoever owns it says how many samples the next block has, and events name samples of
its own clock. The same object renders a file and plays a gig, and any division into blocks gives the same samples.

Inside, sound is made in hops by the playhead, and a jump begins a new hop at its own sample. From there on it runs
through the chain of level, width and limiter in quanta of a fixed grid.
"""

import numpy as np
from numpy.typing import NDArray

from .chain import Chain
from .controls import Action, Event
from .dynamics import QUANTUM
from .inversion import LIVE, Quality
from .jump import CROSSFADE, EARLY, Jump, cross, joined, leap
from .mel import Floats
from .parameters import INDEX, TABLE
from .playhead import Playhead
from .rewind import Rewindable
from .score import Score
from .spec import SPEC, Spec
from .tape import Tape
from .transport import Bend, Transport

NEAR = 512  # samples before a leap at which the work for it begins
FADE = 256  # samples of fade-out at stop and panic: 5.8 ms


class Instrument(Rewindable):
    """A break that plays. `tape` is never written to."""

    WHOLE = (
        *("clock", "late", "playing", "made", "_hop", "_ready"),
        *("_gate", "_gate_open", "_accent", "_struck", "_velocity"),
    )
    WRITTEN = ("_values",)
    PARTS = ("_score", "_playhead", "_chain")
    FIXED = ("spec", "_spread", "latency")

    def __init__(self, tape: Tape, *, quality: Quality = LIVE, spread: bool = False, spec: Spec = SPEC) -> None:
        """`spread`: the work of a hop over the quanta before it, which suits small blocks and costs a quarter more."""
        self.spec, self._spread = spec, spread
        self.latency = EARLY + Chain.latency  # samples from an event to its attack
        self.late = 0  # events whose sample had been made when they came
        self._score = Score()
        self._values = np.array([entry.default for entry in TABLE])
        self._playhead = Playhead(tape, quality, *self._pace(), spec)
        self._chain = Chain(spec.rate)
        self.reset()

    def reset(self) -> None:
        """As new: stopped, at the downbeat, clock 0; parameters and tape stay."""
        self.clock = 0  # samples handed out
        self.playing = False
        self.made = 0  # samples made: the clock of what is inside, and the first that an event can change
        self._score.clear()
        self._hop = np.zeros(0, np.float32)  # samples of the present hop that are not used yet
        self._gate, self._gate_open = 0.0, False
        self._accent, self._struck = 1.0, 0.0  # loudness of a slice, and the column where it began
        self._velocity = 1.0  # with which it was struck; a repeat of it has it again
        self._playhead.reset()
        self._chain.reset(self._value("level"), self._value("width"))
        self._ready = np.zeros((0, 2), np.float32)

    @property
    def errors(self) -> int:
        """Hops that were not numbers, and events that found no room."""
        return self._score.refused + self._playhead.errors

    @property
    def beat(self) -> float:
        """Quarter notes since play of the sample that is handed out next; just below 0 before the first."""
        return self._playhead.transport.beat(self._heard) if self.playing else 0.0

    @property
    def frame(self) -> float:
        """Column under the playhead in that sample, 0..Spec.frames."""
        return self._playhead.transport.position(self._heard) % self.spec.frames if self.playing else 0.0

    @property
    def straight(self) -> float:
        """Column where the playhead would be if nothing held it back, 0..Spec.frames."""
        return self._playhead.transport.straight(self._heard) % self.spec.frames if self.playing else 0.0

    @property
    def _heard(self) -> int:
        """The sample, of those that are made, that is handed out next: the chain delays them."""
        return self.clock - Chain.latency

    def take_peak(self) -> float:
        """Largest sample since the last call, 0..1."""
        return self._chain.take_peak()

    def set(self, values: NDArray[np.float64]) -> None:
        """All parameters, in the order of the table; heard from the next hop on. Before the first block, at once."""
        self._values[:] = values
        if not self.made:
            self._chain.reset(self._value("level"), self._value("width"))

    def change(self, index: int, value: float) -> None:
        """One parameter, by its place in the table; heard from the next hop on."""
        self._values[index] = value

    def load(self, tape: Tape) -> None:
        """Another tape; the playhead stays where it is and everything not yet committed follows."""
        self._playhead.load(tape)

    def schedule(self, event: Event, at: int | None = None) -> None:
        """Do something at a sample of the clock; at once when `at` is None, or past, which is counted."""
        self.late += at is not None and at < self.made
        self._score.add(event, self.made if at is None else max(at, self.made))

    def process(self, frames: int) -> Floats:
        """The next block (frames, 2)."""
        blocks = [self._ready]
        count = len(self._ready)
        while count < frames:
            blocks.append(self._quantum())
            count += QUANTUM
        if self.playing and self._gate_open and (near := self._leap(self.made + NEAR)):
            self._playhead.foresee(*near)  # once per block: a leap's work is more than a small one has time for
        made = np.concatenate(blocks)
        self._ready = made[frames:]
        self.clock += frames
        return made[:frames]

    def resume(self, beat: float, straight: float, ago: int) -> None:
        """Fade in as if it had always played: for one that takes over where another one was `ago` samples before."""
        leaving = self._leaving()
        self._open(self.made, 1.0)
        self._playhead.transport.begin(self._heard - ago, beat, straight)
        self._playhead.transport.turn(self.made + EARLY)
        self._enter(self.made, leaving)

    def _pace(self) -> tuple[float, float]:
        return self._value("tempo"), self._value("speed")

    def _value(self, id: str) -> float:
        return float(self._values[INDEX[id]])

    def _steer(self, clock: int) -> bool:
        """Pace and bend as the parameters say; whether the playhead is elsewhere at once."""
        transport = self._playhead.transport
        transport.set_pace(clock, *self._pace())
        bend = Bend(self._value("freeze") > 0, self._value("reverse") > 0, self._value("stutter"))
        return transport.set_bend(clock, bend)

    def _quantum(self) -> Floats:
        """The next QUANTUM samples, finished."""
        raw = np.empty((2, QUANTUM), np.float32)
        end = self.made + QUANTUM
        while self.made < end:
            self._perform()
            self._follow()
            upto = self._score.next(end)
            if self._gate_open:
                upto = min(upto, self._playhead.transport.due - EARLY)
            begin = self.made + QUANTUM - end
            self.made += self._piece(raw[:, begin : begin + upto - self.made])
        if self._spread and self.playing and not self._leap(end + len(self._hop)):  # a leap would undo it
            self._playhead.prepare(end + len(self._hop), len(self._hop))
        return self._chain(raw, self._value("level"), self._value("width"))

    def _piece(self, room: Floats) -> int:
        """Fill mid and side (2, n), gated and accented; how many samples, up to the end of the present hop."""
        if not self.playing:
            room[:] = 0
            return room.shape[1]
        if not len(self._hop):
            self._hop = self._next_hop()
        count = min(room.shape[1], len(self._hop))
        piece = room[:, :count]
        piece[0], self._hop = self._hop[:count], self._hop[count:]
        piece[1] = self._playhead.side.take(count)
        if not self._gate_open:
            piece *= self._closing(count)
            self._gate = max(0.0, self._gate - count / FADE)
            if self._gate == 0:
                self._halt()
        return count

    def _closing(self, count: int) -> Floats:
        """The fade-out from here on (count,); without a corner, which would click."""
        gate = np.maximum(self._gate - np.arange(1, count + 1) / FADE, 0)
        return (0.5 - 0.5 * np.cos(np.pi * gate)).astype(np.float32)

    def _next_hop(self) -> Floats:
        clock, head = self.made, self._playhead
        head.transport.set_pace(clock, *self._pace())
        accent = self._accent
        hop = head.hop(clock, wide=self._value("width") > 0, accent=accent)
        end = min(clock + self.spec.hop, head.transport.due - EARLY)  # a repeat is the same sixteenth again
        run = abs(head.transport.position(end) - self._struck)
        if run >= self.spec.step_frames:
            self._accent = 1.0
        if accent != 1.0:
            hop *= np.linspace(accent, self._accent, self.spec.hop, dtype=np.float32)
        return hop

    def _perform(self) -> None:
        """Do what is due."""
        jump: Jump | None = None
        while event := self._score.take(self.made):
            if event.action is Action.SET:
                self._values[event.index] = event.value
            elif event.action in (Action.STOP, Action.PANIC):
                jump, self._gate_open = None, False
            else:
                jump = joined(jump, event, self.playing and self._gate_open)
            if event.action is Action.PANIC:
                self._score.forget()
        if jump is not None:
            self._jump(jump)

    def _follow(self) -> None:
        """Bend the playhead as the parameters say. Where it leaps, also to a repeat, it goes as it does to a slice."""
        clock, transport = self.made, self._playhead.transport
        if not self._gate_open:
            return
        elsewhere = self._steer(clock)
        if transport.turn(clock + EARLY) or elsewhere:
            leaving = self._leaving()
            if abs(transport.position(clock + EARLY) - self._struck) < 1:
                self._accent = self._velocity
            self._enter(clock, leaving)

    def _leap(self, end: int) -> tuple[int, Transport] | None:
        """The next leap before sample `end`, and the transport then."""
        return leap(self._score.first, self._playhead.transport, end)

    def _jump(self, jump: Jump) -> None:
        """Put beat and playhead elsewhere: what is there is heard EARLY samples from now."""
        clock, transport = self.made, self._playhead.transport
        leaving, going = self._leaving(), self.playing and self._gate_open
        self._open(clock, jump.velocity)
        jump.move(transport, clock + EARLY, holding=going)
        self._struck = transport.position(clock + EARLY)
        self._enter(clock, leaving)

    def _open(self, clock: int, accent: float) -> None:
        self._steer(clock)
        self.playing = self._gate_open = True
        self._gate, self._accent, self._velocity = 1.0, accent, accent

    def _halt(self) -> None:
        self.playing = False
        self._hop = np.zeros(0, np.float32)
        self._playhead.reset()

    def _leaving(self) -> Floats:
        """The CROSSFADE samples that would have come next, as loud as they would have been."""
        if not self.playing:
            return np.zeros(CROSSFADE, np.float32)
        provisional = self._playhead.upcoming() * np.float32(self._accent)
        going = np.concatenate((self._hop, provisional))[:CROSSFADE]
        return going if self._gate_open else going * self._closing(CROSSFADE)

    def _enter(self, clock: int, leaving: Floats) -> None:
        """Begin a hop at this sample, wherever the transport is now, and fade over to it."""
        self._playhead.restart(clock, wide=self._value("width") > 0, fade=CROSSFADE)
        self._hop = self._next_hop()
        cross(leaving, self._hop)
