from dataclasses import replace

import librosa
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.spec import HTK_CORNER, SPEC
from engine.tape.mel import bank, bank_inverse, from_levels, hann, magnitudes, to_bands, to_levels, to_magnitudes
from tests.sound import break_loop, decibels


def test_no_band_is_empty_or_exceeds_its_peak() -> None:
    assert (bank().max(1) > 0).all()
    assert bank().max() <= 1


def test_the_bank_equals_the_textbook_bank_where_its_triangles_are_wide_enough() -> None:
    with pytest.warns(UserWarning, match="Empty filters"):  # which ours has not
        textbook = librosa.filters.mel(sr=SPEC.rate, n_fft=SPEC.fft, n_mels=SPEC.mels, fmin=0, htk=True, norm=None)
    points = librosa.mel_frequencies(SPEC.mels + 2, fmin=0, fmax=SPEC.rate / 2, htk=True)
    wide = np.minimum(points[1:-1] - points[:-2], points[2:] - points[1:-1]) >= SPEC.rate / SPEC.fft
    assert wide.sum() > 100
    as_textbook = bank(replace(SPEC, corner=HTK_CORNER))
    np.testing.assert_allclose(as_textbook[wide], textbook[wide], atol=2e-4)


def test_the_window_is_the_periodic_hann() -> None:
    np.testing.assert_allclose(hann(SPEC.fft), librosa.filters.get_window("hann", SPEC.fft), atol=1e-6)


def test_magnitudes_survive_bank_and_inverse() -> None:
    want = magnitudes(break_loop(), np.arange(SPEC.frames) * SPEC.hop, wrap=True)
    got = to_magnitudes(to_bands(want))
    assert decibels(float(np.linalg.norm(got - want) / np.linalg.norm(want))) <= -20


def test_a_full_scale_sine_has_the_reference_magnitude() -> None:
    bin_hz = SPEC.rate / SPEC.fft
    sine = np.sin(2 * np.pi * 40 * bin_hz * np.arange(8192) / SPEC.rate).astype(np.float32)
    found = magnitudes(sine, np.array([4096]))[0]
    assert abs(found.max() / SPEC.reference - 1) < 1e-3
    assert found.argmax() == 40


def test_frames_are_centred_on_the_given_samples() -> None:
    impulse = np.zeros(4096, np.float32)
    impulse[2048] = 1
    energy = magnitudes(impulse, np.arange(4096 - SPEC.fft))[:, 10]
    assert energy.argmax() == 2048


def test_a_wrapped_loop_has_no_seam() -> None:
    loop = break_loop()
    rolled = np.roll(loop, 5 * SPEC.hop)
    centres = np.arange(SPEC.frames) * SPEC.hop
    here, there = magnitudes(loop, centres, wrap=True), magnitudes(rolled, centres, wrap=True)
    np.testing.assert_allclose(np.roll(here, 5, 0), there, rtol=1e-3, atol=1e-4)


@given(st.floats(0.001, 1))
def test_levels_and_bands_are_inverse(level: float) -> None:
    there_and_back = to_levels(from_levels(np.full((1, SPEC.mels), level, np.float32)))
    np.testing.assert_allclose(there_and_back, level, atol=1e-5)


def test_level_0_becomes_exact_silence() -> None:
    assert not from_levels(np.zeros((2, SPEC.mels), np.float32)).any()
    assert not to_levels(np.zeros((2, SPEC.mels), np.float32)).any()


def test_the_inverse_is_contiguous() -> None:
    assert bank_inverse().flags.c_contiguous
    assert bank_inverse().dtype == np.float32


def test_the_round_trip_is_better_than_textbook_bank_and_nonnegative_least_squares() -> None:
    want = magnitudes(break_loop(), np.arange(0, SPEC.frames, 16) * SPEC.hop, wrap=True)
    with pytest.warns(UserWarning, match="Empty filters"):
        textbook = librosa.filters.mel(sr=SPEC.rate, n_fft=SPEC.fft, n_mels=SPEC.mels, fmin=0, htk=True, norm=None)
    theirs = librosa.util.nnls(textbook, textbook @ want.T).T
    ours = to_magnitudes(to_bands(want))
    assert np.linalg.norm(ours - want) < 0.6 * np.linalg.norm(theirs - want)


def test_the_inverse_is_the_regularised_pseudo_inverse() -> None:
    wanted = np.linalg.pinv(bank().astype(np.float64), rcond=0.1).T
    np.testing.assert_allclose(bank_inverse(), wanted, atol=1e-5)
