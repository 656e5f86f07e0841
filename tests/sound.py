"""Sounds and distances for several tests. Audio is mono float32 at Spec.rate."""

import os
from pathlib import Path

import numpy as np
import pytest
import soundfile
from scipy.signal import lfilter

from engine.commands.bench import spectral_error
from engine.spec import SPEC
from engine.tape.magnitudes import Tape, tape_from_levels
from engine.tape.mel import Floats, magnitudes, to_bands, to_levels

STEP = SPEC.step_frames * SPEC.hop  # samples of a sixteenth at native tempo
LOOP = SPEC.frames * SPEC.hop  # samples of a tape at native tempo


def hit(rng: np.random.Generator, size: int = 3000, decay: float = 600.0) -> Floats:
    """A drum-like burst of dark noise with an immediate attack; mel bands do not preserve white noise."""
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


def tape_of(loop: Floats) -> Tape:
    """A tape of a loop of LOOP samples."""
    return tape_from_levels(image_of(loop))[0]


def decibels(value: float) -> float:
    """Amplitude to dB."""
    return 20 * float(np.log10(max(value, 1e-12)))


def distance(audio: Floats, target: Floats) -> float:
    """Spectral convergence in dB of two sounds of equal length: lower is better."""
    return spectral_error.spectral_convergence(spectral_error.frames_of(audio), spectral_error.frames_of(target))


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


def mel_distance(one: Floats, other: Floats, audible: float = 0.4) -> float:
    """Mean difference in dB of the mel levels of two sounds of equal length, where either is above `audible`."""
    levels, others = (to_levels(to_bands(spectral_error.frames_of(audio))) for audio in (one, other))
    return -SPEC.floor * float(np.abs(levels - others)[np.maximum(levels, others) > audible].mean())
