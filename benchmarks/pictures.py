"""Draw the pictures of the documentation from the bundled model, by the code that plays it.

python -m benchmarks.pictures                 writes docs/tape.png and docs/sound.png
python -m benchmarks.pictures PAGE.html       and, of the pictures that `vamen evaluate --page PAGE.html` wrote, that
                                              of the attacks as docs/played.png and the contact sheet as docs/model.png
"""

import base64
import re
import sys
from pathlib import Path

import numpy as np
from PIL import Image

from engine.commands.bench.spectral_error import frames_of
from engine.controls import Action, Event, one_seed
from engine.core import HIGH
from engine.files.offline_controls import OfflineControls
from engine.files.offline_render import render_log
from engine.model.decode_request import TEXTURE_SEED
from engine.model.model_file import Model, bundled
from engine.parameters import LATENTS, parameter
from engine.spec import SPEC
from engine.tape.magnitudes import tape_from_levels
from engine.tape.mel import Floats, to_bands, to_levels
from engine.tape.noise_texture import add_texture
from training.pictures import write_picture

DOCS = Path(__file__).parents[1] / "docs"
SEEDS = (int(parameter("seed").default), 10, 13, 6, 31, 23)
PLACES: tuple[dict[int, float], ...] = ({}, {3: -1.5}, {3: 1.2, 2: 1.0}, {4: 1.5}, {5: -1.5}, {6: 1.2, 0: 1.0})


def decoded(model: Model, place: dict[int, float], seed: int) -> Floats:
    """Return the levels at a place in the latent space, given its non-zero latents."""
    latents = np.zeros(LATENTS)
    latents[list(place)] = list(place.values())
    image = model.decode(model.loop_latents(latents, one_seed(seed)))
    return add_texture(image, TEXTURE_SEED, model.card.texture)


def lean(path: Path) -> None:
    """Reduce a picture to 64 colours in place: a third of its size, without a visible difference."""
    with Image.open(path) as image:
        image.quantize(64).save(path)


def pictures_of(page: Path) -> list[bytes]:
    """Return the pictures of a page of `vamen evaluate`, in their order."""
    return [base64.b64decode(text) for text in re.findall(r"data:image/png;base64,([^\"]+)", page.read_text("utf-8"))]


def main() -> None:
    model = Model.load(bundled())
    tapes = [decoded(model, place, seed) for seed, place in zip(SEEDS, PLACES, strict=True)]
    write_picture(DOCS / "tape.png", [tapes[:3], tapes[3:]])
    tape, _ = tape_from_levels(tapes[0])
    controls = OfflineControls({"tempo": SPEC.native_tempo})
    controls.trigger(Event(Action.PLAY))
    audio = render_log(controls.finish(SPEC.frames * SPEC.hop), lambda number: tape, HIGH)[:, 0]
    heard = to_levels(to_bands(frames_of(audio)))[2 : 2 + SPEC.frames]
    write_picture(DOCS / "sound.png", [[tapes[0], heard]])
    for name in ("tape.png", "sound.png"):
        lean(DOCS / name)
    for page in map(Path, sys.argv[1:2]):
        _, attacks, sheet, *_ = pictures_of(page)
        for name, picture in (("played.png", attacks), ("model.png", sheet)):
            (DOCS / name).write_bytes(picture)
            lean(DOCS / name)


if __name__ == "__main__":
    main()
