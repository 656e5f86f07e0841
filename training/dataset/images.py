"""Sliced loops, kits, grooves and a seed in, mel images of two-bar loops out, by one process or several.

audio   float32 (n,)            a two-bar loop of any tempo, brought to TARGET_LUFS: loudness is not content
levels  float32 (frames, mels)  0..1; column k is centred on sample round(k * n / frames), so that column 16 * i is
                                sixteenth i at any tempo; the audio is not stretched
images  uint8 (frames, mels)    round(level * 255)

Image i depends on the sources, the seed and i only; an image played by kits also on whether it is held out.
"""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePath

import numpy as np
from numpy.typing import NDArray

from engine.errors import VamenError
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
PROGRESS_CHUNK = 16  # images between two calls of `progress`


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
    """An image, and how its loop was treated."""

    levels: Images  # (frames, mels)
    gain: float  # dB, to TARGET_LUFS from a peak of 0.9
    effects: tuple[str, ...]  # names


ImageTreatment = tuple[float, tuple[str, ...]]  # gain and effects of a `RenderedImage`


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
    return RenderedImage(quantise(levels(audio * np.float32(10 ** (gain / 20)))), gain, (*special, *effects))


def levels(audio: Floats, spec: Spec = SPEC) -> Floats:
    """Return the levels (frames, mels) of a two-bar loop (n,), on its own musical grid."""
    centres = np.round(np.arange(spec.frames) * (len(audio) / spec.frames)).astype(np.int64)
    return to_levels(to_bands(magnitudes(audio, centres, spec, wrap=True), spec), spec)


def quantise(level: Floats) -> Images:
    """Return levels 0..1 as bytes; a step is 0.4 dB."""
    return np.round(level * 255).astype(np.uint8)


def open_images(path: Path) -> Images:
    """Return the contents of an images.npy, read from the disk when used; OSError or ValueError if that fails."""
    if not path.is_file():
        raise FileNotFoundError(f"there is no file {path}")
    try:
        return np.lib.format.open_memmap(path, "r")
    except Exception as error:  # numpy evaluates the header as Python, which raises errors of many types
        raise ValueError(f"{path.name} is not an array: {error}") from error


def allocate_images(path: Path, count: int) -> None:
    """Create an images.npy of `count` images with all its room on the disk: a write past a full disk ends the process.

    Raises:
        OSError: the disk has less room.
    """
    images = np.lib.format.open_memmap(path, "w+", np.uint8, (count, SPEC.frames, SPEC.mels))
    images.flush()
    with path.open("rb+") as file:
        if hasattr(os, "posix_fallocate"):
            os.posix_fallocate(file.fileno(), 0, path.stat().st_size)
        else:  # macOS, Windows
            file.seek(path.stat().st_size - images.nbytes)
            for _ in range(count):
                file.write(bytes(SPEC.frames * SPEC.mels))


def render_images(
    pool: SourcePool,
    path: Path,
    count: int,
    held_out: int,
    seed: int,
    progress: Callable[[int, int], None] | None,
    workers: int,
) -> list[ImageTreatment]:
    """Fill an images.npy of `count` images, the last `held_out` of which are not for training, chunk by chunk.

    Return gain and effects of each. `progress` is called with the number of images done and `count`. With one worker,
    this process does the work.

    Raises:
        VamenError: a worker process was killed.
    """
    training_count = count - held_out
    chunks = [range(first, min(first + PROGRESS_CHUNK, count)) for first in range(0, count, PROGRESS_CHUNK)]
    report = progress or (lambda done, count: None)
    found: list[ImageTreatment] = []
    if workers == 1:
        for chunk in chunks:
            found += _render_chunk(pool, path, training_count, seed, chunk)
            report(len(found), count)
        return found
    # a new interpreter per worker, as a fork of a process with threads may hang
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, _start_worker, (pool, path, training_count, seed)) as executor:
        try:
            for rendered in executor.map(_render_in_worker, chunks):
                found += rendered
                report(len(found), count)
        except BrokenProcessPool as error:
            raise VamenError("a worker process was killed, perhaps for lack of memory; use fewer workers") from error
        except BaseException:
            executor.shutdown(wait=False, cancel_futures=True)
            raise
    return found


def _render_chunk(pool: SourcePool, path: Path, training_count: int, seed: int, chunk: range) -> list[ImageTreatment]:
    images = np.lib.format.open_memmap(path, "r+")
    found: list[ImageTreatment] = []
    for index in chunk:
        image = render_image(pool, seed, index, index >= training_count)
        images[index] = image.levels
        found.append((image.gain, image.effects))
    return found


_job: tuple[SourcePool, Path, int, int]  # of this worker process


def _start_worker(pool: SourcePool, path: Path, training_count: int, seed: int) -> None:
    global _job
    _job = pool, path, training_count, seed
    # Ctrl-C reaches every process of the terminal; the parent shuts the pool down
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_exit_with_parent, daemon=True).start()


def _exit_with_parent() -> None:
    """Exit when the parent process ends, even if it is killed: workers of a pool would wait forever."""
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)


def _render_in_worker(chunk: range) -> list[ImageTreatment]:
    return _render_chunk(*_job, chunk)
