"""Loops whose parts are known: a random drum loop in, its kick, snare and hats as separate audio out.

stems  float32 (3, Spec.frames * Spec.hop), in the order of PART_NAMES: two bars at the native tempo, loops
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.random import Generator

from engine.arrays import PART_NAMES, Floats
from engine.spec import SPEC
from training.sources.drums import Drum, Pattern
from training.sources.kits import Kits

from .drum_kit import build_kit
from .effects import apply_tone_and_room, random_tone
from .patterns import random_pattern
from .perform import play_pattern, random_drummer

# what is neither bass drum nor cymbal belongs to the snare
PART_OF: Mapping[Drum, str] = {
    **dict.fromkeys(Drum, "snare"),
    Drum.KICK: "kick",
    **dict.fromkeys((Drum.HAT, Drum.OPEN, Drum.RIDE, Drum.CRASH), "hats"),
}
PEAK = 0.9


def random_stems(rng: Generator, kits: Kits | None, grooves: Sequence[Pattern] = ()) -> Floats:
    """Return the stems of a random kit, pattern, style and tone; their sum has a peak of 0.9.

    Strokes do not end those of other parts, as they would in a chopped loop.
    """
    pattern = random_pattern(rng, grooves)
    voices, _ = build_kit(rng, kits, [drum for drum, row in pattern.rows.items() if any(row)])
    style, tone = replace(random_drummer(rng), chop=False), random_tone(rng)
    stems = np.zeros((len(PART_NAMES), SPEC.frames * SPEC.hop), np.float32)
    for index, part in enumerate(PART_NAMES):
        rows = {drum: row for drum, row in pattern.rows.items() if PART_OF[drum] == part}
        dry = play_pattern(rng, replace(pattern, rows=rows), voices, stems.shape[1], style)
        stems[index] = apply_tone_and_room(dry, tone)
    peak = float(np.abs(stems.sum(0)).max())
    return stems * np.float32(PEAK / peak) if peak else stems
