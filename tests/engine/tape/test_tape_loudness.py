import numpy as np
import pytest

from engine.files.loudness import integrated_loudness
from engine.spec import SPEC
from engine.tape.magnitudes import Tape, silent_tape
from engine.tape.tape_loudness import (
    HIGHEST_GAIN_DB,
    LOST_LU,
    LOWEST_GAIN_DB,
    MAX_MAKEUP_DB,
    PLAYBACK_LUFS,
    k_weighting,
    tape_gain,
    tape_loudness,
)
from tests.playing import OTHER, TAPE, even, playing, values
from tests.sound import LOOP, break_loop, tape_of


@pytest.mark.parametrize(
    "tape",
    [TAPE, OTHER, even(0.05), tape_of(break_loop((0,))), tape_of(break_loop((4, 12, 20, 28), seed=3))],
    ids=["eighths", "offbeats", "noise", "one hit", "backbeat"],
)
@pytest.mark.parametrize("tempo", [140.0, SPEC.native_tempo, 200.0])
def test_the_loudness_of_a_tape_is_that_of_its_sound(tape: Tape, tempo: float) -> None:
    instrument = playing(tempo, tape)
    instrument.set(values(tempo=tempo, level=-20.0))  # below the limiter
    audio = instrument.process(round(2 * LOOP * SPEC.native_tempo / tempo))
    assert integrated_loudness(audio, SPEC.rate) + 20 == pytest.approx(tape_loudness(tape.magnitudes), abs=1.3)


def test_the_filters_are_those_of_the_standard_at_48_kilohertz() -> None:
    shelf = [1.53512485958697, -2.69169618940638, 1.19839281085285, 1, -1.69065929318241, 0.73248077421585]
    highpass = [1, -2, 1, 1, -1.99004745483398, 0.99007225036621]
    np.testing.assert_allclose(k_weighting(48_000), [shelf, highpass], atol=1e-8)


@pytest.mark.parametrize("frames", [1, 100, 400])
def test_it_does_not_matter_where_a_tape_begins(frames: int) -> None:
    turned = np.roll(TAPE.magnitudes, frames, axis=0)
    assert tape_loudness(turned) == pytest.approx(tape_loudness(TAPE.magnitudes), abs=1e-4)


def test_a_pause_is_not_part_of_the_loudness() -> None:
    half = TAPE.magnitudes.copy()
    half[256:] = 1e-7
    assert tape_loudness(half) == pytest.approx(tape_loudness(TAPE.magnitudes), abs=1)


@pytest.mark.parametrize("decibels", [-12.0, 0.0, 9.0])
def test_the_gain_brings_any_tape_to_the_same_loudness(decibels: float) -> None:
    scaled = TAPE.magnitudes * np.float32(10 ** (decibels / 20))
    assert tape_gain(scaled) + decibels == pytest.approx(tape_gain(TAPE.magnitudes), abs=1e-3)
    makeup = tape_loudness(scaled) + tape_gain(scaled) - PLAYBACK_LUFS - LOST_LU
    assert 0.5 < makeup <= MAX_MAKEUP_DB + 1e-3  # its strokes stand alone, and the limiter takes some of each


def test_a_tape_without_strong_attacks_needs_no_makeup() -> None:
    noise = even(0.05).magnitudes
    assert tape_loudness(noise) + tape_gain(noise) == pytest.approx(PLAYBACK_LUFS + LOST_LU, abs=0.1)


@pytest.mark.parametrize("decibels", [-15.0, 0.0, 10.0])
@pytest.mark.parametrize("loop", [TAPE, OTHER, even(0.5)], ids=["eighths", "offbeats", "noise"])
def test_tapes_of_any_level_are_heard_at_the_same_loudness(loop: Tape, decibels: float) -> None:
    scaled = loop.magnitudes * np.float32(10 ** (decibels / 20))
    audio = playing(tape=Tape(scaled, loop.onsets, tape_gain(scaled))).process(2 * LOOP)
    assert integrated_loudness(audio, SPEC.rate) == pytest.approx(PLAYBACK_LUFS, abs=2)


@pytest.mark.parametrize(("scale", "gain"), [(1e3, LOWEST_GAIN_DB), (1e-2, HIGHEST_GAIN_DB)])
def test_the_gain_has_bounds(scale: float, gain: float) -> None:
    assert tape_gain(TAPE.magnitudes * np.float32(scale)) == gain


def test_a_silent_tape_has_no_gain() -> None:
    assert np.isnan(tape_gain(silent_tape().magnitudes))
    assert np.isnan(tape_gain(TAPE.magnitudes * np.float32(1e-4)))
