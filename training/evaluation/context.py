"""State of an evaluation: model, reference (a dataset of real loops) and report; breaks of model and reference."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from engine.arrays import Floats
from engine.model.model_file import Model
from engine.tape.noise_texture import add_texture
from training.dataset.dataset_folder import Dataset

from . import measure
from .metrics import Reference
from .report import EvaluationReport


@dataclass(slots=True)
class EvaluationContext:
    """Data shared by the parts of an evaluation, see `evaluate.ALL_PARTS`. Levels are float32 (512, 512), 0..1."""

    path: Path
    model: Model
    reference: Dataset | None
    report: EvaluationReport
    features: Reference | None = None  # of the reference; set by the first part

    def rng(self, part: int) -> Generator:
        """Return the random generator of part number `part`, independent of those of all other parts."""
        return np.random.default_rng([self.report.seed, part])

    def at_most(self, limit: int, share: int) -> int:
        """Return the number of loops for a slow measurement: samples // `share`, but from 2 to `limit`."""
        return int(np.clip(self.report.samples // share, 2, limit))

    @property
    def data(self) -> Dataset:
        """The reference, a dataset; only for parts of an evaluation that has a reference."""
        assert self.reference is not None
        return self.reference

    @property
    def reference_features(self) -> Reference:
        """Features of the loops of the reference; only after the first part, which computes them."""
        assert self.features is not None
        return self.features

    def unlearned(self) -> NDArray[np.intp]:
        """Return the indices of all reference images that the model was not trained on, in a fixed random order."""
        every = np.arange(len(self.data.images))
        return self.rng(4).permutation(every if self.report.unseen else every[-self.data.held_out :])

    def real(self, number: int) -> Floats:
        """Return the levels of image `number` of the reference."""
        return measure.as_levels(self.data.images[number])

    def repainted(self, number: int) -> Floats:
        """Return the levels of the reconstruction of image `number` with texture added, as it is played."""
        decoded = self.model.decode(self.model.encode(self.real(number)).latents)
        return add_texture(decoded, self.report.seed, self.report.texture)

    def drawn(self, count: int) -> Iterator[Floats]:
        """Yield the decoded levels of the first `count` random breaks of the model."""
        for index in range(count):
            yield measure.decode_break(self.model, measure.draw_break(self.model, self.report.seed, index)).levels

    def played(self, count: int) -> Iterator[Floats]:
        """Yield the levels of the same breaks as `drawn` with texture added, as they are played."""
        for index in range(count):
            drawn = measure.draw_break(self.model, self.report.seed, index)
            yield add_texture(measure.decode_break(self.model, drawn), drawn.seed, self.report.texture)
