"""Takeover: what a knob does whose position is not that of its parameter. Positions on the knob's travel, 0..1.

The modes and their names are those of Ableton Live's manual.

none            the parameter jumps to the knob
pick-up         the parameter stays until the knob passes its position, then it follows
value scaling   the parameter moves in the knob's direction, scaled so that both reach the end together
"""

from typing import Literal, get_args

TakeoverMode = Literal["none", "pick-up", "value scaling"]
TAKEOVER_MODES: tuple[TakeoverMode, ...] = get_args(TakeoverMode)

PICK_UP_DISTANCE = 1 / 256  # half a step of a knob with 128 steps
READ_BACK_TOLERANCE = 1e-6  # rounding between a value that is written and the same value read


class Takeover:
    """The takeover state of one knob and its parameter."""

    def __init__(self, mode: TakeoverMode) -> None:
        self._mode = mode
        self._knob: float | None = None  # the last position of the knob
        self._written: float | None = None  # where the knob put the parameter; None when it does not control it

    def move(self, knob: float, current: float) -> float | None:
        """Return the new position of the parameter, None when it stays.

        Args:
            knob: position of the knob.
            current: position of the parameter; if it is not the one that this knob set, it was set elsewhere.
        """
        before, self._knob = self._knob, knob
        match self._mode:
            case "none":
                return knob
            case "pick-up":
                if self._is_controlling(current) or _passes(before, knob, current):
                    return knob
                self._written = None
                return None
            case "value scaling":
                return None if before is None else _scaled(before, knob, current)

    def written(self, position: float) -> None:
        """Store the position that the parameter got, after rounding, so that `move` detects if it is set elsewhere."""
        self._written = position

    def _is_controlling(self, current: float) -> bool:
        return self._written is not None and abs(current - self._written) <= READ_BACK_TOLERANCE


def _passes(before: float | None, knob: float, current: float) -> bool:
    """Return whether the knob, moved from `before` (None: unknown), reaches or passes the parameter at `current`."""
    if abs(knob - current) <= PICK_UP_DISTANCE:
        return True
    return before is not None and min(before, knob) <= current <= max(before, knob)


def _scaled(before: float, knob: float, current: float) -> float:
    """Return the parameter's position, so far `current`, after the knob moved from `before`; scaled, see module."""
    if abs(current - before) <= READ_BACK_TOLERANCE:
        return knob
    if knob > before:
        return min(current + (knob - before) * (1 - current) / (1 - before), 1.0)
    if knob < before:
        return max(current - (before - knob) * current / before, 0.0)
    return current
