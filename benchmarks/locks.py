"""Measure locks: what of kick and snare stays in random breaks, and how much the rest changes.

    python -m benchmarks.locks [--model my.onnx] [--starts 5] [--draws 10]

Kick and snare of random breaks are locked, then other random breaks are drawn. The energy of the ranges of each drum in
its sixteenths, in each and in all together, is compared with that before: in the tape with its gain, and in the sound,
rendered at the tape's own tempo. The rest are the sixteenths without a lock: the mean absolute difference of their
levels from those before, with locks and without. The last line is the time that a lock may take.
"""

import argparse
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.factory_presets import played_audio
from engine.arrays import Floats, Tape
from engine.controls import GRID_SHAPE, LOCK
from engine.files.presets import Preset, default_preset, step_latents
from engine.files.random_break import random_break
from engine.model.decode_request import TEXTURE_SEED, DecodeTarget, present_tape
from engine.model.model_file import Model, bundled
from engine.model.step_edits import with_cells
from engine.model.step_locks import LockedImages, with_kept
from engine.model.tape_builder import TapeBuilder
from engine.parameters import LATENTS
from engine.spec import SPEC
from engine.tape.drum_strikes import DRUM_RANGES, struck_steps

LOCKED = ("kick", "snare")
BAR_DB = 1.0
STEP = SPEC.step_frames * SPEC.hop  # samples


def decoded_tape(model: Model, sound: Preset) -> tuple[Tape, Floats]:
    """Return the tape of a preset and its levels."""
    grid = with_cells(np.zeros(GRID_SHAPE), sound.cells)
    image = LockedImages().decode(model, step_latents(model, sound), grid)
    return TapeBuilder().whole(image, TEXTURE_SEED, sound.values["texture"], grid)[0], image.levels


def locked_sound(model: Model, sound: Preset, steps: Sequence[int]) -> Preset:
    """Return a preset with these sixteenths locked."""
    knobs = np.array([sound.values[f"latent/{index}"] for index in range(LATENTS)])
    grid = with_cells(np.zeros(GRID_SHAPE), sound.cells)
    target = DecodeTarget(knobs, sound.seeds, sound.values["texture"], grid)
    change = with_kept(grid, {(step, LOCK): 1.0 for step in steps}, lambda: present_tape(model, target)[0])
    return replace(sound, cells={**sound.cells, **change})


def tape_energy(tape: Tape, drum: str, steps: Sequence[int]) -> np.ndarray:
    """Return the energy of a drum's ranges in each of these sixteenths of a tape, dB."""
    spectra = np.square(tape.magnitudes.astype(np.float64)).reshape(SPEC.steps, SPEC.step_frames, -1)
    return 10 * np.log10(spectra[list(steps)][:, :, in_ranges(SPEC.bins, drum)].sum((1, 2))) + tape.gain


def sound_energy(audio: Floats, drum: str, steps: Sequence[int]) -> np.ndarray:
    """Return the energy of a drum's ranges in each of these sixteenths of a rendered loop, dB."""
    mono = audio[: SPEC.steps * STEP].reshape(SPEC.steps, STEP)[list(steps)]
    spectra = np.square(np.abs(np.fft.rfft(mono * np.hanning(STEP), axis=1)))
    return 10 * np.log10(spectra[:, in_ranges(spectra.shape[1], drum)].sum(1))


def together(energies: np.ndarray) -> float:
    """Return the sum of energies, all in dB."""
    return float(10 * np.log10((10 ** (energies / 10)).sum()))


def in_ranges(bins: int, drum: str) -> np.ndarray:
    """Return which of the bins of a spectrum (bins,) are in the ranges of a drum."""
    hertz = np.linspace(0, SPEC.rate / 2, bins)
    return np.any([(hertz >= low) & (hertz <= high) for low, high in DRUM_RANGES[drum]], 0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, help="model file; by default the bundled one")
    parser.add_argument("--starts", type=int, default=5, help="breaks whose kick and snare are locked")
    parser.add_argument("--draws", type=int, default=10, help="random breaks of each")
    asked = parser.parse_args()
    model = Model.load(asked.model or bundled(), provider="cpu")
    tape_changes: dict[str, list[float]] = {drum: [] for drum in LOCKED}
    sound_changes: dict[str, list[float]] = {drum: [] for drum in LOCKED}
    all_changes: dict[str, list[float]] = {drum: [] for drum in LOCKED}
    rest: dict[str, list[float]] = {"locked": [], "free": []}
    seconds = []
    for start in range(asked.starts):
        free = random_break(model.draws, default_preset(), start)
        tape, levels = decoded_tape(model, free)
        struck = {drum: struck_steps(tape.magnitudes, drum) for drum in LOCKED}
        steps = sorted({step for drum in LOCKED for step in struck[drum]})
        locked = locked_sound(model, free, steps)
        began = time.perf_counter()
        model.loop_latents(np.array([free.values[f"latent/{index}"] for index in range(LATENTS)]), free.seeds)
        seconds.append(time.perf_counter() - began)
        before = played_audio(model, locked)
        others = [step for step in range(SPEC.steps) if step not in steps]
        for draw in range(asked.draws):
            number = 1000 + asked.draws * start + draw
            for name, present in (("locked", locked), ("free", free)):
                found = random_break(model.draws, present, number)
                new_tape, new_levels = decoded_tape(model, found)
                change = np.abs(new_levels - levels).reshape(SPEC.steps, -1).mean(1) * -SPEC.floor
                rest[name].append(float(change[others].mean()))
                if name == "locked":
                    audio = played_audio(model, found)
                    for drum, strokes in struck.items():
                        ours = tape_energy(new_tape, drum, strokes) - tape_energy(tape, drum, strokes)
                        now, then = (sound_energy(sound, drum, strokes) for sound in (audio, before))
                        tape_changes[drum] += np.abs(ours).tolist()
                        sound_changes[drum] += np.abs(now - then).tolist()
                        all_changes[drum].append(abs(together(now) - together(then)))
    print(f"{asked.starts * asked.draws} random breaks; changes in dB         mean   p95   max  above {BAR_DB:g} dB")
    rows = {"each, tape": tape_changes, "each, sound": sound_changes, "together, sound": all_changes}
    for where, changes in rows.items():
        for drum, found in changes.items():
            high, above = np.percentile(found, 95), 100 * np.mean(np.array(found) > BAR_DB)
            figures = f"{np.mean(found):12.2f} {high:5.2f} {max(found):5.2f} {above:5.1f} %"
            print(f"{drum:6} in its sixteenths, {where:15} {figures}")
    print(f"the rest, with locks {np.mean(rest['locked']):.2f} dB, without {np.mean(rest['free']):.2f} dB")
    print(f"latents of a loop, which a lock computes if knobs have moved: {1000 * np.median(seconds):.1f} ms")


if __name__ == "__main__":
    main()
