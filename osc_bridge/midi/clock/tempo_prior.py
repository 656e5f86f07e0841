"""What tempo a master was set to: a measured period and how unsure it is in, a whole or half BPM out, or nothing.

Masters are set to whole tempi far more often than to anything between, and to halves more often than to the rest. How
much more often, against how well a tempo explains what was measured, says how likely each of them is (Bayes). The
likeliest is taken once it is fairly sure, and left only when it has become unlikely, so that it does not flicker.

period, error   seconds a tick     tempo, taken   BPM
"""

from math import exp, pi, sqrt

TICKS = 24  # a quarter note
WHOLE = 0.97  # how likely a master is set to the whole tempo that is nearest
HALF = 0.025  # likewise to the nearest half
REST = 0.005  # likewise to anything, for each BPM
TAKES = 0.85  # how likely a tempo must be to be taken
LEAVES = 0.1  # and below which it is left again
FINEST = 1e-4  # BPM; nothing is measured better


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
        likely = _likely(tempo, max(tempo * error / period, FINEST))
        if self.taken is not None and likely.get(self.taken, 0.0) < LEAVES:
            self.taken = None
        if self.taken is None:
            best = max(likely, key=lambda each: likely[each])
            self.taken = best if likely[best] >= TAKES else None
        return period if self.taken is None else 60 / TICKS / self.taken


def _likely(tempo: float, unsure: float) -> dict[float, float]:
    """How likely each of the whole and half tempi around a measured one is; 1 in all, with the rest."""
    middle = round(2 * tempo)
    near = {halves / 2: HALF if halves % 2 else WHOLE for halves in range(middle - 2, middle + 3)}
    shares = {
        each: often * exp(-(((tempo - each) / unsure) ** 2) / 2) / (unsure * sqrt(2 * pi))
        for each, often in near.items()
    }
    whole = sum(shares.values()) + REST
    return {each: share / whole for each, share in shares.items()}
