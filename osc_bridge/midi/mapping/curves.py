"""Response curves: the position of a control, 0..1 -> a parameter's value in its unit, and back.

linear   the middle of the travel is exactly the middle of the range
exp      (16^x - 1) / 15, a fifth of the range at the middle
log      the inverse of exp, three quarters of the range at the middle
s        3 x^2 - 2 x^3, half of the range at the middle, flat at both ends
octaves  equal ratios for equal parts of the travel, for ranges above 0; the curve of frequencies, if they get no other
`low` is the value at position 0 and `high` at position 1; `low` above `high` reverses the control.
"""

import math
from typing import Literal, get_args

from engine.parameters import scale

Curve = Literal["linear", "log", "exp", "s", "octaves"]
CURVES: tuple[Curve, ...] = get_args(Curve)

_EXP_BASE = 16.0


def value_at(position: float, low: float, high: float, curve: Curve = "linear") -> float:
    """Return the value at a position of the control; exactly `low` and `high` at its ends."""
    share = _apply(min(max(position, 0.0), 1.0), curve)
    return scale.value_at(share, low, high, curve == "octaves")


def position_of(value: float, low: float, high: float, curve: Curve = "linear") -> float:
    """Return the position of the control at a value; 0 or 1 for a value outside of the range."""
    value = min(max(value, min(low, high)), max(low, high))
    return min(max(_invert(scale.share_of(value, low, high, curve == "octaves"), curve), 0.0), 1.0)


def _apply(x: float, curve: Curve) -> float:
    match curve:
        case "exp":
            return float((_EXP_BASE**x - 1) / (_EXP_BASE - 1))
        case "log":
            return math.log(1 + (_EXP_BASE - 1) * x, _EXP_BASE)
        case "s":
            return x * x * (3 - 2 * x)
        case "linear" | "octaves":
            return x


def _invert(y: float, curve: Curve) -> float:
    match curve:
        case "exp":
            return _apply(y, "log")
        case "log":
            return _apply(y, "exp")
        case "s":
            return 0.5 - math.sin(math.asin(1 - 2 * y) / 3)
        case "linear" | "octaves":
            return y
