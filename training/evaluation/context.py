"""An evaluation under way: the model, the reference and the report so far, and the breaks that are taken from them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from engine.arrays import Floats
from engine.model.model_file import Model
from engine.tape.noise_texture import add_texture
from training.dataset.builder import Dataset

from . import measure
from .metrics import Reference
from .report import Report


@dataclass(slots=True)
class EvaluationContext:
    """What the parts of an evaluation share. Levels are float32 (512, 512), 0..1."""

    path: Path
    model: Model
    reference: Dataset | None
    report: Report
    features: Reference | None = None  # of the reference, once it is read

    def rng(self, part: int) -> Generator:
        """Chance for a part of the work, whatever the others have drawn."""
        return np.random.default_rng([self.report.seed, part])

    def at_most(self, most: int, share: int) -> int:
        """A count that follows the samples."""
        return int(np.clip(self.report.samples // share, 2, most))

    @property
    def data(self) -> Dataset:
        """The reference of a part that needs one."""
        if self.reference is None:
            raise ValueError("this part of an evaluation needs a reference")
        return self.reference

    @property
    def known(self) -> Reference:
        """Its features."""
        if self.features is None:
            raise ValueError("samples are compared with a reference that was not read")
        return self.features

    def unlearned(self) -> NDArray[np.intp]:
        """Numbers of all real images that the model has not learned, in a fixed order of chance."""
        every = np.arange(len(self.data.images))
        return self.rng(4).permutation(every if self.report.unseen else every[-self.data.held_out :])

    def real(self, number: int) -> Floats:
        """Levels of a real image."""
        return measure.as_levels(self.data.images[number])

    def drawn(self, count: int) -> Iterator[Floats]:
        """Levels of the first random breaks, as they are painted."""
        for index in range(count):
            yield measure.show(self.model, measure.draw(self.model, self.report.seed, index)).levels

    def played(self, count: int) -> Iterator[Floats]:
        """The same with texture, as they are played."""
        for index in range(count):
            drawn = measure.draw(self.model, self.report.seed, index)
            yield add_texture(measure.show(self.model, drawn), drawn.seed, self.report.texture)
