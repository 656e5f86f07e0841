"""The model of a command, loaded when it is first used, so that the player process starts meanwhile; and later ones.

A set that goes on after a failure of its control process knows what its model is called before the model is loaded, and
plays on if the file has gone or is damaged.
"""

import os
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from engine.errors import BadInput, VamenError
from engine.model.card import Card
from engine.model.learned_break import LearnedBreaks
from osc_bridge.osc.latent_names import LatentNames

if TYPE_CHECKING:
    from engine.model.model_file import Model

MAX_KEPT = 3  # loaded models, the present one included
RETRY_INTERVAL_S = 2.0  # between two attempts to load a model


class LazyModel:
    """A model file, how to run it, and, from the first access on, the model."""

    def __init__(
        self,
        path: Path | None,
        provider: str = "auto",
        threads: int = 1,
        learned: LearnedBreaks | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take the arguments of `Model.load`, without a path those of the bundled model, and the learned breaks.

        Raises:
            BadInput: less than one thread, or more than this machine has cores.
        """
        cores = os.cpu_count() or 1
        if not 1 <= threads <= cores:
            raise BadInput(f"the model cannot run on {threads} threads here; choose 1 to {cores}, usually 1")
        self._path, self._provider, self._threads, self._clock = path, provider, threads, clock
        self._model: Model | None = None
        self._kept: dict[str, tuple[Model, Path | None]] = {}  # models and files by digest, the last one used behind
        self._learned = learned or LearnedBreaks()
        self._known: tuple[str, ...] = ()
        self._failure, self._next_attempt = VamenError(), -float("inf")
        self._lock = threading.Lock()

    @property
    def model(self) -> "Model":
        """The model, loaded at the first access; after a failure, the next attempt is RETRY_INTERVAL_S later.

        Raises:
            BadInput, ModelMismatch: no such file, or not a model of this engine.
            NoDevice: the provider was named and does not run.
        """
        with self._lock:
            if self._model is None:
                if self._clock() < self._next_attempt:
                    raise self._failure.with_traceback(None)
                try:
                    self._model = self.load(self._path)
                except VamenError as refusal:
                    self._failure, self._next_attempt = refusal, self._clock() + RETRY_INTERVAL_S
                    raise
            return self._model

    @property
    def path(self) -> Path | None:
        """The file of the model, None for the bundled one."""
        return self._path

    def load(self, path: Path | None) -> "Model":
        """Return the model of another file, None for the bundled one, to be run as this one; errors as `model`."""
        from engine.model.model_file import Model, bundled

        model = Model.load(path or bundled(), provider=self._provider, threads=self._threads)
        model.learned = self._learned
        return model

    def replace(self, model: "Model", path: Path | None) -> "Model | None":
        """Set the model, and the file that it was loaded from; returns the one before, None if that was not loaded.

        MAX_KEPT models stay loaded, so that a scene can go back to one at once.
        """
        with self._lock:
            before = self._model
            for used, file in ((before, self._path), (model, path)):
                if used is not None:
                    self._kept.pop(used.digest, None)
                    self._kept[used.digest] = used, file
            self._kept = dict(list(self._kept.items())[-MAX_KEPT:])
            self._model, self._path = model, path
        return before

    def kept(self, digest: str) -> "tuple[Model, Path | None] | None":
        """Return a model that is loaded, and its file, by its digest; None if it is not."""
        with self._lock:
            return self._kept.get(digest)

    @property
    def decode_time(self) -> str:
        """How long the model took for its last decode, as "5.8 ms"; empty before the first."""
        seconds = self._model.runner.decode_seconds if self._model else 0.0
        return f"{1000 * seconds:.1f} ms" if seconds else ""

    @property
    def latents(self) -> LatentNames:
        """The names of the model's latents; the model is loaded when they are first needed."""
        return LatentNames(lambda: latents_of(self.model.card).described)

    def expect(self, description: Sequence[str], path: str | None = None) -> None:
        """Set what `describe` returns until the model is loaded, and its file: those of a former control process.

        Without a path, the file stays the one that the command was given.
        """
        self._known, self._path = tuple(description), Path(path) if path else self._path

    def describe(self) -> tuple[str, ...]:
        """Return name, digest and provider of the model. Raises as `model`, if it has to be loaded for that."""
        if self._model is None and self._known:
            return self._known
        return self.model.card.name, self.model.digest, self.model.provider

    def identity(self) -> tuple[str, str]:
        """Return the name of the model, and the digest of its file, by which two models are told apart."""
        name, digest, _ = self.describe()
        return name, digest


def latents_of(card: Card) -> LatentNames:
    """Return the names of a model's latents; those that stand for no feature of the sound have none."""
    described = tuple(("" if knob.sd is None else knob.name, knob.about) for knob in card.knobs)
    return LatentNames(lambda: described)
