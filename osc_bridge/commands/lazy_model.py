"""A model file in, the model out: not before somebody asks for it, so that the player starts meanwhile."""

import threading
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.model.model_file import Model


class LazyModel:
    """A model that is loaded when it is first asked for, while the player process starts."""

    def __init__(self, path: Path | None, provider: str = "auto", threads: int = 1) -> None:
        """As `Model.load`; without a path, the bundled model."""
        self._path, self._provider, self._threads = path, provider, threads
        self._model: Model | None = None
        self._lock = threading.Lock()

    @property
    def model(self) -> "Model":
        """The model, loaded at the first call.

        Raises:
            BadInput, ModelMismatch: the file is not there or not a model of this engine.
            NoDevice: the provider was asked for and does not run.
        """
        with self._lock:
            if self._model is None:
                from engine.model.model_file import Model, bundled

                self._model = Model.load(self._path or bundled(), provider=self._provider, threads=self._threads)
            return self._model

    def identity(self) -> tuple[str, str]:
        """Name of the model and SHA-256 of its file."""
        from engine.files.session_log import digest
        from engine.model.model_file import bundled

        return self.model.card.name, digest(self._path or bundled())
