"""What tempo a master was set to: a measured period and how unsure it is in, a whole or half BPM out, or nothing.

Masters are set to whole tempi far more often than to anything between, and to halves more often than to the rest. So
as long as ticks cannot tell a measured tempo from the whole one beside it, the whole one is the better guess; as they
come, either it stays or they walk away from it. It is taken close by and left further away, so that it does not
flicker, and only once its neighbours are out of reach.

period, error   seconds a tick     tempo, taken   BPM
"""

from typing import NamedTuple

TICKS = 24  # a quarter note
LEAVES = 3.0  # standard errors beyond which the ticks say otherwise


class Kind(NamedTuple):
    """Tempi that masters are set to."""

    step: float  # BPM from one to the next
    sure: float  # BPM; standard error above which these are not told apart
    near: float  # standard errors within which one is taken


KINDS = (Kind(1.0, 0.19, 2.0), Kind(0.5, 0.06, 1.5))


class Habit:
    """The tempo that a master seems to be set to."""

    def __init__(self) -> None:
        self.taken: float | None = None  # None: the ticks say something else, or too little

    def forget(self) -> None:
        """The tempo has changed."""
        self.taken = None

    def __call__(self, period: float, error: float) -> float:
        """The period to go by: of the tempo taken, or the measured one. `error`: its standard error."""
        tempo = 60 / TICKS / period
        unsure = tempo * error / period
        if self.taken is None or abs(tempo - self.taken) > LEAVES * unsure:
            self.taken = _nearest(tempo, unsure)
        return period if self.taken is None else 60 / TICKS / self.taken


def _nearest(tempo: float, unsure: float) -> float | None:
    """The tempo that a master was likely set to; None where there is none, or too many."""
    for kind in KINDS:
        nearest = round(tempo / kind.step) * kind.step
        if unsure <= kind.sure and abs(tempo - nearest) <= kind.near * unsure:
            return nearest
    return None
