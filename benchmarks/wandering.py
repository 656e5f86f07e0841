"""Measure the space of seeds: how often two seeds have the same kit, and how even morphs are.

    python -m benchmarks.wandering [--model my.onnx] [--kits FOLDER] [--seeds 48] [--pairs 10]

Kits: the fingerprint of a loop is the spectra of its kick, snare and hats, each in its own range: the mean of the
STROKES sixteenths on which its zone of the descriptors is loudest, at their start and at their end, in dB relative to
the mean of the start, so that loudness does not count. Two loops have the same kit if their fingerprints differ by less
than the median over pairs of loops of one-shots or synthesised drums with one kit and different patterns.

Morphs: presets are random breaks. A morph has STEPS steps, each of which differs from the one before by a mean of
absolute differences of levels, in dB, texture included. Sharpness is the mean of the SHARPEST rises of half way
relative to that of both ends. The dip of the loudness, in LU, is measured in the sound at HEARD places, below the line
between both ends.
"""

import argparse
from collections.abc import Sequence
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np

from benchmarks.factory_presets import loop_levels, played_audio
from engine.arrays import Floats
from engine.commands.encode import mean_error_db
from engine.files.loudness import integrated_loudness
from engine.files.preset_blend import morph
from engine.files.presets import Preset, default_preset, step_latents
from engine.files.random_break import random_break
from engine.model.decode_request import TEXTURE_SEED
from engine.model.model_file import Model, bundled
from engine.spec import SPEC
from engine.tape.mel import band_centres
from engine.tape.noise_texture import add_texture
from training.dataset.descriptors import END_FRAMES, START_FRAMES, drum_levels_per_step
from training.dataset.images import levels as levels_of
from training.sources.kit_folder import read_kits
from training.sources.kits import Kits
from training.synthesis.drum_kit import build_kit
from training.synthesis.patterns import random_pattern
from training.synthesis.perform import play_pattern, random_drummer

STROKES = 6  # sixteenths that show a drum
RANGES = ((20.0, 400.0), (160.0, 5000.0), (5000.0, 20_000.0))  # Hz, of kick, snare and hats
GROUP = 8  # bands that are averaged
STEPS, HEARD, SHARPEST = 32, 9, 16
REFERENCE_KITS, LOOP_SAMPLES, PEAK = 60, SPEC.frames * SPEC.hop, 0.5


def fingerprint(levels: Floats) -> list[np.ndarray]:
    """Return the spectra of kick, snare and hats, dB, of a loop's levels (frames, bands)."""
    decibels = (levels * -SPEC.floor).reshape(SPEC.steps, SPEC.step_frames, SPEC.mels // GROUP, GROUP).mean(3)
    hertz = band_hertz()
    found = []
    for drum, (low, high) in enumerate(RANGES):
        steps = np.argsort(drum_levels_per_step(levels[None])[0, :, drum])[-STROKES:]
        own = decibels[steps][:, :, (hertz >= low) & (hertz <= high)].mean(0)
        start, end = own[slice(*START_FRAMES)].mean(0), own[slice(*END_FRAMES)].mean(0)
        found.append(np.concatenate((start, end)) - start.mean())
    return found


def band_hertz() -> np.ndarray:
    """Return the centre of each group of bands in Hz."""
    return band_centres().reshape(-1, GROUP).mean(1)


def distance(one: Sequence[np.ndarray], other: Sequence[np.ndarray]) -> float:
    """Return the mean over the drums of the mean absolute difference of their spectra, dB."""
    return float(np.mean([np.abs(mine - theirs).mean() for mine, theirs in zip(one, other, strict=True)]))


def kit_threshold(kits: Kits | None) -> tuple[float, float]:
    """Return the distance, dB, below which two loops have the same kit, and the share of pairs of two kits below it."""
    rng = np.random.default_rng(0)
    prints = []
    for _ in range(REFERENCE_KITS):
        patterns = [random_pattern(rng, ()) for _ in range(2)]
        drums = {drum for pattern in patterns for drum, row in pattern.rows.items() if any(row)}
        voices, _ = build_kit(rng, kits, drums)
        sounds = [play_pattern(rng, pattern, voices, LOOP_SAMPLES, random_drummer(rng)) for pattern in patterns]
        prints.append([fingerprint(levels_of(PEAK * sound / np.abs(sound).max())) for sound in sounds])
    limit = float(np.median([distance(*pair) for pair in prints]))
    return limit, float(np.mean([distance(one[0], two[1]) < limit for one, two in combinations(prints, 2)]))


def same_kit(loops: Sequence[Floats], limit: float) -> float:
    """Return the share of pairs of loops with the same kit."""
    prints = [fingerprint(levels) for levels in loops]
    return float(np.mean([distance(*pair) < limit for pair in combinations(prints, 2)]))


def textured(model: Model, sound: Preset) -> Floats:
    """Return the levels of a preset with its texture."""
    return add_texture(model.decode(step_latents(model, sound)), TEXTURE_SEED, sound.values["texture"])


def morph_steps(model: Model, one: Preset, other: Preset) -> list[float]:
    """Return the size of each step of a morph, dB."""
    path = [textured(model, morph(one, other, share)) for share in np.linspace(0, 1, STEPS + 1)]
    return [mean_error_db(before, after) for before, after in pairwise(path)]


def sharpness(model: Model, sound: Preset) -> float:
    """Return the mean of the SHARPEST rises of the levels of a preset, dB."""
    levels = textured(model, sound).mean(1) * -SPEC.floor
    return float(np.sort(np.maximum(levels - np.roll(levels, 2), 0))[-SHARPEST:].mean())


def loudness_dip(model: Model, one: Preset, other: Preset) -> float:
    """Return how far the loudness of a morph falls below the line between its ends, LU."""
    shares = np.linspace(0, 1, HEARD)
    heard = [integrated_loudness(played_audio(model, morph(one, other, share)), SPEC.rate) for share in shares]
    return float(np.max(heard[0] + shares * (heard[-1] - heard[0]) - heard))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, help="model file; by default the bundled one")
    parser.add_argument("--kits", type=Path, help="folder of kits for the threshold; by default the drum synthesiser")
    parser.add_argument("--seeds", type=int, default=48)
    parser.add_argument("--pairs", type=int, default=10)
    asked = parser.parse_args()
    model = Model.load(asked.model or bundled(), provider="cpu")
    limit, other = kit_threshold(Kits(read_kits(asked.kits).kits) if asked.kits else None)
    print(f"same kit: below {limit:.2f} dB, as half of the pairs of one real kit and {100 * other:.0f} % of two")
    home, numbers = np.zeros(model.card.latents), range(asked.seeds)
    noise = [model.decode_loop(home, number).levels for number in numbers]
    seeds = [loop_levels(model, home, number) for number in numbers]
    start = default_preset()
    breaks = [random_break(model.draws, start, number) for number in range(max(asked.seeds, 2 * asked.pairs))]
    drawn = [model.decode(step_latents(model, one)).levels for one in breaks[: asked.seeds]]
    for name, loops in (("noise of seeds alone", noise), ("seeds", seeds), ("random breaks", drawn)):
        print(f"pairs with the same kit, {name}: {100 * same_kit(loops, limit):.0f} %")
    pairs = [(breaks[2 * number], breaks[2 * number + 1]) for number in range(asked.pairs)]
    steps = [morph_steps(model, *pair) for pair in pairs]
    ratios = [max(path) / np.mean(path) for path in steps]
    print(f"morphs: largest step {max(map(max, steps)):.2f} dB, largest / mean step {max(ratios):.2f} at most")
    sharp = [sharpness(model, morph(*pair, 0.5)) / np.mean([sharpness(model, end) for end in pair]) for pair in pairs]
    print(f"morphs: sharpness half way {np.mean(sharp):.2f} of the ends, {min(sharp):.2f} at least")
    dips = [loudness_dip(model, *pair) for pair in pairs]
    print(f"morphs: loudness falls by {max(dips):.2f} LU at most")


if __name__ == "__main__":
    main()
