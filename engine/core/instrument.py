"""The instrument: parameters, events and a tape in; sound out (see instrument.hpp).

process(frames) -> float32 (frames, 2), -1..1, never above CEILING

No thread, socket, file or clock: the caller says how many samples the next block has, and events name samples of the
instrument's own clock. The same object renders a file and plays live; any division into blocks gives the same samples.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.arrays import Floats, Tape
from engine.controls import Event

from .griffin_lim import LIVE, Quality
from .library import address, ffi, geometry, lib
from .tables import random_tables

CHAIN_BLOCK: int = geometry.quantum  # samples that the output chain takes at once, and delays
CEILING: float = geometry.ceiling  # of the limiter
LATENCY: int = geometry.preroll + geometry.quantum  # samples from an event to its onset
AT_ONCE = -1  # sample of an event that has none


class Instrument:
    """A break that plays. `tape` is never written to."""

    latency = LATENCY

    def __init__(self, tape: Tape, *, quality: Quality = LIVE) -> None:
        how = (quality.look_ahead, quality.iterations, quality.momentum)
        made = lib.vamen_instrument_new(self._borrowed(tape), how, random_tables()[0])
        self._it = ffi.gc(made, lib.vamen_instrument_free)
        self._peak = 0.0

    def reset(self) -> None:
        """As new: stopped, at the downbeat, clock 0; parameters and tape stay."""
        lib.vamen_instrument_reset(self._it)

    def set(self, values: NDArray[np.float64]) -> None:
        """All parameters, in the order of the table; heard from the next hop on. Before the first block, at once."""
        rows = np.ascontiguousarray(values, np.float64)
        lib.vamen_instrument_set(self._it, 0, address(rows), min(len(rows), geometry.parameters))

    def change(self, index: int, value: float) -> None:
        """One parameter, by its place in the table; heard from the next hop on."""
        lib.vamen_instrument_set(self._it, index, ffi.new("double *", value), 1)

    def load(self, tape: Tape) -> None:
        """Another tape; the playhead stays where it is and everything not yet committed follows."""
        lib.vamen_instrument_load(self._it, self._borrowed(tape))

    def schedule(self, event: Event, at: int | None = None) -> None:
        """Do something at a sample of the clock; at once when `at` is None, or past, which is counted."""
        sample = AT_ONCE if at is None else max(at, 0)
        lib.vamen_instrument_schedule(self._it, int(event.action), event.index, event.value, sample)

    def process(self, frames: int) -> Floats:
        """The next block (frames, 2)."""
        out = np.empty((frames, 2), np.float32)
        lib.vamen_instrument_process(self._it, address(out), frames)
        return out

    def resume(self, beat: float, straight: float, ago: int) -> None:
        """Fade in as if it had always played: for one that takes over where another one was `ago` samples before."""
        lib.vamen_instrument_resume(self._it, beat, straight, ago)

    def fade_out(self) -> None:
        """Begin the fade-out that ends in silence; it takes 10 ms."""
        lib.vamen_instrument_fade_out(self._it)

    def take_peak(self) -> float:
        """Largest sample since the last call, 0..1."""
        self._look()
        peak, self._peak = self._peak, 0.0
        return peak

    @property
    def clock(self) -> int:
        """Samples handed out."""
        return int(self._look().clock)

    @property
    def made(self) -> int:
        """The first sample that an event can still change."""
        return int(self._look().made)

    @property
    def playing(self) -> bool:
        """Something sounds, a fade-out included."""
        return bool(self._look().playing)

    @property
    def late(self) -> int:
        """Events whose sample had been made when they came."""
        return int(self._look().late)

    @property
    def errors(self) -> int:
        """Hops that were not numbers, events that found no room, and values beyond any range."""
        state = self._look()
        return int(state.refused + state.faults)

    @property
    def beat(self) -> float:
        """Quarter notes since play of the sample that is handed out next; just below 0 before the first."""
        return float(self._look().beat)

    @property
    def frame(self) -> float:
        """Column under the playhead in that sample, 0..Spec.frames."""
        return float(self._look().frame)

    @property
    def straight(self) -> float:
        """Column where the playhead would be if nothing held it back, 0..Spec.frames."""
        return float(self._look().straight)

    def _look(self) -> Any:
        state = lib.vamen_instrument_look(self._it)
        self._peak = max(self._peak, state.peak)
        return state

    def _borrowed(self, tape: Tape) -> Any:
        """The tape as the library reads it: in place where it can, and kept as long as it is read."""
        magnitudes = np.ascontiguousarray(tape.magnitudes, np.float32)
        onsets = np.ascontiguousarray(tape.onsets, np.float64)
        self._tape = magnitudes, onsets
        return (address(magnitudes), address(onsets), len(magnitudes), len(onsets))
