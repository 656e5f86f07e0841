"""The measure of clicks: what there is above 5 kHz where something happens to a break that has nothing there.

Energies are powers, smoothed over BURST samples; decibels are relative to the mean square of all the audio.
"""

from collections.abc import Iterable

import numpy as np
from scipy.signal import butter, sosfiltfilt

from engine.arrays import Floats, Tape
from engine.spec import SPEC

from .sound import LOOP, break_loop, tape_of

CORNER, BURST = 5000, 132  # Hz; samples, 3 ms
WINDOW = 1264  # samples from a change on in which it may click: the latency, and the longest window of the resynthesis


def burst_energy(audio: Floats) -> Floats:
    """Energy above the corner around each sample of mono audio."""
    high = sosfiltfilt(butter(6, CORNER, "high", fs=SPEC.rate, output="sos"), audio) ** 2
    return np.convolve(high, np.ones(BURST) / BURST, "same")


def bursts(audio: Floats, places: Iterable[int]) -> tuple[float, float]:
    """Energy above the corner after these samples (95th percentile) and anywhere (median), dB."""
    energy = burst_energy(audio)
    after = np.percentile([energy[at : at + WINDOW].max() for at in places], 95)
    at_events, usual = (10 * np.log10(found / np.mean(audio**2) + 1e-14) for found in (after, np.median(energy)))
    return float(at_events), float(usual)


def dull_tape(steps: tuple[int, ...] = tuple(range(0, SPEC.steps, 2)), seed: int = 0) -> Tape:
    """A break with hits on these sixteenths and nothing above 1.2 kHz, so that whatever is there is a click."""
    thrice = sosfiltfilt(butter(10, 1200, fs=SPEC.rate, output="sos"), np.tile(break_loop(steps, seed), 3))
    return tape_of(thrice[LOOP : 2 * LOOP].astype(np.float32))
