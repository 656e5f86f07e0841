"""The playhead of an instrument, looked at by sample."""

from engine.controls import Action, Event
from engine.core import CHAIN_BLOCK, LATENCY, Instrument, Quality
from engine.parameters import INDEX
from engine.spec import SPEC
from engine.tape.magnitudes import silent_tape
from tests.playing import PLAY, values

PREROLL = LATENCY - CHAIN_BLOCK  # samples from the start of a jump to its onset
MIN_REPEAT_SAMPLES = 512
BEFORE_REPEAT = PREROLL + 1  # samples before a repeat, the last one of the previous pass
SILENT_TAPE, CHEAP = silent_tape(), Quality(look_ahead=0, iterations=1)


class PlayheadProbe:
    """The playhead of an instrument. Times are samples since its downbeat; changes are made before reading."""

    def __init__(self, tempo: float = SPEC.native_tempo, speed: float = 1.0) -> None:
        self._instrument = Instrument(SILENT_TAPE, quality=CHEAP)
        self._instrument.set(values(tempo=tempo, speed=speed))
        self._instrument.schedule(PLAY, 0)

    def change(self, time: int, **changes: float) -> None:
        """Set parameters at a time."""
        for id, value in changes.items():
            self._instrument.schedule(Event(Action.SET, INDEX[id], value), time + PREROLL)

    def schedule(self, event: Event, time: int) -> None:
        """Schedule an event that is applied at a time, as `change` does."""
        self._instrument.schedule(event, time + PREROLL)

    def slice(self, time: int, step: int) -> None:
        """Jump to a sixteenth at a time."""
        self._instrument.schedule(Event(Action.SLICE, step), time)

    def at(self, time: int) -> tuple[float, float]:
        """The column, 0..Spec.frames, and the beat at a time."""
        self._instrument.process(time + LATENCY - self._instrument.clock)
        assert self._instrument.late == 0
        return self._instrument.frame, self._instrument.beat

    def column(self, time: int) -> float:
        return self.at(time)[0]

    def beat(self, time: int) -> float:
        return self.at(time)[1]


def native(time: int = 0, **changes: float) -> PlayheadProbe:
    """One column per hop, from column 0 at time 0, with an effect from `time` on."""
    head = PlayheadProbe()
    head.change(time, **changes)
    return head


def sixteenth(tempo: float) -> float:
    """Samples of a sixteenth."""
    return 15 * SPEC.rate / tempo


def column(step: float) -> float:
    return step * SPEC.step_frames % SPEC.frames


def at(step: float) -> int:
    """Time at which a playhead at native tempo without effects is at a step."""
    return round(step * SPEC.step_frames * SPEC.hop)


def apart(one: float, other: float, period: float = SPEC.frames) -> float:
    """Distance of two columns, the shorter way around."""
    return abs((one - other + period / 2) % period - period / 2)
