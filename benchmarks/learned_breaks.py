"""Measure what `vamen encode --learn` makes of breaks: how close they come, and what else changes.

    python -m benchmarks.learned_breaks BREAK...

Prints for each break, before and after learning:

error    mean absolute difference of the levels from those of the break, dB
profile  the same of the mean level of each band
attack   median change of energy in the first 5 ms of the attacks when played, dB
knobs    change of the descriptor of each named latent from -1 to +1 around the break

and once: the mean change of random breaks of the model that learning has not seen, the width of the kernel, the seconds
of learning, and the time of a decode with it relative to one without.
"""

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from engine.arrays import Floats
from engine.commands.encode import cut_bars, encoded, learn_break, mean_error_db, normalised, tape_of
from engine.files.audio import read
from engine.files.presets import Preset, step_latents
from engine.model.model_file import Model, bundled
from training.dataset.descriptors import DESCRIPTOR_NAMES, describe
from training.evaluation.playback import measure_painted

UNSEEN, UNSEEN_SEED, DECODES = 24, 99, 40


def main() -> None:
    """Measure all files of the command line."""
    model = Model.load(bundled(), provider="cpu")
    generator = np.random.default_rng(UNSEEN_SEED)
    unseen = [model.step_latents(model.sample(generator), seed) for seed in range(UNSEEN)]
    for name in sys.argv[1:]:
        cycle = cut_bars(normalised(read(Path(name)), Path(name)), Path(name).name)
        real = tape_of(cycle)
        preset = encoded(model, real, cycle.tempo, Path(name).stem, model.digest)
        began = time.process_time()
        learned = learn_break(model, real, preset)
        seconds = time.process_time() - began

        def before(latents: Floats) -> Floats:
            return model.decode(latents).levels

        def after(latents: Floats, learned=learned) -> Floats:
            return learned.refined(model.decode(latents), latents).levels

        print(f"{preset.name}: kernel {learned.width:.2f}, learned in {seconds:.1f} s")
        own = step_latents(model, preset)
        for label, decode in (("before", before), ("after", after)):
            levels = decode(own)
            profile = mean_error_db(levels.mean(0), real.mean(0))
            attack = measure_painted([(real, levels)])["attack_5ms"]
            print(f"  {label:6} error {mean_error_db(levels, real):.2f} dB, profile {profile:.2f}, attack {attack:.1f}")
            print("         knobs " + ", ".join(_knob_spans(model, preset, decode)))
        change = np.mean([mean_error_db(after(latents), before(latents)) for latents in unseen])
        print(
            f"  random breaks change by {change:.2f} dB; a decode takes {_cost(before, after, own):.2f} times as long"
        )


def _knob_spans(model: Model, preset: Preset, decode: Callable[[Floats], Floats]) -> list[str]:
    spans = []
    for knob, name in enumerate(DESCRIPTOR_NAMES):
        id = f"latent/{knob}"
        ends = [preset.values | {id: preset.values[id] + turn} for turn in (-1, 1)]
        levels = np.stack([decode(step_latents(model, replace(preset, values=values))) for values in ends])
        low, high = np.asarray(describe(levels), float)[:, knob]
        spans.append(f"{name} {high - low:.2f}")
    return spans


def _cost(one: Callable[[Floats], Floats], other: Callable[[Floats], Floats], latents: Floats) -> float:
    """Return the duration of `other` relative to that of `one`, each the shortest of DECODES in turn."""
    best = [np.inf, np.inf]
    for _ in range(DECODES):
        for index, decode in enumerate((one, other)):
            began = time.perf_counter()
            decode(latents)
            best[index] = min(best[index], time.perf_counter() - began)
    return best[1] / best[0]


if __name__ == "__main__":
    main()
