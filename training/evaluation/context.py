"""State of an evaluation: the model, the reference and the report so far, and the breaks drawn from them."""

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
from .report import EvaluationReport


@dataclass(slots=True)
class EvaluationContext:
    """Data shared by the parts of an evaluation. Levels are float32 (512, 512), 0..1."""

    path: Path
    model: Model
    reference: Dataset | None
    report: EvaluationReport
    features: Reference | None = None  # of the reference, after the first part

    def rng(self, part: int) -> Generator:
        """Return random numbers for a part, independent of all other parts."""
        return np.random.default_rng([self.report.seed, part])

    def at_most(self, limit: int, share: int) -> int:
        """Return a count proportional to the samples, from 2 to `limit`."""
        return int(np.clip(self.report.samples // share, 2, limit))

    @property
    def data(self) -> Dataset:
        """The reference, in a part that needs one."""
        assert self.reference is not None
        return self.reference

    @property
    def reference_features(self) -> Reference:
        """Features of the reference."""
        assert self.features is not None
        return self.features

    def unlearned(self) -> NDArray[np.intp]:
        """Return the numbers of all real images that the model was not trained on, in a fixed random order."""
        every = np.arange(len(self.data.images))
        return self.rng(4).permutation(every if self.report.unseen else every[-self.data.held_out :])

    def real(self, number: int) -> Floats:
        """Return the levels of a real image."""
        return measure.as_levels(self.data.images[number])

    def drawn(self, count: int) -> Iterator[Floats]:
        """Yield the levels of the first random breaks, as decoded."""
        for index in range(count):
            yield measure.decode_break(self.model, measure.draw_break(self.model, self.report.seed, index)).levels

    def played(self, count: int) -> Iterator[Floats]:
        """Yield the same with texture, as played."""
        for index in range(count):
            drawn = measure.draw_break(self.model, self.report.seed, index)
            yield add_texture(measure.decode_break(self.model, drawn), drawn.seed, self.report.texture)
