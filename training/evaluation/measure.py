"""What a model paints, measured: reconstruction, samples, sameness, and what painting costs.

knobs    float32 (16,)         a place in the break space
latents  float32 (32, 16)      of the sixteenths
picture  engine.texture.Picture  levels (16 per step, 512) and their grain
levels   uint8 or float32 (512, 512), as in a dataset
figures  name -> number, each explained where it is made

The model comes as a `Painter`, which `engine.model.Model` is; nothing here knows how it works inside.
"""

import time
from collections.abc import Callable, Iterable
from typing import NamedTuple, Protocol

import numpy as np
from numpy.random import Generator

from engine.arrays import Floats
from engine.spec import SPEC
from engine.tape.noise_texture import DecodedImage, add_texture
from training.dataset.images import Origin

from .metrics import Features, Figures, Levels, decibels, gather, look, onset_correlation, sharpness

WINDOW = 4  # steps of a window whose cost is measured
SEEDS = 2**31 - 1  # variations to draw from
SAME = 8  # breaks that are painted again
AMOUNTS = (0.0, 0.4, 0.6, 0.8, 1.0, 1.2, 1.4)  # of texture that are tried


class Place(Protocol):
    """A break found in the space of a model."""

    @property
    def latents(self) -> Floats:
        """Of the sixteenths (32, 16)."""


class Painter(Protocol):
    """What is measured of a model."""

    def sample(self, generator: Generator, /) -> Floats:
        """Knobs (16,) of a random break."""

    def place(self, w: Floats, /) -> Floats:
        """Knobs (16,) of a place in coordinates (16,) where real breaks are standard normal."""

    def loop(self, knobs: Floats, seed: int, /) -> Floats:
        """Latents (32, 16)."""

    def paint(self, latents: Floats, first: int = 0, count: int = SPEC.steps, /) -> DecodedImage:
        """Picture of `count` steps from `first` on."""

    def encode(self, levels: Floats, /) -> Place:
        """The place of a break (512, 512)."""


class Draw(NamedTuple):
    """A random break of a model."""

    knobs: Floats
    seed: int  # of its variation, and of its texture


class Samples(NamedTuple):
    """Features of random breaks of a model."""

    bare: Features
    add_texture: Features


def as_levels(image: Levels) -> Floats:
    """Levels 0..1 of an image that may be bytes."""
    return np.asarray(image, np.float32) / np.float32(255 if image.dtype == np.uint8 else 1)


def draw(painter: Painter, seed: int, index: int) -> Draw:
    """Random break number `index`; the same for ever."""
    generator = np.random.default_rng([seed, index])
    return Draw(painter.sample(generator), int(generator.integers(SEEDS)))


def show(painter: Painter, drawn: Draw) -> DecodedImage:
    """The whole picture of a break."""
    return painter.paint(painter.loop(drawn.knobs, drawn.seed))


def sampled(painter: Painter, count: int, seed: int, amount: float) -> Samples:
    """Features of `count` random breaks, bare and with `amount` of texture."""
    bare, grainy = [], []
    for index in range(count):
        drawn = draw(painter, seed, index)
        picture = show(painter, drawn)
        bare.append(look(picture.levels))
        grainy.append(look(add_texture(picture, drawn.seed, amount)))
    return Samples(gather(bare), gather(grainy))


def grains(painter: Painter, count: int, seed: int, real: Features) -> tuple[Figures, ...]:
    """What each of AMOUNTS of texture does to `count` random breaks: amount, sharp_w1, peaks, dt, df against real."""
    found: list[list[Features]] = [[] for _ in AMOUNTS]
    for index in range(count):
        drawn = draw(painter, seed, index)
        picture = show(painter, drawn)
        for loops, amount in zip(found, AMOUNTS, strict=True):
            loops.append(look(add_texture(picture, drawn.seed, amount)))
    return tuple(
        {"amount": amount} | sharpness(gather(loops), real) for amount, loops in zip(AMOUNTS, found, strict=True)
    )


def reconstructed(painter: Painter, images: Iterable[Levels], amount: float, origins: str = "") -> Figures:
    """How well real loops come back from their latents. `origins` says what each is made of, a letter of `Origin`.

    error_db           mean absolute difference of the cells, dB, on the 80 dB of `metrics.decibels`
    error_db_loops, error_db_kit, error_db_synth  the same of what is made of real breaks, of one-shots, of synthesis
    onset_correlation  of the onset flux of each loop, then the mean over loops
    back_*             figures of `metrics.sharpness` against the same loops; `_textured` with texture
    """
    errors, onsets, real, bare, grainy = [], [], [], [], []
    for index, image in enumerate(images):
        picture = painter.paint(painter.encode(as_levels(image)).latents)
        wanted, found = decibels(image), decibels(picture.levels)
        errors.append(float(np.abs(found - wanted).mean()))
        onsets.append(onset_correlation(found, wanted))
        real.append(look(image))
        bare.append(look(picture.levels))
        grainy.append(look(add_texture(picture, index, amount)))
    truth = gather(real)
    figures = {"error_db": float(np.mean(errors)), "onset_correlation": float(np.mean(onsets))}
    for origin in Origin:
        own = [error for error, letter in zip(errors, origins, strict=False) if letter == origin]
        if own:
            figures[f"error_db_{origin.name.lower()}"] = float(np.mean(own))
    for ending, painted in (("", bare), ("_textured", grainy)):
        for name, value in sharpness(gather(painted), truth).items():
            figures[f"back_{name}{ending}"] = value
    return figures


def alike(one: Painter, other: Painter, seed: int) -> bool:
    """Two sessions of a model, and one of them twice, paint the same breaks to the byte: loops, pictures, windows."""

    def bytes_of(painter: Painter, index: int) -> bytes:
        drawn = draw(painter, seed, index)
        latents = painter.loop(drawn.knobs, drawn.seed)
        window = painter.paint(latents, index % SPEC.steps, WINDOW)
        parts = (drawn.knobs, latents, *painter.paint(latents), *window)
        return b"".join(np.ascontiguousarray(part).tobytes() for part in parts)

    return all(bytes_of(one, index) == bytes_of(one, index) == bytes_of(other, index) for index in range(SAME))


def cost(painter: Painter, rounds: int, seed: int, clock: Callable[[], float] = time.perf_counter) -> Figures:
    """Milliseconds, p50 and p99 over `rounds`: a whole picture, one of WINDOW steps, a new loop with its picture."""
    spent = np.zeros((3, rounds))
    for index in range(rounds):
        drawn = draw(painter, seed, index)
        began = clock()
        latents = painter.loop(drawn.knobs, drawn.seed)
        looped = clock()
        painter.paint(latents)
        painted = clock()
        painter.paint(latents, index % SPEC.steps, WINDOW)
        spent[:, index] = painted - looped, clock() - painted, painted - began
    names = ("paint_ms", "window_ms", "loop_ms")
    return {
        f"{name}_p{share}": float(np.percentile(row, share)) * 1e3
        for name, row in zip(names, spent, strict=True)
        for share in (50, 99)
    }
