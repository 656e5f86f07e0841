"""An instrument that plays a synthetic break, and its level."""

import numpy as np

from engine.arrays import Floats
from engine.controls import Action, Event
from engine.core import Instrument
from engine.parameters import INDEX, TABLE
from engine.spec import SPEC
from engine.tape.magnitudes import Tape

from .sound import break_loop, decibels, tape_of

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
