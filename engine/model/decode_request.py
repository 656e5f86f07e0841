"""The inputs that a tape is decoded from: as values set by the user (target), and as used and recorded (request).

knobs    (LATENTS,) from -3 to 3, the latents of a loop
seeds    select one of the loops at these knobs: a seed, or a mixture of several
texture  0..2, amount of added noise
grid     (32, 39) edits of single sixteenths, with 0 for those that the core applies, as mute (see step_edits); as
         `cells`, only those that are not 0: {"3/kick": 0.5}
learned  SHA-256 of the file of a learned break (see learned_break), "" for none
window   first sixteenth and number of sixteenths, if only they are decoded, into the previous tape; None: the loop
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from engine.arrays import Floats
from engine.controls import GRID_SHAPE, STEP_COLUMNS, Seeds, clamped_cells, mixed_seeds, one_seed
from engine.errors import quoted
from engine.model.step_edits import DECODED_COLUMNS, Grid, Macros, apply_edits
from engine.model.step_locks import LockedImages, PresentLoop
from engine.parameters import INDEX, LATENTS, parameter
from engine.spec import SPEC
from engine.tape.magnitudes import Tape
from engine.tape.noise_texture import DecodedImage

from .tape_builder import TapeBuilder

Latents = NDArray[np.float64]
TEXTURE_SEED = 0  # of the noise texture, which is the same for all seeds, so that it does not jump in a morph
DECODED = {"seed", "texture", *(f"latent/{index}" for index in range(LATENTS))}  # parameters that a tape depends on
WINDOW_STEPS = 4  # sixteenths that are decoded ahead of the others, around the playhead


class ImageDecoder(Protocol):
    """Interface of a decoder, which `Model` implements; for any number of threads."""

    @property
    def provider(self) -> str:
        """Execution provider in use: "cpu" or "cuda"."""

    @property
    def note(self) -> str:
        """Message for the user, one line, about the provider; usually empty."""

    @property
    def faults(self) -> int:
        """Number of failures after which another execution provider has taken over."""

    @property
    def macros(self) -> Macros:
        """Drum -> offset (n,) of a sixteenth's latents that raises the drum's level by one standard deviation."""

    def loop_latents(self, knobs: Latents, seeds: Seeds) -> Floats:
        """Return the latents (steps, n) of the loop that these knobs and seeds describe."""

    def decode(self, latents: Floats, first: int = 0, count: int = SPEC.steps, learned: str = "") -> DecodedImage:
        """Return levels, and the noise to add (grain), of `count` sixteenths from `first` on; the loop wraps around.

        `learned`: SHA-256 of a learned break to add; VamenError if it cannot be used.
        """

    def require_learned(self, learned: str) -> None:
        """Check that `decode` can use a learned break, by SHA-256 of its file; VamenError says why it cannot."""


class DecodeTarget(NamedTuple):
    """The values that are set now; the decode worker moves the tape towards them."""

    knobs: Latents
    seeds: Seeds
    texture: float
    grid: Grid
    learned: str = ""

    @classmethod
    def of(cls, values: Latents, seeds: Seeds, grid: Grid, learned: str = "") -> Self:
        """Take latents and texture from the values of all parameters; `grid`: changes of single sixteenths."""
        first = INDEX["latent/0"]
        knobs = values[first : first + LATENTS].copy()
        return cls(knobs, seeds, float(values[INDEX["texture"]]), np.where(DECODED_COLUMNS, grid, 0.0), learned)

    def pack(self) -> Latents:
        """Return all numbers, which are all but seeds and learned break, as one row: knobs, grid, texture."""
        return np.concatenate((self.knobs, self.grid.ravel(), [self.texture]))


class DecodeRequest(NamedTuple):
    """All inputs of a tape besides the model and, if only some sixteenths are decoded (a window), the previous tape."""

    knobs: Sequence[float]
    seeds: Seeds
    texture: float
    cells: Mapping[str, float] = {}
    window: tuple[int, int] | None = None
    learned: str = ""

    @classmethod
    def of(cls, target: DecodeTarget) -> Self:
        """Return the request for a target, or for what a ramp towards it has reached."""
        grid = target.grid
        cells = {f"{step}/{STEP_COLUMNS[column]}": float(grid[step, column]) for step, column in np.argwhere(grid)}
        return cls(target.knobs.tolist(), target.seeds, target.texture, cells, None, target.learned)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields for a JSON file."""
        extra: dict[str, Any] = {"cells": dict(self.cells)} if self.cells else {}
        if self.window:
            extra["window"] = list(self.window)
        if self.learned:
            extra["learned"] = self.learned
        mixed = len(self.seeds) > 1
        seeds = {"seeds": [list(pair) for pair in self.seeds]} if mixed else {"seed": self.seeds[0][0]}
        return {"knobs": list(self.knobs), **seeds, "texture": self.texture, **extra}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "DecodeRequest":
        """Return the request for fields as `to_dict` returns them, clamped.

        Raises:
            ValueError, KeyError, TypeError, BadParameter: a field is missing or invalid.
        """
        knobs = [parameter(f"latent/{index}").clamp(value) for index, value in enumerate(values["knobs"])]
        if len(knobs) != LATENTS:
            raise ValueError(f"{len(knobs)} knobs, expected {LATENTS}")
        pairs = values.get("seeds")
        seeds = one_seed(values["seed"]) if pairs is None else mixed_seeds((seed, weight) for seed, weight in pairs)
        texture = parameter("texture").clamp(values["texture"])
        split = {key: key.partition("/") for key in values.get("cells", {})}
        keys = {(int(step), name): key for key, (step, _, name) in split.items()}
        cells = clamped_cells({cell: values["cells"][key] for cell, key in keys.items()})
        window = values.get("window")
        if window is not None:
            first, count = map(int, window)
            if not (0 <= first < SPEC.steps and 1 <= count <= SPEC.steps):
                raise ValueError(f"a window of {count} sixteenths from {first} on")
            window = first, count
        learned = values.get("learned", "")
        if not isinstance(learned, str):
            raise ValueError(f"the learned break is {quoted(learned)}")
        return cls(knobs, seeds, texture, {keys[cell]: value for cell, value in cells.items()}, window, learned)

    @property
    def grid(self) -> Grid:
        """The step edits in `cells` as a grid (32, 39); all other values are 0."""
        grid = np.zeros(GRID_SHAPE)
        for key, value in self.cells.items():
            step, _, name = key.partition("/")
            grid[int(step), STEP_COLUMNS.index(name)] = value
        return grid


def present_tape(decoder: ImageDecoder, target: DecodeTarget) -> tuple[PresentLoop, Tape]:
    """Return the loop and the tape of a target."""
    knobs, seeds, texture, grid, learned = target
    latents = decoder.loop_latents(knobs, seeds)
    edited = apply_edits(latents, grid, decoder.macros)
    image = LockedImages().decode(decoder, edited, grid, learned=learned)
    tape, _ = TapeBuilder().whole(image, TEXTURE_SEED, texture, grid)
    return PresentLoop(latents, edited, tape.gain), tape
