"""Random sequences of all that can be sent to the sequencer: the sound stays in range, and nothing hangs.

A run of all tests makes SEQUENCES of them; the environment variable VAMEN_SEQUENCES asks for another number:

    VAMEN_SEQUENCES=10000 python -m pytest -o faulthandler_timeout=0 tests/engine/sequencer/test_random_sequences.py

Ten thousand take five minutes of an idle processor.
"""

import os
from bisect import bisect_right
from collections.abc import Mapping
from operator import attrgetter
from typing import NamedTuple

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.controls import STEP_COLUMNS, Action, Cells, Event
from engine.core import LATENCY, Quality
from engine.errors import VamenError
from engine.files.loudness import loudness_and_peak
from engine.files.offline_controls import OfflineControls
from engine.files.offline_render import replay
from engine.files.session_log import SessionLog
from engine.parameters import TABLE, Parameter, parameter
from engine.realtime.event_log import LogEntry
from engine.realtime.meters import Meters
from engine.sequencer.offline_sequencer import OfflineSequencer
from engine.sequencer.self_play import FILLED
from engine.spec import SPEC
from osc_bridge.midi.output.note_sender import NoteSender
from tests.playing import OTHER, TAPE, even

SEQUENCES = int(os.environ.get("VAMEN_SEQUENCES", "300"))
CHEAP = Quality(look_ahead=0, iterations=1)
TAPES = (TAPE, OTHER._replace(gain=20.0), even(0.3), TAPE._replace(magnitudes=TAPE.magnitudes * np.float32(100)))
WILD = (np.nan, np.inf, -np.inf, 1e300, -1e300, 0.0)
DUE_WITHIN = SPEC.rate // 10  # samples in which all is due that has a time of its own
HANDED_OVER = SPEC.rate // 4  # samples in which all begins that the sequencer has handed over
PANIC_ENDS, RUNG_OUT = SPEC.rate // 10, SPEC.rate // 2  # samples after which it is silent; after which a room is, too
LISTENED = SPEC.rate // 8  # samples
FAINT = 10 ** (-60 / 20)
GATED = 2.0


class Write(NamedTuple):
    """Parameters that are written, after so many samples, due so many seconds later."""

    after: int
    values: Mapping[str, float]
    ahead: float | None

    def do(self, sequencer: OfflineSequencer, now: float) -> None:
        sequencer.write(self.values, None if self.ahead is None else now + self.ahead)


class Trigger(NamedTuple):
    """An event."""

    after: int
    event: Event
    ahead: float | None

    def do(self, sequencer: OfflineSequencer, now: float) -> None:
        sequencer.trigger(self.event, None, None if self.ahead is None else now + self.ahead)


class Edit(NamedTuple):
    """Cells of sixteenths."""

    after: int
    cells: Cells

    def do(self, sequencer: OfflineSequencer, now: float) -> None:
        sequencer.write_steps(self.cells)


class Gesture(NamedTuple):
    """What is done with the gesture loop."""

    after: int
    what: str
    number: float

    def do(self, sequencer: OfflineSequencer, now: float) -> None:
        gesture = sequencer.gesture
        match self.what:
            case "record":
                gesture.record(self.number, sequencer.modulated.beat(now) or 0.0)
            case "play":
                gesture.play(self.number > 1)
            case "stretch":
                gesture.stretch(self.number)
            case "overdub":
                gesture.overdub = self.number > 1
            case _:
                gesture.clear()


class Aim(NamedTuple):
    """An LFO and what it moves."""

    after: int
    number: float
    target: str

    def do(self, sequencer: OfflineSequencer, now: float) -> None:
        sequencer.aim_lfo(self.number, self.target)


Call = Write | Trigger | Edit | Gesture | Aim


def values_of(entry: Parameter) -> st.SearchStrategy[tuple[str, float]]:
    """Values in and beyond the range of a parameter, and such that are none."""
    span = entry.high - entry.low
    near = st.floats(-0.3, 1.3).map(lambda share: entry.low + share * span)
    return st.tuples(st.just(entry.id), st.one_of(near, near, near, st.sampled_from(WILD)))


gaps = st.sampled_from([0, 1, 33, 300, 2000, 6000])
aheads = st.sampled_from([None, None, None, 0.0, 0.02, DUE_WITHIN / SPEC.rate])
values = st.lists(st.sampled_from(TABLE).flatmap(values_of), min_size=1, max_size=6).map(dict)
events = st.builds(
    Event,
    st.sampled_from([*Action, Action.SLICE, Action.RELEASE, Action.SLICE, Action.RELEASE]),
    st.one_of(st.integers(0, 3), st.integers(-40, 400)),
    st.one_of(st.floats(0, 1), st.floats(-2, 40), st.sampled_from(WILD)),
)
cells = st.dictionaries(
    st.tuples(st.integers(0, 31), st.sampled_from(STEP_COLUMNS)), st.floats(-4, 4), min_size=1, max_size=4
)
calls = st.one_of(
    st.builds(Write, gaps, values, aheads),
    st.builds(Write, gaps, values, aheads),
    st.builds(Trigger, gaps, events, aheads),
    st.builds(Trigger, gaps, events, aheads),
    st.builds(Edit, gaps, cells),
    st.builds(
        Gesture, gaps, st.sampled_from(["record", "play", "stretch", "overdub", "clear"]), st.sampled_from([0.5, 1, 2])
    ),
    st.builds(Aim, gaps, st.sampled_from([0, 1, 2, 4, 9]), st.sampled_from([entry.id for entry in TABLE] + ["x", ""])),
)
busy = {"tempo": 300.0, "fill/bars": 1.0, "vary/bars": 1.0, "vary/chance": 0.5}  # so that much happens in a second
beginnings = st.fixed_dictionaries(
    {
        "fill/chance": st.sampled_from([1.0, 0.0]),
        "wildness": st.sampled_from([1.0, 0.0, 0.5]),
        "chance/seed": st.integers(0, 99).map(float),
        "slices/mode": st.sampled_from([0.0, 1.0, 2.0]),
        "quantise/slices": st.integers(0, 5).map(float),
    }
).map(lambda drawn: busy | drawn)
sequences = st.tuples(beginnings, st.lists(calls, min_size=1, max_size=12))


Sequence = tuple[Mapping[str, float], list[Call]]


def performed(sequence: Sequence) -> OfflineSequencer:
    """A set in which all of these calls were made."""
    beginning, calls = sequence
    controls = OfflineControls(beginning)
    sequencer = OfflineSequencer(controls)
    sequencer.mutate = lambda number, amount, due: sequencer.modulated.write({"latent/1": amount * number / 1e6}, due)
    sequencer.nearest = lambda latents: {id: min(max(value, -1.0), 1.0) for id, value in latents.items()}
    controls.trigger(Event(Action.PLAY))
    for call in calls:
        sequencer.advance(controls.clock + call.after)
        try:
            call.do(sequencer, controls.clock / SPEC.rate)
        except VamenError as refusal:
            assert str(refusal)
    sequencer.advance(controls.clock + DUE_WITHIN + 1)
    return sequencer


def let_go(sequencer: OfflineSequencer, index: int, grid: float) -> None:
    """Press and release a gated slice when nothing else plays slices any more."""
    sequencer.gesture.clear()
    for number in range(1, 5):
        sequencer.aim_lfo(number, "")
    sequencer.quantised.cancel()
    sequencer.write({"quantise/effects": 0.0})
    sequencer.write({"tempo": 300.0, "slices/mode": GATED, "quantise/slices": grid})
    sequencer.advance(sequencer.sample + HANDED_OVER)
    sequencer.trigger(Event(Action.SLICE, index))
    sequencer.advance(sequencer.sample + 2000)
    sequencer.trigger(Event(Action.RELEASE, index))
    sequencer.advance(sequencer.sample + HANDED_OVER)


class LoggedSession:
    """A session that plays what a log says, for a sender of notes."""

    tape = TAPE

    def __init__(self, log: SessionLog) -> None:
        self.entries, self.end, self.now = list(log.entries), log.length / SPEC.rate, 0.0
        self.read = lambda id: parameter(id).default

    @property
    def meters(self) -> Meters:
        clock = self.now * SPEC.rate
        playing, frame = float(self.now < self.end), clock / SPEC.hop % SPEC.frames
        return Meters(output_time=max(self.now, 1e-9), clock=clock, playing=playing, frame=frame, delay=LATENCY)

    def event_log_since(self, since: int) -> tuple[int, list[LogEntry]]:
        ended = bisect_right(self.entries, self.now * SPEC.rate, key=attrgetter("clock"))
        return ended, self.entries[max(since, 0) : ended]


def notes_of(log: SessionLog) -> list[tuple[float, bytes]]:
    """Time and bytes of the notes that are sent while a set plays, and for a quarter of a second after it."""
    session, sent = LoggedSession(log), list[tuple[float, bytes]]()
    sender = NoteSender(
        session, lambda message: sent.append((session.now, bytes(message.bytes()))), clock=lambda: session.now
    )
    while session.now < session.end + 0.25:
        sender.poll()
        sender.play()
        session.now += 0.01
    return sent


def require_ends(sent: list[tuple[float, bytes]]) -> None:
    """Each note ends, and before it begins again."""
    sounding = set[tuple[int, int]]()
    for _, (status, key, _) in sent:
        note = status & 15, key
        assert (note in sounding) == (status & 0xF0 == 0x80)
        sounding ^= {note}
    assert not sounding


@given(sequences, st.sampled_from(["stop", "panic", "release"]), st.integers(0, 31), st.integers(0, 4).map(float))
@settings(max_examples=SEQUENCES, suppress_health_check=[HealthCheck.too_slow])
def test_no_sequence_leaves_the_range_or_hangs(sequence: Sequence, end: str, index: int, grid: float) -> None:
    sequencer = performed(sequence)
    if end == "release":
        let_go(sequencer, index, grid)
    else:
        sequencer.trigger(Event(Action[end.upper()]))
    ended = sequencer.sample
    rung_out = ended + LATENCY + (PANIC_ENDS if end == "panic" else RUNG_OUT)
    log = sequencer.finish(rung_out + LISTENED)
    audio = replay(log, lambda number: TAPES[number % len(TAPES)], CHEAP)
    assert np.isfinite(audio).all()
    assert loudness_and_peak(audio[:rung_out], SPEC.rate)[1] <= -0.3
    assert np.abs(audio[rung_out:]).max() < FAINT
    if end != "release":
        assert not sequencer.status().playing
        assert sequencer.modulated.overridden == ()
        aimed = {call.target for call in sequence[1] if isinstance(call, Aim)}
        stuck = {id for id in {*FILLED} - aimed if sequencer.modulated.below.read(id) != sequencer.read(id)}
        assert not stuck, "what a fill has changed"
    sequencer.recall(sequencer.capture())  # what it keeps of gestures and LFOs is valid
    sent = notes_of(log)
    require_ends(sent)
