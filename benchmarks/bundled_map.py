"""Write a map of breaks into the bundled model's card, and the model's new digest into the factory presets.

    python -m benchmarks.bundled_map DATASET

DATASET is made by the command `vamen dataset` of docs/model.md, a few hundred loops of it. The weights stay as they
are: the outputs are compared with those before. `vamen export` writes such a map by itself, if the dataset is there.
"""

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx

from engine.files.preset_bank import FACTORY_FOLDER
from engine.files.writing import atomic_write
from engine.model.model_file import Model, bundled
from export.break_map import map_breaks
from export.write_model import save_model
from training.dataset.dataset_folder import open_dataset


def main(dataset: Path, path: Path, presets: Path) -> None:
    """Write the map into the model file `path`, and the digest into the presets of a folder that name the old one."""
    before = Model.load(path, provider="cpu")
    card = replace(before.card, breaks=map_breaks(before, open_dataset(dataset)))
    with atomic_write(path) as part:
        save_model(onnx.load(path), card, part)
        after = Model.load(part, provider="cpu")
        knobs = np.linspace(-1, 1, card.latents)
        one, other = before.decode_loop(knobs, 1), after.decode_loop(knobs, 1)
        assert one.levels.tobytes() == other.levels.tobytes() and one.grain.tobytes() == other.grain.tobytes()
    for file in sorted(presets.glob("*.json")):
        file.write_text(file.read_text("utf-8").replace(before.digest, after.digest), "utf-8")
    print(f"{len(card.breaks)} breaks, {path.stat().st_size / 1e6:.2f} MB, digest {after.digest[:12]}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), bundled(), FACTORY_FOLDER)
