"""A job and numbers of images in, rendered images out, by this process or several; all in order.

chunk   up to CHUNK_IMAGES images, the unit of work; what renders one depends on the job and its numbers only, so the
        images are the same whatever renders them, on however many machines
"""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass

from engine.errors import VamenError

from .images import Images, RenderedImage, SourcePool, render_image

CHUNK_IMAGES = 16
WAITING_CHUNKS = 4  # per worker


@dataclass(frozen=True, slots=True)
class RenderJob:
    """What every image of a dataset depends on, besides its number."""

    pool: SourcePool
    seed: int
    training_count: int  # images from this number on are held out

    def render(self, numbers: range) -> list[RenderedImage]:
        """Return the images of these numbers."""
        return [render_image(self.pool, self.seed, number, number >= self.training_count) for number in numbers]


RenderChunks = Callable[[RenderJob, Sequence[range]], Iterator[list[RenderedImage]]]


def render_here(job: RenderJob, chunks: Sequence[range]) -> Iterator[list[RenderedImage]]:
    """Yield the images of each chunk, rendered by this process."""
    yield from map(job.render, chunks)


def render_in_processes(workers: int) -> RenderChunks:
    """Return a function that yields the images of each chunk, rendered by so many processes.

    Its iterator raises VamenError when a worker was killed.
    """

    def render(job: RenderJob, chunks: Sequence[range]) -> Iterator[list[RenderedImage]]:
        with render_pool(job, workers) as executor:
            try:
                yield from in_order(lambda numbers: executor.submit(_render_in_worker, numbers).result, chunks, workers)
            except BrokenProcessPool as error:
                raise VamenError(
                    "a worker process was killed, perhaps for lack of memory; use fewer workers"
                ) from error
            except BaseException:
                executor.shutdown(wait=False, cancel_futures=True)
                raise

    return render


def render_pool(job: RenderJob, workers: int) -> ProcessPoolExecutor:
    """Return processes for `rendered_by_worker`."""
    # a new interpreter per worker, as a fork of a process with threads may hang
    return ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), _start_worker, (job,))


def rendered_by_worker(number: int) -> Images:
    """Return the levels of an image, in a process of `render_pool`."""
    [image] = _job.render(range(number, number + 1))
    return image.levels


def in_order(
    submit: Callable[[range], Callable[[], list[RenderedImage]]], chunks: Sequence[range], workers: int
) -> Iterator[list[RenderedImage]]:
    """Yield the results of chunks in their order; few are handed out before the first has come back.

    `submit` starts the work on a chunk and returns a function that waits for its result.
    """
    waiting: deque[Callable[[], list[RenderedImage]]] = deque()
    for numbers in chunks:
        waiting.append(submit(numbers))
        if len(waiting) == workers * WAITING_CHUNKS:
            yield waiting.popleft()()
    while waiting:
        yield waiting.popleft()()


_job: RenderJob  # of this worker process


def _start_worker(job: RenderJob) -> None:
    global _job
    _job = job
    # Ctrl-C reaches every process of the terminal; the parent shuts the pool down
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_exit_with_parent, daemon=True).start()


def _exit_with_parent() -> None:
    """Exit when the parent process ends, even if it is killed: workers of a pool would wait forever."""
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)


def _render_in_worker(numbers: range) -> list[RenderedImage]:
    return _job.render(numbers)
