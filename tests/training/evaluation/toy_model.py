"""A model without a file and breaks without samples, for tests of the evaluation.

The latents of a sixteenth are the levels at its start of 16 blocks of bands; the decay is the same everywhere. Knob 0
makes all blocks louder, knob k > 0 block k. The seed says which steps have an onset.
"""

from functools import cache

import numpy as np
from numpy.random import Generator

from engine.arrays import Floats
from engine.model.model_file import Encoded
from engine.spec import SPEC
from engine.tape.noise_texture import GRAIN_BANDS, GRAIN_FRAMES, DecodedImage
from tests.training import drum_loops
from training.dataset.images import levels, quantise

BLOCKS = 16
DECAY = (1 - np.arange(SPEC.step_frames) / 20).astype(np.float32)
STEP = 0.03  # of level, per unit of a knob
GRAIN = 0.03


@cache
def breaks(count: int, first: int = 0) -> np.ndarray:
    """Images uint8 (count, frames, bands) of synthetic breaks, each with its own kit, pattern and noise floor."""
    images = []
    for number in range(first, first + count):
        rng = np.random.default_rng(number)
        loop = drum_loops.break_loop(rng, float(rng.uniform(120, 180)))
        noise = 1e-3 * rng.standard_normal(len(loop)).astype(np.float32)
        images.append(quantise(levels(loop + noise)))
    return np.stack(images)


class ToyModel:
    """A model that decodes exactly its latents."""

    def sample(self, generator: Generator) -> Floats:
        return self.place(generator.standard_normal(BLOCKS).astype(np.float32))

    def place(self, w: Floats) -> Floats:
        return np.float32(0.6) * w

    def step_latents(self, knobs: Floats, seed: int) -> Floats:
        struck = np.random.default_rng(seed).random((SPEC.steps, 1)) < 0.6
        block = np.arange(BLOCKS)
        height = 0.65 + STEP * (knobs[0] + np.where(block > 0, knobs, 0))
        return (np.where(struck, height, 0.35)).astype(np.float32)

    def decode(self, latents: Floats, first: int = 0, count: int = SPEC.steps) -> DecodedImage:
        around = latents[np.arange(first, first + count) % SPEC.steps]
        shape = (count * SPEC.step_frames, SPEC.mels)
        steps = np.repeat(around, SPEC.mels // BLOCKS, 1)[:, None] * DECAY[:, None]
        grain = np.full((shape[0] // GRAIN_FRAMES, shape[1] // GRAIN_BANDS), GRAIN, np.float32)
        return DecodedImage(steps.reshape(shape), grain)

    def encode(self, levels: Floats) -> Encoded:
        starts = levels[:: SPEC.step_frames].reshape(SPEC.steps, BLOCKS, -1).mean(2)
        return Encoded(np.zeros(BLOCKS, np.float32), starts.astype(np.float32))
