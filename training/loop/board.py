"""Evaluations of a training in, events for TensorBoard out: curves, pictures, sounds, and knobs that are turned.

Shown by `tensorboard --logdir RUN/tensorboard`. Steps are those of a stage, whose name begins each tag.
"""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import tensorboard  # noqa: F401  of which PyTorch's writer needs parts: so that a missing one is named
from torch.utils.tensorboard import SummaryWriter

from engine.files.writing import refused_errors
from engine.spec import SPEC
from training.pictures import Rows, draw

from .previews import Preview


class TrainingBoard:
    """Writes the events of a run; BadInput where the disk is full."""

    def __init__(self, folder: Path) -> None:
        """Write into `folder`, which appears with the first event."""
        self._folder = folder
        self._writer: SummaryWriter | None = None

    def figures(self, stage: str, step: int, figures: Mapping[str, float]) -> None:
        """Add figures, name -> value, of a stage after so many of its steps."""
        with refused_errors(self._folder):
            for name, value in figures.items():
                self._events.add_scalar(f"{stage}/{name}", value, step)
            self._events.flush()

    def preview(self, stage: str, step: int, preview: Preview) -> None:
        """Add pictures and sound of held-out loops."""
        with refused_errors(self._folder):
            self._events.add_audio(f"{stage}/preview", preview.sound[None], step, SPEC.rate)
        self.pictures(f"{stage}/preview", step, preview.rows)

    def pictures(self, tag: str, step: int, rows: Rows) -> None:
        """Add pictures of loops, such as of knobs that are turned."""
        with refused_errors(self._folder):
            self._events.add_image(tag, np.asarray(draw(rows)), step, dataformats="HWC")
            self._events.flush()

    def close(self) -> None:
        """End the file of events."""
        if self._writer:
            self._writer.close()

    @property
    def _events(self) -> SummaryWriter:
        if self._writer is None:
            self._writer = SummaryWriter(str(self._folder))
        return self._writer
