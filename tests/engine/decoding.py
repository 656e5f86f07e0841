"""A decoder for the painter, made of a function that tests can watch."""

from collections.abc import Callable, Mapping

import numpy as np

from engine.arrays import Floats
from engine.model.decode_worker import Decoder, Latents
from engine.model.recipe import DecodeRequest
from engine.parameters import LATENTS
from engine.spec import SPEC
from engine.tape.magnitudes import Tape
from engine.tape.noise_texture import GRAIN_FRAMES, DecodedImage


class Decoding:
    """`decode` paints whole pictures of knobs and a seed; windows are cut out of them."""

    provider = "cpu"
    note = ""
    faults = 0
    macros: Mapping[str, tuple[float, ...]] = {}

    def __init__(self, decode: Callable[[Latents, int], DecodedImage]) -> None:
        self._decode = decode
        self._picture: DecodedImage | None = None

    def loop(self, knobs: Latents, seed: int) -> Floats:
        self._picture = self._decode(knobs, seed)
        latents = np.zeros((SPEC.steps, LATENTS), np.float32)
        latents[0] = knobs
        latents[1] = seed
        return latents

    def paint(self, latents: Floats, first: int = 0, count: int = SPEC.steps) -> DecodedImage:
        assert self._picture
        frames = np.arange(first * SPEC.step_frames, (first + count) * SPEC.step_frames) % SPEC.frames
        return DecodedImage(self._picture.levels[frames], self._picture.grain[frames[::GRAIN_FRAMES] // GRAIN_FRAMES])


def decoding(decode: Callable[[Latents, int], DecodedImage]) -> Callable[[], Decoder]:
    """What a session or a painter is given."""
    return lambda: Decoding(decode)


def onto(tapes: list[Tape]) -> Callable[[Tape, DecodeRequest], None]:
    """What publishes onto a list, whatever the recipe."""
    return lambda tape, recipe: tapes.append(tape)
