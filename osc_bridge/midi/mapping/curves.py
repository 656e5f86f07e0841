"""Curves between where a control stands and what a parameter is: 0..1 in, the parameter's unit out, and back.

linear   the middle of the travel is exactly the middle of the range
exp      slow at first: (16^x - 1) / 15, a fifth of the range at the middle
log      fast at first: the inverse of exp, three quarters of the range at the middle
s        slow at both ends: 3 x^2 - 2 x^3, a half of the range at the middle
`low` belongs to 0 and `high` to 1; a `low` above `high` turns the control round.
"""

import math
from typing import Literal, get_args

Curve = Literal["linear", "log", "exp", "s"]
CURVES: tuple[Curve, ...] = get_args(Curve)

_BASE = 16.0


def spread(place: float, low: float, high: float, curve: Curve = "linear") -> float:
    """The value at a place of the travel, 0..1; exactly `low` and `high` at its ends."""
    share = _bend(min(max(place, 0.0), 1.0), curve)
    middle = (low + high) / 2
    if share == 0.5:
        return middle
    if share < 0.5:
        return low + (middle - low) * (2 * share)
    return high - (high - middle) * (2 - 2 * share)


def place(value: float, low: float, high: float, curve: Curve = "linear") -> float:
    """Where on its travel, 0..1, a control stands for a value; the nearest end for one outside of the range."""
    share = min(max((value - low) / (high - low), 0.0), 1.0)
    return min(max(_straighten(share, curve), 0.0), 1.0)


def _bend(x: float, curve: Curve) -> float:
    match curve:
        case "exp":
            return float((_BASE**x - 1) / (_BASE - 1))
        case "log":
            return math.log(1 + (_BASE - 1) * x, _BASE)
        case "s":
            return x * x * (3 - 2 * x)
        case "linear":
            return x


def _straighten(y: float, curve: Curve) -> float:
    match curve:
        case "exp":
            return _bend(y, "log")
        case "log":
            return _bend(y, "exp")
        case "s":
            return 0.5 - math.sin(math.asin(1 - 2 * y) / 3)
        case "linear":
            return y
