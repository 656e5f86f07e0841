"""A decoder that takes its time by a clock of its own, and a worker that decodes with it."""

import threading
from collections.abc import Mapping

import numpy as np

from engine.arrays import Floats
from engine.controls import GRID_SHAPE, Seeds, one_seed
from engine.model.decode_pace import HOP_SECONDS
from engine.model.decode_request import DecodeTarget, Latents
from engine.model.decode_worker import DecodeWorker
from engine.model.step_edits import Grid
from engine.parameters import LATENTS
from engine.spec import SPEC
from engine.tape.magnitudes import Tape
from engine.tape.noise_texture import GRAIN_BANDS, GRAIN_FRAMES, DecodedImage
from tests.engine.decoding import publish_to

SMOOTHING = 0.03
NO_EDITS = np.zeros(GRID_SHAPE)
START, END = 0.1, 0.9  # knobs
SLOW, FAST = HOP_SECONDS / 8, HOP_SECONDS / 1000  # seconds per sixteenth


class SlowDecoder:
    """A decoder whose first latent is the level of a sixteenth; each takes `pace` seconds of the fake clock."""

    provider = "cpu"
    note = ""
    faults = 0
    macros: Mapping[str, tuple[float, ...]] = {"kick": (0.5,) + (0.0,) * (LATENTS - 1)}

    def __init__(self, pace: float) -> None:
        self.now, self.pace = 100.0, pace
        self.loops, self.decoded = 0, list[int]()
        self.called = threading.Event()

    def loop_latents(self, knobs: Latents, seeds: Seeds) -> Floats:
        self.loops += 1
        self.now += 0.001
        return np.tile(knobs, (SPEC.steps, 1)).astype(np.float32)

    def decode(self, latents: Floats, first: int = 0, count: int = SPEC.steps, learned: str = "") -> DecodedImage:
        self.decoded.append(count)
        self.now += self.pace * count
        self.called.set()
        rows = np.arange(first, first + count) % SPEC.steps
        loud = np.repeat(0.5 + 0.3 * np.clip(latents[rows, 0], -1, 1), SPEC.step_frames)
        levels = np.tile(loud[:, None], (1, SPEC.mels)).astype(np.float32)
        return DecodedImage(levels, np.full((len(levels) // GRAIN_FRAMES, SPEC.mels // GRAIN_BANDS), 0.02, np.float32))


def target(knob: float, texture: float = 0.5, grid: Grid = NO_EDITS) -> DecodeTarget:
    return DecodeTarget(np.full(LATENTS, knob), one_seed(1), texture, grid)


class Setup:
    """A worker after its first decode, and the tapes that it publishes from then on."""

    def __init__(self, pace: float, column: float = 200.0, texture: float = 0.5) -> None:
        self.decoder, self.tapes = SlowDecoder(pace), list[Tape]()
        self.worker = DecodeWorker(
            lambda: self.decoder,
            publish_to(self.tapes),
            target(START, texture),
            SMOOTHING,
            lambda: self.decoder.now,
            playhead=lambda: column,
            sleep=self._sleep,
        )
        self.worker.decode()
        self.tapes.clear()
        self.decoder.decoded.clear()

    def _sleep(self, seconds: float) -> None:
        self.decoder.now += seconds

    def go(self, to: DecodeTarget) -> bool:
        """Set a target, wait until the ramp has ended, and decode once."""
        self.worker.set_target(to)
        self.decoder.now += SMOOTHING
        return self.worker.decode()
