"""A playhead over a tape: where it is, and the hop of sound that is there.

clock  int             samples of the instrument; hops may begin at any of them
hop    float32 (hop,)  mid; side samples are taken as they are played

Tape, transport, inverter and side belong together: a restart moves all of them, a new tape is read from the next hop.
"""

import numpy as np
from numpy.typing import NDArray

from .elastic import columns
from .inversion import LEAD, Inverter, Quality
from .mel import Floats
from .rewind import Rewindable
from .spec import Spec
from .tape import Tape, read
from .transport import Transport
from .width import Side

BEGIN, REFINE = 128, 64  # fewer samples than that are left of a hop when the next one begins, and when it is refined
LARGE = 0.7  # change, 0..1, from which a new tape also corrects the hops that still sound
STILL = 0.25  # columns per hop below which the playhead begins to wander: repeating one column is a buzz
WANDER = 1.5  # columns to either side when it stands


class Playhead(Rewindable):
    """Reads a tape hop by hop."""

    WHOLE = ("errors", "_tape", "_edited", "_hops")
    WRITTEN = ("transport",)
    PARTS = ("side", "_inverter")
    # whether a restart was prepared, and for which sound, is never heard
    FIXED = ("spec", "_wander", "_spare", "_foreseen")

    def __init__(self, tape: Tape, quality: Quality, tempo: float, speed: float, spec: Spec) -> None:
        self.spec = spec
        self.errors = 0  # hops that were not numbers
        self.transport = Transport(tempo, speed, spec)
        self.side = Side(spec)
        self._tape, self._edited = tape, False
        self._inverter, self._spare = Inverter(quality, spec), Inverter(quality, spec)
        self._foreseen: Floats | None = None  # magnitudes for which the spare one stands ready
        self._hops = 0  # made so far
        # hop by hop; so long that no period is heard
        self._wander = np.random.default_rng(0).uniform(-WANDER, WANDER, 4096)

    def reset(self) -> None:
        """Silence before the next hop; the tape stays."""
        self._inverter.reset()
        self._foreseen = None
        self.side.reset()

    def load(self, tape: Tape) -> None:
        """Another tape; everything not yet committed follows."""
        self._tape, self._edited = tape, True

    def upcoming(self) -> Floats:
        """The hop that would follow if nothing more came."""
        return self._inverter.upcoming()

    def foresee(self, clock: int, transport: Transport) -> None:
        """A part of the work for a restart at this sample, if the transport will be like that. Once more: the rest.

        What was made is taken if the restart reads the same from the tape, and else it is made then: the samples are
        the same.
        """
        magnitude, spare = self._around(clock, transport), self._spare
        if self._foreseen is None or not np.array_equal(magnitude, self._foreseen):
            spare.restart(magnitude[:-1])
            self._foreseen = magnitude
        elif not spare.begun:
            spare.begin(magnitude[-spare.rows :])
            spare.refine(spare.quality.iterations // 2)

    def restart(self, clock: int, *, wide: bool, fade: int) -> None:
        """Begin a hop at this sample, wherever the transport is now; what the side still holds fades in `fade`."""
        magnitude = self._around(clock, self.transport)
        if self._foreseen is not None and np.array_equal(magnitude, self._foreseen):
            self._inverter, self._spare = self._spare, self._inverter
        else:
            self._inverter.restart(magnitude[:-1])
        self._foreseen = None
        inverter = self._inverter
        self.side.restart(inverter.behind if wide else inverter.behind[:0], fade)

    def prepare(self, clock: int, left: int) -> None:
        """Some of the work for the hop at this sample, `left` samples from now.

        So no small block has all of it. The tape may change until then, and the transport too: the hop is made of what
        there is when it begins. A restart forgets what was prepared.
        """
        inverter = self._inverter
        if left < BEGIN and not inverter.begun:
            inverter.begin(self._read(clock, self._hops + 1, np.arange(inverter.rows)))
        elif left < REFINE:
            inverter.refine(inverter.quality.iterations // 2)

    def hop(self, clock: int, *, wide: bool, accent: float) -> Floats:
        """The hop that begins at this sample, and its side at the same loudness."""
        inverter = self._inverter
        self._hops += 1
        first = -inverter.past if self._edited else 0
        magnitude = self._read(clock, self._hops, np.arange(first, inverter.rows))
        if self._edited and inverter.change(magnitude[: inverter.past]) < LARGE:
            magnitude = magnitude[inverter.past :]
        self._edited = False
        hop = inverter(magnitude)
        if not np.isfinite(hop).all():
            self.errors += 1
            self.reset()
            return np.zeros(self.spec.hop, np.float32)
        if wide:
            self.side.add(inverter.committed * np.float32(accent))
        return hop

    def _around(self, clock: int, transport: Transport) -> Floats:
        """What a restart at this sample reads, and the one row more that its first hop does."""
        return self._read(clock, self._hops + 1, np.arange(self._inverter.restart_rows + 1) - LEAD - 1, transport)

    def _read(
        self, clock: int, number: int, hops: NDArray[np.signedinteger], transport: Transport | None = None
    ) -> Floats:
        """Magnitudes to commit in hop `number` and in those around it, so that the playhead's own is heard now."""
        transport, tape = transport or self.transport, self._tape
        rate = transport.rate
        ahead = self._inverter.latency / self.spec.hop + hops.astype(np.float64)
        stretch = abs(transport.own_rate)  # a freeze holds the column that was read, however it was stretched
        at = columns(transport.position(clock) + rate * ahead, stretch, tape.attacks, len(tape.magnitudes))
        if abs(rate) < STILL:
            at += (1 - abs(rate) / STILL) * self._wander[(number + hops) % len(self._wander)]
        return read(tape.magnitudes, at)
