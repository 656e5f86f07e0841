"""Freeze, reverse and stutter in the output."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.controls import Action, Event
from engine.core import CHAIN_BLOCK, LATENCY
from engine.spec import SPEC
from engine.tape.magnitudes import Tape
from tests.clicks import bursts, dull_tape
from tests.playing import PLAY, STOP, TAPE, even, loudness, mono, playing, values
from tests.sound import STEP, decibels, distance

PREROLL = LATENCY - CHAIN_BLOCK  # samples from the start of a jump to its onset

EFFECTS = ("freeze", "reverse", "stutter")


def random_effects(rng: np.random.Generator) -> dict[str, float]:
    """Random values of the three, each off more often than on."""
    drawn = (rng.random() < 0.3, rng.random() < 0.4, rng.choice([0, 0, 0.25, 0.5, 1, 2]))
    return dict(zip(EFFECTS, map(float, drawn), strict=True))


@given(st.lists(st.integers(1, 3000), min_size=2, max_size=12), st.integers(0, 2**32 - 1))
@settings(max_examples=15, deadline=None)
def test_any_division_into_blocks_gives_the_same_samples_with_effects(changes: list[int], seed: int) -> None:
    """Parameters change after each of `changes` samples; between, one instrument plays one block, the other many."""
    whole, parts = playing(), playing()
    rng, cut = np.random.default_rng(seed), np.random.default_rng(seed + 1)
    for size in changes:
        vector = values(tempo=rng.uniform(60, 300), speed=rng.choice([1, 1, 0.5, -2]), width=0.5, **random_effects(rng))
        slices = [(int(rng.integers(size)), int(rng.integers(32))) for _ in range(rng.integers(3))]
        for instrument in (whole, parts):
            instrument.set(vector)
            for at, step in slices:
                instrument.schedule(Event(Action.SLICE, step, 0.7), instrument.clock + at)
        edges = np.unique([0, *cut.integers(size, size=4), size])
        pieces = [parts.process(int(n)).copy() for n in np.diff(edges)]
        np.testing.assert_array_equal(whole.process(size), np.concatenate(pieces))


@pytest.mark.parametrize("tempo", [90.0, 174.0])
@pytest.mark.parametrize("length", [0.25, 1.0, 2.0])
def test_a_stutter_repeat_equals_a_slice_at_its_sample(tempo: float, length: float) -> None:
    """Slices of the same sixteenth at the times of the repeats give the same samples."""
    sixteenth = 15 * SPEC.rate / tempo
    pressed = int(4.1 * sixteenth) // 64 * 64
    stuttering, by_hand = playing(tempo), playing(tempo)
    for instrument in (stuttering, by_hand):
        instrument.process(pressed)
    stuttering.set(values(tempo=tempo, stutter=length))
    size = int(6 * length * sixteenth)
    for repeat in range(1, 8):
        by_hand.schedule(Event(Action.SLICE, 4), round(PREROLL + (4 + repeat * length) * sixteenth) - PREROLL)
    np.testing.assert_array_equal(stuttering.process(size), by_hand.process(size))


@pytest.mark.parametrize(
    ("tape", "length", "listen"),
    [(TAPE, 1.0, slice(3000)), (TAPE, 2.0, slice(3000)), (even(0.01), 1.0, slice(3920, 3950))],
    ids=["sixteenth", "eighth", "last hop"],
)
def test_repeats_keep_the_velocity_of_a_slice(tape: Tape, length: float, listen: slice) -> None:
    """For the whole sixteenth, and for its last hop, which the repeat cuts short."""
    sixteenth = 15 * SPEC.rate / 170

    def powers(velocity: float) -> list[float]:
        instrument = playing(170, tape)
        instrument.process(6400)
        instrument.schedule(Event(Action.SLICE, 4, velocity))
        instrument.set(values(tempo=170.0, stutter=length))
        audio = mono(instrument.process(int(5 * length * sixteenth) + 256))
        return [float(np.mean(audio[int(k * length * sixteenth) :][listen] ** 2)) for k in range(5)]

    for loud, soft in zip(powers(1.0), powers(0.25), strict=True):
        assert decibels(np.sqrt(soft / loud)) == pytest.approx(-12, abs=1)


def test_effects_and_repeats_do_not_click() -> None:
    rng = np.random.default_rng(2)
    instrument = playing(tape=dull_tape())
    out, places, at = [instrument.process(8192).copy()], [], 8192
    for _ in range(80):
        instrument.set(values(tempo=SPEC.native_tempo, **random_effects(rng)))
        places.append(at)
        size = int(rng.integers(1500, 5000))
        out.append(instrument.process(size).copy())
        at += size
    at_events, _ = bursts(mono(np.concatenate(out)), places)
    assert at_events <= -70  # a hard cut: -15


@pytest.mark.parametrize("change", [{"freeze": 1.0}, {"reverse": 1.0}, {"stutter": 1.0}])
def test_after_an_effect_the_playhead_is_where_it_would_have_been(change: dict[str, float]) -> None:
    instrument, plain = playing(170), playing(170)
    for each in (instrument, plain):
        each.process(64 * 500)
    instrument.set(values(tempo=170.0, **change))
    for each in (instrument, plain):
        each.process(3 * SPEC.rate)
    assert abs(instrument.frame - plain.frame) > 1
    instrument.set(values(tempo=170.0))
    for each in (instrument, plain):
        each.process(SPEC.rate // 10)
    assert (instrument.frame, instrument.beat) == (plain.frame, plain.beat)
    back, never_left = (mono(each.process(SPEC.rate)) for each in (instrument, plain))
    assert distance(back, never_left) < -12  # the hop grid and phases differ; a sixteenth off it would be above 0


def test_a_freeze_on_a_slow_tape_holds_the_column_being_read() -> None:
    """After an onset, a slow tape is read at native speed, so the column read is ahead of the position in time."""
    fall = 10 ** (-2 * np.maximum(np.arange(SPEC.frames)[:, None] - 90, 0) / 20) * np.ones(SPEC.bins)
    level = {}
    for attacks_at in ([96.0], []):
        instrument = playing(SPEC.native_tempo / 4, Tape(fall.astype(np.float32), np.array(attacks_at)))
        instrument.schedule(Event(Action.SLICE, 6), 0)  # column 96
        instrument.process(PREROLL + 12 * 64)  # three quarters of a column
        instrument.set(values(tempo=SPEC.native_tempo / 4, freeze=1.0))
        instrument.process(SPEC.rate // 4)
        level[len(attacks_at)] = float(loudness(mono(instrument.process(4 * SPEC.rate)), 1)[0])
    assert level[1] - level[0] == pytest.approx(-2 * (3 - 0.75), abs=1.2)


def test_stop_ends_a_stutter_and_play_restarts_it_at_the_downbeat() -> None:
    instrument = playing(tape=even(0.3))
    instrument.process(STEP * 5)
    instrument.set(values(tempo=SPEC.native_tempo, stutter=0.25))
    instrument.process(STEP)
    instrument.schedule(STOP)
    assert np.abs(mono(instrument.process(STEP))[STEP // 2 :]).max() < 3e-4
    instrument.schedule(PLAY)
    for _ in range(20):
        instrument.process(STEP // 2)
        assert instrument.frame < 4 or instrument.frame > SPEC.frames - 1
