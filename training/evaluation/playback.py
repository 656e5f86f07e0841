"""What is left of a tape's attacks once it has been played: the engine's own sound path at its native tempo.

levels  float32 (512, 512)      a tape
audio   float32 (512 * 256,)    as the playhead and the live inversion voice it; before level, width and limiter
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from scipy.signal import find_peaks

from engine.core import PREROLL, StreamingGriffinLim
from engine.spec import SPEC
from engine.tape.magnitudes import Tape, tape_from_levels
from engine.tape.mel import Floats, magnitudes, to_bands, to_levels

from .metrics import Figures, decibels, onset_correlation

LEAD = SPEC.step_frames  # columns played before the loop begins, so that it begins as it goes on
BLOCK = 128  # samples, 3 ms: a point of the envelope
BACK = 2  # blocks in which a rise may happen
RISE, APART = 3.0, 0.05  # dB and seconds: what is smaller, or closer to a larger one, is no attack
QUIET, SILENT = 1e-4, 1e-5  # of the loudest block, and of full scale: below either the envelope is flat
STRONGEST = 16  # attacks


def play(levels: Floats) -> Floats:
    """The sound of a tape, one round."""
    tape, _ = tape_from_levels(levels)
    inverter = StreamingGriffinLim()
    first = inverter.latency // SPEC.hop - LEAD  # a column's centre is heard that many hops after it is committed
    inverter.restart(_columns(tape, first - PREROLL - 1, inverter.restart_rows))
    hops = [inverter(_columns(tape, first + hop, inverter.rows)) for hop in range(LEAD + SPEC.frames)]
    return np.concatenate(hops[LEAD:])


def _columns(tape: Tape, first: int, count: int) -> Floats:
    """Magnitudes of a looped tape."""
    return tape.magnitudes[np.arange(first, first + count) % SPEC.frames]


def analyse(audio: Floats) -> Floats:
    """The tape (512, 512) of a sound of one round."""
    return to_levels(to_bands(magnitudes(audio, np.arange(SPEC.frames) * SPEC.hop, wrap=True)))


def rises(audio: Floats) -> NDArray[np.float64]:
    """Attacks of a sound that goes round: dB by which the envelope rises within BACK blocks, the strongest first."""
    envelope = np.sqrt(np.square(audio[: len(audio) // BLOCK * BLOCK], dtype=np.float64).reshape(-1, BLOCK).mean(1))
    loud = 20 * np.log10(np.maximum(envelope, max(float(envelope.max()) * QUIET, SILENT)))
    rise = loud - np.min([np.roll(loud, back) for back in range(1, BACK + 1)], 0)
    peaks, _ = find_peaks(rise, height=RISE, distance=round(APART * SPEC.rate / BLOCK))
    return np.sort(rise[peaks])[::-1]


def heard(tapes: Iterable[Floats]) -> Figures:
    """Figures of tapes as they sound, means over tapes.

    attack_p90    90th percentile of the rises of a tape's attacks, dB
    attack_top    mean rise of the STRONGEST
    onsets_heard  onset correlation of the tape with that of its own sound
    """
    rows = []
    for levels in tapes:
        audio = play(levels)
        found = rises(audio)
        found = found if len(found) else np.zeros(1)
        onsets = onset_correlation(decibels(analyse(audio)), decibels(levels))
        rows.append((np.percentile(found, 90), found[:STRONGEST].mean(), onsets))
    names = ("attack_p90", "attack_top", "onsets_heard")
    return dict(zip(names, (float(value) for value in np.mean(rows, 0)), strict=True))
