"""Offsets that hands lay over parameters while they press or bend -> values to write; letting go returns exactly.

value of a parameter = base, which knobs, OSC and presets set, + the sum of the offsets of all inputs, clamped

Base and offset are kept apart. A value that is not the one written last was set by somebody else and is the new base
(who sets just that one is not noticed); what an input's own knobs set comes through `over`, so that a bend stays a bend
while a knob turns under it. The values that `lay` and `over` return are to be written before the next call, or they
look like somebody else's.
"""

from collections.abc import Callable, Hashable, Mapping

from engine.parameters import parameter

SAME = 1e-6  # less is the rounding of who keeps the values


class ModulationOffsets:
    """One for all inputs of an instrument. Values and offsets are in the units of the parameters."""

    def __init__(self, read: Callable[[str], float]) -> None:
        """`read`: `Controls.read`."""
        self._read = read
        self._parts: dict[Hashable, dict[str, float]] = {}  # offsets of each input, none of them 0
        self._bases: dict[str, float] = {}  # of what has an offset now
        self._written: dict[str, float] = {}

    def base(self, id: str) -> float:
        """What a parameter has without offsets: what a knob's takeover has to be compared with."""
        value = self._read(id)
        if id in self._bases and abs(value - self._written[id]) <= SAME:
            return self._bases[id]
        return value

    def lay(self, source: Hashable, offsets: Mapping[str, float]) -> dict[str, float]:
        """These are the offsets of an input from now on; what changes by that, as it has to be written.

        Raises:
            BadParameter: there is no such parameter, or an offset is not finite; then nothing has changed.
        """
        for id, offset in offsets.items():
            parameter(id).clamp(offset)
        before = self._parts.get(source, {})
        after = {id: offset for id, offset in offsets.items() if offset}
        if after == before:
            return {}
        self._parts[source] = after
        return self._values(
            {id: self.base(id) for id in {**before, **after} if before.get(id, 0.0) != after.get(id, 0.0)}
        )

    def over(self, values: Mapping[str, float]) -> dict[str, float]:
        """Bases that a knob of ours sets, as they have to be written while offsets lie over them."""
        ours = {id: value for id, value in values.items() if id in self._bases}
        return {**values, **self._values({id: parameter(id).clamp(value) for id, value in ours.items()})}

    def drop(self, source: Hashable) -> dict[str, float]:
        """An input has gone: its offsets with it."""
        values = self.lay(source, {})
        self._parts.pop(source, None)
        return values

    def _values(self, bases: Mapping[str, float]) -> dict[str, float]:
        """Bases with what lies over them now."""
        values = {}
        for id, base in bases.items():
            parts = [offsets[id] for offsets in self._parts.values() if id in offsets]
            values[id] = parameter(id).clamp(base + sum(parts)) if parts else base
            if parts:
                self._bases[id], self._written[id] = base, values[id]
            else:
                self._bases.pop(id, None)
                self._written.pop(id, None)
        return values
