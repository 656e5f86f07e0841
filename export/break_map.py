"""A model and its training set in, a map of breaks out, on which neighbours sound alike.

levels    float32 (frames, mels), 0..1, of a training loop; the model encodes it to its place in the latent space
pictures  float32 (n, 128 * 128), what the model decodes at these places: means of 4 columns and 4 bands
map       float64 (n, 2), -1..1, evenly spread along both axes

The map is a t-SNE (van der Maaten & Hinton 2008, "Visualizing data using t-SNE") of the pictures, in which breaks that
are next to each other differ half as much as any two (7.8 of 16.3 dB in the bundled model's); with two principal
components of the knobs as a map, it is nine tenths.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE

from engine.errors import VamenError
from engine.model.card import MAX_BREAK_NAME, MapBreak
from engine.model.model_file import Model
from training.dataset.dataset_folder import Dataset, open_dataset

MAP_BREAKS = 256
DECODED_SEED = 0  # of the variation in which the places are compared
PICTURE_CELL = 4  # columns, and bands
COMPONENTS, PERPLEXITY = 20, 20.0  # at most
MAP_DECIMALS = 3  # of knobs and of the map
COORDINATES = 2


def run_breaks(model: Model, path: str, digest: str) -> tuple[MapBreak, ...]:
    """Return the map of a run's dataset, nothing if `path` is not the dataset with this digest any more."""
    try:
        data = open_dataset(Path(path))
        return map_breaks(model, data) if path and data.digest == digest else ()
    except (VamenError, OSError):
        return ()


def map_breaks(model: Model, data: Dataset) -> tuple[MapBreak, ...]:
    """Return up to MAP_BREAKS training loops of a dataset, evenly spaced, as a map for the card of the model."""
    count = len(data.images) - data.held_out
    chosen = np.unique(np.linspace(0, count - 1, min(count, MAP_BREAKS)).round().astype(int))
    places = [model.encode(data.images[index].astype(np.float32) / 255).knobs for index in chosen]
    pictures = [picture(model.decode_loop(place, DECODED_SEED).levels) for place in places]
    names = [data.name(index)[:MAX_BREAK_NAME] for index in chosen]
    return tuple(
        MapBreak(x, y, name, tuple(np.round(place.astype(float), MAP_DECIMALS).tolist()))
        for (x, y), name, place in zip(flat_map(np.stack(pictures)).tolist(), names, places, strict=True)
    )


def picture(levels: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return levels (frames, mels) as means of PICTURE_CELL by PICTURE_CELL cells, in one row."""
    frames, mels = levels.shape
    return levels.reshape(frames // PICTURE_CELL, PICTURE_CELL, mels // PICTURE_CELL, PICTURE_CELL).mean((1, 3)).ravel()


def flat_map(pictures: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return a point (n, 2) for each picture, similar ones near each other; the same for the same pictures."""
    count = len(pictures)
    reduced = PCA(min(COMPONENTS, count - 1), svd_solver="full").fit_transform(pictures.astype(np.float64))
    embedding = TSNE(
        COORDINATES, perplexity=min(PERPLEXITY, (count - 1) / 3), init="pca", random_state=0, method="exact"
    )
    order = embedding.fit_transform(reduced).argsort(0, kind="stable").argsort(0)  # ranks fill the square evenly
    return np.round(2 * order / (count - 1) - 1, MAP_DECIMALS)
