"""A model file in, a verdict out: does it load, paint, repeat itself and keep time on this machine?"""

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from engine.errors import ModelMismatch
from engine.model.model_file import Model
from engine.tape.noise_texture import DecodedImage

ROUNDS = 100  # timed decodes
GRAINIEST = 1.0  # level; no cell can stray farther, from black to white
FLAT = 0.02  # level; a tape with less contrast is a wall, not a break


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found; only a good model gets one."""

    name: str
    version: str
    licence: str
    sources: int
    knobs: tuple[str, ...]  # what they are called
    size: int  # bytes
    provider: str
    load: float  # seconds
    median: float  # ms of a decode
    worst: float  # ms of a decode, 99th percentile
    darkest: float  # level
    brightest: float  # level
    contrast: float  # sd of the levels

    def to_dict(self) -> dict[str, Any]:
        """The figures by name."""
        return asdict(self)


def check(
    path: Path, *, provider: str = "auto", threads: int = 1, clock: Callable[[], float] = time.perf_counter
) -> Verdict:
    """Load a model, decode many loops, and judge.

    Raises:
        BadInput: no such file.
        ModelMismatch: it is not a model of ours, or paints no numbers, nothing, or something else each time.
        NoDevice: the provider does not run.
    """
    began = clock()
    model = Model.load(path, provider=provider, threads=threads)
    load = clock() - began
    generator = np.random.default_rng(0)
    levels, seconds = [], []
    for seed in range(ROUNDS):
        knobs = generator.uniform(-1, 1, model.card.latents)
        began = clock()
        painted = model.picture(knobs, seed)
        seconds.append(clock() - began)
        if seed % 10 == 0:
            levels.append(painted.levels)
            _require_sound(path, model, knobs, seed, painted)
    tape = np.stack(levels)
    if tape.std() < FLAT or np.ptp(tape, axis=0).max() < FLAT:
        raise ModelMismatch(f"{path} paints the same wall whatever the knobs say; train it longer")
    median, worst = np.percentile(seconds, [50, 99]) * 1e3
    return Verdict(
        name=model.card.name,
        version=model.card.version,
        licence=model.card.licence,
        sources=len(model.card.sources),
        knobs=tuple(knob.name for knob in model.card.knobs),
        size=path.stat().st_size,
        provider=model.provider,
        load=round(load, 3),
        median=round(float(median), 2),
        worst=round(float(worst), 2),
        darkest=round(float(tape.min()), 3),
        brightest=round(float(tape.max()), 3),
        contrast=round(float(tape.std()), 3),
    )


def _require_sound(path: Path, model: Model, knobs: ArrayLike, seed: int, painted: DecodedImage) -> None:
    """Refuse a picture that is no picture, that comes out otherwise a second time, or that has no place."""
    wild = sum(int((~np.isfinite(part)).sum()) for part in painted)
    if wild:
        raise ModelMismatch(f"{path} painted {wild} cells that are no numbers; train it again")
    low, high = float(painted.grain.min()), float(painted.grain.max())
    if low < 0 or high > GRAINIEST:
        raise ModelMismatch(
            f"{path} paints grain from {low:.3g} to {high:.3g}, expected 0 to {GRAINIEST:g}; train it again"
        )
    again = model.picture(knobs, seed)
    if not all(np.array_equal(part, other) for part, other in zip(painted, again, strict=True)):
        raise ModelMismatch(f"{path} paints something else each time it is asked; export it again")
    if not all(np.isfinite(part).all() for part in model.encode(painted.levels)):
        raise ModelMismatch(f"{path} cannot place what it paints itself; train it again")
