"""The parts of a tape: energy of known stems in their own part, and what muting one takes away."""

import numpy as np
import pytest
from scipy.signal import butter, sosfiltfilt

from engine.arrays import PART_NAMES, Floats
from engine.core import LATENCY, Instrument
from engine.parameters import INDEX
from engine.spec import PART_BANDS, SPEC
from engine.tape.magnitudes import tape_from_levels
from engine.tape.mel import magnitudes, to_bands
from engine.tape.parts import find_parts, part_levels, part_starts
from tests.playing import PLAY, values
from tests.sound import LOOP, STEP, decibels, image_of

stems_of = pytest.importorskip("training.synthesis.stems", reason="soxr is missing: make train-environment")
KICKS, SNARES, HATS = range(0, 32, 8), range(4, 32, 8), range(2, 32, 4)


def drums() -> Floats:
    """Two bars (3, n) of kick, snare and hats, each on sixteenths of its own but for their tails."""
    rng, age = np.random.default_rng(1), np.arange(4 * STEP)
    seconds = age / SPEC.rate
    kick = np.sin(2 * np.pi * (50 * seconds + 5 * (1 - np.exp(-seconds / 0.03)))) * np.exp(-seconds / 0.09)
    noise, hiss = (
        sosfiltfilt(butter(4, band, "band", fs=SPEC.rate, output="sos"), rng.normal(size=len(age)))
        for band in ((300, 7000), (8000, 16_000))
    )
    snare = (0.4 * np.sin(2 * np.pi * 200 * seconds) + 0.3 * noise) * np.exp(-seconds / 0.07)
    stems = np.zeros((3, LOOP + len(age)), np.float32)
    for index, (sound, places) in enumerate(
        ((0.8 * kick, KICKS), (0.6 * snare, SNARES), (0.1 * hiss * np.exp(-seconds / 0.02), HATS))
    ):
        for place in places:
            stems[index, place * STEP :][: len(age)] += sound
    stems[:, : len(age)] += stems[:, LOOP:]
    return stems[:, :LOOP]


def heard_in(stems: Floats) -> np.ndarray:
    """Share (3, 3) of the energy of each stem that each part keeps."""
    found = find_parts(image_of(stems.sum(0))) / 255
    shares = np.concatenate([found, 1 - found.sum(1, keepdims=True)], 1)
    centres = np.arange(SPEC.frames) * SPEC.hop
    bands = [to_bands(magnitudes(stem, centres, wrap=True)) for stem in stems]
    power = np.stack([np.add.reduceat(np.square(one), part_starts(), axis=1) for one in bands])
    kept = np.einsum("sfb,fpb->sp", power, shares**2)
    return np.asarray(kept / np.maximum(power.sum((1, 2)), 1e-9)[:, None])


def test_stems_of_drums_arrive_in_their_own_parts() -> None:
    shares = heard_in(drums())
    assert (np.diag(shares) > [0.9, 0.8, 0.8]).all()
    assert (shares - np.diag(np.diag(shares)) < 0.1).all()


def test_stems_of_random_loops_arrive_in_their_own_parts() -> None:
    own: list[list[float]] = [[], [], []]
    for seed in range(24):
        stems = stems_of.random_stems(np.random.default_rng(seed), None)
        audible = np.square(stems).sum(1) > 1e-3 * np.square(stems).sum()
        for index in np.flatnonzero(audible):
            own[index].append(heard_in(stems)[index, index])
    kick, snare, hats = (float(np.median(shares)) for shares in own)
    assert kick > 0.85 and snare > 0.75 and hats > 0.4


def played(muted: str | None = None) -> Floats:
    instrument = Instrument(tape_from_levels(image_of(drums().sum(0)))[0])
    instrument.set(values(tempo=SPEC.native_tempo, level=-12.0))
    if muted:
        instrument.change(INDEX[f"mute/{muted}"], 1.0)
    instrument.schedule(PLAY)
    return instrument.process(LOOP + LATENCY)[LATENCY:, 0]


def energy(audio: Floats, band: tuple[float, float], steps: range) -> float:
    """Level in dB of a band in the first half of these sixteenths."""
    filtered = sosfiltfilt(butter(4, band, "band", fs=SPEC.rate, output="sos"), audio)
    parts = [filtered[step * STEP :][: STEP // 2] for step in steps]
    return decibels(float(np.sqrt(np.mean(np.square(parts)))))


def test_a_muted_snare_leaves_the_kick() -> None:
    plain, muted = played(), played("snare")
    assert energy(muted, (250, 5000), SNARES) < energy(plain, (250, 5000), SNARES) - 20
    assert abs(energy(muted, (30, 120), KICKS) - energy(plain, (30, 120), KICKS)) < 1
    assert abs(energy(muted, (9000, 15_000), HATS) - energy(plain, (9000, 15_000), HATS)) < 1


def test_a_muted_kick_leaves_the_snare() -> None:
    plain, muted = played(), played("kick")
    assert energy(muted, (30, 120), KICKS) < energy(plain, (30, 120), KICKS) - 20
    assert abs(energy(muted, (250, 5000), SNARES) - energy(plain, (250, 5000), SNARES)) < 1


def test_some_frames_have_the_parts_that_they_have_in_the_whole() -> None:
    levels = image_of(drums().sum(0))
    whole = find_parts(levels)
    assert whole.shape == (SPEC.frames, len(PART_NAMES) - 1, PART_BANDS)
    for first in (0, 160, 480):
        rows = np.arange(first, first + 64) % SPEC.frames
        assert np.abs(find_parts(levels, first, 64).astype(int) - whole[rows]).max() <= 1
    turned = find_parts(np.roll(levels, 100, axis=0))
    assert np.abs(turned.astype(int) - np.roll(whole, 100, axis=0)).max() <= 1


@pytest.mark.parametrize("level", [0.0, 0.5, 1.0])
def test_shares_never_exceed_the_whole(level: float) -> None:
    rng = np.random.default_rng(2)
    levels = np.clip(level + rng.normal(size=(SPEC.frames, SPEC.mels)) * 0.2, 0, 1).astype(np.float32)
    assert find_parts(levels).astype(int).sum(1).max() <= 255


def test_part_bands_hold_all_mel_bands() -> None:
    starts = part_starts()
    assert starts[0] == 0 and (np.diff(starts) > 0).all() and starts[-1] < SPEC.mels
    levels = np.random.default_rng(0).random((3, SPEC.mels)).astype(np.float32)
    np.testing.assert_allclose(part_levels(levels)[:, 5], levels[:, starts[5] : starts[6]].mean(1), rtol=1e-5)
