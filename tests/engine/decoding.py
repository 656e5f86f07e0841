"""A decoder for tests, made of a function."""

from collections.abc import Callable, Mapping

import numpy as np

from engine.arrays import Floats
from engine.controls import Seeds
from engine.model.decode_request import DecodeRequest, ImageDecoder, Latents
from engine.parameters import LATENTS
from engine.spec import SPEC
from engine.tape.magnitudes import Tape
from engine.tape.noise_texture import GRAIN_FRAMES, DecodedImage


class FunctionDecoder:
    """`function` makes whole images of knobs and the heaviest seed; windows are cut from them."""

    provider = "cpu"
    note = ""
    faults = 0
    macros: Mapping[str, tuple[float, ...]] = {}

    def __init__(self, function: Callable[[Latents, int], DecodedImage]) -> None:
        self._function = function
        self._image: DecodedImage | None = None
        self.learned = ""  # of the last decode

    def loop_latents(self, knobs: Latents, seeds: Seeds) -> Floats:
        seed = seeds[0][0]
        self._image = self._function(knobs, seed)
        latents = np.zeros((SPEC.steps, LATENTS), np.float32)
        latents[0] = knobs
        latents[1] = seed
        return latents

    def decode(self, latents: Floats, first: int = 0, count: int = SPEC.steps, learned: str = "") -> DecodedImage:
        assert self._image
        self.learned = learned
        frames = np.arange(first * SPEC.step_frames, (first + count) * SPEC.step_frames) % SPEC.frames
        return DecodedImage(self._image.levels[frames], self._image.grain[frames[::GRAIN_FRAMES] // GRAIN_FRAMES])

    def require_learned(self, learned: str) -> None:
        """Accept every learned break."""


def decoder_of(function: Callable[[Latents, int], DecodedImage]) -> Callable[[], ImageDecoder]:
    """Return what a session or a decode worker takes as its decoder."""
    return lambda: FunctionDecoder(function)


def publish_to(tapes: list[Tape]) -> Callable[[Tape, DecodeRequest], None]:
    """Return a `publish` that appends to a list."""
    return lambda tape, request: tapes.append(tape)
