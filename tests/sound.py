"""Sounds and distances that several tests share. Audio is mono float32 at Spec.rate."""

import os
from pathlib import Path

import numpy as np
import pytest
import soundfile
from scipy.signal import lfilter

from engine.mel import Floats, magnitudes, to_bands, to_levels
from engine.spec import SPEC
from engine.tape import develop

STEP = SPEC.step_frames * SPEC.hop  # samples of a sixteenth at native tempo
LOOP = SPEC.frames * SPEC.hop  # samples of a tape at native tempo


def hit(rng: np.random.Generator, size: int = 3000, decay: float = 600.0) -> Floats:
    """A burst of dark noise with an immediate attack, like a drum: white noise is what no mel bank keeps."""
    dark = lfilter([0.5], [1, -0.9], rng.normal(size=size + 500))[500:]
    return (dark * np.exp(-np.arange(size) / decay)).astype(np.float32)


def break_loop(steps: tuple[int, ...] = tuple(range(0, SPEC.steps, 2)), seed: int = 0) -> Floats:
    """Two bars at native tempo with a hit on each of `steps`."""
    rng = np.random.default_rng(seed)
    audio = np.zeros(LOOP + 4096, np.float32)
    for step in steps:
        burst = hit(rng)
        audio[step * STEP :][: len(burst)] += 0.2 * burst
    audio[:4096] += audio[LOOP:]
    return np.clip(audio[:LOOP], -0.95, 0.95)


def image_of(loop: Floats) -> Floats:
    """Levels (frames, mels) of a loop of LOOP samples."""
    return to_levels(to_bands(magnitudes(loop, np.arange(SPEC.frames) * SPEC.hop, wrap=True)))


def tape_of(loop: Floats) -> Floats:
    """A tape (frames, bins) of a loop of LOOP samples."""
    return develop(image_of(loop))[0]


def attacks(audio: Floats, apart: float = 0.04) -> list[int]:
    """Samples at which a sound rises at once: the next 3 ms at least 10 dB above the 8 ms before."""
    after, before = int(0.003 * SPEC.rate), int(0.008 * SPEC.rate)
    energy = np.cumsum(np.pad(audio.astype(np.float64) ** 2, (before + 1, after + 1)))
    at = np.arange(len(audio)) + before
    rise = (energy[at + after] - energy[at]) / after
    contrast = 10 * np.log10((rise + 1e-7) / ((energy[at] - energy[at - before]) / before + 1e-7))
    contrast[rise < rise.max() * 0.003] = 0
    found: list[int] = []
    gap = int(apart * SPEC.rate)
    while contrast.max() >= 10:
        peak = int(contrast.argmax())
        contrast[max(0, peak - gap) : peak + gap] = 0
        found.append(peak)
    return sorted(found)


def decibels(value: float) -> float:
    """Amplitude to dB."""
    return 20 * float(np.log10(max(value, 1e-12)))


def convergence(audio: Floats, target: Floats) -> float:
    """Spectral convergence in dB of two sounds of equal length: lower is better."""
    centres = np.arange(0, len(target), SPEC.hop)
    got, want = magnitudes(audio, centres), magnitudes(target, centres)
    return decibels(float(np.linalg.norm(got - want) / np.linalg.norm(want)))


def cc0_loops() -> dict[str, Floats]:
    """The CC0 loops, mono, peak 0.9; the test is skipped where they are absent."""
    folder = Path(os.environ.get("VAMEN_BREAKS", Path(__file__).parents[2] / "shared" / "breaks"))
    paths = sorted(folder.glob("*.flac"))
    if not paths:
        pytest.skip(
            "no CC0 loops; set VAMEN_BREAKS to a folder of FLAC loops, for example Sonic Pi's etc/samples/loop_*"
        )
    loops = {}
    for path in paths:
        audio, rate = soundfile.read(path, dtype="float32", always_2d=True)
        assert rate == SPEC.rate, path
        mono = audio.mean(1)
        loops[path.stem.removeprefix("loop_")] = (mono * 0.9 / np.abs(mono).max()).astype(np.float32)
    return loops


def mel_distance(one: Floats, other: Floats) -> float:
    """Mean difference in dB of the mel levels of two sounds of equal length, where either is audible."""
    centres = np.arange(0, len(one), SPEC.hop)
    levels = [to_levels(to_bands(magnitudes(audio, centres))) for audio in (one, other)]
    audible = np.maximum(*levels) > 0.4
    return -SPEC.floor * float(np.abs(levels[0] - levels[1])[audible].mean())
