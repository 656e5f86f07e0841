"""Evaluations of a training in, events for TensorBoard out: curves, pictures, sounds, and knobs that are turned.

Shown by `tensorboard --logdir RUN/tensorboard`. Steps are those of a stage, whose name begins each tag. Events are
written at once: TensorBoard's own writer has a thread, which ends with a traceback when the disk is full.
"""

import os
import time
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.summary.writer.record_writer import RecordWriter
from torch.utils.tensorboard import summary

from engine.files.writing import refused_errors
from engine.spec import SPEC
from training.pictures import Rows, draw

from .previews import Preview

EVENT_VERSION = "brain.Event:2"


class TrainingBoard:
    """Writes the events of a run; a context manager. BadInput where the disk is full."""

    def __init__(self, folder: Path) -> None:
        """Write into `folder`, which appears with the first event."""
        self._folder = folder
        self._writer: RecordWriter | None = None

    def __enter__(self) -> "TrainingBoard":
        return self

    def __exit__(self, *_: object) -> None:
        if self._writer:
            self._writer.close()

    def figures(self, stage: str, step: int, figures: Mapping[str, float]) -> None:
        """Add figures, name -> value, of a stage after so many of its steps."""
        for name, value in figures.items():
            self._add(step, summary.scalar(f"{stage}/{name}", value))

    def preview(self, stage: str, step: int, preview: Preview) -> None:
        """Add pictures and sound of held-out loops."""
        self._add(step, summary.audio(f"{stage}/preview", preview.sound[None], SPEC.rate))
        self.pictures(f"{stage}/preview", step, preview.rows)

    def pictures(self, tag: str, step: int, rows: Rows) -> None:
        """Add pictures of loops, such as of knobs that are turned."""
        self._add(step, summary.image(tag, np.asarray(draw(rows)), dataformats="HWC"))

    def _add(self, step: int, part: Summary) -> None:
        with refused_errors(self._folder):
            if self._writer is None:
                self._folder.mkdir(exist_ok=True)
                path = self._folder / f"events.out.tfevents.{time.time_ns()}.{os.getpid()}"
                self._writer = RecordWriter(path.open("wb", buffering=0))  # nothing is left to write at the end
                self._writer.write(Event(wall_time=time.time(), file_version=EVENT_VERSION).SerializeToString())
            self._writer.write(Event(wall_time=time.time(), step=step, summary=part).SerializeToString())
            self._writer.flush()
