"""The judge of latency is right about sounds whose latency is known, and about when it sent for them."""

import math
from collections import Counter

import numpy as np
import pytest

from engine.arrays import Floats
from engine.controls import Action, Event
from engine.core import Instrument
from engine.parameters import INDEX, TABLE
from engine.realtime.output_monitor import Recording
from engine.spec import SPEC
from engine.tape.magnitudes import Tape, tape_from_levels
from osc_bridge.commands.latency import spread, stimulus
from osc_bridge.commands.latency.stimulus import (
    HELD,
    NEVER,
    STALL,
    STEP,
    UNSETTLED,
    TrialDiscarded,
    amplitude,
    attack_time,
    change_time,
    levels_of,
)
from osc_bridge.commands.latency.trials import Row

RATE = SPEC.rate


def tape(place: float, sounding: bool) -> Tape:
    return tape_from_levels(levels_of(place, sounding))[0]


def playing(begin: Tape) -> Instrument:
    instrument = Instrument(begin)
    values = np.array([entry.default for entry in TABLE])
    values[INDEX["tempo"]] = SPEC.native_tempo
    instrument.set(values)
    instrument.schedule(Event(Action.PLAY))
    return instrument


def mono(audio: Floats) -> Floats:
    return audio[:, 0].copy()


def test_half_of_an_attack_is_where_half_of_its_energy_is() -> None:
    audio = np.zeros(4000, np.float32)
    audio[1000:1200] = 0.5
    assert attack_time(Recording(audio, 3.0), RATE) == pytest.approx(3.0 + 1100 / RATE, abs=2 / RATE)
    assert math.isnan(attack_time(Recording(0.001 * audio, 3.0), RATE))


@pytest.mark.parametrize("block", [0, 40, 4001])
def test_a_slice_is_heard_as_late_as_the_instrument_makes_it(block: int) -> None:
    """128 samples to the attack; its half is a millisecond later, wherever the event falls."""
    instrument = playing(tape(0, sounding=False))
    instrument.process(8000 + block)
    instrument.schedule(Event(Action.SLICE, STEP), 8000 + block + 500)
    after = mono(instrument.process(4000))[500:]
    found = attack_time(Recording(after, 0.0), RATE) - instrument.latency / RATE
    assert -0.0005 < found < 0.0025


@pytest.mark.parametrize("way", [1.0, -1.0])
def test_a_change_is_over_when_nine_tenths_of_it_are(way: float) -> None:
    time = np.arange(RATE // 2) / RATE
    begin, end = (0.05, 0.2) if way > 0 else (0.2, 0.05)
    swell = np.clip((time - 0.1) / 0.02, 0, 1)
    tone = (begin + (end - begin) * swell) * np.sin(2 * np.pi * stimulus.TONE * time)
    before = begin / np.sqrt(2)
    assert change_time(before, Recording(tone.astype(np.float32), 5.0), RATE) == pytest.approx(5.118, abs=0.001)
    steady = tone[: RATE // 11].astype(np.float32)
    assert math.isnan(change_time(before, Recording(steady, 5.0), RATE))


def test_a_change_that_begins_from_another_place_tells_nothing() -> None:
    tone = 0.2 * np.sin(2 * np.pi * stimulus.TONE / RATE * np.arange(RATE // 2))
    with pytest.raises(TrialDiscarded, match=UNSETTLED):
        change_time(0.05 / np.sqrt(2), Recording(tone.astype(np.float32), 5.0), RATE)


def test_the_tone_that_is_played_is_as_loud_as_the_latent_says() -> None:
    for place, loud in ((-1.0, stimulus.SOFT), (1.0, stimulus.LOUD), (3.0, stimulus.LOUD)):
        audio = mono(playing(tape(place, sounding=True)).process(RATE // 2))[RATE // 4 :]
        found = amplitude(audio, round(stimulus.ENVELOPE * RATE))
        assert float(np.median(found)) == pytest.approx(loud / np.sqrt(2), rel=0.1)
        assert found.std() / found.mean() < 0.05  # steady enough to see 90 % of a change


def test_a_new_tape_is_heard_within_the_windows_of_the_sound_path() -> None:
    instrument = playing(tape(-1.0, sounding=True))
    before = float(np.median(amplitude(mono(instrument.process(RATE // 4))[RATE // 8 :], 132)))
    instrument.load(tape(1.0, sounding=True))
    found = change_time(before, Recording(mono(instrument.process(RATE // 4)), 0.0), RATE)
    assert 0.004 < found < 0.025


def test_percentiles_count_what_was_heard_and_say_what_was_not() -> None:
    table = spread(Row([0.01, 0.02, 0.03, NEVER], Counter({STALL: 2, HELD: 1})))
    assert (table["count"], table["missed"], table["cut"]) == (3, 1, 3)
    assert table["causes"] == {STALL: 2, HELD: 1}
    assert (table["p50"], table["jitter"]) == (20.0, pytest.approx(19.6))
    assert spread(Row([NEVER])) == {"count": 0, "missed": 1, "cut": 0, "causes": {}}
