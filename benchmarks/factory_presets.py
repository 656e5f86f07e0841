"""Search the latent space of the bundled model for its factory presets.

    python -m benchmarks.factory_presets [engine/models/presets]

Breaks are drawn from the prior. A lively one has sharp attacks, a strong backbeat, varied accents and enough strokes.
The livelier half is kept, without outliers and breaks that lack a bass drum or a snare. From these, a farthest-point
search that begins at the default of `vamen play` takes each time the break whose picture is farthest from its nearest
chosen neighbour. Prints the presets and their distances; with a folder, writes them there.
"""

import sys
from pathlib import Path

import numpy as np

from engine.commands.encode import mean_error_db
from engine.files.preset_bank import write_preset
from engine.files.presets import preset
from engine.model.model_file import Model, bundled
from engine.parameters import parameter
from training.dataset.descriptors import DESCRIPTOR_NAMES, describe, drum_levels_per_step, step_rise

DRAWS, SEEDS = 600, 1000
MAX_DEVIATION, MIN_DRUM = 1.9, -0.9  # sd: of any descriptor from the mean; level of bass drum and snare
MAX_LATENT = 2.0  # leaves room on either side of each knob
TITLES = ("home", "sparse and short", "busy", "offbeat", "bright backbeat", "dark and dry", "heavy and long", "full")


def liveliness(levels: np.ndarray, figures: np.ndarray) -> np.ndarray:
    """Return the sum of the z-scores of attacks, backbeat, spread of accents and number of strokes; (loops,)."""
    loud = levels.mean(2) * 100
    attacks = np.sort(step_rise(loud), 1)[:, -8:].mean(1)
    accents = drum_levels_per_step(levels)[:, :, 1].std(1)
    parts = np.stack([attacks, figures[:, 6], accents, 0.5 * figures[:, 3]])
    return ((parts - parts.mean(1, keepdims=True)) / parts.std(1, keepdims=True)).sum(0)


def main(folder: Path | None) -> None:
    model = Model.load(bundled(), provider="cpu")
    generator = np.random.default_rng(0)
    home = np.zeros(16, np.float32), int(parameter("seed").default)
    places = [home]
    while len(places) <= DRAWS:
        knobs = model.sample(generator)
        if np.abs(knobs).max() <= MAX_LATENT:
            places.append((knobs.round(2), int(generator.integers(SEEDS))))
    levels = np.stack([model.decode_loop(*place).levels.astype(np.float16) for place in places])
    figures = np.concatenate([describe(levels[first : first + 50]) for first in range(0, len(levels), 50)])
    score = np.concatenate([[0.0], liveliness(levels[1:].astype(np.float32), figures[1:])])
    z = (figures - figures[1:].mean(0)) / figures[1:].std(0)
    whole = (np.abs(z) < MAX_DEVIATION).all(1) & (z[:, :2] > MIN_DRUM).all(1)
    pool = [0, *np.flatnonzero(whole & (score > np.median(score[1:])))]
    chosen = [0]
    nearest = np.full(len(pool), np.inf)
    while len(chosen) < len(TITLES):
        last = levels[chosen[-1]].astype(np.float32)
        away = np.array([mean_error_db(levels[index].astype(np.float32), last) for index in pool])
        nearest = np.minimum(nearest, away)
        chosen.append(pool[int(nearest.argmax())])
    for number, (title, index) in enumerate(zip(TITLES, chosen, strict=True)):
        others = [
            mean_error_db(levels[index].astype(np.float32), levels[other].astype(np.float32))
            for other in chosen
            if other != index
        ]
        said = " ".join(f"{name} {value:+.1f}" for name, value in zip(DESCRIPTOR_NAMES, z[index], strict=True))
        print(f"{number} {title:16} live {score[index]:+.1f} nearest {min(others):.1f} dB  {said}")
        if folder:
            knobs, seed = places[index]
            values = {f"latent/{row}": round(float(value), 2) for row, value in enumerate(knobs)}
            values |= {"seed": float(seed), "texture": model.card.texture}
            write_preset(folder / f"{number:03}.json", preset(title, values, {}, model.card.name, model.digest))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
