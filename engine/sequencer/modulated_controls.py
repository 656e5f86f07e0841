"""Base values and what moves them: writes of the performer and offsets in, the values of the instrument out.

value of the instrument = the override, if there is one, else the base + offsets, clamped

The base is what the performer sets and reads; it stays when the modulation ends. The offsets of LFOs and drift are
shares of half a parameter's range, -1..1; those of bends and pressure, by their source, are in the parameter's unit.
"""

import math
from collections.abc import Callable, Container, Hashable, Iterable, Mapping
from typing import Protocol

from engine.controls import Controls, Seeds, Values, clamped_with_seeds
from engine.parameters import INDEX, LATENTS, TABLE, parameter

from .controls_layer import ControlsLayer

SMALLEST_CHANGE = 1e-3  # of half a parameter's range, that is passed on
LATENT_IDS = tuple(f"latent/{index}" for index in range(LATENTS))

NearestLatents = Callable[[Mapping[str, float]], Mapping[str, float]]  # by id -> those that change


class BendableControls(Controls, Protocol):
    """Controls whose parameters bends and pressure can move."""

    def bend(self, source: Hashable, offsets: Mapping[str, float]) -> object:
        """Replace the offsets of a source, by parameter id, in its unit; none end them.

        Raises:
            BadParameter: there is no such parameter, or an offset is not finite; then nothing is changed.
        """


class ModulatedControls(ControlsLayer):
    """Controls whose parameters can be moved around the values that were written."""

    def __init__(self, controls: Controls) -> None:
        super().__init__(controls)
        self._base: dict[str, float] = {}  # of the parameters that are moved
        self._offsets: dict[str, float] = {}
        self._bends: dict[Hashable, dict[str, float]] = {}  # offsets of each source, without zeros
        self._overrides: dict[str, float] = {}
        self._written: dict[str, float] = {}
        self._until: dict[str, float] = {}  # seconds up to which a value with a time has not taken effect yet

    def read(self, id: str) -> float:
        """Return the base of a parameter."""
        return self._base[id] if id in self._base else self.below.read(id)

    def write(
        self, values: Values, due: float | None = None, seeds: Seeds | None = None, *, prompt: bool = True
    ) -> dict[str, float]:
        """Set bases; returns them, clamped."""
        legal, mixture = clamped_with_seeds(values, seeds)
        moved = {id: value for id, value in legal.items() if id in self._base}
        self._base |= moved
        passed = legal | {id: self._value(id) for id in moved}
        for id in moved:
            self._written[id] = passed[id]
            if due is not None:
                self._until[id] = due
        self.below.write(passed, due, mixture, prompt=prompt)
        return legal

    def modulate(
        self,
        offsets: Mapping[str, float],
        at: float,
        nearest: NearestLatents | None = None,
        *,
        only: Container[str] | None = None,
    ) -> None:
        """Replace offsets, by parameter id, at a time.

        Args:
            offsets: of LFOs and drift.
            at: seconds.
            nearest: changes latents if one has an offset.
            only: parameters whose offsets are replaced; by default all.
        """
        before = self._offsets
        kept = {} if only is None else {id: offset for id, offset in before.items() if id not in only}
        self._offsets = {**kept, **offsets}
        for id in (*before, *offsets):
            self._begin(id)
        values = {id: self._value(id) for id in self._base if only is None or id in only}
        pulled: Mapping[str, float] = {}
        if nearest and self._moves_latents():
            pulled = nearest({id: values[id] if id in values else self.below.read(id) for id in LATENT_IDS})
            for id in pulled.keys() - values.keys():
                self._begin(id)
            values |= {id: value for id, value in pulled.items() if id not in self._overrides}
        changed = {}
        for id, value in values.items():
            entry = TABLE[INDEX[id]]
            far = abs(value - self._written[id]) > SMALLEST_CHANGE * (entry.high - entry.low) / 2
            if (far or value == self.read(id) != self._written[id]) and at >= self._until.get(id, at):
                changed[id] = self._written[id] = value
        if changed:
            self.below.write(changed, prompt=False)
        if only is None:
            self._end(pulled)

    def bend(self, source: Hashable, offsets: Mapping[str, float]) -> dict[str, float]:
        """Replace the offsets of a source, as BendableControls; return the values of the instrument that change."""
        for id, offset in offsets.items():
            parameter(id).clamp(offset)
        before, after = self._bends.get(source, {}), {id: offset for id, offset in offsets.items() if offset}
        ids = [id for id in {**before, **after} if before.get(id) != after.get(id)]
        if not ids:
            return {}
        self._bends[source] = after
        for id in ids:
            self._begin(id)
        values = {id: self._value(id) for id in ids}
        self._write_values(ids, None)
        self._end(())
        return values

    def override(self, values: Values, due: float | None = None) -> None:
        """Set parameters without changing their bases, until `release`."""
        for id in values:
            self._begin(id)
        self._overrides |= {id: parameter(id).clamp(value) for id, value in values.items()}
        self._write_values(values, due)

    def release(self, ids: Iterable[str], due: float | None = None, *, now: float = math.inf) -> None:
        """Return parameters that were overridden to their bases and offsets.

        A value with a time after `now`, in seconds, still takes effect then; at that time they return once more.
        """
        ended = [id for id in ids if self._overrides.pop(id, None) is not None]
        self._write_values(ended, due)
        for until in {self._until[id] for id in ended if self._until.get(id, now) > now}:
            self._write_values([id for id in ended if self._until.get(id) == until], until)

    @property
    def overridden(self) -> tuple[str, ...]:
        """The ids of the parameters that are overridden."""
        return tuple(self._overrides)

    def _write_values(self, ids: Iterable[str], due: float | None) -> None:
        values = {id: self._value(id) for id in ids}
        if not values:
            return
        self._written |= values
        if due is not None:
            self._until |= dict.fromkeys(values, due)
        self.below.write(values, due)

    def _begin(self, id: str) -> None:
        if id not in self._base:
            self._base[id] = self._written[id] = self.below.read(id)

    def _end(self, pulled: Iterable[str]) -> None:
        """Forget parameters that nothing moves and that have their base value."""
        moved = {*pulled, *self._offsets, *self._overrides, *(id for each in self._bends.values() for id in each)}
        for id in [id for id in self._base if id not in moved]:
            if self._written[id] == self._base[id]:
                for table in (self._base, self._written, self._until):
                    table.pop(id, None)

    def _moves_latents(self) -> bool:
        return any(id in self._offsets for id in LATENT_IDS)

    def _value(self, id: str) -> float:
        if id in self._overrides:
            return self._overrides[id]
        base, share = self.read(id), self._offsets.get(id, 0.0)
        bent = sum(each[id] for each in self._bends.values() if id in each)
        if not share and not bent:
            return base
        entry = TABLE[INDEX[id]]
        return entry.clamp(base + share * (entry.high - entry.low) / 2 + bent)
