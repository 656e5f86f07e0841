"""Initial phases of the numpy oracle; test_griffin_lim compares those of the core with it."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy import fft

from engine.arrays import Floats
from engine.spec import SPEC
from engine.tape.mel import hann
from tests.oracle.phase_gradient import PhaseGradientIntegrator, widest_path_source


def widest_by_search(previous: Floats, current: Floats) -> Floats:
    """Width of the widest path to each bin, by trying every start."""
    count = len(previous)
    width = np.zeros(count)
    for start in range(count):
        for end in range(count):
            step = 1 if end >= start else -1
            way = [current[m] for m in range(start, end, step)]
            width[end] = max(width[end], min([previous[start], *way]))
    return width


@given(st.lists(st.integers(0, 50), min_size=1, max_size=17), st.randoms(use_true_random=False))
def test_the_source_is_on_a_widest_path(loud: list[int], random) -> None:
    previous = np.array([loud], np.float32)
    current = np.array([[random.randint(0, 50) for _ in loud]], np.float32)
    source = widest_path_source(previous, current)[0]
    for end, start in enumerate(source):
        step = 1 if end >= start else -1
        way = [current[0, m] for m in range(start, end, step)]
        assert min([previous[0, start], *way]) == widest_by_search(previous[0], current[0])[end]


def test_an_impulse_off_centre_has_the_slope_of_its_delay() -> None:
    offset = 60  # samples after the frame's centre
    audio = np.zeros(8 * SPEC.hop + SPEC.fft, np.float32)
    begin = np.arange(9) * SPEC.hop
    audio[begin[4] + SPEC.fft // 2 + offset] = 1
    image = np.abs(fft.rfft(np.stack([audio[b : b + SPEC.fft] for b in begin]) * hann(SPEC.fft))).astype(np.float32)
    angles = PhaseGradientIntegrator()(image[3:6], np.zeros(SPEC.bins))[0]
    slope = np.median(np.diff(np.unwrap(angles)))
    assert abs(slope - -2 * np.pi * offset / SPEC.fft) < 0.05


def test_the_phase_of_a_steady_tone_advances_by_its_frequency() -> None:
    cycles = 32.0
    audio = np.cos(2 * np.pi * cycles * np.arange(4 * SPEC.fft) / SPEC.fft)
    frames = np.stack([audio[k * SPEC.hop :][: SPEC.fft] for k in range(3)])
    image = np.abs(fft.rfft(frames * hann(SPEC.fft))).astype(np.float32)
    turned = PhaseGradientIntegrator()(image, np.zeros(SPEC.bins))[0][32]
    want = 2 * np.pi * cycles * SPEC.hop / SPEC.fft
    assert abs(np.angle(np.exp(1j * (turned - want)))) < 0.02


def test_under_a_bass_tone_the_lowest_bin_has_the_sign_of_the_tone() -> None:
    """A tone at 1.2 bins, hop by hop: bin 0 has the sign of its cosine."""
    time = np.arange(40 * SPEC.hop)
    tone = np.cos(2 * np.pi * 1.2 * time / SPEC.fft + 0.4)
    frames = np.stack([tone[k * SPEC.hop :][: SPEC.fft] for k in range(30)])
    spectra = fft.rfft(frames * hann(SPEC.fft)) * np.where(np.arange(SPEC.bins) % 2, -1, 1)  # phase at the centre
    image = np.abs(spectra).astype(np.float32)
    angles = PhaseGradientIntegrator()(image, np.angle(spectra[0]))
    loud = image[1:-1, 0] > 0.3 * image[:, 0].max()
    assert loud.sum() > 5
    assert (np.cos(angles[loud, 0]) * spectra[1:-1, 0].real[loud] > 0).all()
