"""The instrument: parameters, events and a tape in, samples out (see instrument.hpp).

process(frames) -> float32 (frames, 2), -1..1, never above CEILING; (frames, 8) with kick, snare and hats behind the mix

It renders files and plays live, without a thread or clock of its own: the caller passes the size of each block, and
events are scheduled by sample. Any division into blocks gives the same samples.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.arrays import PART_NAMES, Floats, Tape
from engine.controls import UNSCHEDULED, Event

from .griffin_lim import LIVE, Quality
from .library import address, ffi, geometry, lib
from .tables import core_tables

CHAIN_BLOCK: int = geometry.quantum  # block size and delay of the output chain, samples
CEILING: float = geometry.ceiling  # of the limiter
LATENCY: int = geometry.preroll + geometry.quantum  # samples from an event to its onset


class Instrument:
    """Plays a tape as stereo samples; never writes to the tape."""

    latency = LATENCY

    def __init__(self, tape: Tape, *, quality: Quality = LIVE, parts: bool = False) -> None:
        """Create a stopped instrument; with `parts` it also returns kick, snare and hats, before the effects."""
        how = (quality.look_ahead, quality.iterations, quality.momentum)
        made = lib.vamen_instrument_new(self._borrowed(tape), how, core_tables()[0])
        self._it = ffi.gc(made, lib.vamen_instrument_free)
        self._pairs = 1 + len(PART_NAMES) if parts else 1
        lib.vamen_instrument_split(self._it, parts)

    def reset(self) -> None:
        """Stop, return to the downbeat and set the clock to 0; parameters and tape stay."""
        lib.vamen_instrument_reset(self._it)

    def set(self, values: NDArray[np.float64]) -> None:
        """Set all parameters, in the order of `TABLE`, from the next hop on; before the first block, at once."""
        rows = np.ascontiguousarray(values, np.float64)
        lib.vamen_instrument_set(self._it, 0, address(rows), min(len(rows), geometry.parameters))

    def change(self, index: int, value: float) -> None:
        """Set one parameter, in its unit, or a value of a sixteenth, by the index as in SET, from the next hop on."""
        lib.vamen_instrument_set(self._it, index, ffi.new("double *", value), 1)

    def load(self, tape: Tape) -> None:
        """Replace the tape; the playhead stays where it is, and the next hop is computed from the new tape."""
        lib.vamen_instrument_load(self._it, self._borrowed(tape))

    def schedule(self, event: Event, at: int | None = None) -> None:
        """Schedule an event for a sample of the clock; None means now, and so does a past sample, counted as late."""
        sample = UNSCHEDULED if at is None else max(at, 0)
        lib.vamen_instrument_schedule(self._it, int(event.action), event.index, event.value, sample)

    def process(self, frames: int) -> Floats:
        """Return the next block (frames, 2), or (frames, 8) with parts."""
        out = np.empty((self._pairs, frames, 2), np.float32)
        parts = [address(pair) for pair in out[1:]]
        lib.vamen_instrument_process(self._it, address(out), frames, ffi.new("float *[]", parts) if parts else ffi.NULL)
        return out[0] if self._pairs == 1 else np.concatenate(out, axis=1)

    def resume(self, beat: float, base_frame: float, ago: int) -> None:
        """Fade in as the successor of an instrument that ended: continue where that one would be now.

        `ago` samples ago it was at `beat` and `base_frame`, as in the properties of these names.
        """
        lib.vamen_instrument_resume(self._it, beat, base_frame, ago)

    def fade_out(self) -> None:
        """Start the final fade-out, which takes 10 ms."""
        lib.vamen_instrument_fade_out(self._it)

    @property
    def clock(self) -> int:
        """Number of samples returned so far."""
        return int(self._look().clock)

    @property
    def made(self) -> int:
        """First sample that an event can still affect."""
        return int(self._look().made)

    @property
    def playing(self) -> bool:
        """Whether it plays or fades out."""
        return bool(self._look().playing)

    @property
    def late(self) -> int:
        """Number of events that arrived after their sample was rendered."""
        return int(self._look().late)

    @property
    def errors(self) -> int:
        """Number of hops with samples that were not finite, plus rejected events and values out of range."""
        state = self._look()
        return int(state.refused + state.faults)

    @property
    def beat(self) -> float:
        """Quarter notes since play, of the next sample; slightly below 0 until the downbeat sounds."""
        return float(self._look().beat)

    @property
    def frame(self) -> float:
        """Column under the playhead at the next sample, 0..Spec.frames."""
        return float(self._look().frame)

    @property
    def base_frame(self) -> float:
        """Column at which the playhead would be without freeze, reverse or stutter, 0..Spec.frames."""
        return float(self._look().straight)

    def _look(self) -> Any:
        return lib.vamen_instrument_look(self._it)

    def _borrowed(self, tape: Tape) -> Any:
        """Return the tape as the C struct `vamen_tape`, which the library reads in place, and keep its arrays alive."""
        magnitudes = np.ascontiguousarray(tape.magnitudes, np.float32)
        onsets = np.ascontiguousarray(tape.onsets, np.float64)
        parts = None if tape.parts is None else np.ascontiguousarray(tape.parts, np.uint8)
        self._tape = magnitudes, onsets, parts
        shares = ffi.NULL if parts is None else address(parts)
        return (address(magnitudes), address(onsets), len(magnitudes), len(onsets), tape.gain, shares)
