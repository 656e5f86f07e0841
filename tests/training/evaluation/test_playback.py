"""Attacks are measured after playback."""

import librosa
import numpy as np
import pytest
from scipy.ndimage import gaussian_filter1d

from engine.arrays import Floats
from engine.spec import SPEC
from engine.tape.magnitudes import tape_from_levels
from engine.tape.mel import magnitudes
from training.evaluation import playback

from .toy_model import breaks

ROUND = SPEC.frames * SPEC.hop


@pytest.fixture(scope="module")
def tape() -> Floats:
    return (breaks(1)[0] / np.float32(255)).astype(np.float32)


def test_a_tape_plays_for_one_round_and_wraps(tape: Floats) -> None:
    audio = playback.play_tape(tape)
    assert audio.shape == (ROUND,)
    again = playback.analyse(audio)
    heard = tape > 0.5
    assert np.abs(again - tape)[heard].mean() * 100 < 4  # dB
    seam = np.r_[0:4, -4:0]  # columns; the first and the last are neighbours
    assert np.abs(again - tape)[seam][heard[seam]].mean() * 100 < 8


def test_a_sharp_image_has_larger_rises_than_a_blurred_one(tape: Floats) -> None:
    blurred = gaussian_filter1d(tape, 2.5, axis=0, mode="wrap")
    steep, soft = playback.measure_played([tape]), playback.measure_played([blurred])
    assert soft["attack_p90"] < 0.8 * steep["attack_p90"]
    assert soft["attack_top"] < 0.8 * steep["attack_top"]
    assert steep["onsets_heard"] > 0.9


def test_rises_are_measured_in_decibels_of_the_envelope() -> None:
    age = np.arange(ROUND // 8) / SPEC.rate
    burst = np.random.default_rng(0).standard_normal(len(age)) * np.exp(-age * 20)
    quiet = 10 ** (-30 / 20) * np.random.default_rng(1).standard_normal(ROUND)
    found = playback.attack_rises((np.tile(burst, 8) + quiet).astype(np.float32))
    assert found[:8] == pytest.approx(27.5, abs=4)
    assert len(found) == 8 or found[8] < 10


def test_the_energy_of_attacks_is_compared_where_the_real_tape_has_them(tape: Floats) -> None:
    softer = np.where(tape > 0, np.maximum(tape - 0.03, 1e-6), 0).astype(np.float32)  # 3 dB
    figures = playback.measure_painted([(tape, softer)])
    assert figures["attack_5ms"] == pytest.approx(-3, abs=0.3)
    assert figures["attack_1ms5"] == pytest.approx(-3, abs=0.5)
    blurred = gaussian_filter1d(tape, 2.5, axis=0, mode="wrap")
    assert playback.measure_painted([(tape, blurred)])["attack_1ms5"] < -3


def test_a_painted_tape_without_highs_has_less_air_and_the_same_sub(tape: Floats) -> None:
    dull = tape.copy()
    dull[:, SPEC.mels * 3 // 5 :] -= 0.1  # 10 dB
    figures = playback.measure_painted([(tape, np.maximum(dull, 0))])
    assert figures["air"] < -7
    assert figures["sub"] == pytest.approx(0, abs=0.5)


def test_silence_and_a_steady_tone_have_no_attacks() -> None:
    assert len(playback.attack_rises(np.zeros(ROUND, np.float32))) == 0
    turns = np.arange(ROUND) * (400 / ROUND * 8)
    assert len(playback.attack_rises(np.sin(2 * np.pi * turns).astype(np.float32))) == 0
    assert playback.measure_played([np.zeros((SPEC.frames, SPEC.mels), np.float32)])["attack_p90"] == 0


def test_playback_is_closer_to_the_magnitudes_than_griffin_lim_of_librosa(tape: Floats) -> None:
    target = tape_from_levels(tape)[0].magnitudes
    margin = 16  # columns on either side, as librosa does not wrap
    wrapped = np.concatenate([target[-margin:], target, target[: margin + 1]])
    audio = librosa.griffinlim(wrapped.T, n_iter=32, hop_length=SPEC.hop, n_fft=SPEC.fft, random_state=0)
    reference = audio[margin * SPEC.hop :][:ROUND].astype(np.float32)

    def error(audio: Floats) -> float:
        found = magnitudes(audio, np.arange(SPEC.frames) * SPEC.hop, wrap=True)
        return float(np.linalg.norm(found - target) / np.linalg.norm(target))

    assert error(playback.play_tape(tape)) < error(reference) < 0.15
