"""The scale of a range: a share of the way from low to high, 0..1 <-> a value; linear, or equal shares as equal ratios.

Every knob, map, norm address and host converts through it; the panel repeats it (osc_bridge/panel/assets/control.js).
"""

import math


def value_at(share: float, low: float, high: float, logarithmic: bool = False) -> float:
    """Return the value at a share of the way from `low` to `high`: these exactly at 0 and 1, and the middle at 0.5."""
    middle = math.sqrt(low * high) if logarithmic else (low + high) / 2
    if share == 0.5:
        return middle
    if logarithmic:
        return float(low * (middle / low) ** (2 * share) if share < 0.5 else high * (middle / high) ** (2 - 2 * share))
    return low + (middle - low) * (2 * share) if share < 0.5 else high - (high - middle) * (2 - 2 * share)


def share_of(value: float, low: float, high: float, logarithmic: bool = False) -> float:
    """Return how much of the way from `low` to `high` a value is, 0 to 1 between them."""
    return math.log(value / low) / math.log(high / low) if logarithmic else (value - low) / (high - low)
