"""Attacks of a loop after playback through the engine's own sound path at native tempo.

levels  float32 (512, 512)      a tape: the mel levels of two bars, which the playhead reads in a loop
audio   float32 (512 * 256,)    one round, from the engine's streaming inversion; before level, width and limiter
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.signal import find_peaks

from engine.commands.bench.spectral_error import onset_samples
from engine.core import PREROLL, StreamingGriffinLim
from engine.spec import SPEC
from engine.tape.magnitudes import Tape, tape_from_levels
from engine.tape.mel import Floats, magnitudes, to_bands, to_levels

from .metrics import Figures, decibels, onset_correlation

LEAD_COLUMNS = SPEC.step_frames  # played before the loop, until the inversion is in a steady state
ENVELOPE_BLOCK = 128  # samples of one envelope value, 3 ms
RISE_BLOCKS = 2  # longest rise of an attack, in blocks
MIN_RISE_DB, MIN_ATTACK_GAP_S = 3.0, 0.05  # of an attack, and distance of two
ENVELOPE_FLOOR_RATIO = 1e-4  # of the loudest block
ENVELOPE_FLOOR = 1e-5  # of full scale
TOP_ATTACKS = 16
ATTACK_PARTS_S = (0.0015, 0.005)  # seconds after an onset
RANGES_HZ = ((20.0, 60.0), (8000.0, 22_050.0))
ENERGY_FLOOR = 1e-9  # added to energies, squared full scale times samples


def play_tape(levels: Floats) -> Floats:
    """Return the audio of one round of a looped tape."""
    tape, _ = tape_from_levels(levels)
    inverter = StreamingGriffinLim()
    # the centre of a column is output `latency` samples after it is pushed
    first = inverter.latency // SPEC.hop - LEAD_COLUMNS
    inverter.restart(_columns(tape, first - PREROLL - 1, inverter.restart_rows))
    hops = [inverter(_columns(tape, first + hop, inverter.rows)) for hop in range(LEAD_COLUMNS + SPEC.frames)]
    return np.concatenate(hops[LEAD_COLUMNS:])


def _columns(tape: Tape, first: int, count: int) -> Floats:
    """Return the magnitudes of `count` columns of a looped tape from column `first` on."""
    return tape.magnitudes[np.arange(first, first + count) % SPEC.frames]


def analyse(audio: Floats) -> Floats:
    """Return the levels (512, 512) of the audio of one round."""
    return to_levels(to_bands(magnitudes(audio, np.arange(SPEC.frames) * SPEC.hop, wrap=True)))


def attack_rises(audio: Floats) -> NDArray[np.float64]:
    """Return how much the level rises within 6 ms at each attack of looped audio, dB, the largest first."""
    envelope = np.sqrt(
        np.square(audio[: len(audio) // ENVELOPE_BLOCK * ENVELOPE_BLOCK], dtype=np.float64)
        .reshape(-1, ENVELOPE_BLOCK)
        .mean(1)
    )
    loud = 20 * np.log10(np.maximum(envelope, max(float(envelope.max()) * ENVELOPE_FLOOR_RATIO, ENVELOPE_FLOOR)))
    rise = loud - np.min([np.roll(loud, back) for back in range(1, RISE_BLOCKS + 1)], 0)
    peaks, _ = find_peaks(rise, height=MIN_RISE_DB, distance=round(MIN_ATTACK_GAP_S * SPEC.rate / ENVELOPE_BLOCK))
    return np.sort(rise[peaks])[::-1]


class Changes(NamedTuple):
    """How much more energy a painted tape has when played than the real one, dB."""

    attacks: NDArray[np.float64]  # (attacks, len(ATTACK_PARTS_S)) in the first parts of each attack
    ranges: NDArray[np.float64]  # (len(RANGES_HZ),) in ranges of frequency


def painted_changes(real: Floats, painted: Floats) -> Changes:
    """Play both tapes and compare their energies, those of attacks where the audio of the real one has them."""
    target, found = play_tape(real), play_tape(painted)
    starts = np.array(onset_samples(target), int)
    squares = (np.square(np.append(audio, audio), dtype=np.float64) for audio in (target, found))
    sums = [np.cumsum(np.pad(square, (1, 0))) for square in squares]
    lengths = (np.array(ATTACK_PARTS_S) * SPEC.rate).astype(int)
    ends = starts[:, None] + lengths
    attacks = [total[ends] - total[starts, None] + ENERGY_FLOOR for total in sums]
    hertz = np.fft.rfftfreq(len(target), 1 / SPEC.rate)
    spectra = [np.square(np.abs(np.fft.rfft(audio))) for audio in (target, found)]
    ranges = [
        [spectrum[(hertz >= low) & (hertz < high)].sum() + ENERGY_FLOOR for low, high in RANGES_HZ]
        for spectrum in spectra
    ]
    return Changes(*(10 * np.log10(np.array(after) / before) for before, after in (attacks, ranges)))


def measure_painted(pairs: Iterable[tuple[Floats, Floats]]) -> Figures:
    """Return the median change of energy, of pairs of a real and a painted tape, dB.

    attack_5ms   in the first 5 ms of an attack
    attack_1ms5  in the first 1.5 ms
    sub          from 20 to 60 Hz
    air          above 8 kHz
    """
    changes = [painted_changes(real, painted) for real, painted in pairs]
    attacks = np.median(np.concatenate([change.attacks for change in changes]), 0)
    ranges = np.median([change.ranges for change in changes], 0)
    return dict(zip(("attack_1ms5", "attack_5ms", "sub", "air"), (*attacks.tolist(), *ranges.tolist()), strict=True))


def measure_played(tapes: Iterable[Floats]) -> Figures:
    """Return figures of tapes as played, means over tapes.

    attack_p90    90th percentile of the rises of a tape's attacks, dB
    attack_top    mean rise of the TOP_ATTACKS largest attacks, dB
    onsets_heard  onset correlation of the tape's levels with the levels of its audio
    """
    rows = []
    for levels in tapes:
        audio = play_tape(levels)
        found = attack_rises(audio)
        found = found if len(found) else np.zeros(1)
        onsets = onset_correlation(decibels(analyse(audio)), decibels(levels))
        rows.append((np.percentile(found, 90), found[:TOP_ATTACKS].mean(), onsets))
    names = ("attack_p90", "attack_top", "onsets_heard")
    return dict(zip(names, (float(value) for value in np.mean(rows, 0)), strict=True))
