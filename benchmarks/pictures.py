"""The pictures of the documentation, drawn from the bundled model by the code that plays it.

python -m benchmarks.pictures        writes docs/tape.png and docs/sound.png
"""

from pathlib import Path

import numpy as np

from engine.inversion import HIGH
from engine.measures import frames_of
from engine.mel import Floats, to_bands, to_levels
from engine.model import Model, bundled
from engine.parameters import LATENTS
from engine.render import perform
from engine.spec import SPEC
from engine.tape import develop
from engine.texture import textured
from training.sheet import picture

DOCS = Path(__file__).parents[1] / "docs"
SEEDS = (12, 2, 3, 18, 5, 6)
PLACES: tuple[dict[int, float], ...] = ({}, {0: 1.5}, {1: 1.5}, {2: -1.5}, {3: 1.5}, {0: -1.5, 2: 1.5})


def decoded(model: Model, place: dict[int, float], seed: int) -> Floats:
    """Levels of a place in the space: the latents that are not zero."""
    latents = np.zeros(LATENTS)
    latents[list(place)] = list(place.values())
    return textured(model.picture(latents, seed), seed, model.card.texture)


def main() -> None:
    model = Model.load(bundled())
    tapes = [decoded(model, place, seed) for seed, place in zip(SEEDS, PLACES, strict=True)]
    picture(DOCS / "tape.png", [tapes[:3], tapes[3:]])
    tape, _ = develop(tapes[0])
    audio = perform(tape, samples=SPEC.frames * SPEC.hop, tempo=SPEC.native_tempo, quality=HIGH)[:, 0]
    heard = to_levels(to_bands(frames_of(audio)))[2 : 2 + SPEC.frames]
    picture(DOCS / "sound.png", [[tapes[0], heard]])


if __name__ == "__main__":
    main()
