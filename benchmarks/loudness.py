"""Measure the loudness of what `vamen play` plays, and what each named knob does to it and to its own sound.

    python -m benchmarks.loudness [--model my.onnx] [--draws 60]

Sounds are two bars at the tape's own speed: the default preset, seeds, random breaks, factory presets. For each group:
median integrated loudness, share within NEAR_LU of TARGET_LU, extremes, and the largest true peak.

Knobs: each named latent of the default preset and of some random breaks is turned from -2 to 2. "follows" is the rank
correlation of the knob with its own descriptor, measured in the sound, mean over breaks; "total" is the difference
between the loudest and the softest position, LU, median and largest over breaks.
"""

import argparse
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.factory_presets import FIGURES, heard, played_audio, played_stereo
from engine.files.loudness import integrated_loudness, loudness_and_peak
from engine.files.preset_bank import FACTORY_FOLDER
from engine.files.preset_folder import read_preset
from engine.files.presets import Preset, default_preset
from engine.files.random_break import random_break
from engine.model.model_file import Model, bundled
from engine.spec import SPEC
from training.dataset.descriptors import DESCRIPTOR_NAMES
from training.evaluation.knob_sweeps import rank_correlation

TARGET_LU, NEAR_LU = -16.0, 2.0
POSITIONS = np.linspace(-2, 2, 9)
TURNED_BREAKS = 4  # beside the default


def with_value(sound: Preset, name: str, value: float) -> Preset:
    """Return the preset with another value of a parameter."""
    return replace(sound, values={**sound.values, name: value})


def print_group(name: str, model: Model, sounds: Iterable[Preset]) -> None:
    """Print the loudness of a group of sounds."""
    audio = [played_stereo(model, sound) for sound in sounds]
    loud, peaks = np.array([loudness_and_peak(part, SPEC.rate) for part in audio]).T
    near = np.mean(np.abs(loud - TARGET_LU) <= NEAR_LU)
    figures = f"{np.median(loud):.1f} LUFS, {100 * near:.0f} % near, {loud.min():.1f} to {loud.max():.1f}"
    print(f"{name:16}{len(loud):4} {figures}, {peaks.max():.1f} dBTP")


def print_knob(model: Model, number: int, sounds: Iterable[Preset]) -> None:
    """Print what turning a named knob does to sounds."""
    name = DESCRIPTOR_NAMES[number]
    follows, totals = [], []
    for sound in sounds:
        parts = [played_audio(model, with_value(sound, f"latent/{number}", float(at))) for at in POSITIONS]
        follows.append(rank_correlation(POSITIONS, np.array([heard(part)[FIGURES[number]] for part in parts])))
        loud = [integrated_loudness(part, SPEC.rate) for part in parts]
        totals.append(max(loud) - min(loud))
    print(f"{name:16}follows {np.mean(follows):.3f}, total {np.median(totals):.1f} LU, {max(totals):.1f} at most")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, help="model file; by default the bundled one")
    parser.add_argument("--draws", type=int, default=60, help="seeds, and random breaks")
    asked = parser.parse_args()
    model, start = Model.load(asked.model or bundled(), provider="cpu"), default_preset()
    drawn = [random_break(model.draws, start, number) for number in range(asked.draws)]
    print_group("default", model, [start])
    print_group("seeds", model, [with_value(start, "seed", float(number)) for number in range(asked.draws)])
    print_group("random breaks", model, drawn)
    print_group("factory presets", model, map(read_preset, sorted(FACTORY_FOLDER.glob("*.json"))))
    for number in range(len(DESCRIPTOR_NAMES)):
        print_knob(model, number, [start, *drawn[:TURNED_BREAKS]])


if __name__ == "__main__":
    main()
