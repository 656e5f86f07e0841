"""Base values and what moves them: writes of the performer and offsets in, the values of the instrument out.

value of the instrument = the override, if there is one, else the base + offsets, clamped

The base is what the performer sets and reads; it stays when the modulation ends. The offsets of LFOs and drift are
shares of half a parameter's range, -1..1; those of bends and pressure, by their source, are in the parameter's unit.
"""

import math
import time
from collections.abc import Callable, Container, Hashable, Iterable, Mapping
from operator import attrgetter
from typing import NamedTuple, Protocol

from engine.controls import Controls, Seeds, Values, clamped_with_seeds
from engine.parameters import INDEX, TABLE, parameter

from .controls_layer import ControlsLayer
from .modulation import LATENT_IDS

SMALLEST_CHANGE = 1e-3  # of half a parameter's range, that is passed on

NearestLatents = Callable[[Mapping[str, float]], Mapping[str, float]]  # by id -> those that change


class BendableControls(Controls, Protocol):
    """Controls whose parameters bends and pressure can move."""

    def bend(self, source: Hashable, offsets: Mapping[str, float]) -> object:
        """Replace the offsets of a source, by parameter id, in its unit; none end them.

        Raises:
            BadParameter: there is no such parameter, or an offset is not finite; then nothing is changed.
        """


class _Coming(NamedTuple):
    """A write of one parameter that has been passed on and takes effect later."""

    due: float  # seconds
    base: float | None  # which the parameter has from then on; None if it keeps its base
    yields: bool  # to what the performer does before that


class ModulatedControls(ControlsLayer):
    """Controls whose parameters can be moved around the values that were written."""

    def __init__(self, controls: Controls, clock: Callable[[], float] = time.perf_counter) -> None:
        """`controls`: the layer below; `clock`: seconds, by which it is told when something is due."""
        super().__init__(controls)
        self._clock = clock
        self._base: dict[str, float] = {}  # of the parameters that are moved
        self._offsets: dict[str, float] = {}
        self._bends: dict[Hashable, dict[str, float]] = {}  # offsets of each source, without zeros
        self._overrides: dict[str, tuple[float, float]] = {}  # seconds from which on, value
        self._written: dict[str, float] = {}  # the last value that was passed on
        self._coming: dict[str, list[_Coming]] = {}  # by due time

    def read(self, id: str) -> float:
        """Return the base of a parameter."""
        return self._base_at(id, self._clock())

    def write(
        self, values: Values, due: float | None = None, seeds: Seeds | None = None, *, prompt: bool = True
    ) -> dict[str, float]:
        """Set bases; returns them, clamped. Without `due`, a gesture or a fill on its way does not undo it."""
        legal, mixture = clamped_with_seeds(values, seeds)
        if due is None:
            for id, value in legal.items():
                coming = self._drop_past(id)
                self._coming[id] = [one._replace(base=None) if one.yields else one for one in coming]
                if id in self._base:
                    self._base[id] = value
        self._pass(legal, due, mixture, prompt=prompt)
        return legal

    def play(self, values: Values, due: float | None) -> None:
        """Set bases as a gesture does, which gives way to the performer."""
        legal, mixture = clamped_with_seeds(values, None)
        if due is None:
            self._base |= {id: value for id, value in legal.items() if id in self._base}
        self._pass(legal, due, mixture, prompt=False, yields=True)

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
        values = {id: self._value(id, at) for id in self._base if only is None or id in only}
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
            if (far or value == self._base[id] != self._written[id]) and not self._drop_past(id, at):
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
        values = {id: self._value(id, self._clock()) for id in ids}
        self._pass(values, None, write_base=False)
        self._pass_again(values)
        self._end(())
        return values

    def override(self, values: Values, due: float | None = None) -> None:
        """Set parameters without changing their bases, until `release`."""
        for id in values:
            self._begin(id)
        begin = -math.inf if due is None else due
        self._overrides |= {id: (begin, parameter(id).clamp(value)) for id, value in values.items()}
        self._pass(values, due, write_base=False, yields=True)
        self._pass_again(values, after=due)

    def release(self, ids: Iterable[str], due: float | None = None) -> None:
        """Return parameters that were overridden to their bases and offsets."""
        ended = [id for id in ids if self._overrides.pop(id, None) is not None]
        self._pass(dict.fromkeys(ended, 0.0), due, write_base=False, yields=True)
        self._pass_again(ended, after=due)

    @property
    def overridden(self) -> tuple[str, ...]:
        """The ids of the parameters that are overridden."""
        return tuple(self._overrides)

    def _pass(
        self,
        values: Values,
        due: float | None,
        seeds: Seeds | None = None,
        *,
        prompt: bool = True,
        write_base: bool = True,
        yields: bool = False,
    ) -> None:
        """Pass parameters on: those that are moved as they will be at `due`, the others as given."""
        if due is not None:
            for id, value in values.items():
                coming = [*self._drop_past(id), _Coming(due, value if write_base else None, yields)]
                self._coming[id] = sorted(coming, key=attrgetter("due"))
        at = self._clock() if due is None else due
        moved = {id: self._value(id, at) for id in values if id in self._base}
        self._written |= moved
        if passed := {**values, **moved}:
            self.below.write(passed, due, seeds if "seed" in passed else None, prompt=prompt)
        if write_base:
            self._pass_again(values, seeds, after=due, only_kept=True)

    def _pass_again(
        self,
        ids: Iterable[str],
        seeds: Seeds | None = None,
        *,
        after: float | None = None,
        only_kept: bool = False,
    ) -> None:
        """Pass parameters on once more for each later time at which they change, which was passed on without this.

        `only_kept`: only for changes that keep the base, which is another one now.
        """
        times: dict[float, dict[str, float]] = {}
        for id in ids:
            for one in self._drop_past(id, after):
                if one.base is None or not only_kept:
                    times.setdefault(one.due, {})[id] = self._value(id, one.due)
        for due in sorted(times):
            self._written |= {id: value for id, value in times[due].items() if id in self._base}
            self.below.write(times[due], due, seeds if "seed" in times[due] else None)

    def _drop_past(self, id: str, at: float | None = None) -> list[_Coming]:
        """Take what has taken effect by now; return what takes effect after `at`, which is now by default."""
        coming = self._coming.get(id)
        if not coming:
            return []
        now = self._clock()
        if coming[0].due <= now:
            past = [one.base for one in coming if one.due <= now and one.base is not None]
            if past and id in self._base:
                self._base[id] = past[-1]
            coming = self._coming[id] = [one for one in coming if one.due > now]
        return coming if at is None else [one for one in coming if one.due > at]

    def _begin(self, id: str) -> None:
        if id not in self._base:
            self._base[id] = self.below.read(id)
            self._written[id] = self._base_at(id, math.inf)

    def _end(self, pulled: Iterable[str]) -> None:
        """Forget parameters that nothing moves and that have their base value."""
        moved = {*pulled, *self._offsets, *self._overrides, *(id for each in self._bends.values() for id in each)}
        for id in [id for id in self._base if id not in moved]:
            if self._written[id] == self._base[id] and not self._drop_past(id):
                for table in (self._base, self._written, self._coming):
                    table.pop(id, None)

    def _moves_latents(self) -> bool:
        return any(id in self._offsets for id in LATENT_IDS)

    def _base_at(self, id: str, at: float) -> float:
        bases = [one.base for one in self._drop_past(id) if one.due <= at and one.base is not None]
        if bases:
            return bases[-1]
        return self._base[id] if id in self._base else self.below.read(id)

    def _value(self, id: str, at: float) -> float:
        begin, value = self._overrides.get(id, (math.inf, 0.0))
        if begin <= at:
            return value
        base, share = self._base_at(id, at), self._offsets.get(id, 0.0)
        bent = sum(each[id] for each in self._bends.values() if id in each)
        if not share and not bent:
            return base
        entry = TABLE[INDEX[id]]
        return entry.clamp(base + share * (entry.high - entry.low) / 2 + bent)
