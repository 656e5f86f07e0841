"""The stimulus of latency is found where it is known to be."""

import math
from collections import Counter

import numpy as np
import pytest

from engine.arrays import Floats
from engine.controls import Action, Event
from engine.core import Instrument
from engine.model.tape_builder import TapeBuilder
from engine.parameters import INDEX, TABLE
from engine.realtime.output_monitor import Recording
from engine.spec import SPEC
from engine.tape.magnitudes import Tape
from engine.tape.noise_texture import DecodedImage
from engine.tape.tape_loudness import HIGHEST_GAIN_DB
from osc_bridge.commands.latency import stimulus
from osc_bridge.commands.latency.measure import statistics
from osc_bridge.commands.latency.stimulus import (
    HIT_STEP,
    NOT_HEARD,
    SEND_TIME,
    UNSETTLED,
    XRUN,
    TrialDiscarded,
    attack_time,
    change_time,
    moving_rms,
    stimulus_levels,
)
from osc_bridge.commands.latency.trials import TrialSeries

RATE = SPEC.rate


def tape(latent: float, *, tone: bool) -> Tape:
    return TapeBuilder().whole(DecodedImage.smooth(stimulus_levels(latent, tone=tone)), 0, 0)[0]


def playing(begin: Tape) -> Instrument:
    instrument = Instrument(begin)
    values = np.array([entry.default for entry in TABLE])
    values[INDEX["tempo"]] = SPEC.native_tempo
    instrument.set(values)
    instrument.schedule(Event(Action.PLAY))
    return instrument


def mono(audio: Floats) -> Floats:
    return audio[:, 0].copy()


def test_an_attack_is_timed_at_half_of_its_energy() -> None:
    audio = np.zeros(4000, np.float32)
    audio[1000:1200] = 0.5
    assert attack_time(Recording(audio, 3.0), RATE) == pytest.approx(3.0 + 1100 / RATE, abs=2 / RATE)
    assert math.isnan(attack_time(Recording(0.001 * audio, 3.0), RATE))


@pytest.mark.parametrize("block", [0, 40, 4001])
def test_a_slice_is_found_at_the_latency_of_the_instrument(block: int) -> None:
    """128 samples to the attack; its half is a millisecond later, wherever the event falls."""
    instrument = playing(tape(0, tone=False))
    instrument.process(8000 + block)
    instrument.schedule(Event(Action.SLICE, HIT_STEP), 8000 + block + 500)
    after = mono(instrument.process(4000))[500:]
    found = attack_time(Recording(after, 0.0), RATE) - instrument.latency / RATE
    assert -0.0005 < found < 0.0025


@pytest.mark.parametrize("way", [1.0, -1.0])
def test_a_change_is_timed_at_nine_tenths(way: float) -> None:
    time = np.arange(RATE // 2) / RATE
    begin, end = (0.05, 0.2) if way > 0 else (0.2, 0.05)
    swell = np.clip((time - 0.1) / 0.02, 0, 1)
    tone = (begin + (end - begin) * swell) * np.sin(2 * np.pi * stimulus.TONE_FREQUENCY * time)
    before = begin / np.sqrt(2)
    assert change_time(before, Recording(tone.astype(np.float32), 5.0), RATE) == pytest.approx(5.118, abs=0.001)
    steady = tone[: RATE // 11].astype(np.float32)
    assert math.isnan(change_time(before, Recording(steady, 5.0), RATE))


def test_a_change_from_another_amplitude_is_discarded() -> None:
    tone = 0.2 * np.sin(2 * np.pi * stimulus.TONE_FREQUENCY / RATE * np.arange(RATE // 2))
    with pytest.raises(TrialDiscarded, match=UNSETTLED):
        change_time(0.05 / np.sqrt(2), Recording(tone.astype(np.float32), 5.0), RATE)


def test_the_latent_sets_the_amplitude_of_the_tone() -> None:
    for latent, loud in ((-1.0, stimulus.SOFT_TONE), (1.0, stimulus.LOUD_TONE), (3.0, stimulus.LOUD_TONE)):
        audio = mono(playing(tape(latent, tone=True)).process(RATE // 2))[RATE // 4 :]
        found = moving_rms(audio, round(stimulus.ENVELOPE_WINDOW * RATE))
        assert float(np.median(found)) == pytest.approx(loud / np.sqrt(2), rel=0.1)
        assert found.std() / found.mean() < 0.05  # steady enough to see 90 % of a change


def test_no_gain_glides_between_stimuli() -> None:
    stimuli = [tape(0, tone=False), *(tape(latent, tone=True) for latent in (-1.0, 0.0, 1.0))]
    assert {each.gain for each in stimuli} == {HIGHEST_GAIN_DB}


def test_a_new_tape_is_heard_within_the_windows_of_the_sound_path() -> None:
    instrument = playing(tape(-1.0, tone=True))
    before = float(np.median(moving_rms(mono(instrument.process(RATE // 4))[RATE // 8 :], 132)))
    instrument.load(tape(1.0, tone=True))
    found = change_time(before, Recording(mono(instrument.process(RATE // 4)), 0.0), RATE)
    assert 0.004 < found < 0.025


def test_statistics_are_of_heard_trials_and_count_the_others() -> None:
    table = statistics(TrialSeries([0.01, 0.02, 0.03, NOT_HEARD], Counter({XRUN: 2, SEND_TIME: 1})))
    assert (table["count"], table["missed"], table["cut"]) == (3, 1, 3)
    assert table["causes"] == {XRUN: 2, SEND_TIME: 1}
    assert (table["p50"], table["jitter"]) == (20.0, pytest.approx(19.6))
    assert statistics(TrialSeries([NOT_HEARD])) == {"count": 0, "missed": 1, "cut": 0, "causes": {}}
