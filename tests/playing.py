"""An instrument that plays a synthetic break, and measures of its sound."""

import numpy as np
from scipy.signal import butter, sosfiltfilt

from engine.arrays import Floats
from engine.controls import Action, Event
from engine.core import Instrument
from engine.parameters import INDEX, TABLE
from engine.spec import SPEC
from engine.tape.magnitudes import Tape

from .sound import LOOP, break_loop, decibels, tape_of

PLAY, STOP, PANIC = Event(Action.PLAY), Event(Action.STOP), Event(Action.PANIC)
TAPE = tape_of(break_loop())
OTHER = tape_of(break_loop(tuple(range(1, SPEC.steps, 2)), seed=5))


def values(**changes: float) -> np.ndarray:
    vector = np.array([entry.default for entry in TABLE])
    for id, value in changes.items():
        vector[INDEX[id]] = value
    return vector


def playing(tempo: float = SPEC.native_tempo, tape: Tape = TAPE) -> Instrument:
    instrument = Instrument(tape)
    instrument.set(values(tempo=tempo))
    instrument.schedule(PLAY)
    return instrument


def even(value: float) -> Tape:
    """A tape with the same value everywhere."""
    return Tape(np.full((SPEC.frames, SPEC.bins), value, np.float32), np.zeros(0))


def mono(audio: Floats) -> Floats:
    np.testing.assert_array_equal(audio[:, 0], audio[:, 1])
    return audio[:, 0].copy()


def loudness(audio: Floats, pieces: int) -> np.ndarray:
    """RMS in dB of equal pieces."""
    return np.array([decibels(float(np.sqrt(np.mean(piece**2)))) for piece in np.array_split(audio, pieces)])


def bursts(audio: Floats, places: list[int]) -> tuple[float, float]:
    """Energy above 5 kHz after these samples (95th percentile) and anywhere (median), dB re rms of all."""
    high = sosfiltfilt(butter(6, 5000, "high", fs=SPEC.rate, output="sos"), audio) ** 2
    burst = np.convolve(high, np.ones(132) / 132, "same")
    rms = np.mean(audio**2)
    at_events = [burst[at : at + 1200].max() for at in places]
    return tuple(10 * np.log10(np.array([np.percentile(at_events, 95), np.median(burst)]) / rms + 1e-14))  # type: ignore[return-value]


def dull_tape() -> Tape:
    """A break with nothing above 1.2 kHz, so that whatever is there is a click."""
    thrice = sosfiltfilt(butter(10, 1200, fs=SPEC.rate, output="sos"), np.tile(break_loop(), 3))
    return tape_of(thrice[LOOP : 2 * LOOP].astype(np.float32))
