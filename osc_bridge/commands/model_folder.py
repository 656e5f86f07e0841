"""The folder of the user's models: a digest in, the file of the model out."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from engine.model.digest import claimed_digest

MODEL_PATTERN = "*.onnx"
MAX_MODELS = 100


def models_folder() -> Path:
    """Return the default folder of the user's models; it need not exist."""
    from platformdirs import user_data_path

    return user_data_path("vamen", appauthor=False) / "models"


def own_models(folder: Path | None = None) -> Iterator[Path]:
    """Yield the files of a folder of models, None for the default one, in the order of their names."""
    visible = (path for path in sorted((folder or models_folder()).glob(MODEL_PATTERN)) if path.name[0] != ".")
    return islice(visible, MAX_MODELS)


def own_model(digest: str, folder: Path | None = None) -> Path | None:
    """Return the file with a digest in a folder of models, None for the default one; None if it is not there."""
    return next((path for path in own_models(folder) if digest and claimed_digest(path) == digest), None)
