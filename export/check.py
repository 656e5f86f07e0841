"""Check of a model file: whether it loads, decodes, gives the same result twice, and how fast it decodes here."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike

from engine.errors import ModelMismatch
from engine.model.model_file import Model
from engine.tape.noise_texture import DecodedImage

CHECK_DECODES = 100  # number of timed decodes
MAX_GRAIN = 1.0  # largest possible deviation, the whole range of levels
LEVEL_MARGIN = 0.5  # by which levels may exceed 0 to 1; they are clipped where they are played
MIN_CONTRAST = 0.02  # standard deviation of levels below which an image is blank


@dataclass(frozen=True, slots=True)
class ModelCheck:
    """Result of the check; a bad model raises an exception instead."""

    name: str
    version: str
    licence: str
    sources: int  # number of audio files and other sources that it was trained on
    makers: tuple[str, ...]  # of the sources, as far as these name an author
    attributions: tuple[str, ...]  # that licences of the sources ask for
    knobs: tuple[str, ...]  # names
    size: int  # bytes
    digest: str  # SHA-256, without the file's digest entry
    provider: str
    load: float  # seconds
    median: float  # ms of a decode
    worst: float  # ms of a decode, 99th percentile
    darkest: float  # lowest level of some decoded loops
    brightest: float  # highest level
    contrast: float  # sd of the levels


def check(
    path: Path, *, provider: str = "auto", threads: int = 1, clock: Callable[[], float] = time.perf_counter
) -> ModelCheck:
    """Load a model, decode many loops, and measure the time.

    Raises:
        BadInput: there is no such file.
        ModelMismatch: it is not a model of vamen, is damaged, or its output is not finite, blank, or not reproducible.
        NoDevice: the provider does not run.
    """
    began = clock()
    model = Model.load(path, provider=provider, threads=threads)
    load = clock() - began
    generator = np.random.default_rng(0)
    levels, seconds = [], []
    for seed in range(CHECK_DECODES):
        knobs = generator.uniform(-1, 1, model.card.latents)
        began = clock()
        decoded = model.decode_loop(knobs, seed)
        seconds.append(clock() - began)
        if seed % 10 == 0:
            levels.append(decoded.levels)
            _require_sound(path, model, knobs, seed, decoded)
    tape = np.stack(levels)
    if tape.std() < MIN_CONTRAST or np.ptp(tape, axis=0).max() < MIN_CONTRAST:
        raise ModelMismatch(f"{path} decodes to the same blank image for all knobs; train it longer")
    median, worst = np.percentile(seconds, [50, 99]) * 1e3
    return ModelCheck(
        name=model.card.name,
        version=model.card.version,
        licence=model.card.licence,
        sources=len(model.card.sources),
        makers=_named(model, "author"),
        attributions=_named(model, "attribution"),
        knobs=tuple(knob.name for knob in model.card.knobs),
        size=path.stat().st_size,
        digest=model.digest,
        provider=model.provider,
        load=round(load, 3),
        median=round(float(median), 2),
        worst=round(float(worst), 2),
        darkest=round(float(tape.min()), 3),
        brightest=round(float(tape.max()), 3),
        contrast=round(float(tape.std()), 3),
    )


def _named(model: Model, key: str) -> tuple[str, ...]:
    """Return the different values of a key of the model's sources, in alphabetical order."""
    return tuple(sorted({str(value) for source in model.card.sources if (value := source.get(key))}, key=str.casefold))


def _require_sound(path: Path, model: Model, knobs: ArrayLike, seed: int, decoded: DecodedImage) -> None:
    """Refuse a bad image: not finite, out of range, different when decoded again, or its encoding fails.

    Args:
        path: the model file, for the message.
        model: the model in it.
        knobs: values of all knobs from which the image was decoded.
        seed: of the noise from which it was decoded.
        decoded: the image.
    """
    nonfinite = sum(int((~np.isfinite(part)).sum()) for part in decoded)
    if nonfinite:
        raise ModelMismatch(f"{path} decodes to {nonfinite} cells that are not finite; train it again")
    low, high = float(decoded.grain.min()), float(decoded.grain.max())
    if low < 0 or high > MAX_GRAIN:
        raise ModelMismatch(
            f"{path} decodes to grain from {low:.3g} to {high:.3g}, expected 0 to {MAX_GRAIN:g}; train it again"
        )
    low, high = float(decoded.levels.min()), float(decoded.levels.max())
    if max(-low, high - 1) > LEVEL_MARGIN:
        raise ModelMismatch(f"{path} decodes to levels from {low:.3g} to {high:.3g}, expected 0 to 1; train it again")
    again = model.decode_loop(knobs, seed)
    if not all(np.array_equal(part, other) for part, other in zip(decoded, again, strict=True)):
        raise ModelMismatch(f"{path} decodes the same input to different images; export it again")
    if not all(np.isfinite(part).all() for part in model.encode(decoded.levels)):
        raise ModelMismatch(f"{path} cannot encode its own image; train it again")
