"""A parameter: its name, range and how it moves, and values of it brought into that range.

low..high  range in `unit`; values are clamped to it
smoothing  seconds in which the sound follows a change; 0 means at the next hop
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from engine.errors import BadParameter

from .scale import share_of, value_at


@dataclass(frozen=True, slots=True)
class Parameter:
    """One control of the instrument."""

    id: str
    name: str
    about: str
    unit: str = ""
    low: float = 0.0
    high: float = 1.0
    default: float = 0.0
    smoothing: float = 0.0  # seconds
    whole: bool = False  # integers only
    names: tuple[str, ...] = ()  # of the whole values from `low` on; empty where the number says it all
    controller: int | None = None  # default MIDI CC
    logarithmic: bool = False  # equal parts of a knob's travel are equal ratios, as of frequencies; `low` is above 0
    in_preset: bool = True  # False: it belongs to the performance, and a preset that is recalled leaves it alone

    def clamp(self, value: float) -> float:
        """Return the nearest value from `low` to `high`, rounded when the parameter is `whole`.

        Raises:
            BadParameter: `value` is NaN or infinite.
        """
        if not math.isfinite(value):
            raise BadParameter(f"{self.id} cannot be {value}; send a number from {self.low:g} to {self.high:g}")
        value = min(max(float(value), self.low), self.high)
        return float(round(value)) if self.whole else value

    def shown(self, value: float) -> str:
        """Return a value as text for the user: its name if it has one, else a number, signed if the range has both."""
        if self.names:
            return self.names[round(value - self.low)]
        sign = "+" if self.low < 0 else ""
        return f"{value:.10g}" if self.whole else f"{value:{sign}.4g}"

    def at(self, share: float) -> float:
        """Return the value at a share of the range, 0 to 1, clamped: that of a knob without a curve of its own."""
        return self.clamp(value_at(min(max(share, 0.0), 1.0), self.low, self.high, self.logarithmic))

    def share(self, value: float) -> float:
        """Return the share of the range, 0 to 1, at which a value is."""
        return share_of(value, self.low, self.high, self.logarithmic)

    def range_note(self, value: float) -> str:
        """Return a sentence about the range if `clamp` changes a finite `value`, else an empty text."""
        taken = self.clamp(value)
        if taken == value:
            return ""
        kind = "is a whole number" if self.whole else "goes"
        unit = f" {self.unit}" if self.unit else ""
        # seeds have ten digits
        return f"{self.id} {kind} from {self.low:.10g} to {self.high:.10g}{unit}; {value:.10g} is taken as {taken:.10g}"


def numbered(names: Sequence[str]) -> str:
    """Return the names of the values 0, 1, … for a description: "0 = off, 1 = on"."""
    return ", ".join(f"{value} = {name}" for value, name in enumerate(names))
