"""Chopped breaks, one-shots and a seed in, mel images of two-bar loops out, in this process or in several.

audio   float32 (n,)            a two-bar loop of any tempo
levels  float32 (frames, mels)  0..1; column k is centred on sample round(k * n / frames), so that column 16 * i is
                                sixteenth i at any tempo, and sound is not stretched but seen on its own grid
images  uint8 (frames, mels)    round(level * 255)

Image i depends on the stock, the seed and i, and on nothing else; an image from a kit, also on whether it is held out.
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
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.errors import VamenError
from engine.spec import SPEC, Spec
from engine.tape.mel import Floats, magnitudes, to_bands, to_levels
from training.sources.one_shots import Shots
from training.sources.slices import Break
from training.synthesis.arrange import arrange
from training.synthesis.effects import colour
from training.synthesis.perform import kit_loop

Images = NDArray[np.uint8]
CHUNK = 16  # images between two reports of progress


class Origin(StrEnum):
    """What an image is made of; the letter stands for it in a dataset's card."""

    LOOPS = "L"
    KIT = "K"
    SYNTH = "S"


@dataclass(frozen=True, slots=True)
class Stock:
    """Everything that images are made of."""

    breaks: Sequence[Break]  # may be empty where the shares are 1 together
    shots: Shots | None = None
    kit_share: float = 0.0  # of images that one-shots play, 0..1
    synth_share: float = 0.0  # of images that synthesised kits play, 0..1

    def origin(self, seed: int, index: int) -> Origin:
        """What image `index` is made of."""
        return self._draw(np.random.default_rng([seed, index]))

    def _draw(self, rng: np.random.Generator) -> Origin:
        chance = rng.random()
        if chance < self.kit_share:
            return Origin.KIT
        # shares that add up to 1 but for rounding leave nothing to the loops
        return Origin.SYNTH if chance < self.kit_share + self.synth_share or not self.breaks else Origin.LOOPS

    def loop(self, rng: np.random.Generator, held_out: bool) -> Floats:
        """A dry two-bar loop (n,)."""
        origin = self._draw(rng)
        if origin is Origin.LOOPS:
            return arrange(self.breaks, rng)
        return kit_loop(rng, self.shots if origin is Origin.KIT else None, held_out)


def image(stock: Stock, seed: int, index: int, held_out: bool = False) -> Images:
    """Image (frames, mels) number `index` of a dataset."""
    rng = np.random.default_rng([seed, index])
    return quantise(levels(colour(stock.loop(rng, held_out), rng)))


def levels(audio: Floats, spec: Spec = SPEC) -> Floats:
    """Levels (frames, mels) of a two-bar loop (n,), on its own musical grid."""
    centres = np.round(np.arange(spec.frames) * (len(audio) / spec.frames)).astype(np.int64)
    return to_levels(to_bands(magnitudes(audio, centres, spec, wrap=True), spec), spec)


def quantise(level: Floats) -> Images:
    """Levels 0..1 as bytes; a step is 0.4 dB."""
    return np.round(level * 255).astype(np.uint8)


def paint(
    stock: Stock,
    path: Path,
    count: int,
    held_out: int,
    seed: int,
    progress: Callable[[int, int], None] | None,
    workers: int,
) -> None:
    """Fill an images.npy of `count` images, chunk by chunk.

    Args:
        stock: what to make them of.
        path: the file, of full size.
        count: images.
        held_out: the last so many are not for training.
        seed: of all chance.
        progress: called with the images done and `count`.
        workers: processes; 1 is this one.

    Raises:
        VamenError: a worker died.
    """
    kept = count - held_out
    chunks = [range(first, min(first + CHUNK, count)) for first in range(0, count, CHUNK)]
    done = 0
    if workers == 1:
        for chunk in chunks:
            done += _paint_chunk(stock, path, kept, seed, chunk)
            if progress:
                progress(done, count)
        return
    # a fresh interpreter per worker: forking a process that runs threads may hang
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, _start_worker, (stock, path, kept, seed)) as pool:
        try:
            for painted in pool.map(_work, chunks):
                done += painted
                if progress:
                    progress(done, count)
        except BrokenProcessPool as error:
            raise VamenError("a worker was ended from outside, perhaps for want of memory; use fewer") from error
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _paint_chunk(stock: Stock, path: Path, kept: int, seed: int, chunk: range) -> int:
    images = np.lib.format.open_memmap(path, "r+")
    for index in chunk:
        images[index] = image(stock, seed, index, index >= kept)
    return len(chunk)


_job: tuple[Stock, Path, int, int]  # of this worker process


def _start_worker(stock: Stock, path: Path, kept: int, seed: int) -> None:
    global _job
    _job = stock, path, kept, seed
    # Ctrl-C reaches every process of the terminal; the one that started the work ends it
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Leave when the process that shares out the work is gone, even killed: a pool's workers would wait for ever."""
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)


def _work(chunk: range) -> int:
    return _paint_chunk(*_job, chunk)
