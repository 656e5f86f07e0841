"""Measurements of a model's output: reconstruction, samples, determinism and cost.

knobs    float32 (16,)         a point in the break space
latents  float32 (32, 16)      of the sixteenths
image    DecodedImage          levels (16 per step, 512) and their grain
levels   uint8 or float32 (512, 512), as in a dataset
figures  name -> number, see the function that returns them
"""

import time
from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np

from engine.arrays import Floats
from engine.model.decode_request import WINDOW_STEPS
from engine.model.model_file import Model
from engine.spec import SPEC
from engine.tape.noise_texture import DecodedImage, add_texture
from training.dataset.images import Origin

from .metrics import Features, Figures, Levels, decibels, join_features, loop_features, onset_correlation, sharpness

VARIATION_SEEDS = 2**31 - 1  # number of seeds of variations
REPEATED_BREAKS = 8  # decoded again to test determinism
TEXTURE_AMOUNTS = (0.0, 0.4, 0.6, 0.8, 1.0, 1.2, 1.4)  # compared with real loops


class RandomBreak(NamedTuple):
    """What a random break is decoded from."""

    knobs: Floats
    seed: int  # of its variation, and of its texture


def as_levels(image: Levels) -> Floats:
    """Return the levels 0..1 of an image, which are floats already, or bytes 0..255."""
    return np.asarray(image, np.float32) / np.float32(255 if image.dtype == np.uint8 else 1)


def draw_break(model: Model, seed: int, index: int) -> RandomBreak:
    """Return random break number `index` of a model in an evaluation with `seed`."""
    generator = np.random.default_rng([seed, index])
    return RandomBreak(model.sample(generator), int(generator.integers(VARIATION_SEEDS)))


def decode_break(model: Model, drawn: RandomBreak) -> DecodedImage:
    """Return the whole image of a break."""
    return model.decode(model.step_latents(drawn.knobs, drawn.seed))


def measure_samples(model: Model, count: int, seed: int, amount: float) -> tuple[Features, Features]:
    """Return the features of `count` random breaks, without and with `amount` of texture."""
    bare, textured = [], []
    for index in range(count):
        drawn = draw_break(model, seed, index)
        picture = decode_break(model, drawn)
        bare.append(loop_features(picture.levels))
        textured.append(loop_features(add_texture(picture, drawn.seed, amount)))
    return join_features(bare), join_features(textured)


def measure_textures(model: Model, count: int, seed: int, real: Features) -> tuple[Figures, ...]:
    """Return `amount` and `metrics.sharpness` of `count` random breaks against `real`, for each of TEXTURE_AMOUNTS."""
    found: list[list[Features]] = [[] for _ in TEXTURE_AMOUNTS]
    for index in range(count):
        drawn = draw_break(model, seed, index)
        picture = decode_break(model, drawn)
        for loops, amount in zip(found, TEXTURE_AMOUNTS, strict=True):
            loops.append(loop_features(add_texture(picture, drawn.seed, amount)))
    return tuple(
        {"amount": amount} | sharpness(join_features(loops), real)
        for amount, loops in zip(TEXTURE_AMOUNTS, found, strict=True)
    )


def measure_reconstruction(model: Model, images: Iterable[Levels], amount: float, origins: str = "") -> Figures:
    """Compare real loops with their reconstructions. `origins` has a letter of `Origin` per loop, or is empty.

    error_db           mean absolute difference of the cells, dB, on the 80 dB of `metrics.decibels`
    error_db_loops, error_db_kit, error_db_synth  error_db of loops of real breaks, of one-shots, of synthesis only
    onset_correlation  of the onset flux of a loop and of its reconstruction, mean over loops
    back_*             `metrics.sharpness` of reconstructions against real loops; *_textured with `amount` of texture
    """
    errors, onsets, real, bare, textured = [], [], [], [], []
    for index, image in enumerate(images):
        picture = model.decode(model.encode(as_levels(image)).latents)
        wanted, found = decibels(image), decibels(picture.levels)
        errors.append(float(np.abs(found - wanted).mean()))
        onsets.append(onset_correlation(found, wanted))
        real.append(loop_features(image))
        bare.append(loop_features(picture.levels))
        textured.append(loop_features(add_texture(picture, index, amount)))
    truth = join_features(real)
    figures = {"error_db": float(np.mean(errors)), "onset_correlation": float(np.mean(onsets))}
    for origin in Origin:
        own = [error for error, letter in zip(errors, origins, strict=False) if letter == origin]
        if own:
            figures[f"error_db_{origin.name.lower()}"] = float(np.mean(own))
    for ending, loops in (("", bare), ("_textured", textured)):
        for name, value in sharpness(join_features(loops), truth).items():
            figures[f"back_{name}{ending}"] = value
    return figures


def is_deterministic(one: Model, other: Model, seed: int) -> bool:
    """Return whether two sessions of one model file, and one session twice, decode breaks to the same bytes."""

    def bytes_of(model: Model, index: int) -> bytes:
        drawn = draw_break(model, seed, index)
        latents = model.step_latents(drawn.knobs, drawn.seed)
        window = model.decode(latents, index % SPEC.steps, WINDOW_STEPS)
        parts = (drawn.knobs, latents, *model.decode(latents), *window)
        return b"".join(np.ascontiguousarray(part).tobytes() for part in parts)

    breaks = range(REPEATED_BREAKS)
    return all(bytes_of(one, index) == bytes_of(one, index) == bytes_of(other, index) for index in breaks)


def measure_cost(model: Model, rounds: int, seed: int, clock: Callable[[], float] = time.perf_counter) -> Figures:
    """Return the median (<name>_p50) and 99th percentile (<name>_p99) over `rounds` of the milliseconds of a decode.

    paint_ms   image of a whole loop, from its step latents
    window_ms  image of WINDOW_STEPS sixteenths
    loop_ms    image of a whole loop, from its knobs
    """
    spent = np.zeros((3, rounds))
    for index in range(rounds):
        drawn = draw_break(model, seed, index)
        began = clock()
        latents = model.step_latents(drawn.knobs, drawn.seed)
        looped = clock()
        model.decode(latents)
        decoded = clock()
        model.decode(latents, index % SPEC.steps, WINDOW_STEPS)
        spent[:, index] = decoded - looped, clock() - decoded, decoded - began
    names = ("paint_ms", "window_ms", "loop_ms")
    return {
        f"{name}_p{share}": float(np.percentile(row, share)) * 1e3
        for name, row in zip(names, spent, strict=True)
        for share in (50, 99)
    }
