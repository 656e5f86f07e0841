"""Targets that a tape follows gradually: targets and when they begin in, what is reached at a time out."""

import numpy as np
from numpy.typing import NDArray

from engine.parameters import LATENTS
from engine.spec import SPEC

from .decode_request import DecodeTarget
from .step_edits import IMMEDIATE_COLUMNS

# of the numbers in a row of `DecodeTarget.pack`: whether they move gradually
SMOOTHED = np.concatenate((np.ones(LATENTS, bool), np.tile(~IMMEDIATE_COLUMNS, SPEC.steps), [True]))


class TargetRamp:
    """A target whose numbers move linearly, each within some seconds of its last change.

    Seeds, learned break and locks change at once.
    """

    def __init__(self, target: DecodeTarget, seconds: float) -> None:
        """Start at `target`; ramps last `seconds`."""
        self._target, self._seconds = target, seconds
        self._from = self._to = target.pack()
        self._since = np.full(len(self._to), -np.inf)

    def set_target(self, target: DecodeTarget, begin: float) -> None:
        """Set a new target, to which numbers move from `begin` on, seconds; unchanged ones keep their ramp."""
        numbers = target.pack()
        moved = numbers != self._to
        self._from = np.where(moved, np.where(SMOOTHED, self._numbers(begin), numbers), self._from)
        self._since = np.where(moved, begin, self._since)
        self._target, self._to = target, numbers

    def at(self, now: float) -> DecodeTarget:
        """Return what the ramps have reached at the time `now`, seconds."""
        row = self._numbers(now)
        knobs, grid = row[:LATENTS], row[LATENTS:-1].reshape(SPEC.steps, -1)
        return self._target._replace(knobs=knobs, grid=grid, texture=float(row[-1]))

    def arrived(self, now: float) -> bool:
        """Return whether the target is reached."""
        return bool((now - self._since >= self._seconds).all())

    def _numbers(self, now: float) -> NDArray[np.float64]:
        part = np.clip((now - self._since) / self._seconds, 0, 1)
        return np.where(part < 1, self._from + part * (self._to - self._from), self._to)
