"""Offsets of bends and pressure on parameters -> values to write; at offset 0, a parameter has its base value exactly.

value of a parameter = base, set by knobs, OSC and presets, + the offsets of all inputs, clamped

Base and offset are kept apart. When a parameter's value is not the one that was written last, it was set elsewhere and
is the new base. Bases that knobs of MIDI inputs set come through `set_bases`, so that an offset stays while the knob
moves. Write the values that `set_offsets` and `set_bases` return before the next call, so that it recognises them.
"""

from collections.abc import Callable, Hashable, Mapping

from engine.parameters import parameter

from .takeover import READ_BACK_TOLERANCE


class ModulationOffsets:
    """The offsets of all inputs. Values and offsets are in the units of the parameters."""

    def __init__(self, read: Callable[[str], float]) -> None:
        """`read` returns the present value of a parameter, as `Controls.read` does."""
        self._read = read
        self._offsets: dict[Hashable, dict[str, float]] = {}  # of each input, without zeros
        self._bases: dict[str, float] = {}  # of parameters that have an offset
        self._written: dict[str, float] = {}

    def base(self, id: str) -> float:
        """Return the value of a parameter without offsets."""
        value = self._read(id)
        if id in self._bases and abs(value - self._written[id]) <= READ_BACK_TOLERANCE:
            return self._bases[id]
        return value

    def set_offsets(self, source: Hashable, offsets: Mapping[str, float]) -> dict[str, float]:
        """Replace all offsets of the MIDI input `source`, by parameter id; return the values to write.

        Raises:
            BadParameter: there is no such parameter, or an offset is not finite; then nothing is changed.
        """
        for id, offset in offsets.items():
            parameter(id).clamp(offset)
        before = self._offsets.get(source, {})
        after = {id: offset for id, offset in offsets.items() if offset}
        if after == before:
            return {}
        self._offsets[source] = after
        return self._values(
            {id: self.base(id) for id in {**before, **after} if before.get(id, 0.0) != after.get(id, 0.0)}
        )

    def set_bases(self, values: Mapping[str, float]) -> dict[str, float]:
        """Set the base values of parameters; return the values to write, with the offsets added."""
        offset_ones = {id: value for id, value in values.items() if id in self._bases}
        return {**values, **self._values({id: parameter(id).clamp(value) for id, value in offset_ones.items()})}

    def remove(self, source: Hashable) -> dict[str, float]:
        """Remove the MIDI input `source` and its offsets; return the values to write."""
        values = self.set_offsets(source, {})
        self._offsets.pop(source, None)
        return values

    def _values(self, bases: Mapping[str, float]) -> dict[str, float]:
        """Return the base values plus the offsets of all inputs, by parameter id; remember base and result."""
        values = {}
        for id, base in bases.items():
            offsets = [each[id] for each in self._offsets.values() if id in each]
            values[id] = parameter(id).clamp(base + sum(offsets)) if offsets else base
            if offsets:
                self._bases[id], self._written[id] = base, values[id]
            else:
                self._bases.pop(id, None)
                self._written.pop(id, None)
        return values
