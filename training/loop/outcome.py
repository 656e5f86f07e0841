"""What a trained model can do: its nets and training loops in, the effect of each named knob and pictures of it out.

knobs   float32 (..., loop latents)  +-1 is the 5th and 95th percentile of real loops
levels  float32 (frames, bands)      0..1
"""

import numpy as np
import torch
from torch import Tensor

from engine.arrays import Floats
from training.dataset.descriptors import DESCRIPTOR_NAMES, describe
from training.nets.bundle import Nets
from training.pictures import small

TURNED_LOOPS = 24  # whose knobs are turned
TURN_SD = 2.0  # of a knob, up and down, in standard deviations of what it changes
SMALLEST_EFFECT = 0.5  # standard deviations: a knob below it does not do what its name says
SHOWN_TURNS = (-1.0, 0.0, 1.0)  # of a knob, in a picture
NEEDED_SOURCES = {  # descriptor -> what breaks need for it, in a sentence
    "kick": "kicks",
    "snare": "snares",
    "hats": "hats",
    "density": "busy and sparse breaks",
    "tightness": "short and long drums",
    "tone": "dark and bright drums",
    "backbeat": "breaks with and without a strong two and four",
    "offbeat": "breaks with and without strong offbeats",
}


@torch.no_grad()
def knob_effects(nets: Nets, places: Tensor, units: list[float], spread: Floats, seed: int) -> dict[str, float]:
    """Return the effect of each named knob: how far its descriptor follows it, in standard deviations of real loops.

    The knob is turned down and up by TURN_SD; the effect is the smaller of the two mean changes, below 0 if the
    descriptor moves the wrong way. A model that has learned everything has about TURN_SD.

    Args:
        nets: trained.
        places: knobs (loops, loop latents) of training loops, some of which are drawn.
        units: of each named knob, for one standard deviation of its descriptor.
        spread: standard deviation (8,) of each descriptor over real loops.
        seed: of the loops and variations drawn.
    """
    generator = np.random.default_rng(seed)
    drawn = places[torch.from_numpy(generator.integers(len(places), size=TURNED_LOOPS)).to(places.device)]
    noise = _noise(nets, generator, len(drawn))
    effects = {}
    for knob, name in enumerate(DESCRIPTOR_NAMES):
        ends = []
        for turn in (-TURN_SD, 0.0, TURN_SD):
            turned = drawn.clone()
            turned[:, knob] += turn * units[knob]
            ends.append(describe(_decoded(nets, turned, noise))[:, knob].mean())
        effects[name] = float(min(ends[1] - ends[0], ends[2] - ends[1]) / spread[knob])
    return effects


@torch.no_grad()
def knob_turns(nets: Nets, seed: int) -> list[list[Floats]]:
    """Return small pictures of one loop: a row of levels for each named knob, turned from low to high."""
    knobs = torch.zeros(len(SHOWN_TURNS), nets.knob_centre.shape[0], device=nets.knob_centre.device)
    noise = _noise(nets, np.random.default_rng(seed), 1).expand(len(SHOWN_TURNS), -1, -1)
    rows = []
    for knob in range(len(DESCRIPTOR_NAMES)):
        turned = knobs.clone()
        turned[:, knob] = torch.tensor(SHOWN_TURNS)
        rows.append([small(levels) for levels in _decoded(nets, turned, noise)])
    return rows


def missing_qualities(effects: dict[str, float]) -> list[str]:
    """Return a sentence for each named knob whose effect is below SMALLEST_EFFECT."""
    return [
        f"no {name} yet: its knob moves it by {effect:.1f} standard deviations of real breaks, expected "
        f"{SMALLEST_EFFECT:g} or more; train longer, or add {NEEDED_SOURCES[name]}"
        for name, effect in effects.items()
        if effect < SMALLEST_EFFECT
    ]


def _noise(nets: Nets, generator: np.random.Generator, count: int) -> Tensor:
    shape = count, nets.loop.steps, nets.loop.latents
    return torch.from_numpy(generator.standard_normal(shape, dtype=np.float32)).to(nets.knob_centre.device)


def _decoded(nets: Nets, knobs: Tensor, noise: Tensor) -> Floats:
    levels: Floats = nets.step.decoder(nets.latents(nets.from_knobs(knobs), noise)).levels.clamp(0, 1).cpu().numpy()
    return levels
