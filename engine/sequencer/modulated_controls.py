"""Base values and what moves them: writes of the performer and offsets in, the values of the instrument out.

value of the instrument = the override, if there is one, else the base + offset, clamped

The base is what the performer sets and reads; it stays when the modulation ends. Offsets are shares of half a
parameter's range, -1..1.
"""

from collections.abc import Callable, Iterable, Mapping

from engine.controls import Controls, Seeds, Values, clamped_with_seeds
from engine.parameters import INDEX, LATENTS, TABLE, parameter

from .controls_layer import ControlsLayer

SMALLEST_CHANGE = 1e-3  # of half a parameter's range, that is passed on
LATENT_IDS = tuple(f"latent/{index}" for index in range(LATENTS))

NearestLatents = Callable[[Mapping[str, float]], Mapping[str, float]]  # by id -> those that change


class ModulatedControls(ControlsLayer):
    """Controls whose parameters can be moved around the values that were written."""

    def __init__(self, controls: Controls) -> None:
        super().__init__(controls)
        self._base: dict[str, float] = {}  # of the parameters that are moved
        self._offsets: dict[str, float] = {}
        self._overrides: dict[str, float] = {}
        self._written: dict[str, float] = {}
        self._until: dict[str, float] = {}  # seconds up to which a value with a time has not taken effect yet

    def read(self, id: str) -> float:
        """Return the base of a parameter."""
        return self._base[id] if id in self._base else self.below.read(id)

    def write(self, values: Values, due: float | None = None, seeds: Seeds | None = None) -> dict[str, float]:
        """Set bases; returns them, clamped."""
        legal, mixture = clamped_with_seeds(values, seeds)
        moved = {id: value for id, value in legal.items() if id in self._base}
        self._base |= moved
        passed = legal | {id: self._value(id) for id in moved}
        for id in moved:
            self._written[id] = passed[id]
            if due is not None:
                self._until[id] = due
        self.below.write(passed, due, mixture)
        return legal

    def modulate(self, offsets: Mapping[str, float], at: float, nearest: NearestLatents | None = None) -> None:
        """Replace all offsets, by parameter id, at the time `at`; `nearest` changes latents if one has an offset."""
        before, self._offsets = self._offsets, dict(offsets)
        for id in (*before, *offsets):
            self._begin(id)
        pulled = nearest({id: self._value(id) for id in LATENT_IDS}) if nearest and self._moves_latents() else {}
        for id in pulled.keys() - self._base.keys():
            self._begin(id)
        changed = {}
        for id in self._base:
            value = pulled.get(id, self._value(id)) if id not in self._overrides else self._value(id)
            entry = parameter(id)
            far = abs(value - self._written[id]) > SMALLEST_CHANGE * (entry.high - entry.low) / 2
            if (far or value == self.read(id) != self._written[id]) and at >= self._until.get(id, at):
                changed[id] = self._written[id] = value
        if changed:
            self.below.write(changed)
        self._end(pulled)

    def override(self, values: Values, due: float | None = None) -> None:
        """Set parameters without changing their bases, until `release`."""
        for id in values:
            self._begin(id)
        self._overrides |= {id: parameter(id).clamp(value) for id, value in values.items()}
        self._write_values(values, due)

    def release(self, ids: Iterable[str], due: float | None = None) -> None:
        """Return parameters that were overridden to their bases and offsets."""
        ended = [id for id in ids if self._overrides.pop(id, None) is not None]
        self._write_values(ended, due)

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

    def _end(self, pulled: Mapping[str, float]) -> None:
        """Forget parameters that nothing moves and that have their base value."""
        for id in [id for id in self._base if id not in self._offsets and id not in self._overrides]:
            if id not in pulled and self._written[id] == self._base[id]:
                for table in (self._base, self._written, self._until):
                    table.pop(id, None)

    def _moves_latents(self) -> bool:
        return any(id in self._offsets for id in LATENT_IDS)

    def _value(self, id: str) -> float:
        if id in self._overrides:
            return self._overrides[id]
        base = self.read(id)
        if not self._offsets.get(id):
            return base
        entry = TABLE[INDEX[id]]
        return entry.clamp(base + self._offsets[id] * (entry.high - entry.low) / 2)
