"""Sliced loops, kits, grooves and a seed in, mel images of two-bar loops out, one at a time.

audio   float32 (n,)            a two-bar loop of any tempo, brought to TARGET_LUFS: loudness is not content
levels  float32 (frames, mels)  0..1; column k is centred on sample round(k * n / frames), so that column 16 * i is
                                sixteenth i at any tempo; the audio is not stretched
images  uint8 (frames, mels)    round(level * 255)

Image i depends on the sources, the seed and i only; an image played by kits also on whether it is held out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath

import numpy as np
from numpy.typing import NDArray

from engine.files.loudness import TARGET_LUFS, integrated_loudness
from engine.spec import SPEC, Spec
from engine.tape.mel import Floats, magnitudes, to_bands, to_levels
from training.sources.drums import Pattern
from training.sources.kits import Kits
from training.sources.slices import SlicedLoop
from training.synthesis.arrange import arrange, pick_loop
from training.synthesis.effects import apply_effects
from training.synthesis.patterns import random_pattern
from training.synthesis.perform import kit_loop

Images = NDArray[np.uint8]


class Origin(StrEnum):
    """What an image is made of: breaks, kits, or synthesis only; dataset.json stores the values, as letters."""

    LOOPS = "L"
    KIT = "K"
    SYNTH = "S"


@dataclass(frozen=True, slots=True)
class DrumSources:
    """Kits and the rhythms that they play, besides the classic patterns."""

    kits: Kits | None = None
    grooves: Sequence[Pattern] = ()


@dataclass(frozen=True, slots=True)
class RenderedImage:
    """An image, what it is made of, and how its loop was treated."""

    levels: Images  # (frames, mels)
    origin: Origin
    name: str  # what it is made of
    gain: float  # dB, to TARGET_LUFS from a peak of 0.9
    effects: tuple[str, ...]  # names


@dataclass(frozen=True, slots=True)
class SourcePool:
    """The sources that images are made of, and the share of images for each kind."""

    breaks: Sequence[SlicedLoop]  # may be empty if the shares add up to 1
    training: DrumSources = DrumSources()
    held_out: DrumSources = DrumSources()  # for held-out images
    kit_share: float = 0.0  # of images that one-shots play, 0..1
    synth_share: float = 0.0  # of images that synthesised kits play, 0..1

    def origin(self, seed: int, index: int) -> Origin:
        """Return what image `index` is made of."""
        return self._draw(np.random.default_rng([seed, index]))

    def name(self, seed: int, index: int, held_out: bool = False) -> str:
        """Return what image `index` is made of in words: the break, or a kit and the rhythm that it plays.

        These are the first choices of `loop`, so they are drawn here again, as `arrange` and `kit_loop` draw them.
        """
        rng = np.random.default_rng([seed, index])
        origin, drums = self._draw(rng), self.held_out if held_out else self.training
        if origin is Origin.LOOPS:
            return PurePath(pick_loop(rng, self.breaks).loop.name).stem
        pattern = random_pattern(rng, drums.grooves)
        kit = drums.kits.draw(rng) if drums.kits and origin is Origin.KIT else None
        *folders, file = PurePath(pattern.performance or pattern.name).parts
        performer = folders[-2] if len(folders) > 1 else PurePath(file).stem  # drummer/session/file, or the file alone
        return f"{kit.name if kit else 'synthesiser'}, {performer}"

    def _draw(self, rng: np.random.Generator) -> Origin:
        chance = rng.random()
        if chance < self.kit_share:
            return Origin.KIT
        # without breaks, shares that add up to 1 only up to rounding must not give LOOPS
        return Origin.SYNTH if chance < self.kit_share + self.synth_share or not self.breaks else Origin.LOOPS

    def loop(self, rng: np.random.Generator, held_out: bool) -> tuple[Floats, list[str]]:
        """Return the audio (n,) of a random two-bar loop, and the names of special treatments of its drums.

        If kits play it, `held_out` chooses instruments and performances that no training image has.
        """
        origin = self._draw(rng)
        if origin is Origin.LOOPS:
            return arrange(self.breaks, rng, self.training.grooves), []
        drums = self.held_out if held_out else self.training
        return kit_loop(rng, drums.kits if origin is Origin.KIT else None, drums.grooves)


def render_image(pool: SourcePool, seed: int, index: int, held_out: bool = False) -> RenderedImage:
    """Return image number `index` of a dataset; `held_out`: it is not for training."""
    rng = np.random.default_rng([seed, index])
    audio, special = pool.loop(rng, held_out)
    audio, effects = apply_effects(audio, rng)
    loudness = integrated_loudness(audio, SPEC.rate)
    gain = round(TARGET_LUFS - loudness, 3) if np.isfinite(loudness) else 0.0
    image = quantise(levels(audio * np.float32(10 ** (gain / 20))))
    about = pool.origin(seed, index), pool.name(seed, index, held_out)
    return RenderedImage(image, *about, gain, (*special, *effects))


def levels(audio: Floats, spec: Spec = SPEC) -> Floats:
    """Return the levels (frames, mels) of a two-bar loop (n,), on its own musical grid."""
    centres = np.round(np.arange(spec.frames) * (len(audio) / spec.frames)).astype(np.int64)
    return to_levels(to_bands(magnitudes(audio, centres, spec, wrap=True), spec), spec)


def quantise(level: Floats) -> Images:
    """Return levels 0..1 as bytes; a step is 0.4 dB."""
    return np.round(level * 255).astype(np.uint8)
