"""A job and numbers of images in, rendered images out, by the processors of a Ray cluster; needs the extra `ray`.

The cluster is the one that the environment names, as on a node where `ray start` was called, else this machine. The
sources travel to it once; images come back to this process, which alone writes the dataset.
"""

import os
from collections.abc import Iterator, Sequence
from functools import partial

os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # by default Ray reports its use over the network

import ray

from .images import RenderedImage
from .rendering import RenderJob, in_order


def render_on_ray(job: RenderJob, chunks: Sequence[range]) -> Iterator[list[RenderedImage]]:
    """Yield the images of each chunk, rendered on a Ray cluster."""
    started = ray.init(include_dashboard=False, log_to_driver=False, namespace="vamen")
    with started:
        sources, render = ray.put(job), ray.remote(RenderJob.render)
        workers = int(ray.cluster_resources().get("CPU", 1))
        yield from in_order(lambda numbers: partial(ray.get, render.remote(sources, numbers)), chunks, workers)
