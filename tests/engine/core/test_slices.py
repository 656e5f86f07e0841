"""Slices that end: one-shots, gates and slices at onsets; when they begin, when they end, and that none is stuck."""

from operator import itemgetter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.arrays import Floats, Tape
from engine.controls import Action, Event
from engine.core import CHAIN_BLOCK, LATENCY, Instrument, Quality
from engine.parameters import INDEX
from engine.spec import SPEC
from tests.clicks import bursts, dull_tape
from tests.playing import PANIC, PLAY, STOP, TAPE, even, playing, values
from tests.sound import LOOP, STEP, break_loop, decibels, hit, tape_of

FULL = tape_of(break_loop(tuple(range(SPEC.steps))))  # a hit on every sixteenth
PLAY_ON, ONE_SHOT, GATED = 0.0, 1.0, 2.0
FADE_AHEAD = 288  # samples from the begin of a fade to the sixteenth behind it
RELEASED = CHAIN_BLOCK  # samples from a release to the begin of its fade
CHEAP = Quality(look_ahead=0, iterations=1)


def press(step: int, velocity: float = 1.0) -> Event:
    return Event(Action.SLICE, step, velocity)


def release(step: int) -> Event:
    return Event(Action.RELEASE, step)


def mode_event(mode: float) -> Event:
    return Event(Action.SET, INDEX["slices/mode"], mode)


def started(tape: Tape, tempo: float, **changes: float) -> Instrument:
    instrument = playing(tempo, tape)
    instrument.set(values(tempo=tempo, **changes))
    return instrument


def heard(tape: Tape, tempo: float, events: list[tuple[int, Event]], size: int, **changes: float) -> Floats:
    instrument = started(tape, tempo, **changes)
    for at, event in events:
        instrument.schedule(event, at)
    return instrument.process(size).copy()


def first_difference(one: Floats, other: Floats) -> int:
    return int(np.flatnonzero((one != other).any(1))[0])


def level(audio: Floats) -> float:
    return decibels(float(np.sqrt(np.mean(audio.astype(np.float64) ** 2))))


def rolled(tape: Tape, columns: int) -> Tape:
    """The same break, that many columns later: its hits lie beside the sixteenths."""
    onsets = np.sort((tape.onsets + columns) % SPEC.frames)
    return Tape(np.ascontiguousarray(np.roll(tape.magnitudes, columns, 0)), onsets)


@pytest.mark.parametrize("mode", [PLAY_ON, ONE_SHOT, GATED])
@pytest.mark.parametrize("columns", [0, 5, 11])
def test_a_slice_begins_at_its_sample_in_every_mode_and_at_onsets(mode: float, columns: int) -> None:
    """At 200 random times: what sounds from there on is, bit for bit, the sound of the same sixteenth at time 0."""
    rng, tempo = np.random.default_rng(int(mode)), 174.0
    tape, changes = rolled(FULL, columns), {"slices/mode": mode, "slices/onsets": 1.0}
    times = np.cumsum(rng.integers(2500, 9000, 200)).tolist()
    steps = rng.integers(SPEC.steps, size=200).tolist()
    events = [(at, press(step)) for at, step in zip(times, steps, strict=True)]
    audio = heard(tape, tempo, events, times[-1] + 4000, **changes)[:, 0]
    plain = [heard(FULL, tempo, [(0, press(step))], 2400)[:, 0] for step in range(SPEC.steps)]
    for at, step in zip(times, steps, strict=True):
        expected = plain[step][LATENCY + 24 : 1500]  # behind the crossfade
        found = audio[at + LATENCY + 24 : at + 1500]
        lags = [float(np.dot(found[8:-8], expected[8 + lag : len(expected) - 8 + lag])) for lag in range(-8, 9)]
        assert np.argmax(lags) == 8


@pytest.mark.parametrize("onsets", [0.0, 1.0])
def test_a_one_shot_begins_to_fade_before_what_follows_it_and_is_silent(onsets: float) -> None:
    rng = np.random.default_rng(3)
    hits = [0, 9, 30, 48, 63, 70, 91, 128, 200, 301, 400, 460]  # columns
    loop = np.zeros(LOOP + 4096, np.float32)
    for column in hits:
        loop[column * SPEC.hop :][:3000] += 0.2 * hit(rng)
    tape = Tape(tape_of(loop[:LOOP]).magnitudes, np.array(hits, np.float64)) if onsets else FULL
    for index in range(len(hits) - 1):
        tempo, at = float(rng.uniform(90, 200)), int(rng.integers(3000, 9000))
        length = (hits[index + 1] - hits[index]) if onsets else SPEC.step_frames
        end = at + LATENCY + length * SPEC.hop * SPEC.native_tempo / tempo
        plain, audio = (
            heard(
                tape, tempo, [(at, press(index))], int(end) + 12_000, **{"slices/mode": mode, "slices/onsets": onsets}
            )
            for mode in (PLAY_ON, ONE_SHOT)
        )
        assert abs(first_difference(plain, audio) - (end - FADE_AHEAD)) <= 1
        assert level(audio[int(end) :]) < level(plain[int(end) :]) - 40


def test_a_gated_slice_fades_from_its_release_on_without_the_next_attack() -> None:
    rng, attacks = np.random.default_rng(4), []
    for _ in range(100):
        tempo, at, step = float(rng.uniform(90, 200)), int(rng.integers(3000, 9000)), int(rng.integers(SPEC.steps))
        let_go = at + int(rng.integers(40, 20_000))
        held, audio = (
            heard(FULL, tempo, [(at, press(step)), *end], let_go + 8000, **{"slices/mode": GATED})
            for end in ([], [(let_go, release(step))])
        )
        assert first_difference(held, audio) - (let_go + RELEASED) in (0, 1)
        sixteenth = STEP * SPEC.native_tempo / tempo
        following = at + LATENCY + sixteenth * np.ceil((let_go - at) / sixteenth)  # the attack that is due next
        attack = slice(int(following), int(following) + 220)
        attacks.append(level(audio[attack]) - level(held[attack]))
        assert level(audio[int(following) + 220 :]) < level(held[int(following) + 220 :]) - 40
    assert np.percentile(attacks, 95) < -30
    assert max(attacks) < -12


@pytest.mark.parametrize("before", [-300, -100, 0])
def test_a_release_at_the_time_of_the_next_sixteenth_cuts_its_attack(before: int) -> None:
    """A sequencer's notes last as long as its sixteenths."""
    end = round(5000 + STEP * SPEC.native_tempo / 174)
    held, audio = (
        heard(FULL, 174.0, [(5000, press(4)), *gate], 20_000, **{"slices/mode": GATED})
        for gate in ([], [(end + before, release(4))])
    )
    attack = slice(end + LATENCY, end + LATENCY + 220)
    assert level(audio[attack]) - level(held[attack]) < -30


def test_only_the_release_of_the_last_slice_ends_it() -> None:
    events = [(5000, press(4)), (7000, press(9))]
    plain = heard(FULL, 174.0, events, 30_000, **{"slices/mode": GATED})
    other = heard(FULL, 174.0, [*events, (9000, release(4)), (9000, release(10))], 30_000, **{"slices/mode": GATED})
    np.testing.assert_array_equal(plain, other)


@pytest.mark.parametrize("mode", [PLAY_ON, ONE_SHOT])
def test_a_release_means_nothing_where_a_slice_is_not_held(mode: float) -> None:
    plain, audio = (
        heard(FULL, 174.0, [(5000, press(4)), *more], 30_000, **{"slices/mode": mode})
        for more in ([], [(6000, release(4))])
    )
    np.testing.assert_array_equal(plain, audio)


def test_the_beat_runs_on_through_the_silence_behind_a_slice() -> None:
    plain, shot = started(TAPE, 174.0), started(TAPE, 174.0, **{"slices/mode": ONE_SHOT})
    for instrument in (plain, shot):
        instrument.schedule(press(4), 5000)
        instrument.process(60_000)
    assert (shot.beat, shot.frame, shot.playing) == (plain.beat, plain.frame, True)
    shot.schedule(mode_event(PLAY_ON))
    for instrument in (plain, shot):
        instrument.process(1000)
    np.testing.assert_allclose(shot.process(20_000), plain.process(20_000), atol=1e-4)  # the high-pass settles


def test_a_slice_that_was_left_does_not_come_back_when_the_break_turns_round() -> None:
    instrument = started(even(0.1), SPEC.native_tempo, **{"slices/mode": ONE_SHOT})
    instrument.schedule(press(4), 5000)
    instrument.process(5000 + STEP + 2000)
    instrument.change(INDEX["reverse"], 1.0)
    assert np.abs(instrument.process(4 * STEP)[200:]).max() < 1e-3


def test_a_one_shot_rolls_while_it_is_stuttered() -> None:
    roll = heard(FULL, 174.0, [(5000, press(4))], 60_000, **{"slices/mode": ONE_SHOT, "stutter": 0.5})
    plain = heard(FULL, 174.0, [(5000, press(4))], 60_000, stutter=0.5)
    np.testing.assert_array_equal(roll, plain)


def test_a_tape_without_onsets_has_sixteenths() -> None:
    bare = Tape(FULL.magnitudes, np.zeros(0))
    plain, onsets = (heard(bare, 174.0, [(5000, press(7))], 20_000, **{"slices/onsets": on}) for on in (0.0, 1.0))
    np.testing.assert_array_equal(plain, onsets)


def test_slices_beyond_the_last_onset_begin_again() -> None:
    tape = Tape(FULL.magnitudes, np.array([3.0, 40.0, 200.0]))
    found = []
    for index in (1, 4, -2):
        instrument = started(tape, SPEC.native_tempo, **{"slices/onsets": 1.0})
        instrument.schedule(press(index), 5000)
        instrument.process(5000 + LATENCY)
        found.append(instrument.frame)
    assert found == [40.0, 40.0, 40.0]


def test_slices_and_changes_of_their_modes_do_not_click() -> None:
    rng, dull = np.random.default_rng(5), dull_tape()
    instrument = started(dull, SPEC.native_tempo)
    out, at, places = [instrument.process(8192).copy()], 8192, []
    for _ in range(200):
        step = int(rng.integers(SPEC.steps))
        events = [
            press(step, float(rng.uniform(0.3, 1))),
            mode_event(float(rng.integers(3))),
            Event(Action.SET, INDEX["slices/onsets"], float(rng.integers(2))),
        ]
        instrument.schedule(events[rng.integers(3)], at)
        instrument.schedule(release(step), at + 1400)
        places += [at, at + 1400]
        size = int(rng.integers(3000, 6000))
        out.append(instrument.process(size).copy())
        at += size
    at_events, _ = bursts(np.concatenate(out)[:, 0], places)
    assert at_events <= -70


@given(st.lists(st.integers(1, 3000), min_size=1, max_size=30), st.integers(0, 2**16))
@settings(deadline=None, max_examples=20)
def test_any_division_into_blocks_gives_the_same_samples(blocks: list[int], seed: int) -> None:
    rng, total = np.random.default_rng(seed), sum(blocks)
    whole, parts = (started(FULL, 200.0, width=0.7) for _ in range(2))
    for _ in range(total // 1500 + 3):
        at, step = int(rng.integers(total)), int(rng.integers(4))
        sets = ("slices/mode", "slices/onsets", "reverse", "stutter")
        other = Event(Action.SET, INDEX[sets[rng.integers(4)]], float(rng.integers(3)))
        event = (press(step, float(rng.uniform(0.2, 1))), release(step), other)[rng.integers(3)]
        for instrument in (whole, parts):
            instrument.schedule(event, at)
    np.testing.assert_array_equal(whole.process(total), np.concatenate([parts.process(n).copy() for n in blocks]))


class Expected:
    """What a performer expects to be told by the events so far: whether the break sounds once they have settled."""

    def __init__(self) -> None:
        self.playing, self.mode = False, PLAY_ON
        self._index: int | None = None  # of the slice that is held or a one-shot, until it ends
        self._ended = False

    @property
    def sounds(self) -> bool:
        shot = self._index is not None and self.mode == ONE_SHOT  # over by the time at which this is asked
        return self.playing and not self._ended and not shot

    def take(self, event: Event) -> None:
        if event.action is Action.SLICE:
            self.playing, self._ended = True, False
            self._index = event.index if self.mode != PLAY_ON else None
        elif event.action is Action.RELEASE:
            if self.mode == GATED and self._index == event.index:
                self._index, self._ended = None, True
        elif event.action is Action.SET:
            if event.value != self.mode:
                self.mode, self._index, self._ended = event.value, None, False
        elif event.action is Action.PLAY:
            if not self.playing:
                self.playing, self._index, self._ended = True, None, False
        else:
            self.playing, self._index, self._ended = False, None, False


EVENTS = st.one_of(
    st.integers(0, 2).map(press),
    st.integers(0, 2).map(release),
    st.sampled_from([PLAY_ON, ONE_SHOT, GATED]).map(mode_event),
    st.sampled_from([PLAY, STOP, PANIC]),
)


@given(st.lists(st.tuples(st.sampled_from([0, 1, 20, 33, 300, 5000]), EVENTS), max_size=20))
@settings(deadline=None, max_examples=300)
def test_no_sequence_leaves_a_slice_hanging_or_the_break_silent(sequence: list[tuple[int, Event]]) -> None:
    instrument, expected, at, timed = Instrument(even(0.1), quality=CHEAP), Expected(), 0, []
    instrument.set(values(tempo=300.0))
    for apart, event in sequence:
        at += apart
        instrument.schedule(event, at)
        timed.append((at, event.action is not Action.SET, event))
    for _, _, event in sorted(timed, key=itemgetter(0, 1)):  # a mode counts for the slice that is at its sample
        expected.take(event)
    instrument.process(at + LATENCY + 3 * STEP)
    audio = instrument.process(1000)
    assert bool(np.abs(audio).max() > 0.01) == expected.sounds
    assert instrument.playing == expected.playing
    instrument.schedule(mode_event(PLAY_ON))  # the way out that there always is
    instrument.schedule(PLAY)
    instrument.process(2000)
    assert np.abs(instrument.process(1000)).max() > 0.01
