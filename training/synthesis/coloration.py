"""The sound of old gear: a loop in, the loop through a sampler, tape, resonances or a widened source out.

audio  float32 (n,), a loop before and after, with a peak of about 0.9: filters begin in the state that they have at its
       end. They are causal and short, so that attacks keep their position and nothing sounds before them
"""

import numpy as np
from numpy.random import Generator
from scipy.signal import butter, sosfilt

from engine.arrays import Floats
from engine.spec import SPEC

SETTLING = 8192  # samples of the end of a loop over which a filter runs before its start
TAPE_EMPHASIS_DB, TAPE_EMPHASIS_HZ = 8.0, 3500.0  # of the highs before saturation, taken back after it


def filter_loop(audio: Floats, sections: np.ndarray) -> Floats:
    """Filter a loop with second-order sections (m, 6)."""
    before = audio[-SETTLING:]
    return np.asarray(sosfilt(sections, np.concatenate([before, audio]))[len(before) :], np.float32)


def bell(hertz: float, decibels: float, q: float) -> np.ndarray:
    """Return the section (1, 6) of a peak of a gain at a frequency; its width is hertz / q (Audio EQ Cookbook)."""
    turn, gain = 2 * np.pi * hertz / SPEC.rate, 10 ** (decibels / 40)
    alpha = np.sin(turn) / (2 * q)
    numerator = [1 + alpha * gain, -2 * np.cos(turn), 1 - alpha * gain]
    denominator = [1 + alpha / gain, -2 * np.cos(turn), 1 - alpha / gain]
    return np.array([[*numerator, *denominator]]) / (1 + alpha / gain)


def high_shelf(hertz: float, decibels: float) -> np.ndarray:
    """Return the section (1, 6) of a first-order shelf with a gain in dB far above a frequency."""
    turn, gain = np.tan(np.pi * hertz / SPEC.rate), np.sqrt(10 ** (decibels / 20))
    top, bottom = turn + gain, turn + 1 / gain
    return np.array([[top / bottom, (turn - gain) / bottom, 0, 1, (turn - 1 / gain) / bottom, 0]])


def low_pass(rng: Generator, audio: Floats) -> Floats:
    """Cut everything above 8 to 15 kHz at 24 to 48 dB per octave, as the output filter of an old sampler does."""
    order = 2 * int(rng.integers(2, 5))
    return filter_loop(audio, butter(order, rng.uniform(8000, 15_000), fs=SPEC.rate, output="sos"))


def sample_coarsely(rng: Generator, audio: Floats) -> Floats:
    """Store a loop with 8 to 12 bits, mostly 12, at 14 to 32 kHz; half of the time without a filter before it.

    Values are held, so that what lies above half of the rate comes back mirrored.
    """
    rate = float(rng.uniform(14_000, 32_000))
    steps = 2.0 ** (12 if rng.random() < 0.7 else int(rng.integers(8, 12))) / 2
    if rng.random() < 0.5:
        audio = filter_loop(audio, butter(6, 0.45 * rate, fs=SPEC.rate, output="sos"))
    held = round(len(audio) * rate / SPEC.rate)  # a whole number in the loop
    at = (np.arange(len(audio)) * held // len(audio)) * len(audio) // held
    return (np.round(audio[at] * steps) / steps).astype(np.float32)


def resonate(rng: Generator, audio: Floats) -> Floats:
    """Add one to three narrow resonances of 4 to 12 dB between 120 Hz and 6 kHz."""
    peaks = [
        bell(
            float(np.exp(rng.uniform(np.log(120), np.log(6000)))), float(rng.uniform(4, 12)), float(rng.uniform(6, 25))
        )
        for _ in range(int(rng.integers(1, 4)))
    ]
    return filter_loop(audio, np.concatenate(peaks))


def tape(rng: Generator, audio: Floats) -> Floats:
    """Record on tape: highs saturate first, lows around 80 Hz rise by up to 3 dB, and highs above 10 to 18 kHz fall."""
    drive = np.float32(10 ** (rng.uniform(0, 12) / 20))
    driven = np.tanh(filter_loop(audio, high_shelf(TAPE_EMPHASIS_HZ, TAPE_EMPHASIS_DB)) * drive)
    head = bell(float(rng.uniform(55, 110)), float(rng.uniform(0, 3)), 1.0)
    roll_off = butter(2, rng.uniform(10_000, 18_000), fs=SPEC.rate, output="sos")
    return filter_loop(driven, np.concatenate([high_shelf(TAPE_EMPHASIS_HZ, -TAPE_EMPHASIS_DB), head, roll_off]))


def fold_width(rng: Generator, audio: Floats) -> Floats:
    """Sum both sides of a loop that was widened by a delay of 0.2 to 3 ms on one side: a comb filter."""
    delay = round(rng.uniform(0.0002, 0.003) * SPEC.rate)
    return audio + np.roll(audio, delay) * np.float32(rng.choice([-1, 1]) * rng.uniform(0.2, 0.7))
