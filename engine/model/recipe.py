"""How a tape was painted, so that it can be painted again.

knobs    (LATENTS,) from -3 to 3        seed   which variation        texture  0..2, amount of grain
cells    what was added to single sixteenths, "3/kick": 0.5
window   first sixteenth and count, where only they were painted, over the tape before; None: all of it
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.controls import STEP_NAMES, clamped_cells
from engine.parameters import LATENTS, parameter
from engine.spec import SPEC


class DecodeRequest(NamedTuple):
    """Everything that a tape depends on, beside the model and the tape before."""

    knobs: Sequence[float]
    seed: int
    texture: float
    cells: Mapping[str, float] = {}
    window: tuple[int, int] | None = None

    @classmethod
    def of(cls, knobs: NDArray[np.float64], seed: int, texture: float, grid: NDArray[np.float64]) -> "DecodeRequest":
        """Of a place, and a grid (Spec.steps, len(STEP_NAMES)) of single sixteenths."""
        cells = {f"{step}/{STEP_NAMES[column]}": float(grid[step, column]) for step, column in np.argwhere(grid)}
        return cls(knobs.tolist(), seed, texture, cells)

    def to_dict(self) -> dict[str, Any]:
        """For a file."""
        extra: dict[str, Any] = {"cells": dict(self.cells)} if self.cells else {}
        if self.window:
            extra["window"] = list(self.window)
        return {"knobs": list(self.knobs), "seed": self.seed, "texture": self.texture, **extra}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "DecodeRequest":
        """Out of a file; ValueError, KeyError, TypeError or BadParameter when it is none."""
        knobs = [parameter(f"latent/{index}").clamp(value) for index, value in enumerate(values["knobs"])]
        if len(knobs) != LATENTS:
            raise ValueError(f"{len(knobs)} knobs, expected {LATENTS}")
        seed, texture = parameter("seed").clamp(values["seed"]), parameter("texture").clamp(values["texture"])
        places = {(int(key.split("/")[0]), key.split("/")[1]): key for key in values.get("cells", {})}
        legal = clamped_cells({place: values["cells"][key] for place, key in places.items()})
        window = values.get("window")
        if window is not None:
            first, count = map(int, window)
            if not (0 <= first < SPEC.steps and 1 <= count <= SPEC.steps):
                raise ValueError(f"a window of {count} sixteenths from {first} on")
            window = first, count
        return cls(knobs, int(seed), texture, {places[place]: value for place, value in legal.items()}, window)

    @property
    def grid(self) -> NDArray[np.float64]:
        """The grid of its cells."""
        grid = np.zeros((SPEC.steps, len(STEP_NAMES)))
        for key, value in self.cells.items():
            step, _, name = key.partition("/")
            grid[int(step), STEP_NAMES.index(name)] = value
        return grid
