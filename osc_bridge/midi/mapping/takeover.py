"""What happens when a knob stands elsewhere than its parameter: places on the knob's travel, 0..1, in and out.

The three ways, and their names, are those of Ableton Live's manual.

none            the parameter jumps to where the hand is
pick-up         nothing until the hand comes past the parameter, then the parameter is the hand's
value scaling   the parameter goes the hand's way, faster or slower, so that both reach the end together
"""

from typing import Literal, get_args

Mode = Literal["none", "pick-up", "value scaling"]
MODES: tuple[Mode, ...] = get_args(Mode)

EQUAL = 1 / 256  # half a step of a knob with 128 steps
SAME = 1e-6  # how exactly a value is read back


class Takeover:
    """One knob on its way to one parameter."""

    def __init__(self, mode: Mode) -> None:
        self._mode = mode
        self._hand: float | None = None  # where the knob was last seen
        self._left: float | None = None  # where it left the parameter; None when it does not hold it

    def follow(self, hand: float, there: float) -> float | None:
        """Where the parameter goes, None when it stays.

        Args:
            hand: where the knob is now.
            there: where the parameter is. When that is not where this knob left it, somebody else has set it.
        """
        before, self._hand = self._hand, hand
        match self._mode:
            case "none":
                return hand
            case "pick-up":
                if self._holds(there) or _meets(before, hand, there):
                    return hand
                self._left = None
                return None
            case "value scaling":
                return None if before is None else _scaled(before, hand, there)

    def leave(self, there: float) -> None:
        """Say where the parameter came to stand, after all rounding."""
        self._left = there

    def _holds(self, there: float) -> bool:
        return self._left is not None and abs(there - self._left) <= SAME


def _meets(before: float | None, hand: float, there: float) -> bool:
    """Whether the hand is at the parameter or came past it; a jump is never longer than the hand's own way."""
    if abs(hand - there) <= EQUAL:
        return True
    return before is not None and min(before, hand) <= there <= max(before, hand)


def _scaled(before: float, hand: float, there: float) -> float:
    """The hand's way, scaled by what is left to the end that it moves to."""
    if abs(there - before) <= SAME:
        return hand
    if hand > before:
        return min(there + (hand - before) * (1 - there) / (1 - before), 1.0)
    if hand < before:
        return max(there - (before - hand) * there / before, 0.0)
    return there
