"""The model of a command, loaded when it is first used, so that the player process starts meanwhile."""

import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from engine.errors import BadInput
from engine.model.card import Card
from osc_bridge.osc.latent_names import LatentNames

if TYPE_CHECKING:
    from engine.model.model_file import Model


class LazyModel:
    """A model file, how to run it, and, from the first access on, the model."""

    def __init__(self, path: Path | None, provider: str = "auto", threads: int = 1) -> None:
        """Take the arguments of `Model.load`; without a path, those of the bundled model.

        Raises:
            BadInput: less than one thread, or more than this machine has cores.
        """
        cores = os.cpu_count() or 1
        if not 1 <= threads <= cores:
            raise BadInput(f"the model cannot run on {threads} threads here; choose 1 to {cores}, usually 1")
        self._path, self._provider, self._threads = path, provider, threads
        self._model: Model | None = None
        self._lock = threading.Lock()

    @property
    def model(self) -> "Model":
        """The model, loaded at the first access.

        Raises:
            BadInput, ModelMismatch: no such file, or not a model of this engine.
            NoDevice: the provider was named and does not run.
        """
        with self._lock:
            if self._model is None:
                from engine.model.model_file import Model, bundled

                self._model = Model.load(self._path or bundled(), provider=self._provider, threads=self._threads)
            return self._model

    @property
    def latents(self) -> LatentNames:
        """The names of the model's latents; the model is loaded when they are first needed."""
        return LatentNames(lambda: latents_of(self.model.card).described)

    def identity(self) -> tuple[str, str]:
        """Return the name of the model, and the digest of its file, by which two models are told apart."""
        return self.model.card.name, self.model.digest


def latents_of(card: Card) -> LatentNames:
    """Return the names of a model's latents; those that stand for no feature of the sound have none."""
    described = tuple(("" if knob.sd is None else knob.name, knob.about) for knob in card.knobs)
    return LatentNames(lambda: described)
