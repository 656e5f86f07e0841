"""What a set sounds like: the beginning of its break from shared memory -> a picture that can be compared.

SoundMonitor  a running set -> samples (n, 2) from a slice on; it waits for a change, which must be decoded first
picture       samples -> (pieces, bands) dB: energy of both channels' sum in five bands, and of their difference
"""

import contextlib
import itertools
from collections.abc import Callable, Iterator

import numpy as np

from engine.arrays import Floats
from engine.controls import Action
from engine.realtime.event_log import LogEntry, LogKind
from engine.realtime.shared_memory import SharedState
from engine.spec import SPEC
from tests.engine.waiting import wait_until
from tests.live import Live, send

TEMPO = 300.0  # a break is short then
PIECES = 5  # sixteenths, a snare among them
BANDS_HZ = (0, 120, 400, 1500, 5000, SPEC.rate / 2)
FLOOR = 1e-9  # of the energy
SAME_DB = 0.5  # by which two pictures of the same sound differ at most, on average
OTHER_DB = 1.0  # by which those of different sounds differ at least


class SoundMonitor:
    """Listens to a set through its shared memory."""

    def __init__(self, live: Live, shared: SharedState) -> None:
        self._live, self._shared = live, shared

    def output(self, seconds: float) -> Floats:
        """Return the next `seconds` of output, (n, 2)."""
        return self._from(lambda: self._shared.monitor.end, round(seconds * SPEC.rate))

    def beginning(self) -> Floats:
        """Play the break from its first sixteenth; return PIECES of them, (n, 2)."""
        return self._from(self._play, round(PIECES * 60 / TEMPO / 4 * SPEC.rate))

    def settled(self) -> Floats:
        """Return the picture of two beginnings in succession that agree."""
        pictures: list[Floats] = [picture(self.beginning())]
        wait_until(lambda: pictures.append(picture(self.beginning())) is None and same(*pictures[-2:]))
        return pictures[-1]

    def until_another(self, before: Floats) -> None:
        """Wait until a beginning differs from a picture."""
        wait_until(lambda: other(picture(self.beginning()), before))

    def until_same(self, before: Floats) -> None:
        """Wait until a beginning agrees with a picture."""
        wait_until(lambda: same(picture(self.beginning()), before))

    def _play(self) -> int:
        """Play the first sixteenth; return its sample."""
        count = self._shared.event_log.count
        send(self._live.port, "/vamen/slice", 0, 1.0)
        wait_until(lambda: bool(slices(self._shared, count)))
        [entry] = slices(self._shared, count)
        return max(entry.at, entry.clock)

    def _from(self, begin: Callable[[], int], count: int) -> Floats:
        """Return `count` samples from the one that `begin` returns, which begins again if they were read too late."""
        monitor, found = self._shared.monitor, list[Floats | None]()

        def read() -> bool:
            first = begin()
            wait_until(lambda: monitor.end >= first + count)
            found[:] = [monitor.since(first)[1]]
            return found[0] is not None

        wait_until(read)
        assert found[0] is not None
        return found[0][:count]


@contextlib.contextmanager
def listening(live: Live) -> Iterator[SoundMonitor]:
    """Attach to the sound of a set."""
    with live.shared() as shared:
        yield SoundMonitor(live, shared)


def slices(shared: SharedState, first: int) -> list[LogEntry]:
    """Return the slices that were played, from entry `first` of the log on."""
    return [entry for entry in shared.event_log.read(first) or [] if entry.kind == LogKind.EVENT + Action.SLICE]


def picture(samples: Floats) -> Floats:
    """Return the energy of samples (n, 2) in dB, (PIECES, bands + 1)."""
    return np.array([_energies(piece) for piece in np.array_split(samples.astype(np.float64), PIECES)])


def same(one: Floats, two: Floats) -> bool:
    """Return whether two pictures are of the same sound."""
    return float(np.abs(one - two).mean()) < SAME_DB


def other(one: Floats, two: Floats) -> bool:
    """Return whether two pictures are of different sounds."""
    return float(np.abs(one - two).mean()) > OTHER_DB


def _energies(piece: Floats) -> Floats:
    middle, side = (piece[:, 0] + piece[:, 1]) / 2, (piece[:, 0] - piece[:, 1]) / 2
    power = np.abs(np.fft.rfft(middle)) ** 2 / len(piece) ** 2
    at = np.fft.rfftfreq(len(piece), 1 / SPEC.rate)
    bands = [power[(at >= low) & (at < high)].sum() for low, high in itertools.pairwise(BANDS_HZ)]
    return 10 * np.log10(np.array([*bands, np.mean(side**2)]) + FLOOR)
