"""Shuffled sixteenths: how many, which, when they begin, and what lies over them."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.controls import Action, Event
from engine.core import CHAIN_BLOCK, LATENCY, Instrument, Quality
from engine.parameters import INDEX
from engine.spec import SPEC
from engine.tape.magnitudes import silent_tape
from tests.clicks import bursts, dull_tape
from tests.playing import PLAY, playing, values
from tests.sound import STEP, break_loop, tape_of

FULL = tape_of(break_loop(tuple(range(SPEC.steps))))  # a hit on every sixteenth
PREROLL = LATENCY - CHAIN_BLOCK
CHEAP = Quality(look_ahead=0, iterations=1)
PASSES = 400


def shuffled(probability: float, seed: int = 0, tempo: float = SPEC.native_tempo, **changes: float) -> Instrument:
    """A silent instrument, whose playhead is looked at."""
    instrument = Instrument(silent_tape(), quality=CHEAP)
    instrument.set(values(tempo=tempo, **{"shuffle/chance": probability, "shuffle/seed": float(seed)}, **changes))
    instrument.schedule(PLAY, 0)
    return instrument


def frame_at(instrument: Instrument, time: float) -> float:
    """The column that is read, that many samples after the downbeat."""
    instrument.process(round(time) + LATENCY - instrument.clock)
    return instrument.frame


def order(instrument: Instrument, sixteenths: Sequence[int], sixteenth: float = STEP) -> list[int]:
    """Which sixteenths of the tape are read in the places of these."""
    return [int(frame_at(instrument, (place + 0.5) * sixteenth) // SPEC.step_frames) for place in sixteenths]


@pytest.mark.parametrize(("probability", "seed"), [(0.1, 0), (0.37, 2**31 - 1), (0.5, 12), (0.8, 99), (1.0, 5)])
def test_the_share_of_replaced_sixteenths_is_the_probability(probability: float, seed: int) -> None:
    fastest = shuffled(probability, seed, tempo=300.0, speed=4.0)
    found = np.array(order(fastest, range(SPEC.steps * PASSES), STEP * SPEC.native_tempo / 1200))
    replaced = (found.reshape(PASSES, SPEC.steps) != np.arange(SPEC.steps)).mean(0)
    np.testing.assert_allclose(replaced, probability, atol=0.05)


def test_the_seed_alone_decides_the_order() -> None:
    one, same, other = (order(shuffled(0.5, seed), range(64)) for seed in (7, 7, 8))
    assert one == same
    assert sum(a != b for a, b in zip(one, other, strict=True)) > 20
    assert one[:32] != one[32:]


def test_without_a_probability_the_samples_are_those_of_a_plain_break() -> None:
    plain, seeded = playing(174.0, FULL), playing(174.0, FULL)
    seeded.set(values(tempo=174.0, **{"shuffle/seed": 77.0}))
    np.testing.assert_array_equal(plain.process(40_000), seeded.process(40_000))


@pytest.mark.parametrize("tempo", [90.0, 161.499, 174.0])
def test_a_replaced_sixteenth_sounds_as_a_slice_at_its_sample(tempo: float) -> None:
    """As slices at the times of the sixteenths do, to within one sample of time."""
    sixteenth = STEP * SPEC.native_tempo / tempo
    places = order(shuffled(1.0, 3, tempo), range(20), sixteenth)
    instrument, by_hand = playing(tempo, FULL), playing(tempo, FULL)
    instrument.set(values(tempo=tempo, **{"shuffle/chance": 1.0, "shuffle/seed": 3.0}))
    for place, step in enumerate(places):
        by_hand.schedule(Event(Action.SLICE, step), round(place * sixteenth))
    audio, expected = (each.process(round(20 * sixteenth))[:, 0] for each in (instrument, by_hand))
    for place in range(1, 19):
        first, last = round(place * sixteenth) + LATENCY + 40, round((place + 0.9) * sixteenth)
        found, lags = audio[first:last], range(-6, 7)
        parts = [expected[first + lag : last + lag] for lag in lags]
        alike = [float(np.dot(found, part) / np.linalg.norm(found) / np.linalg.norm(part)) for part in parts]
        assert abs(lags[int(np.argmax(alike))]) <= 1
        assert max(alike) > 0.75


def test_beat_and_place_below_run_on() -> None:
    instrument, plain = shuffled(1.0), shuffled(0.0)
    for each in (instrument, plain):
        each.process(5 * STEP + 777)
    assert (instrument.beat, instrument.base_frame) == (plain.beat, plain.base_frame)
    assert instrument.frame != plain.frame
    assert instrument.frame % SPEC.step_frames == pytest.approx(plain.frame % SPEC.step_frames)


def test_a_change_waits_for_the_next_sixteenth() -> None:
    instrument = shuffled(0.0)
    assert frame_at(instrument, 3.25 * STEP) == pytest.approx(52, abs=0.01)
    instrument.change(INDEX["shuffle/chance"], 1.0)
    assert frame_at(instrument, 3.9 * STEP) == pytest.approx(62.4, abs=0.01)
    assert frame_at(instrument, 4.5 * STEP) != pytest.approx(72, abs=0.01)
    replaced = frame_at(instrument, 5.25 * STEP)
    instrument.change(INDEX["shuffle/chance"], 0.0)
    assert frame_at(instrument, 5.75 * STEP) == pytest.approx(replaced + 8, abs=0.01)
    assert frame_at(instrument, 6.25 * STEP) == pytest.approx(100, abs=0.01)


@pytest.mark.parametrize("onsets", [0.0, 1.0])
def test_a_slice_that_is_played_is_not_replaced(onsets: float) -> None:
    for step in range(8):
        instrument = Instrument(FULL, quality=CHEAP)
        instrument.set(values(tempo=SPEC.native_tempo, **{"shuffle/chance": 1.0, "slices/onsets": onsets}))
        instrument.schedule(PLAY, 0)
        instrument.schedule(Event(Action.SLICE, step), 5000)
        assert frame_at(instrument, 5000 + 0.5 * STEP) == pytest.approx(16 * step + 8, abs=0.01)
        assert frame_at(instrument, 5000 + 1.5 * STEP) != pytest.approx(16 * step + 24, abs=0.01)


def test_freeze_stutter_and_reverse_lie_over_the_order() -> None:
    places = order(shuffled(1.0, 4), range(12))
    frozen = shuffled(1.0, 4)
    held = frame_at(frozen, 5.5 * STEP)
    assert int(held // SPEC.step_frames) == places[5]
    frozen.change(INDEX["freeze"], 1.0)
    assert frame_at(frozen, 8.5 * STEP) == pytest.approx(held, abs=0.2)
    frozen.change(INDEX["freeze"], 0.0)
    assert order(frozen, [9]) == places[9:10]

    stuttered = shuffled(1.0, 4)
    frame_at(stuttered, 5.3 * STEP)
    stuttered.change(INDEX["stutter"], 2.0)
    assert order(stuttered, range(6, 11)) == [places[6], places[5], places[6], places[5], places[6]]

    turned = shuffled(1.0, 4)
    frame_at(turned, 8.0 * STEP)
    turned.change(INDEX["reverse"], 1.0)
    assert order(turned, range(8, 13)) == places[7:2:-1]


def test_sixteenths_that_are_too_short_are_not_all_replaced() -> None:
    """A restart is expensive: at 32 times the tempo there is one every 512 samples at most."""
    instrument = shuffled(1.0, tempo=300.0)
    instrument.change(INDEX["speed"], 32.0)
    frames = np.array([frame_at(instrument, 3000 + time) for time in range(0, 20_000, 4)])
    leaps = np.abs((np.diff(frames, prepend=frames[0]) - 0.93 + 256) % 512 - 256) > 1
    assert np.diff(np.flatnonzero(leaps)).min() >= 512 // 4


def test_a_shuffle_does_not_click() -> None:
    rng, instrument = np.random.default_rng(6), playing(tape=dull_tape())
    instrument.set(values(tempo=SPEC.native_tempo, **{"shuffle/chance": 1.0}))
    out, at, places = [instrument.process(8192).copy()], 8192, []
    for _ in range(150):
        seed = {"shuffle/seed": float(rng.integers(100))}
        instrument.set(values(tempo=SPEC.native_tempo, **{"shuffle/chance": float(rng.choice([0.5, 1.0]))}, **seed))
        size = int(rng.integers(3000, 6000))
        out.append(instrument.process(size).copy())
        places.append(at)
        at += size
    audio = np.concatenate(out)[:, 0]
    sixteenths = range(3 * STEP - 200, len(audio) - 2000, STEP)
    assert bursts(audio, places)[0] <= -70
    assert bursts(audio, [place + LATENCY - PREROLL for place in sixteenths])[0] <= -70


@given(st.lists(st.integers(1, 3000), min_size=1, max_size=30), st.integers(0, 2**16))
@settings(deadline=None, max_examples=20)
def test_any_division_into_blocks_gives_the_same_samples(blocks: list[int], seed: int) -> None:
    rng, total = np.random.default_rng(seed), sum(blocks)
    whole, parts = (playing(220.0, FULL) for _ in range(2))
    for instrument in (whole, parts):
        instrument.set(values(tempo=220.0, width=0.7, **{"shuffle/chance": 0.7}))
    for _ in range(total // 3000 + 3):
        at, id = (
            int(rng.integers(total)),
            ("shuffle/chance", "reverse", "stutter", "freeze", "shuffle/seed")[rng.integers(5)],
        )
        event = Event(Action.SET, INDEX[id], float(rng.choice([0.0, 0.0, 1.0])))
        if rng.random() < 0.4:
            event = Event(Action.SLICE, int(rng.integers(32)), float(rng.uniform(0.2, 1)))
        for instrument in (whole, parts):
            instrument.schedule(event, at)
    np.testing.assert_array_equal(whole.process(total), np.concatenate([parts.process(n).copy() for n in blocks]))
