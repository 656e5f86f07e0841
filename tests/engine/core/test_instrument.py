"""The instrument: its blocks, level and tapes, and that it leaves nothing behind."""

import gc
import os
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.arrays import Tape
from engine.controls import Action, Event
from engine.core import CEILING, Instrument
from engine.parameters import INDEX
from engine.spec import SPEC
from engine.tape.magnitudes import silent_tape
from tests.playing import OTHER, PLAY, STOP, TAPE, even, mono, playing, values
from tests.sound import STEP, decibels


def test_it_is_silent_until_play() -> None:
    instrument = Instrument(TAPE)
    assert not instrument.process(5000).any()
    assert not instrument.playing


def test_the_first_downbeat_is_heard_after_the_latency() -> None:
    instrument = playing()
    audio = mono(instrument.process(4000))
    loud = np.abs(audio) > 0.25 * np.abs(audio).max()
    assert abs(int(loud.argmax()) - instrument.latency) < 30


@given(st.lists(st.integers(1, 1500), min_size=1, max_size=30), st.integers(0, 2**32 - 1))
@settings(max_examples=15, deadline=None)
def test_any_division_into_blocks_gives_the_same_samples(blocks: list[int], seed: int) -> None:
    rng = np.random.default_rng(seed)
    events = [
        (int(rng.integers(sum(blocks))), Event(Action.SLICE, int(rng.integers(32)), float(rng.uniform(0.2, 1))))
        for _ in range(3)
    ]
    events.append((int(rng.integers(sum(blocks))), STOP))

    def scripted() -> Instrument:
        instrument = playing()
        for at, event in events:
            instrument.schedule(event, at)
        return instrument

    whole, parts = scripted(), scripted()
    np.testing.assert_array_equal(whole.process(sum(blocks)), np.concatenate([parts.process(n).copy() for n in blocks]))


def test_the_ceiling_holds_for_any_tape() -> None:
    for scale in (1.0, 100.0, 1e6):
        instrument = playing(tape=TAPE._replace(magnitudes=TAPE.magnitudes * np.float32(scale)))
        instrument.set(values(level=12.0, tempo=200.0))
        audio = instrument.process(SPEC.rate)
        assert np.isfinite(audio).all()
        assert np.abs(audio).max() <= CEILING


@pytest.mark.parametrize("wild", [np.nan, np.inf])
def test_a_tape_that_is_not_finite_is_silent_and_counted_as_an_error(wild: float) -> None:
    instrument = playing(tape=even(wild))
    with np.errstate(all="ignore"):
        audio = instrument.process(4096)
    assert not audio.any()
    assert instrument.errors > 0
    instrument.load(TAPE)
    assert np.abs(instrument.process(30_000)).max() > 0.05  # the next tape is audible


def test_level_is_in_decibels_and_its_low_end_is_silence() -> None:
    peaks = {}
    for level in (-60.0, -20.0, -10.0):
        instrument = playing()
        instrument.set(values(level=level, tempo=SPEC.native_tempo))
        instrument.process(4 * STEP)
        peaks[level] = float(np.abs(instrument.process(16 * STEP)).max())
    assert peaks[-60.0] < 1e-4
    assert decibels(peaks[-10.0] / peaks[-20.0]) == pytest.approx(10, abs=0.5)


def test_a_reset_equals_a_new_instrument() -> None:
    instrument = playing()
    first = instrument.process(9000).copy()
    instrument.reset()
    instrument.schedule(PLAY)
    np.testing.assert_array_equal(instrument.process(9000), first)


def resident() -> int:
    """Resident memory of this process, in bytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="this system has no /proc: run this on Linux")
def test_memory_does_not_grow_while_it_plays() -> None:
    instrument = playing(174)

    def play(blocks: int) -> None:
        for block in range(blocks):
            instrument.schedule(Event(Action.SLICE, block % 32))
            instrument.change(INDEX["width"], block % 3 / 2)
            if block % 10 == 0:
                instrument.load(OTHER if block % 20 else TAPE)
            instrument.process(128)

    play(500)
    gc.collect()
    before = resident()
    tracemalloc.start()
    play(500)
    first = tracemalloc.get_traced_memory()[0]
    play(3000)
    gc.collect()
    assert tracemalloc.get_traced_memory()[0] - first < 16384  # a leak of 25 bytes per block would exceed it
    tracemalloc.stop()
    assert resident() - before < 512 * 1024


def test_a_silent_tape_is_silent() -> None:
    assert np.abs(playing(tape=silent_tape()).process(20_000)).max() < 1e-6


def test_a_level_set_before_the_first_block_holds_from_the_first_sample() -> None:
    instrument = Instrument(TAPE)
    instrument.set(values(level=-60.0))
    instrument.schedule(PLAY)
    assert not instrument.process(8000).any()


@pytest.mark.parametrize("block", [64, 100, 1000])
def test_a_scheduled_parameter_changes_at_its_sample_for_any_block_size(block: int) -> None:
    timed, split = Instrument(TAPE), Instrument(TAPE)
    for instrument in (timed, split):
        instrument.schedule(Event(Action.PLAY))
    timed.schedule(Event(Action.SET, INDEX["level"], -20.0), 6400)
    heard = np.concatenate([timed.process(block) for _ in range(20_000 // block)])
    before = split.process(6400)
    split.change(INDEX["level"], -20.0)
    expected = np.concatenate((before, split.process(20_000)))[: len(heard)]
    np.testing.assert_array_equal(heard, expected)


def test_a_tape_is_released_when_another_one_is_loaded() -> None:
    def fresh(seed: int) -> Tape:
        return Tape(TAPE.magnitudes.copy(), TAPE.onsets.copy()) if seed % 2 else Tape(*map(np.copy, OTHER))

    kept, dropping = playing(tape=OTHER), playing(tape=OTHER)
    for number in range(20):
        kept.load(TAPE if number % 2 else OTHER)
        dropping.load(fresh(number))
        gc.collect()
        np.testing.assert_array_equal(dropping.process(3000), kept.process(3000))


def test_tapes_are_not_modified() -> None:
    before = TAPE.magnitudes.copy()
    instrument = playing()
    instrument.set(values(width=1.0, stutter=1.0))
    instrument.process(50_000)
    np.testing.assert_array_equal(TAPE.magnitudes, before)


def test_instruments_are_independent() -> None:
    alone, beside, other = playing(), playing(), playing(200.0, OTHER)
    expected = alone.process(20_000)
    parts = []
    for _ in range(20):
        parts.append(beside.process(1000))
        other.process(777)
    np.testing.assert_array_equal(np.concatenate(parts), expected)
