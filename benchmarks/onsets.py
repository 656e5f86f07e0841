"""Onset and loop-length estimation of `training.sources` against librosa, as a table in Markdown.

python -m benchmarks.onsets [BREAKS]

in    the loops that training/cc0.toml describes, in BREAKS or $VAMEN_BREAKS; without them, synthetic loops only
out   one row per method: loop lengths that are right, onset F-measure and error, and time

Synthetic loops have known onsets, dry and after the random effects of the dataset. librosa gets every advantage that a
loop allows: the loop is repeated so that no onset lies at an edge, and a tempo is rounded to the nearest usual length.
"""

import argparse
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import librosa
import numpy as np
from numpy.typing import NDArray

from engine.arrays import Floats
from engine.files import audio_onsets as onsets
from engine.files import loop_length
from engine.spec import SPEC
from tests.training.drum_loops import break_loop_with_onsets
from training.sources import break_notes, loops
from training.synthesis.effects import apply_effects

NOTES = Path(__file__).parents[1] / "training" / "cc0.toml"
TOLERANCE_S = 0.01
TEMPOS = (95, 110, 125, 140, 150, 165, 180)  # BPM of the synthetic loops
BEATS = (4, 8, 16)
MARGIN_S = 0.5  # of the repeated loop on either side, for librosa
SHORTEST_S = 10.0  # length to which a loop is repeated before librosa estimates its tempo

Samples = NDArray[np.int64]


@dataclass(frozen=True)
class Example:
    """A loop whose length in quarter notes is known, and its onsets where they are."""

    kind: str  # real, dry or effects
    audio: Floats
    beats: float
    onsets: Samples | None = None


@dataclass(frozen=True)
class Method:
    """An onset detector and an estimator of the loop length."""

    name: str
    onsets: Callable[[Floats], Samples]
    beats: Callable[[Floats], float]


def detect_with_librosa(audio: Floats, hop: int, window: int, backtrack: bool) -> Samples:
    """Onsets of one cycle of a loop by `librosa.onset.onset_detect`."""
    margin = min(round(MARGIN_S * SPEC.rate), len(audio))
    around = np.concatenate([audio[-margin:], audio, audio[:margin]])
    bands = 128 if window >= 2048 else 64 if window >= 1024 else 32  # no mel filter may be empty
    envelope = librosa.onset.onset_strength(y=around, sr=SPEC.rate, hop_length=hop, n_fft=window, n_mels=bands)
    found = librosa.onset.onset_detect(
        onset_envelope=envelope, sr=SPEC.rate, hop_length=hop, units="samples", backtrack=backtrack
    )
    return np.unique(found[(found >= margin) & (found < margin + len(audio))] - margin)


def librosa_beats(audio: Floats, hop: int) -> float:
    """Quarter notes of a loop by the tempo of `librosa.beat.beat_track`, rounded to a usual length."""
    repeated = np.tile(audio, max(1, -(-round(SHORTEST_S * SPEC.rate) // len(audio))))
    tempo, _ = librosa.beat.beat_track(y=repeated, sr=SPEC.rate, hop_length=hop, start_bpm=loop_length.USUAL_BPM)
    exact = len(audio) / SPEC.rate * float(np.atleast_1d(tempo)[0]) / 60
    return float(min(loop_length.LENGTH_WEIGHTS, key=lambda beats: abs(np.log(beats / max(exact, 1e-3)))))


def own_beats(audio: Floats) -> float:
    """Quarter notes of a loop by `engine.files.loop_length`."""
    found = loop_length.find_length(audio, SPEC.rate)
    return found[0] if found else 0.0


METHODS = (
    Method("training.sources", lambda audio: onsets.find_onsets(audio, SPEC.rate).samples, own_beats),
    *(
        Method(
            f"librosa, hop {hop}, window {window}{', backtracked' if backtrack else ''}",
            lambda audio, hop=hop, window=window, backtrack=backtrack: detect_with_librosa(  # type: ignore[misc]
                audio, hop, window, backtrack
            ),
            lambda audio, hop=hop: librosa_beats(audio, hop),  # type: ignore[misc]
        )
        for hop, window, backtrack in ((512, 2048, False), (128, 1024, False), (64, 512, False), (64, 512, True))
    ),
)


def match(found: Samples, true: Samples, size: int) -> Floats:
    """Signed errors in seconds of the found onsets that are within the tolerance, each true onset matched once."""
    errors, free = [], list(found)
    for onset in true:
        if not free:
            break
        distances = [(int(one) - int(onset) + size // 2) % size - size // 2 for one in free]
        nearest = int(np.argmin(np.abs(distances)))
        if abs(distances[nearest]) <= TOLERANCE_S * SPEC.rate:
            errors.append(distances[nearest] / SPEC.rate)
            free.pop(nearest)
    return np.array(errors, np.float32)


def synthetic(seeds: int) -> list[Example]:
    """Loops of the drum machine of the tests, dry and with effects."""
    found = []
    for seed in range(seeds):
        for tempo in TEMPOS:
            for beats in BEATS:
                rng = np.random.default_rng([seed, tempo, beats])
                audio, struck = break_loop_with_onsets(rng, tempo, beats)
                found.append(Example("dry", audio, beats, struck))
                found.append(Example("effects", apply_effects(audio, rng), beats, struck))
    return found


def real(folder: Path) -> list[Example]:
    """The loops that training/cc0.toml describes; whole files, as a user would give them."""
    notes = break_notes.read_notes(NOTES)
    files = [(folder / name, note) for name, note in notes.items() if not note.skip and (folder / name).is_file()]
    return [Example("real", loops.read_audio(path), note.beats or 0.0) for path, note in files]


def row(method: Method, examples: Sequence[Example]) -> str:
    """One line of the table."""
    cells, spent, seconds = [], 0.0, 0.0
    for kind in ("real", "dry", "effects"):
        some = [example for example in examples if example.kind == kind]
        found = [method.beats(example.audio) for example in some]
        octaves = [abs(np.log2(max(beats, 1e-3) / example.beats)) for beats, example in zip(found, some, strict=True)]
        right, doubled = sum(octave < 0.01 for octave in octaves), sum(abs(octave - 1) < 0.01 for octave in octaves)
        error = np.mean([abs(beats - example.beats) for beats, example in zip(found, some, strict=True)] or [0])
        cells.append(f"{right} + {doubled} of {len(some)}, {error:.1f}")
    for kind in ("dry", "effects"):
        hits, counts, errors = 0, 0, []
        for example in examples:
            if example.kind != kind or example.onsets is None:
                continue
            began = time.perf_counter()
            detected = method.onsets(example.audio)
            spent += time.perf_counter() - began
            seconds += len(example.audio) / SPEC.rate
            matched = match(detected, example.onsets, len(example.audio))
            hits, counts = hits + 2 * len(matched), counts + len(detected) + len(example.onsets)
            errors.append(np.abs(matched))
        cells += [f"{hits / max(counts, 1):.3f}", f"{1000 * float(np.median(np.concatenate(errors))):.2f}"]
    return f"| {method.name} | {' | '.join(cells)} | {1000 * spent / seconds:.1f} |"


def main() -> None:
    parser = argparse.ArgumentParser(description="Compare onset and loop-length estimation with librosa.")
    parser.add_argument("breaks", type=Path, nargs="?", default=os.environ.get("VAMEN_BREAKS"))
    parser.add_argument("--seeds", type=int, default=3, help="synthetic loops per tempo and length")
    asked = parser.parse_args()
    examples = synthetic(asked.seeds) + (real(asked.breaks) if asked.breaks else [])
    print("Lengths: right + off by a factor of two of all, mean error in quarter notes. Onsets: within 10 ms.\n")
    print(
        "| method | length, real | length, dry | length, effects | F, dry | median error, ms | F, effects "
        "| median error, ms | ms per s of audio |"
    )
    print("|---" * 9 + "|")
    for method in METHODS:
        method.onsets(examples[0].audio)  # imports and compiles what librosa loads lazily
        print(row(method, examples), flush=True)


if __name__ == "__main__":
    main()
