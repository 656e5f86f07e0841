"""How far single ticks are from where they should be, and whether there is a bound to that: what a line can trust.

What holds ticks up belongs to the way from a port and not to a tempo, so it is remembered when the tempo changes.
Jitter with a bound, as blocks and polls make it, shows in its sixth moment. The ends of its range then tell more than
its middle, and a line of least fourth powers is 1.5 times as exact as one of least squares (H. Nyquist, "Recent studies
on Lp-norm estimation", Umeå 1980); through other jitter it is worse.

times   seconds, newest first      left    seconds, what a line leaves of them
basis   a line's parts at each of its ticks, at right angles to each other      terms    how much of each there is
sizes   sums of the squares of each part
"""

import numpy as np
from numpy.typing import NDArray

QUIETEST = 0.0006  # seconds; the noise is never taken for less, for what a block of 128 samples does is not random
NOISES = 64  # ticks that tell how noisy they are, before a line does
GUESS = 0.0011  # seconds of noise, until enough have
FINEST = 1e-5  # seconds; a clock is never taken to be more even than that
KNOWN = 96  # ticks on one line that are remembered
LATEST = 16  # of these are not: the tempo may have changed, and it is not seen yet
FORGETS = 0.002  # share of what is remembered that is given up each tick, where they look quieter
POOL = 24  # ticks that the memory counts for, beside those at hand
ENOUGH = 24  # ticks for a line of least fourth powers
BOUNDED = 0.7  # its variance, as a share of that of least squares, up to which it is taken
FEW = 8.0  # its error is more than in theory by a share of this, divided by how many ticks there are
STEPS = 2  # of Newton's method
BEYOND = 1.1  # of the bound, up to which a tick says nothing new

Floats = NDArray[np.float64]


class Jitter:
    """What is known of the jitter of a port."""

    def __init__(self) -> None:
        self._known = False
        self._square, self._sixth = 0.0, 0.0  # means of these powers, of seconds
        self._bound = 0.0  # seconds

    def deviation(self, times: Floats, least: float = QUIETEST) -> float:
        """Standard deviation of single ticks, seconds: as remembered, or more where they look noisier now."""
        some = times[:NOISES]
        bends = some[2:] - 2 * some[1:-1] + some[:-2]  # how gaps differ
        bends *= bends
        bends.sort()
        now = (float(bends[:-2].mean()) / 6) ** 0.5 if len(bends) >= 6 else GUESS  # less the two worst
        return max(now, least, self._square**0.5)

    def covers(self, left: Floats) -> bool:
        """Whether the jitter has a bound, and nothing is beyond it."""
        bounded = self._known and self._sixth <= 9 * BOUNDED * self._square**3
        return bounded and float(np.abs(left).max()) <= BEYOND * self._bound

    def learn(self, left: Floats) -> None:
        """Remember what one line leaves."""
        if len(left) < KNOWN:
            return
        left = left[LATEST:]
        cubes = left * left * left
        square, sixth = float(left @ left) / len(left), float(cubes @ cubes) / len(left)
        share = FORGETS if self._known and square < self._square else 1.0
        self._known = True
        self._square += share * (square - self._square)
        self._sixth += share * (sixth - self._sixth)
        self._bound += share * (float(np.abs(left).max()) - self._bound)

    def settle(self, basis: Floats, sizes: Floats, terms: Floats, left: Floats) -> tuple[Floats, float]:
        """The terms of least squares -> the best ones, and the variance that single ticks have for them, seconds^2."""
        pool = POOL if self._known else 0
        count = len(left) + pool
        square = (float(left @ left) + pool * self._square) / max(count - len(terms), 1)
        if square <= FINEST**2:
            return terms, FINEST**2
        cubes = left * left * left
        ends = (float(cubes @ cubes) + pool * self._sixth) / (9 * count * square**2)
        if not self._known or len(left) < ENOUGH or ends > BOUNDED * square:
            return terms, square
        for _ in range(STEPS):
            step = (basis @ cubes) * len(left) / (3 * sizes * float(left @ left))
            terms, left = terms + step, left - step @ basis
            cubes = left * left * left
        return terms, ends * (1 + FEW / count) ** 2
